import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { setFault, unknownMachine } from '../registry-faults.ts';
import { readWithToken } from '../session-token.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';

type Body = Record<string, unknown>;

const archive = (ctx: CheckContext, machineId: string): Promise<Reply> =>
  ctx.call('archiveMachine', { path: { machineId } });

const update = (ctx: CheckContext, machineId: string, body: Body): Promise<Reply> =>
  ctx.call('updateMachine', { path: { machineId }, body });

const read = (ctx: CheckContext, machineId: string): Promise<Reply> =>
  ctx.call('getMachine', { path: { machineId } });

const expectArchived = (ctx: CheckContext, reply: Reply): void => {
  expectAccepted(ctx, reply, 'an archived machine is readable');
  ctx.expect.equal(reply.at('item.status'), 'archived', 'the status');
};

/** Expects that an archived machine refuses an update which a machine that is not archived takes. */
async function expectUpdateRefused(ctx: CheckContext, body: Body, code: string): Promise<void> {
  const [machine, other] = [await ctx.machine(), await ctx.machine()];
  needAccepted(ctx, await archive(ctx, machine.id), 'archiveMachine');
  await ctx.expectRejected({
    what: `an archived machine refuses ${JSON.stringify(body)}`,
    code,
    request: () => update(ctx, machine.id, body),
    control: () => update(ctx, other.id, body),
  });
}

/** Expects the token of a paired agent to be worthless once `end` has archived its machine. */
async function expectPairingsEnd(
  ctx: CheckContext,
  end: (machineId: string) => Promise<Reply>,
): Promise<void> {
  const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
  const [pairing, control] = [await ctx.pairing(machine), await ctx.pairing(other)];
  needAccepted(ctx, await end(machine.id), 'archiving the machine');
  await ctx.expectRejected({
    what: 'the token of a pairing is refused once the machine is archived',
    code: 'AGENT_PAIRING_INACTIVE',
    request: () => readWithToken(ctx, pairing),
    control: () => readWithToken(ctx, control),
  });
}

export const machineArchiveChecks = [
  defineCheck('machines.delete-archives', async (ctx) => {
    const { id } = await ctx.machine();
    expectAccepted(ctx, await archive(ctx, id), 'DELETE succeeds');
    expectArchived(ctx, await read(ctx, id));
  }),

  defineCheck('machines.delete-repeats', async (ctx) => {
    const { id } = await ctx.machine();
    needAccepted(ctx, await archive(ctx, id), 'archiveMachine');
    const reply = await archive(ctx, id);
    expectAccepted(ctx, reply, 'a second DELETE succeeds');
  }),

  defineCheck('machines.archived-readable', async (ctx) => {
    const { id, identity } = await ctx.machine();
    needAccepted(ctx, await archive(ctx, id), 'archiveMachine');
    await setFault(ctx, identity.machineId, unknownMachine);
    expectAccepted(
      ctx,
      await read(ctx, id),
      'an archived machine that the registry does not know is readable',
    );
  }),

  defineCheck('machines.archived-for-good', (ctx) =>
    expectUpdateRefused(ctx, { status: 'active' }, 'VALIDATION_ERROR'),
  ),

  defineCheck('machines.archived-not-updated', (ctx) =>
    expectUpdateRefused(ctx, { displayName: 'Renamed' }, 'MACHINE_NOT_ACTIVE'),
  ),

  defineCheck('machines.archive-frees-identity', async (ctx) => {
    const { id, identity } = await ctx.machine();
    needAccepted(ctx, await archive(ctx, id), 'archiveMachine');
    const reply = await ctx.call('createMachine', { body: await ctx.machineRequest(identity) });
    expectAccepted(ctx, reply, 'a new machine takes the identity of an archived one');
    ctx.expect.notEqual(reply.at('item.id'), id, 'the id of the new machine');
  }),

  defineCheck('machines.archive-by-status', async (ctx) => {
    await expectPairingsEnd(ctx, (machineId) => update(ctx, machineId, { status: 'archived' }));
  }),

  defineCheck('machines.archive-revokes-pairings', async (ctx) => {
    await expectPairingsEnd(ctx, (machineId) => archive(ctx, machineId));
  }),
];
