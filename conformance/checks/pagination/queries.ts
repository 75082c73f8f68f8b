import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { everyList, idsOf, machinePages, makeAll, needCursor, pairingPages, pairTimes } from './pages.ts';

async function expectLimitsRejected(ctx: CheckContext, limits: readonly string[]): Promise<void> {
  const machine = await ctx.machine();
  for (const ask of everyList(ctx, machine)) {
    const cases = limits.map((limit) => ({
      what: `limit=${limit} is rejected`,
      request: () => ask({ limit }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      status: 400,
      control: () => ask({ limit: 1 }),
    });
  }
}

const sortKey = (reply: Reply, index: number): string =>
  `${String(reply.at(`items.${index}.createdAt`))} ${String(reply.at(`items.${index}.id`))}`;

export const queryChecks = [
  defineCheck('pagination.default-limit', async (ctx) => {
    await makeAll(Array.from({ length: 101 }, () => ctx.machine()));
    const page = needAccepted(ctx, await machinePages(ctx)({}), 'listMachines');
    ctx.expect.equal(idsOf(page).length, 100, 'the number of items without limit, of more than 100');
    needCursor(ctx, page);
  }),

  defineCheck('pagination.limit-range', async (ctx) => {
    const machine = await ctx.machine();
    for (const ask of everyList(ctx, machine)) {
      for (const limit of [1, 101, 500])
        expectAccepted(ctx, await ask({ limit }), `limit=${limit} is accepted`);
    }
  }),

  defineCheck('pagination.limit-too-small', (ctx) =>
    expectLimitsRejected(ctx, ['0', '-1', '-9007199254740993']),
  ),

  defineCheck('pagination.limit-too-large', (ctx) =>
    expectLimitsRejected(ctx, ['501', '100000', '99999999999999999999']),
  ),

  defineCheck('pagination.limit-not-an-integer', (ctx) =>
    expectLimitsRejected(ctx, ['abc', '1.5', '5abc', 'NaN', '1,2']),
  ),

  defineCheck('pagination.limit-empty', (ctx) => expectLimitsRejected(ctx, [''])),

  defineCheck('pagination.machines-oldest-first', async (ctx) => {
    const made = [(await ctx.machine()).id, (await ctx.machine()).id];
    const ask = machinePages(ctx);
    let page = needAccepted(ctx, await ask({ limit: 500 }), 'listMachines');
    const ids = idsOf(page);
    for (let count = 1; count < 200 && page.at('nextCursor') !== undefined; count += 1) {
      page = needAccepted(ctx, await ask({ limit: 500, cursor: needCursor(ctx, page) }), 'listMachines');
      ids.push(...idsOf(page));
    }
    ctx.expect.equal(
      ids.filter((id) => made.includes(String(id))),
      made,
      'machines in the order of their creation',
    );
  }),

  defineCheck('pagination.pairings-oldest-first', async (ctx) => {
    const { machine, ids } = await pairTimes(ctx, 2);
    await makeAll([ctx.pairing(machine), ctx.pairing(machine), ctx.pairing(machine)]);
    const page = needAccepted(ctx, await pairingPages(ctx, machine)({}), 'listAgentPairings');
    ctx.expect.equal(idsOf(page).slice(0, 2), ids, 'the two oldest pairings');
    const keys = idsOf(page).map((_id, index) => sortKey(page, index));
    ctx.expect.equal(keys, keys.toSorted(), 'creation times and ids');
  }),

  defineCheck('pagination.repeated-parameter', async (ctx) => {
    const { machine } = await pairTimes(ctx, 3);
    const path = { machineId: machine.id };
    const page = await ctx.call('listAgentPairings', { path, query: { limit: ['1', '2'] } });
    expectAccepted(ctx, page, 'limit=1&limit=2 is accepted');
    ctx.expect.equal(idsOf(page).length, 2, 'the number of items for limit=1&limit=2');
  }),

  defineCheck('pagination.unknown-parameter', async (ctx) => {
    needAccepted(ctx, await machinePages(ctx)({ limit: 1 }), 'listMachines');
    const page = await ctx.call('listMachines', { query: { limit: 1, future: 'yes', 'filter[a]': '' } });
    expectAccepted(ctx, page, 'unknown query parameters are accepted');
  }),
];
