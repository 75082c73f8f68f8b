import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Machine, Reply } from '../../engine/context.ts';
import { findRow, listAllMachines } from '../listed-rows.ts';
import { mintIdentity, transferIdentity } from '../minted-identity.ts';
import { expectRejectedUnder, outage, setFault, unknownMachine, updateRecord } from '../registry-faults.ts';
import { needAccepted } from '../acceptance.ts';

const read = (ctx: CheckContext, machineId: string): Promise<Reply> =>
  ctx.call('getMachine', { path: { machineId } });

/** A list may be this old (contract E.2: a cache of at most 60 s), with a second on top. */
const largestCacheMs = 61_000;
const patient = { timeoutMs: 90_000 };

/**
 * Expects a machine to be missing from a list that shows another one. A row that is still there is forgiven for as long
 * as a cache may live, unless the server asked the registry about it and shows it all the same.
 */
async function expectUnlisted(
  ctx: CheckContext,
  hidden: Machine,
  witness: Machine,
  what: string,
): Promise<void> {
  const countLookUps = (): number =>
    ctx.registry.requests().filter(({ path }) => path.includes(hidden.identity.machineId)).length;
  let isShown = true;
  await ctx.until(
    async () => {
      const before = countLookUps();
      const rows = await listAllMachines(ctx);
      ctx.expect.ok(findRow(rows, witness.id) !== undefined, 'a machine that stands is listed', {
        expected: witness.id,
        actual: `${rows.length} other rows`,
      });
      isShown = findRow(rows, hidden.id) !== undefined;
      return !isShown || countLookUps() > before;
    },
    { timeoutMs: largestCacheMs, intervalMs: 3000 },
  );
  ctx.expect.ok(!isShown, what, { expected: 'no such row', actual: hidden.id });
}

export const machineReadChecks = [
  defineCheck('machines.read-needs-resolving-identity', async (ctx) => {
    const { id, identity } = await ctx.machine();
    await expectRejectedUnder(ctx, unknownMachine, {
      machineId: identity.machineId,
      code: 'MACHINE_NOT_ACTIVATED',
      call: () => read(ctx, id),
      what: 'a machine whose identity does not resolve is not shown',
    });
  }),

  defineCheck('machines.read-needs-current-controller', async (ctx) => {
    const identity = mintIdentity(ctx);
    const { id } = await ctx.machine({ identity });
    await ctx.expectRejected({
      what: 'a machine of a former controller is not shown',
      code: 'MACHINE_NOT_ACTIVATED',
      request: async () => {
        await transferIdentity(ctx, identity);
        return read(ctx, id);
      },
      control: async () => {
        await updateRecord(ctx, identity.machineId, { owner: identity.address });
        return read(ctx, id);
      },
    });
  }),

  defineCheck('machines.read-during-outage', async (ctx) => {
    const { id, identity } = await ctx.machine();
    await expectRejectedUnder(ctx, outage, {
      machineId: identity.machineId,
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: () => read(ctx, id),
      what: 'a machine is not shown while the registry is down',
    });
  }),

  defineCheck('machines.list-shows-verified', async (ctx) => {
    const { id, json } = await ctx.machine({ fields: { displayName: 'Listed machine' } });
    const row = findRow(await listAllMachines(ctx), id);
    ctx.expect.ok(row !== undefined, 'a verified machine is listed', { expected: id, actual: 'no such row' });
    for (const name of ['displayName', 'status', 'identityRef']) {
      ctx.expect.equal(row?.[name], json[name], `${name} in the list`);
    }
  }),

  defineCheck(
    'machines.list-hides-unresolved',
    async (ctx) => {
      const [hidden, witness] = [await ctx.machine(), await ctx.machine()];
      await setFault(ctx, hidden.identity.machineId, unknownMachine);
      await expectUnlisted(ctx, hidden, witness, 'a machine whose identity does not resolve is not listed');
    },
    patient,
  ),

  defineCheck(
    'machines.list-hides-former-controllers',
    async (ctx) => {
      const [hidden, witness] = [await ctx.machine({ identity: mintIdentity(ctx) }), await ctx.machine()];
      await transferIdentity(ctx, hidden.identity);
      await expectUnlisted(ctx, hidden, witness, 'a machine of a former controller is not listed');
    },
    patient,
  ),

  defineCheck(
    'machines.list-omits-unchecked',
    async (ctx) => {
      const [hidden, witness] = [await ctx.machine(), await ctx.machine()];
      await setFault(ctx, hidden.identity.machineId, outage);
      await expectUnlisted(ctx, hidden, witness, 'a machine that cannot be checked is not listed');
    },
    patient,
  ),

  defineCheck('machines.list-hides-archived', async (ctx) => {
    const [hidden, witness] = [await ctx.machine(), await ctx.machine()];
    needAccepted(ctx, await ctx.call('archiveMachine', { path: { machineId: hidden.id } }), 'archiveMachine');
    const rows = await listAllMachines(ctx);
    ctx.expect.ok(findRow(rows, witness.id) !== undefined, 'a machine that stands is listed', {
      expected: witness.id,
    });
    ctx.expect.equal(findRow(rows, hidden.id), undefined, 'the row of an archived machine');
  }),
];
