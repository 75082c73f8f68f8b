import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { everyList, idsOf, machinePages, needCursor, pairingPages, pairTimes, walk } from './pages.ts';

/** A limit with which the present list fills several pages. */
async function chooseLimit(ctx: CheckContext): Promise<number> {
  const page = needAccepted(ctx, await ctx.call('listMachines', { query: { limit: 500 } }), 'listMachines');
  return page.at('nextCursor') === undefined ? Math.max(1, Math.ceil(idsOf(page).length / 4)) : 500;
}

const swapCharacter = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);

export const cursorChecks = [
  defineCheck(
    'pagination.machines-walk',
    async (ctx) => {
      const machines = [await ctx.machine(), await ctx.machine(), await ctx.machine()];
      const ids = await walk(ctx, machinePages(ctx), await chooseLimit(ctx));
      for (const { id } of machines) ctx.expect.includes(ids, id, 'the machines of all pages');
      ctx.expect.equal(new Set(ids).size, ids.length, 'the number of different machines on all pages');
    },
    { exclusive: true },
  ),

  defineCheck('pagination.pairings-walk', async (ctx) => {
    const { machine, ids } = await pairTimes(ctx, 5);
    const found = await walk(ctx, pairingPages(ctx, machine), 2);
    ctx.expect.equal(found.length, ids.length, 'the number of pairings on all pages');
    for (const id of ids) ctx.expect.includes(found, id, 'the pairings of all pages');
  }),

  defineCheck('pagination.last-page', async (ctx) => {
    const { machine } = await pairTimes(ctx, 2);
    const ask = pairingPages(ctx, machine);
    for (const limit of [2, 3]) {
      const page = needAccepted(ctx, await ask({ limit }), 'The list');
      ctx.expect.equal(page.at('nextCursor'), undefined, `nextCursor with limit ${limit} and 2 pairings`);
    }
    const last = await ask({ limit: 1, cursor: needCursor(ctx, await ask({ limit: 1 })) });
    ctx.expect.equal(
      needAccepted(ctx, last, 'The second page').at('nextCursor'),
      undefined,
      'nextCursor of the second page of two',
    );
  }),

  defineCheck('pagination.malformed-cursor', async (ctx) => {
    const machine = await ctx.machine();
    const cursors = ['not-a-cursor', 'AAAA', '0', '🤖', 'A'.repeat(1500)];
    for (const ask of everyList(ctx, machine)) {
      const cases = cursors.map((cursor) => ({
        what: `the cursor ${cursor.slice(0, 20)} is rejected`,
        request: () => ask({ cursor }),
      }));
      await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', status: 400, control: () => ask({}) });
    }
  }),

  defineCheck('pagination.altered-cursor', async (ctx) => {
    const { machine } = await pairTimes(ctx, 2);
    const ask = pairingPages(ctx, machine);
    const cursor = needCursor(ctx, await ask({ limit: 1 }));
    const places = [1, Math.floor(cursor.length / 2), cursor.length - 3].filter((place) => place > 0);
    const cases = places.map((place) => ({
      what: `a cursor changed at character ${place} is rejected`,
      request: () => ask({ limit: 1, cursor: swapCharacter(cursor, place) }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: () => ask({ limit: 1, cursor }),
    });
  }),

  defineCheck('pagination.cursor-of-another-list', async (ctx) => {
    const { machine } = await pairTimes(ctx, 2);
    const other = await ctx.machine();
    await ctx.machine();
    const ask = pairingPages(ctx, machine);
    const ofPairings = needCursor(ctx, await ask({ limit: 1 }));
    const ofMachines = needCursor(ctx, await machinePages(ctx)({ limit: 1 }));
    const cases = [
      {
        what: "a cursor of one machine's pairings is rejected for another",
        request: () => pairingPages(ctx, other)({ cursor: ofPairings }),
      },
      {
        what: 'a cursor of pairings is rejected for machines',
        request: () => machinePages(ctx)({ cursor: ofPairings }),
      },
      { what: 'a cursor of machines is rejected for pairings', request: () => ask({ cursor: ofMachines }) },
    ];
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: () => ask({ cursor: ofPairings }),
    });
  }),

  defineCheck(
    'pagination.past-the-end',
    async (ctx) => {
      const made = [(await ctx.machine()).id, (await ctx.machine()).id];
      const ask = machinePages(ctx);
      const all = idsOf(needAccepted(ctx, await ask({ limit: 500 }), 'listMachines'));
      const limit = all.length - 1;
      const first = await ask({ limit });
      const cursor = needCursor(ctx, first);
      const machineId = made.find((id) => !idsOf(first).includes(id));
      if (machineId === undefined) return ctx.untestable('The list goes on behind the newest machine.');
      needAccepted(ctx, await ctx.call('archiveMachine', { path: { machineId } }), 'archiveMachine');
      const page = expectAccepted(
        ctx,
        await ask({ limit, cursor }),
        'a cursor with nothing behind it is accepted',
      );
      ctx.expect.equal(page.at('items'), [], 'items');
      ctx.expect.equal(page.at('nextCursor'), undefined, 'nextCursor');
    },
    { exclusive: true },
  ),
];
