import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from './config/config.ts';
import type { Config, Environment } from './config/config.ts';
import { readEnvironment } from './config/environment.ts';
import { CatalogError } from './providers/catalog-error.ts';
import { startServer } from './server.ts';

const usage = `Usage: machine-markets serve [options]

  --port N            port to listen on; 0 takes a free one   (PORT, 8787)
  --host ADDRESS      address to listen on                    (HOST, 127.0.0.1)
  --database-url URL  sqlite:FILE, sqlite3:FILE, postgres://… (PEAQOS_DATABASE_URL, sqlite:./data/orchestrator.db)
  --env-file FILE     variables to read before the environment`;

/** The command "serve". Exits 2 for usage and configuration mistakes, 1 when the server cannot start. */
export async function main(argv: readonly string[]): Promise<void> {
  const settings = readSettings(argv.slice(1));
  if (!settings) return;
  try {
    const server = await startServer(settings.config, settings.environment);
    // A second signal ends at once; the first one lets running requests finish.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void server.stop().then(() => process.exit(0)));
    }
  } catch (error) {
    console.error(
      `machine-markets: the server cannot start: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    process.exit(error instanceof CatalogError ? 2 : 1);
  }
}

function readSettings(args: string[]): { config: Config; environment: Environment } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'database-url': { type: 'string' },
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      console.log(usage);
      return undefined;
    }
    const environment = readEnvironment(values['env-file']);
    const config = loadConfig({
      ...environment,
      PORT: values.port ?? environment['PORT'],
      HOST: values.host ?? environment['HOST'],
      PEAQOS_DATABASE_URL: values['database-url'] ?? environment['PEAQOS_DATABASE_URL'],
    });
    return { config, environment };
  } catch (error) {
    const isKnown = error instanceof ConfigError;
    console.error(
      `machine-markets: ${error instanceof Error ? error.message : 'unknown'}${isKnown ? '' : `\n\n${usage}`}`,
    );
    process.exitCode = 2;
    return undefined;
  }
}
