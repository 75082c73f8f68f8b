import { isRecord } from '../contract/json.ts';
import type { CheckContext, Reply, Talk } from '../engine/context.ts';
import { needAccepted } from './acceptance.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Other checks create rows meanwhile, so a walk has to end somewhere. */
const mostPages = 50;

async function collect(
  ctx: CheckContext,
  what: string,
  page: (cursor: string | undefined) => Promise<Reply>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < mostPages; count += 1) {
    const reply = needAccepted(ctx, await page(cursor), what);
    const items = reply.at('items');
    if (Array.isArray(items)) rows.push(...items.filter(isRecord));
    const next = reply.at('nextCursor');
    if (typeof next !== 'string') return rows;
    cursor = next;
  }
  return rows;
}

/** Every machine that is listed now. */
export function listAllMachines(ctx: CheckContext, talk: Talk = ctx): Promise<Row[]> {
  return collect(ctx, 'listMachines', (cursor) =>
    talk.call('listMachines', { query: { limit: 500, cursor } }),
  );
}

/** Every pairing of a machine that is listed now. */
export function listAllPairings(ctx: CheckContext, machineId: string): Promise<Row[]> {
  const path = { machineId };
  return collect(ctx, 'listAgentPairings', (cursor) =>
    ctx.call('listAgentPairings', { path, query: { limit: 500, cursor } }),
  );
}

/** The row with that id; undefined when it is not listed. */
export function findRow(rows: readonly Row[], id: string): Row | undefined {
  return rows.find((row) => row['id'] === id);
}

/** The listed pairing; fails the check when it is not there. */
export async function findListedPairing(ctx: CheckContext, machineId: string, id: string): Promise<Row> {
  const row = findRow(await listAllPairings(ctx, machineId), id);
  ctx.expect.ok(row !== undefined, 'the pairing is listed', { expected: id, actual: 'no such row' });
  return row ?? {};
}
