import { parseArgs } from 'node:util';

import { RegistryInputError, readAddress } from '../registry/machine-input.ts';
import { loadMachinesFile } from '../registry/machines-file.ts';
import { startRegistry } from '../registry/registry.ts';
import type { Registry } from '../registry/registry.ts';

const usage = `Usage: machine-markets registry [--port N] [--host ADDRESS] [--machines FILE] [--mint OWNER_ADDRESS]…

Runs a local identity registry, a stand-in of peaqOS MCR for development. It is no source of truth.

  --port N              port to listen on; 0 takes any free one (default 8790)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --machines FILE       JSON list of machines: [{"machineId": "77", "owner": "0x…"}]
  --mint OWNER_ADDRESS  add one machine with that owner; may be repeated`;

class UsageError extends Error {}

interface Settings {
  port: number;
  host: string;
  machinesFile: string | undefined;
  owners: string[];
  isHelp: boolean;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port: "${text}" is no port; give a number from 0 to 65535`);
}

function readOwner(text: string): string {
  try {
    return readAddress(text);
  } catch (error) {
    if (error instanceof RegistryInputError) throw new UsageError(`--mint: ${error.message}`);
    throw error;
  }
}

function readSettings(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8790' },
      host: { type: 'string', default: '127.0.0.1' },
      machines: { type: 'string' },
      mint: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { port, host, machines, mint, help } = values;
  return { port: readPort(port), host, machinesFile: machines, owners: mint.map(readOwner), isHelp: help };
}

function hasCode(error: unknown, prefix: string): error is Error & { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith(prefix)
  );
}

function findUsageMessage(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof RegistryInputError) return error.message;
  return hasCode(error, 'ERR_PARSE_ARGS') ? error.message : undefined;
}

function findListenMessage(error: unknown, { host, port }: Settings): string | undefined {
  if (hasCode(error, 'EADDRINUSE')) {
    return `Port ${port} on ${host} is in use; stop what listens there, choose another --port, or --port 0 for any free one.`;
  }
  return hasCode(error, 'E')
    ? `Cannot listen on ${host}:${port} (${error.code}); check --host and --port.`
    : undefined;
}

function describe(registry: Registry): string {
  const machines = registry
    .list()
    .map(
      ({ machineId, owner, bondStatus }) =>
        `  did:peaq:${machineId}  owner ${owner}  ${bondStatus ?? 'bonded'}`,
    );
  const admin = `curl -X POST ${registry.url}/admin/machines -d '{"owner": "0x…"}'`;
  return [
    `Local identity registry on ${registry.url} (development only)`,
    '',
    machines.length === 0 ? 'No machines yet.' : 'Machines:',
    ...machines,
    '',
    `Use it:        PEAQOS_MCR_API_URL=${registry.url} npm start`,
    `Add a machine: ${admin}`,
    `All routes:    curl ${registry.url}/`,
    'Stop it with Ctrl-C.',
  ].join('\n');
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

async function open(settings: Settings): Promise<Registry> {
  const { port, host, machinesFile, owners } = settings;
  const machines = machinesFile === undefined ? [] : await loadMachinesFile(machinesFile);
  const registry = await startRegistry({ port, host, machines }).catch((error: unknown) => {
    const message = findListenMessage(error, settings);
    throw message === undefined ? error : new UsageError(message, { cause: error });
  });
  for (const owner of owners) registry.mint(owner);
  return registry;
}

/**
 * `machine-markets registry`: `args` are those after the word `registry`. Runs until SIGINT or SIGTERM and returns the
 * exit code: 0 after a stop, 2 for usage errors, unreadable machines and a port that cannot be had (design: command line).
 */
export async function registryCommand(args: string[]): Promise<number> {
  try {
    const settings = readSettings(args);
    if (settings.isHelp) {
      console.log(usage);
      return 0;
    }
    const registry = await open(settings);
    const stopped = signalled();
    console.log(describe(registry));
    await stopped;
    await registry.close();
    return 0;
  } catch (error) {
    const message = findUsageMessage(error);
    if (message === undefined) throw error;
    console.error(`${message}\n\n${usage}`);
    return 2;
  }
}
