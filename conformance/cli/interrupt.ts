import { killAllServers } from '../target/server-process.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the first interrupt into an abort, so that reports are still written; a second one ends at once with 130. */
export function onInterrupt(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) {
      killAllServers();
      process.exit(130);
    }
    console.error('\nInterrupted: finishing what runs and writing the reports. Once more ends at once.');
    controller.abort();
  };
  for (const name of signals) process.on(name, handle);
  const stop = (): void => {
    for (const name of signals) process.removeListener(name, handle);
  };
  return { signal: controller.signal, stop };
}
