import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { impossibleSignatures } from '../altered-signatures.ts';
import { mintIdentity, transferIdentity } from '../minted-identity.ts';
import { expectRejectedUnder, outage, unknownMachine, updateRecord } from '../registry-faults.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';

type Body = Record<string, unknown>;

const update = (ctx: CheckContext, machineId: string, body: Body): Promise<Reply> =>
  ctx.call('updateMachine', { path: { machineId }, body });

const rename = (ctx: CheckContext, machineId: string): Promise<Reply> =>
  update(ctx, machineId, { displayName: 'Renamed' });

export const machineUpdateChecks = [
  defineCheck('machines.activates-with-stored-proof', async (ctx) => {
    const { id } = await ctx.machine();
    for (const before of ['draft', 'blocked']) {
      needAccepted(ctx, await update(ctx, id, { status: before }), `updateMachine to ${before}`);
      const reply = await update(ctx, id, { status: 'active' });
      expectAccepted(ctx, reply, `activation of a ${before} machine without another proof succeeds`);
      ctx.expect.equal(reply.at('item.status'), 'active', 'the status after activation');
    }
  }),

  defineCheck('machines.update-changes-named-fields', async (ctx) => {
    const kept = {
      runtimeProfile: 'edge-linux-arm64',
      capabilities: ['temperature'],
      labels: { site: 'roof' },
    };
    const machine = await ctx.machine({ fields: kept });
    const changed = { displayName: 'Another name', ownerId: 'another-owner', machineType: 'another-type' };
    needAccepted(ctx, await update(ctx, machine.id, changed), 'updateMachine');
    const reply = needAccepted(
      ctx,
      await ctx.call('getMachine', { path: { machineId: machine.id } }),
      'getMachine',
    );
    const { status, identityRef } = machine.json;
    const proof = machine.json['identityProof'] as { challengeId?: string } | null;
    const expected = {
      ...changed,
      ...kept,
      status,
      identityRef,
      'identityProof.challengeId': proof?.challengeId,
    };
    for (const [name, value] of Object.entries(expected))
      ctx.expect.equal(reply.at(`item.${name}`), value, name);
  }),

  defineCheck('machines.update-replaces-lists', async (ctx) => {
    const { id } = await ctx.machine({ fields: { capabilities: ['one', 'two'] } });
    const reply = await update(ctx, id, { capabilities: ['three'] });
    ctx.expect.equal(reply.at('item.capabilities'), ['three'], 'capabilities after the update');
    ctx.expect.equal(
      (await update(ctx, id, { capabilities: [] })).at('item.capabilities'),
      [],
      'emptied capabilities',
    );
  }),

  defineCheck('machines.update-replaces-labels', async (ctx) => {
    const { id } = await ctx.machine({ fields: { labels: { site: 'roof', floor: '7' } } });
    const reply = await update(ctx, id, { labels: { floor: '8' } });
    ctx.expect.equal(reply.at('item.labels'), { floor: '8' }, 'labels after the update');
  }),

  defineCheck('machines.update-sets-status', async (ctx) => {
    const { id } = await ctx.machine();
    for (const status of ['degraded', 'blocked', 'draft', 'active']) {
      const reply = await update(ctx, id, { status });
      ctx.expect.equal(reply.at('item.status'), status, 'the status after the update');
    }
  }),

  defineCheck('machines.update-needs-resolving-identity', async (ctx) => {
    const { id, identity } = await ctx.machine();
    await expectRejectedUnder(ctx, unknownMachine, {
      machineId: identity.machineId,
      code: 'MACHINE_NOT_ACTIVATED',
      call: () => rename(ctx, id),
      what: 'a machine whose identity does not resolve is not updated',
    });
  }),

  defineCheck('machines.update-needs-current-controller', async (ctx) => {
    const identity = mintIdentity(ctx);
    const { id } = await ctx.machine({ identity });
    await ctx.expectRejected({
      what: 'a machine of a former controller is not updated',
      code: 'MACHINE_NOT_ACTIVATED',
      request: async () => {
        await transferIdentity(ctx, identity);
        return rename(ctx, id);
      },
      control: async () => {
        await updateRecord(ctx, identity.machineId, { owner: identity.address });
        return rename(ctx, id);
      },
    });
  }),

  defineCheck('machines.update-during-outage', async (ctx) => {
    const { id, identity } = await ctx.machine();
    await expectRejectedUnder(ctx, outage, {
      machineId: identity.machineId,
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: () => rename(ctx, id),
      what: 'a machine is not updated while the registry is down',
    });
  }),

  defineCheck('machines.fresh-proof-replaces', async (ctx) => {
    const machine = await ctx.machine({ identity: mintIdentity(ctx) });
    const buyer = await transferIdentity(ctx, machine.identity);
    const identityProof = await ctx.machineProof(buyer);
    const reply = await update(ctx, machine.id, { identityProof });
    expectAccepted(ctx, reply, 'an update with a proof by the controller of now succeeds');
    const read = await ctx.call('getMachine', { path: { machineId: machine.id } });
    const proof = (name: string): unknown => read.at(`item.identityProof.${name}`);
    ctx.expect.equal(proof('challengeId'), identityProof.challengeId, 'challengeId of the stored proof');
    ctx.expect.equal(String(proof('signerAddress')).toLowerCase(), buyer.address.toLowerCase(), 'its signer');
  }),

  defineCheck('machines.fresh-proof-verified', async (ctx) => {
    const { id, identity } = await ctx.machine();
    const { challengeId } = await ctx.challenge(identity);
    const [, signature = ''] = impossibleSignatures;
    await ctx.expectRejected({
      what: 'an update with a proof that does not hold is rejected',
      code: 'MACHINE_IDENTITY_PROOF_INVALID',
      request: () => update(ctx, id, { identityProof: { challengeId, signature } }),
      control: async () => update(ctx, id, { identityProof: await ctx.machineProof(identity) }),
    });
  }),

  defineCheck('machines.same-identity-accepted', async (ctx) => {
    const { id, identity } = await ctx.machine();
    for (const identityRef of [identity.identityRef, `peaqos:machine:${identity.machineId}`]) {
      expectAccepted(
        ctx,
        await update(ctx, id, { identityRef }),
        `an update with the own identity ${identityRef} succeeds`,
      );
    }
  }),

  defineCheck('machines.identity-immutable', async (ctx) => {
    const { id, identity } = await ctx.machine();
    const { identityRef } = await ctx.identity();
    await ctx.expectRejected({
      what: 'an update with another identity is rejected',
      code: 'MACHINE_IDENTITY_IMMUTABLE',
      request: () => update(ctx, id, { identityRef }),
      control: () => update(ctx, id, { identityRef: identity.identityRef }),
    });
  }),
];
