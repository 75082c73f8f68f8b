import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Proof, Reply } from '../../engine/context.ts';
import { toMalleatedTwin } from '../altered-signatures.ts';
import { firstUnexpected, needAccepted } from '../first-unexpected.ts';

type Body = Record<string, unknown>;

const invalid = 'MACHINE_IDENTITY_PROOF_INVALID';

const create = (ctx: CheckContext, body: Body): Promise<Reply> => ctx.call('createMachine', { body });

async function archive(ctx: CheckContext, machineId: string): Promise<void> {
  needAccepted(ctx, 'archiveMachine', await ctx.call('archiveMachine', { path: { machineId } }));
}

export const identitySingleUseChecks = [
  defineCheck('identity.challenge-single-use', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const created = needAccepted(ctx, 'createMachine', await create(ctx, body));
    // Only an archived machine leaves its identity free, so that nothing but the used challenge stands in the way.
    await archive(ctx, String(created.at('item.id')));
    const proof = body['identityProof'] as Proof;
    const twin = { ...proof, signature: toMalleatedTwin(proof.signature) };
    await ctx.expectRejected({
      what: 'a create with a used challenge is refused',
      code: invalid,
      request: () => firstUnexpected(invalid, [() => create(ctx, body), () => create(ctx, { ...body, identityProof: twin })]),
      control: async () => create(ctx, await ctx.machineRequest(identity)),
    });
  }),

  defineCheck('identity.challenge-single-use-update', async (ctx) => {
    const { id: machineId, identity } = await ctx.machine();
    const update = (identityProof: Proof): Promise<Reply> =>
      ctx.call('updateMachine', { path: { machineId }, body: { identityProof } });
    const proof = await ctx.machineProof(identity);
    needAccepted(ctx, 'updateMachine with a fresh proof', await update(proof));
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
      Array.from({ length: 20 }, () => ctx.call('updateMachine', { path: { machineId }, body: { identityProof } })),
    );
    ctx.expect.equal(replies.filter((reply) => reply.isAccepted).length, 1, 'accepted writes of 20 with one proof');
  }),

  defineCheck('identity.refused-create-keeps-challenge', async (ctx) => {
    const machine = await ctx.machine();
    const body = await ctx.machineRequest(machine.identity);
    const refused = await create(ctx, body);
    ctx.expect.ok(refused.status >= 400, 'a create with a taken identity is refused', { actual: refused.status });
    await archive(ctx, machine.id);
    const reply = await create(ctx, body);
    ctx.expect.ok(reply.isAccepted, 'the same challenge is accepted once the identity is free', {
      expected: '2xx',
      actual: `${reply.status} ${String(reply.at('error.code'))}`,
    });
  }),
];
