import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Finished, PythonClients, RunOptions } from './python-sdk.fixture.ts';

const script = fileURLToPath(new URL('interop/run_cli.py', import.meta.url));

/** The CLI of peaq-os-cli in a process that takes many commands, one after the other. */
export interface Cli {
  /** What `peaqos …` does; raises when the process has ended. */
  run(args: readonly string[]): Promise<Finished>;
  stop(): Promise<void>;
}

export function startCli({ python }: PythonClients, { env, cwd }: RunOptions): Cli {
  const child = spawn(python, [script], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdin.on('error', () => undefined);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(args) {
      child.stdin.write(`${JSON.stringify(args)}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`The CLI has ended. ${complaints}`.trim());
      return JSON.parse(answer.value) as Finished;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
