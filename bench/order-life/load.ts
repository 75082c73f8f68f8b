// The load of the order life bench, in a process of its own: it sells, and takes orders through their whole life.
import { Agent, request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { startSeller } from './seller.ts';
import { serviceId } from './scene.ts';

export interface LifeOrder {
  port: number;
  seconds: number;
}

/** Order lives that were finished and the seconds they took. */
export interface LifeResult {
  lives: number;
  seconds: number;
}

const parallelLives = 16;
const agent = new Agent({ keepAlive: true, maxSockets: parallelLives });

type Fields = Record<string, unknown>;

function call(port: number, method: string, path: string, body?: Fields, token?: string): Promise<Fields> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(token === undefined ? {} : { 'x-agent-pairing-token': token }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', method, path: `/api/v1${path}`, headers, agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(answer) as Fields);
          else
            reject(
              new Error(`${method} ${path} was answered ${response.statusCode}: ${answer.slice(0, 200)}`),
            );
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

interface Trader {
  machineId: string;
  agentPairingId: string;
  token: string;
}

const itemOf = (answer: Fields) => answer['item'] as Fields;

async function onboard(port: number): Promise<Trader> {
  const machine = { displayName: 'Bench', ownerId: 'bench', machineType: 'robot', runtimeProfile: 'edge' };
  const machineId = String(itemOf(await call(port, 'POST', '/machines', machine))['id']);
  await call(port, 'PATCH', `/machines/${machineId}`, { status: 'active' });
  const agentAddress = `0x${randomBytes(20).toString('hex')}`;
  const pairing = { agentAddress, agentProvider: 'bench', agentRole: 'buyer' };
  const item = itemOf(await call(port, 'POST', `/machines/${machineId}/agent-pairings`, pairing));
  return { machineId, agentPairingId: String(item['id']), token: String(item['pairingToken']) };
}

/** One order: created, a payment intended, proven, executed, confirmed. */
async function live(port: number, { token, ...actor }: Trader): Promise<void> {
  const post = (path: string, body: Fields) => call(port, 'POST', path, body, token);
  const order = itemOf(
    await post('/market/orders', { ...actor, serviceId, input: { blobId: 'A'.repeat(43) } }),
  );
  const path = `/market/orders/${String(order['id'])}`;
  await post(`${path}/payment-intent`, {
    rail: { type: 'wallet', chain: 'eip155:3338', token: 'USDT', payeeAddress: `0x${'ab'.repeat(20)}` },
    amount: 0.02,
    currency: 'USDT',
  });
  await post(`${path}/payment-proof`, {
    verificationMode: 'recorded',
    chain: 'eip155:3338',
    token: 'USDT',
    payerAddress: `0x${'cd'.repeat(20)}`,
    payeeAddress: `0x${'ab'.repeat(20)}`,
    amount: '0.02',
    transactionHash: `0x${randomBytes(32).toString('hex')}`,
  });
  const { order: executed } = await post(`${path}/execute`, {});
  const { order: confirmed } = await post(`${path}/confirm`, {});
  const statuses = [executed, confirmed].map((record) => (record as Fields)['status']).join();
  if (statuses !== 'delivered,confirmed') throw new Error(`An order went ${statuses}.`);
}

const traders = new Map<number, Trader[]>();

async function run({ port, seconds }: LifeOrder): Promise<LifeResult> {
  const own =
    traders.get(port) ?? (await Promise.all(Array.from({ length: parallelLives }, () => onboard(port))));
  traders.set(port, own);
  const started = performance.now();
  const end = started + seconds * 1000;
  let lives = 0;
  await Promise.all(
    own.map(async (trader) => {
      while (performance.now() < end) {
        await live(port, trader);
        lives += 1;
      }
    }),
  );
  return { lives, seconds: (performance.now() - started) / 1000 };
}

process.on('message', (order: LifeOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
process.send?.({ sellerUrl: await startSeller() });
