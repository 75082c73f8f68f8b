import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { needAccepted } from '../acceptance.ts';

type Body = Record<string, unknown>;

const create = (ctx: CheckContext, body: Body): Promise<Reply> => ctx.call('createMachine', { body });

const read = async (ctx: CheckContext, machineId: string): Promise<Reply> =>
  needAccepted(ctx, await ctx.call('getMachine', { path: { machineId } }), 'getMachine');

async function expectFieldNeeded(
  ctx: CheckContext,
  field: 'identityRef' | 'identityProof',
  code: string | readonly string[],
): Promise<void> {
  const body = await ctx.machineRequest(await ctx.identity());
  await ctx.expectRejected({
    what: `a create without ${field} is rejected`,
    code,
    request: () => create(ctx, { ...body, [field]: undefined }),
    control: () => create(ctx, body),
  });
}

export const machineCreateChecks = [
  defineCheck('machines.create-needs-proof', (ctx) =>
    expectFieldNeeded(ctx, 'identityProof', 'MACHINE_IDENTITY_PROOF_REQUIRED'),
  ),

  defineCheck('machines.create-needs-identity', (ctx) =>
    expectFieldNeeded(ctx, 'identityRef', ['MACHINE_IDENTITY_PROOF_REQUIRED', 'VALIDATION_ERROR']),
  ),

  defineCheck('machines.create-keeps-fields', async (ctx) => {
    const fields = {
      displayName: `Machine ${ctx.agent().address}`,
      ownerId: 'owner of the machine',
      machineType: 'weather-station',
      runtimeProfile: 'edge-linux-arm64',
      capabilities: ['temperature', 'humidity'],
      labels: { site: 'roof', floor: '7' },
    };
    const { id } = await ctx.machine({ fields });
    const reply = await read(ctx, id);
    for (const [name, value] of Object.entries(fields))
      ctx.expect.equal(reply.at(`item.${name}`), value, name);
  }),

  defineCheck('machines.draft-at-creation', async (ctx) => {
    const machine = await ctx.machine({ fields: { status: 'active' } });
    ctx.expect.equal(machine.json['status'], 'draft', 'the status of a new machine');
    ctx.expect.equal((await read(ctx, machine.id)).at('item.status'), 'draft', 'the status when it is read');
  }),

  defineCheck('machines.stored-proof', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId, message, expiresAt } = await ctx.challenge(identity);
    const signature = await identity.sign(message);
    const reply = needAccepted(
      ctx,
      await create(ctx, { ...body, identityProof: { challengeId, signature } }),
      'createMachine',
    );
    const proof = (name: string): unknown => reply.at(`item.identityProof.${name}`);
    ctx.expect.equal(proof('challengeId'), challengeId, 'challengeId');
    ctx.expect.equal(proof('identityRef'), identity.identityRef, 'identityRef');
    ctx.expect.equal(
      String(proof('signerAddress')).toLowerCase(),
      identity.address.toLowerCase(),
      'signerAddress',
    );
    ctx.expect.equal(
      Date.parse(String(proof('challengeExpiresAt'))),
      Date.parse(expiresAt),
      'challengeExpiresAt (ms)',
    );
    const listed = ctx.expect.array(proof('controllerAddresses'), 'controllerAddresses');
    ctx.expect.includes(
      listed.map((entry) => String(entry).toLowerCase()),
      identity.address.toLowerCase(),
      'controllers',
    );
  }),

  defineCheck('machines.signature-not-returned', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { signature } = body['identityProof'] as { signature: string };
    const created = needAccepted(ctx, await create(ctx, body), 'createMachine');
    const reply = await read(ctx, String(created.at('item.id')));
    for (const { text } of [created, reply]) {
      const isRepeated = text.toLowerCase().includes(signature.slice(2).toLowerCase());
      ctx.expect.ok(!isRepeated, 'the answer does not repeat the signature', {
        actual: 'an answer with the signature',
      });
    }
  }),

  defineCheck('machines.identity-taken', async (ctx) => {
    const { identity } = await ctx.machine();
    const body = await ctx.machineRequest(identity);
    await ctx.expectRejected({
      what: 'a second machine with the same identity is rejected',
      code: 'MACHINE_IDENTITY_EXISTS',
      request: () => create(ctx, body),
      control: async () => create(ctx, await ctx.machineRequest(await ctx.identity())),
    });
  }),

  defineCheck('machines.identity-taken-parallel', async (ctx) => {
    const identity = await ctx.identity();
    const bodies = await Promise.all(Array.from({ length: 6 }, () => ctx.machineRequest(identity)));
    const replies = await Promise.all(bodies.map((body) => create(ctx, body)));
    ctx.expect.equal(
      replies.filter((reply) => reply.isAccepted).length,
      1,
      'accepted creates of 6 for one identity',
    );
  }),
];
