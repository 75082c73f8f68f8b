import { join } from 'node:path';
import knex from 'knex';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { startEvmNode } from '../conformance/registry/evm/anvil.ts';
import type { Erc20Token } from '../conformance/registry/evm/erc20.ts';
import { createEvmControl } from '../conformance/registry/evm/evm-control.ts';
import { startProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import { createApiClient, textOf } from './api-client.fixture.ts';
import { knowMachine, startRegistryServer } from './ports/registry-server.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';
import type { ServeRun, Variables } from './serve.fixture.ts';

/** A paired agent, which acts for a machine of its own. */
export interface Trader {
  machineId: string;
  pairingId: string;
  pairingToken: string;
}

/** All that the published clients meet in a market: providers, sellers, a chain, the registry. */
export interface Surroundings {
  folder: string;
  providers: ProviderStandIns;
  /** USDT on the chain that payments are made on. */
  token: Erc20Token;
  /** JSON-RPC of that chain. */
  rpcUrl: string;
  /** Starts a server among them, on a database of its own. */
  serve(name: string, variables?: Variables): Promise<ServeRun>;
  /** Onboards a machine and pairs the agent with it. */
  trade(url: string): Promise<Trader>;
  /** Makes the time of a quote be over; no client can wait for that. */
  expireQuote(name: string, quoteId: string): Promise<void>;
  close(): Promise<void>;
}

export const apiKey = 'the key of this deployment';
export const headers = { 'x-api-key': apiKey };
/** Where payments to the operator of the market go. */
export const payee = privateKeyToAccount(generatePrivateKey()).address;
export const agentKey = generatePrivateKey();
export const agent = privateKeyToAccount(agentKey);
const controller = privateKeyToAccount(generatePrivateKey());

/** The chain that the catalogue names for payments in USDT. */
const chainId = 3338;

/** Everything that a server can demand, but proofs on chain: the clients record some of theirs. */
export const strict: Variables = {
  PEAQOS_REQUIRE_API_AUTH: 'true',
  PEAQOS_API_KEY: apiKey,
  PEAQOS_REQUIRE_MARKET_QUOTES: 'true',
  PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS: 'true',
  PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE: 'true',
};

export async function startSurroundings(): Promise<Surroundings> {
  const node = await startEvmNode({ chainId });
  if ('missing' in node) throw new Error(node.missing);
  const [{ folder, remove }, registry, providers, token] = await Promise.all([
    makeFolder(),
    startRegistryServer(),
    startProviderStandIns(),
    createEvmControl(node).deployToken({ name: 'Test USDT', symbol: 'USDT' }),
  ]);
  const { urls } = providers;
  const fileOf = (name: string) => join(folder, `${name}.db`);
  const servers: ServeRun[] = [];
  let machines = 0;
  return {
    folder,
    providers,
    token,
    rpcUrl: node.url,
    async serve(name, variables = {}) {
      const run = await startServe({
        PEAQOS_DATABASE_URL: `sqlite:${fileOf(name)}`,
        PEAQOS_MCR_API_URL: registry.url,
        PEAQOS_PAYMENT_RPC_URL: node.url,
        PEAQOS_USDT_CONTRACT: token.address,
        PEAQOS_MARKET_PAYEE_ADDRESS: payee,
        PEAQOS_PYTH_URL: urls.pyth,
        PEAQOS_WALRUS_PUBLISHER_URL: urls.walrus,
        PEAQOS_WALRUS_AGGREGATOR_URL: urls.walrus,
        PEAQOS_PAY_SH_URL: urls.x402,
        // Somebody who sells nothing.
        PEAQOS_AGENTIC_MARKET_URL: urls.walrus,
        ...variables,
      });
      servers.push(run);
      return run;
    },
    async trade(url) {
      machines += 1;
      knowMachine(registry, String(machines), controller.address);
      const client = createApiClient(url, headers);
      const machineId = await client.onboard(`did:peaq:${machines}`, controller);
      const pairing = await client.pair(machineId, agent);
      return {
        machineId,
        pairingId: textOf(pairing, 'id'),
        pairingToken: textOf(pairing, 'pairingToken'),
      };
    },
    async expireQuote(name, quoteId) {
      const connection = { filename: fileOf(name) };
      const db = knex({ client: 'better-sqlite3', connection, useNullAsDefault: true });
      const expired = await db('market_quotes')
        .where({ id: quoteId })
        .update({ expires_at: '2020-01-01T00:00:00.000Z' });
      await db.destroy();
      if (expired !== 1) throw new Error(`There is no quote ${quoteId} in the store.`);
    },
    async close() {
      await Promise.all([
        ...servers.map((server) => server.stop()),
        registry.stop(),
        providers.close(),
        node.stop(),
      ]);
      await remove();
    },
  };
}

/** Only what the clients need: nothing of the surroundings, no tracking, no file beside the scripts. */
export function clientEnvironment({ folder, rpcUrl }: Surroundings, url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    DO_NOT_TRACK: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PEAQOS_RPC_URL: rpcUrl,
    PEAQOS_PRIVATE_KEY: agentKey,
    PEAQOS_ORCHESTRATION_URL: url,
    PEAQOS_ORCH_API_KEY: apiKey,
  };
}
