import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Proof, Reply } from '../../engine/context.ts';
import { toMalleatedTwin } from '../altered-signatures.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

type Body = Record<string, unknown>;

const invalid = 'MACHINE_IDENTITY_PROOF_INVALID';

const create = (ctx: CheckContext, body: Body): Promise<Reply> => ctx.call('createMachine', { body });

async function archive(ctx: CheckContext, machineId: string): Promise<void> {
  needAccepted(ctx, await ctx.call('archiveMachine', { path: { machineId } }), 'archiveMachine');
}

export const identitySingleUseChecks = [
  defineCheck('identity.challenge-single-use', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const created = needAccepted(ctx, await create(ctx, body), 'createMachine');
    // Only an archived machine leaves its identity free, so that nothing but the used challenge stands in the way.
    await archive(ctx, String(created.at('item.id')));
    const proof = body['identityProof'] as Proof;
    const twin = { ...proof, signature: toMalleatedTwin(proof.signature) };
    const cases = [
      { what: 'a create with a used proof is refused', request: () => create(ctx, body) },
      { what: 'its malleated twin is refused', request: () => create(ctx, { ...body, identityProof: twin }) },
    ];
    await expectAllRejected(ctx, cases, {
      code: invalid,
      control: async () => create(ctx, await ctx.machineRequest(identity)),
    });
  }),

  defineCheck('identity.challenge-single-use-update', async (ctx) => {
    const { id: machineId, identity } = await ctx.machine();
    const update = (identityProof: Proof): Promise<Reply> =>
      ctx.call('updateMachine', { path: { machineId }, body: { identityProof } });
    const proof = await ctx.machineProof(identity);
    needAccepted(ctx, await update(proof), 'updateMachine with a fresh proof');
    await ctx.expectRejected({
      what: 'an update with a used challenge is refused',
      code: invalid,
      request: () => update(proof),
      control: async () => update(await ctx.machineProof(identity)),
    });
  }),

  defineCheck('identity.challenge-single-use-parallel', async (ctx) => {
    const { id: machineId, identity } = await ctx.machine();
    const identityProof = await ctx.machineProof(identity);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        ctx.call('updateMachine', { path: { machineId }, body: { identityProof } }),
      ),
    );
    ctx.expect.equal(
      replies.filter((reply) => reply.isAccepted).length,
      1,
      'accepted writes of 20 with one proof',
    );
  }),

  defineCheck('identity.refused-create-keeps-challenge', async (ctx) => {
    const machine = await ctx.machine();
    const body = await ctx.machineRequest(machine.identity);
    const refused = await create(ctx, body);
    ctx.expect.ok(refused.status >= 400, 'a create with a taken identity is refused', {
      actual: refused.status,
    });
    await archive(ctx, machine.id);
    const reply = await create(ctx, body);
    expectAccepted(ctx, reply, 'the same challenge is accepted once the identity is free');
  }),
];
