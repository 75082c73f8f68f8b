// The load generator, in a process of its own: takes one order after the other over IPC.
import autocannon from 'autocannon';
import { listResources, sampleBody } from './synthetic-api.ts';

export type LoadKind = 'GET' | 'POST';

export interface LoadOrder {
  port: number;
  kind: LoadKind;
  operationCount: number;
  seconds: number;
}

/** Requests answered with 2xx and the seconds they took. */
export interface LoadResult {
  answered: number;
  failed: number;
  seconds: number;
}

const connections = 50;

/**
 * Requests to the first, the middle and the last resource of the table, in turn: the same load whatever the size of the
 * table, so that only the size can make a difference.
 */
function requestsOf({ kind, operationCount }: LoadOrder) {
  const all = listResources(operationCount);
  const asked = [all[0], all[all.length >> 1], all.at(-1)].filter((resource) => resource !== undefined);
  return asked.map(({ collection }) =>
    kind === 'GET'
      ? { method: 'GET', path: `${collection}/res_0a1b2c3d4e5f?limit=50` }
      : {
          method: 'POST',
          path: collection,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(sampleBody),
        },
  );
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const result = await autocannon({
    url: `http://127.0.0.1:${order.port}`,
    connections,
    duration: order.seconds,
    requests: requestsOf(order),
  });
  return { answered: result['2xx'], failed: result.non2xx + result.errors, seconds: result.duration };
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
