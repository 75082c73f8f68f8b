import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { pino } from 'pino';
import type { App, AppDeps } from './app.ts';
import { createApp } from './app.ts';
import type { Config, Environment } from './config/config.ts';
import { toggles } from './config/toggles.ts';
import { createHandlers } from './handlers/index.ts';
import { createMarketDeps } from './market-deps.ts';
import { systemClock } from './ports/clock.ts';
import { randomIds } from './ports/ids.ts';
import { createMcrRegistry } from './ports/mcr-registry.ts';
import { createSessionTokens } from './ports/session-tokens.ts';
import type { Catalog } from './providers/catalog.ts';
import { loadCatalog } from './providers/load-catalog.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { verifyPairingToken } from './services/verify-pairing-token.ts';
import { createCursorCodec } from './store/cursor.ts';
import { openStore } from './store/knex-store.ts';
import type { Store } from './store/store.ts';

export interface RunningServer {
  /** Where it listens, without a trailing slash. */
  url: string;
  /** Stops listening, lets running requests finish, then closes the store. */
  stop(): Promise<void>;
}

/** How long running requests may take after a stop was asked for, in ms. */
const drainMs = 10_000;

/**
 * Opens the store, wires everything and listens. `environment` is asked for the variables that the catalogue names. Raises
 * when the catalogue has mistakes, or the database or the port cannot be had.
 */
export async function startServer(config: Config, environment: Environment): Promise<RunningServer> {
  const logger = pino({ level: config.logLevel });
  const catalog = await loadCatalog(config.catalogDir);
  const store = await openStore({ databaseUrl: config.databaseUrl });
  try {
    const deps = createServiceDeps(config, store, logger, { catalog, environment });
    const app = await createContractApp(deps, logger);
    const http = app.createServer();
    const url = await listen(http, config);
    logger.info({ url, environment: config.nodeEnv }, `listening on ${url}`);
    return { url, stop: () => stop(http, store, logger) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

const contract = new URL('../generated/openapi.json', import.meta.url);

async function createContractApp(deps: ServiceDeps, logger: Logger): Promise<App> {
  const { config } = deps;
  return createApp({
    document: JSON.parse(await readFile(contract, 'utf8')) as AppDeps['document'],
    handlers: createHandlers(deps),
    verifyPairingToken: async (token) => {
      const pairing = await verifyPairingToken(deps, token);
      const { machineId, agentAddress, delegationPolicy, session } = pairing;
      return {
        machineId,
        pairingId: pairing.id,
        sessionId: session?.id ?? '',
        agentAddress,
        delegationPolicy,
      };
    },
    ids: randomIds,
    apiKeys: [...(config.apiKey === null ? [] : [config.apiKey]), ...(config.apiKeys ?? [])],
    requireApiAuth: config.requireApiAuth,
    requireAgentPairingAuth: config.requireAgentPairingAuth,
    responseValidation: config.nodeEnv === 'production' ? 'sample' : 'all',
    logger,
  });
}

function createServiceDeps(
  config: Config,
  store: Store,
  logger: Logger,
  market: { catalog: Catalog; environment: Environment },
): ServiceDeps {
  if (config.sessionSecret === null) {
    logger.warn(
      `${toggles.sessionSecret.variable} is not set: sessions and cursors die when this process ends`,
    );
  }
  const secret = config.sessionSecret === null ? randomBytes(32) : Buffer.from(config.sessionSecret);
  const sessionTokens = createSessionTokens(secret);
  return {
    ...createMarketDeps({ ...market, config, sessionTokens, clock: systemClock }),
    store,
    config,
    clock: systemClock,
    ids: randomIds,
    sessionTokens,
    cursors: createCursorCodec(sessionTokens.deriveKey('list-cursor')),
    registry: createMcrRegistry({
      baseUrl: config.mcrApiUrl,
      timeoutMs: config.mcrTimeoutMs,
      cacheMs: config.mcrCacheMs,
      clock: systemClock,
    }),
  };
}

function listen(http: Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.host, () => {
      http.off('error', reject);
      const { address, family, port } = http.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}

async function stop(http: Server, store: Store, logger: Logger): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  // Again and again: a kept-alive connection is idle only when its running request has ended.
  const idle = setInterval(() => http.closeIdleConnections(), 50);
  const force = setTimeout(() => http.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
  await store.close();
  logger.info('stopped');
}
