import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, machineFields, textOf } from './api-client.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';
import { beside } from './store/harness.fixture.ts';

const rounds = 5;
const writers = 24;
/** Printed with every result, so that a failed round can be looked at again with the same moments. */
const seed = randomInt(2 ** 31);

/** Pseudo-random numbers from 0 up to 1 (mulberry32). */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Registers machines one after the other until the server is gone; adds the ids that were answered with 201. */
async function writeUntilGone(url: string, name: string, acknowledged: string[]): Promise<void> {
  for (let i = 0; ; i += 1) {
    const body = { ...machineFields, displayName: `${name}-${i}` };
    const answer = await call(url, 'POST', '/api/v1/machines', { body }).catch(() => null);
    if (answer === null) return;
    if (answer.status !== 201) throw new Error(`a machine was answered with ${answer.status}`);
    acknowledged.push(textOf(answer.body.item ?? {}, 'id'));
  }
}

async function listAll(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await call(url, 'GET', `/api/v1/machines?limit=500${query}`);
    ids.push(...(body.items ?? []).map((item) => textOf(item, 'id')));
    cursor = body.nextCursor;
  }
  return ids;
}

describe(`kill -9 during a storm of writes (seed ${seed})`, () => {
  const random = createRandom(seed);
  let folder = '';
  let remove = async () => {};
  let databaseUrl = '';

  beforeAll(async () => {
    ({ folder, remove } = await makeFolder());
    databaseUrl = `sqlite:${join(folder, 'crash.db')}`;
  });
  afterAll(() => remove());

  const start = () =>
    startServe({
      PEAQOS_DATABASE_URL: databaseUrl,
      PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled',
    });

  /** Kills the server in the middle of a storm; returns the machines that it had acknowledged. */
  async function crash(serve: ServeRun, round: number): Promise<string[]> {
    const added: string[] = [];
    const write = (i: number) => writeUntilGone(serve.url, `${round}-${i}`, added);
    const storm = Array.from({ length: writers }, (_, i) => write(i));
    await expect.poll(() => added.length, { timeout: 30_000 }).toBeGreaterThan(writers);
    await sleep(random() * 300);
    await serve.kill();
    await Promise.all(storm);
    return added;
  }

  async function expectAll(serve: ServeRun, acknowledged: readonly string[], crashes: number): Promise<void> {
    const listed = await listAll(serve.url);
    const present = new Set(listed);
    expect(present.size).toBe(listed.length);
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
    // What was under way when the process died may be there, or not; no more than one for each writer and round.
    expect(listed.length - acknowledged.length).toBeLessThanOrEqual(writers * crashes);
    for (const id of acknowledged.slice(-5)) {
      expect((await call(serve.url, 'GET', `/api/v1/machines/${id}`)).status).toBe(200);
    }
  }

  it(
    'loses no acknowledged machine and keeps none by half, over five rounds',
    { timeout: 240_000 },
    async () => {
      const acknowledged: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const serve = await start();
        await expectAll(serve, acknowledged, round);
        acknowledged.push(...(await crash(serve, round)));
      }
      const last = await start();
      await expectAll(last, acknowledged, rounds);
      expect(await last.stop()).toBe(0);
      await expectWholeRows(acknowledged);
    },
  );

  /** A machine and the record of its creation are written together: neither may be there without the other. */
  async function expectWholeRows(acknowledged: readonly string[]): Promise<void> {
    const { machines, events, integrity } = await beside(databaseUrl, async (db) => ({
      machines: (await db('machines').pluck('id')) as string[],
      events: (await db('audit_events').where({ type: 'machine.created' }).pluck('resource_id')) as string[],
      integrity: (await db.raw('pragma integrity_check')) as unknown,
    }));
    expect(machines.length).toBeGreaterThanOrEqual(acknowledged.length);
    expect(events.toSorted()).toEqual(machines.toSorted());
    expect(integrity).toEqual([{ integrity_check: 'ok' }]);
  }
});
