// Our server as people run it, on SQLite: node bench/order-life/ours.ts SCENE
import { join } from 'node:path';
import { loadConfig } from '../../src/config/config.ts';
import { startServer } from '../../src/server.ts';
import { answerForBench } from '../server-protocol.ts';
import { readScene, sessionSecret } from './scene.ts';

const { sellerUrl, folder } = readScene();
const environment = {
  NODE_ENV: 'production',
  PORT: '0',
  PEAQOS_DATABASE_URL: `sqlite:${join(folder, 'ours.db')}`,
  PEAQOS_AGENT_PAIRING_SESSION_SECRET: sessionSecret,
  // Nobody asks a registry: the other side has none either.
  PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled',
  PEAQOS_AGENT_PAIRING_VERIFICATION: 'disabled',
  PEAQOS_WALRUS_AGGREGATOR_URL: sellerUrl,
  PEAQOS_LOG_LEVEL: 'info',
};
const server = await startServer(loadConfig(environment), environment);
answerForBench(Number(new URL(server.url).port));
