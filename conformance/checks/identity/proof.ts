import { keccak256, toBytes } from 'viem/utils';
import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Proof, Reply } from '../../engine/context.ts';
import { impossibleSignatures, toOtherSigner } from '../altered-signatures.ts';
import { mintIdentity, transferIdentity } from '../minted-identity.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { updateRecord } from '../registry-faults.ts';

type Body = Record<string, unknown>;

const invalid = 'MACHINE_IDENTITY_PROOF_INVALID';

const create = (ctx: CheckContext, body: Body): Promise<Reply> => ctx.call('createMachine', { body });

/** Expects a create to be refused with each of these proofs, and to be accepted with its own. */
async function expectProofsRefused(
  ctx: CheckContext,
  body: Body,
  proofs: readonly Proof[],
  what: string,
): Promise<void> {
  const cases = proofs.map((identityProof, index) => ({
    what: `${what} (${index + 1} of ${proofs.length})`,
    request: () => create(ctx, { ...body, identityProof }),
  }));
  await expectAllRejected(ctx, cases, { code: invalid, control: () => create(ctx, body) });
}

export const identityProofChecks = [
  defineCheck('identity.unknown-challenge', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const unknown = `${challengeId.slice(0, -6)}${challengeId.endsWith('000000') ? '111111' : '000000'}`;
    const proof = {
      challengeId: unknown,
      signature: await identity.sign(message.replaceAll(challengeId, unknown)),
    };
    await expectProofsRefused(ctx, body, [proof], 'a proof on an unknown challenge is refused');
  }),

  defineCheck('identity.signer-is-controller', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const proofs = [
      { challengeId, signature: await ctx.agent().signMessage({ message }) },
      { challengeId, signature: toOtherSigner(await identity.sign(message)) },
    ];
    await expectProofsRefused(ctx, body, proofs, 'a proof by an address that is no controller is refused');
  }),

  defineCheck('identity.signs-the-exact-message', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const other = await ctx.challenge(identity);
    const texts = [`${message}\n`, challengeId, other.message, message.toLowerCase()];
    const signatures = await Promise.all(texts.map((text) => identity.sign(text)));
    const proofs = signatures.map((signature) => ({ challengeId, signature }));
    await expectProofsRefused(ctx, body, proofs, 'a signature of another text is refused');
  }),

  defineCheck('identity.personal-sign-only', async (ctx) => {
    const identity = mintIdentity(ctx);
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const signature = await identity.account.sign({ hash: keccak256(toBytes(message)) });
    await expectProofsRefused(
      ctx,
      body,
      [{ challengeId, signature }],
      'a signature without the EIP-191 prefix is refused',
    );
  }),

  defineCheck('identity.impossible-signature', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId } = await ctx.challenge(identity);
    const proofs = impossibleSignatures.map((signature) => ({ challengeId, signature }));
    await expectProofsRefused(ctx, body, proofs, 'a signature that no key can have made is refused');
  }),

  defineCheck('identity.failed-signature-keeps-challenge', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId } = body['identityProof'] as Proof;
    for (const signature of impossibleSignatures) {
      const failed = await create(ctx, { ...body, identityProof: { challengeId, signature } });
      ctx.expect.ok(failed.status >= 400, 'a bad signature is refused', { actual: failed.status });
    }
    const reply = await create(ctx, body);
    expectAccepted(ctx, reply, 'the same challenge with its right signature is accepted');
  }),

  defineCheck('identity.challenge-of-other-identity', async (ctx) => {
    const identity = mintIdentity(ctx);
    const other = mintIdentity(ctx, {}, identity.account);
    const body = await ctx.machineRequest(identity);
    const proof = await ctx.machineProof(other);
    await expectProofsRefused(ctx, body, [proof], 'a proof on the challenge of another identity is refused');
  }),

  defineCheck('identity.challenge-of-other-identity-update', async (ctx) => {
    const identity = mintIdentity(ctx);
    const other = mintIdentity(ctx, {}, identity.account);
    const { id: machineId } = await ctx.machine({ identity });
    const update = (identityProof: Proof): Promise<Reply> =>
      ctx.call('updateMachine', { path: { machineId }, body: { identityProof } });
    await ctx.expectRejected({
      what: 'an update with a proof on the challenge of another identity is refused',
      code: invalid,
      request: async () => update(await ctx.machineProof(other)),
      control: async () => update(await ctx.machineProof(identity)),
    });
  }),

  defineCheck('identity.forms-compared-canonically', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const reply = await create(ctx, { ...body, identityRef: `peaqos:machine:${identity.machineId}` });
    expectAccepted(ctx, reply, 'a create in number form with a challenge for the DID is accepted');
    ctx.expect.equal(reply.at('item.identityRef'), identity.identityRef, 'identityRef of the machine');
  }),

  defineCheck('identity.former-controller', async (ctx) => {
    const identity = mintIdentity(ctx);
    const [sold, kept] = [await ctx.machineRequest(identity), await ctx.machineRequest(identity)];
    await ctx.expectRejected({
      what: 'a proof by a former controller is refused',
      code: invalid,
      request: async () => {
        await transferIdentity(ctx, identity);
        return create(ctx, sold);
      },
      control: async () => {
        await updateRecord(ctx, identity.machineId, { owner: identity.address });
        return create(ctx, kept);
      },
    });
  }),

  defineCheck('identity.new-controller', async (ctx) => {
    const identity = mintIdentity(ctx);
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const buyer = await transferIdentity(ctx, identity);
    const reply = await create(ctx, {
      ...body,
      identityProof: { challengeId, signature: await buyer.sign(message) },
    });
    expectAccepted(ctx, reply, 'a proof by the controller of now is accepted');
  }),
];
