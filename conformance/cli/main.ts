import { ConfigurationError, HarnessError, UnreachableError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import { exitCodes } from '../engine/verdict.ts';
import { kitVersion } from '../target/package-root.ts';
import { EmptySelectionError } from './conform-options.ts';

interface Command {
  summary: string;
  load: () => Promise<(args: string[]) => Promise<number>>;
}

const commands: Record<string, Command> = {
  conform: {
    summary: 'test an orchestrator against the contract',
    load: async () => (await import('./conform.ts')).conformCommand,
  },
  plan: {
    summary: 'show what conform would do, without doing it',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  doctor: {
    summary: 'find out why a target cannot be tested, with the fix',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  list: { summary: 'all requirements', load: async () => (await import('./list.ts')).listCommand },
  explain: {
    summary: 'one requirement: what, why, how to repair',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  coverage: {
    summary: 'operations, error codes and toggles without a requirement',
    load: async () => (await import('./coverage.ts')).coverageCommand,
  },
  registry: {
    summary: 'a local identity registry for development',
    load: async () => (await import('./registry.ts')).registryCommand,
  },
};

const usage = `Usage: machine-markets COMMAND [options]

  serve     run the orchestrator
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  .join('\n')}

"machine-markets COMMAND --help" shows the options of a command. --version shows the version.`;

/** Runs one command of the kit; `argv[0]` is its name. Sets the exit code of the process, and never rejects. */
export async function main(argv: string[]): Promise<void> {
  process.once('uncaughtException', accuseKit);
  process.stdout.on('error', ignoreClosedPipe);
  try {
    process.exitCode = await runCommand(argv);
  } finally {
    process.removeListener('uncaughtException', accuseKit);
    process.stdout.removeListener('error', ignoreClosedPipe);
  }
}

/** A mistake of the kit must never end with 1, which would accuse the target. */
function accuseKit(error: unknown): void {
  console.error('The kit broke. Please report this with the following lines:');
  console.error(error);
  process.exit(exitCodes.harness);
}

/** `machine-markets list | head` closes the pipe early, which is no mistake. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function runCommand([name, ...args]: string[]): Promise<number> {
  if (name === undefined) {
    console.error(usage);
    return exitCodes.usage;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    console.log(usage);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    console.log(kitVersion);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const known = ['serve', ...Object.keys(commands)];
    console.error(`Unknown command «${name}».${suggest(name, known)}\n\n${usage}`);
    return exitCodes.usage;
  }
  try {
    const run = await command.load();
    return await run(args);
  } catch (error) {
    return report(name, error);
  }
}

function report(name: string, error: unknown): number {
  if (error instanceof ConfigurationError) {
    console.error(`${error.message}\n("machine-markets ${name} --help" shows the options.)`);
    return exitCodes.usage;
  }
  if (error instanceof UnreachableError) {
    console.error(error.message);
    return exitCodes.unreachable;
  }
  if (error instanceof EmptySelectionError) {
    console.error(error.message);
    return exitCodes.inconclusive;
  }
  if (error instanceof HarnessError) {
    console.error(error.message);
    return exitCodes.harness;
  }
  console.error('The kit broke. Please report this with the following lines:');
  console.error(error);
  return exitCodes.harness;
}
