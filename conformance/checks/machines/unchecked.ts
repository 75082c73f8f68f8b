import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { impossibleSignatures } from '../altered-signatures.ts';
import { findRow, listAllMachines } from '../listed-rows.ts';
import { setFault, unknownMachine } from '../registry-faults.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';

// All of these run while PEAQOS_MACHINE_IDENTITY_VERIFICATION is disabled: ctx.machineRequest then makes no proof.

type Body = Record<string, unknown>;

const create = (ctx: CheckContext, body: Body): Promise<Reply> => ctx.call('createMachine', { body });

export const machineUncheckedChecks = [
  defineCheck('machines.unchecked-without-proof', async (ctx) => {
    const [first, second] = [await ctx.identity(), await ctx.identity()];
    for (const identityRef of [first.identityRef, `peaqos:machine:${second.machineId}`]) {
      const body = { ...(await ctx.machineRequest(first)), identityRef };
      expectAccepted(ctx, await create(ctx, body), `a create with ${identityRef} and without proof succeeds`);
    }
  }),

  defineCheck('machines.unchecked-without-identity', async (ctx) => {
    const body = { ...(await ctx.machineRequest(await ctx.identity())), identityRef: undefined };
    const reply = await create(ctx, body);
    expectAccepted(ctx, reply, 'a create without identity succeeds');
    ctx.expect.equal(reply.at('item.identityRef'), null, 'identityRef of the machine');
  }),

  defineCheck('machines.unchecked-has-no-proof', async (ctx) => {
    const { json } = await ctx.machine();
    ctx.expect.equal(json['identityProof'], null, 'identityProof of an unproven machine');
  }),

  defineCheck('machines.unchecked-activates', async (ctx) => {
    const unnamed = await ctx.machine({ fields: { identityRef: undefined } });
    for (const { id: machineId } of [await ctx.machine(), unnamed]) {
      const reply = await ctx.call('updateMachine', { path: { machineId }, body: { status: 'active' } });
      expectAccepted(ctx, reply, 'an unproven machine is activated');
      ctx.expect.equal(reply.at('item.status'), 'active', 'its status');
    }
  }),

  defineCheck('machines.unchecked-listed', async (ctx) => {
    const [draft, active] = [await ctx.machine(), await ctx.machine({ activate: true })];
    const rows = await listAllMachines(ctx);
    for (const { id } of [draft, active]) {
      const isListed = findRow(rows, id) !== undefined;
      ctx.expect.ok(isListed, 'an unproven machine is listed', { expected: id, actual: 'no such row' });
    }
  }),

  defineCheck('machines.unchecked-read-without-registry', async (ctx) => {
    const { id, identity } = await ctx.machine();
    await setFault(ctx, identity.machineId, unknownMachine);
    const reply = await ctx.call('getMachine', { path: { machineId: id } });
    expectAccepted(ctx, reply, 'a machine that the registry does not know is read');
  }),

  defineCheck('machines.unchecked-proof-verified', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId } = await ctx.challenge(identity);
    const [signature = ''] = impossibleSignatures;
    await ctx.expectRejected({
      what: 'a proof that does not hold is rejected',
      code: 'MACHINE_IDENTITY_PROOF_INVALID',
      request: () => create(ctx, { ...body, identityProof: { challengeId, signature } }),
      control: async () => create(ctx, { ...body, identityProof: await ctx.machineProof(identity) }),
    });
  }),

  defineCheck('machines.unchecked-identity-taken', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    needAccepted(ctx, await create(ctx, body), 'createMachine');
    await ctx.expectRejected({
      what: 'a second machine with the same identity is rejected',
      code: 'MACHINE_IDENTITY_EXISTS',
      request: () => create(ctx, body),
      control: async () => create(ctx, await ctx.machineRequest(await ctx.identity())),
    });
  }),
];
