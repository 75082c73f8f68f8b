import { getAddress } from 'viem/utils';
import { defineCheck } from '../../engine/define-check.ts';
import { expectLifetime } from '../lifetime.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

/** Life of an identity challenge (contract E.2); no toggle changes it. */
const lifetimeMs = 600_000;

export const askChallenge = (ctx: CheckContext, identityRef: unknown): Promise<Reply> =>
  ctx.call('createMachineIdentityChallenge', { body: { identityRef } });

async function expectTenMinutes(ctx: CheckContext): Promise<void> {
  const { identityRef } = await ctx.identity();
  const reply = await askChallenge(ctx, identityRef);
  expectAccepted(ctx, reply, 'a challenge is given');
  const until = Date.parse(ctx.expect.string(reply.at('item.expiresAt'), 'expiresAt'));
  expectLifetime(ctx, reply, { until, lifetimeMs, what: 'the lifetime of an identity challenge' });
}

async function expectFormsRefused(ctx: CheckContext, forms: readonly string[], what: string): Promise<void> {
  const { identityRef } = await ctx.identity();
  const cases = forms.map((form) => ({ what: `${what}: «${form}»`, request: () => askChallenge(ctx, form) }));
  await expectAllRejected(ctx, cases, {
    code: 'VALIDATION_ERROR',
    control: () => askChallenge(ctx, identityRef),
  });
}

export const identityChallengeChecks = [
  defineCheck('identity.accepts-number-form', async (ctx) => {
    const { identityRef, machineId } = await ctx.identity();
    const reply = await askChallenge(ctx, `peaqos:machine:${machineId}`);
    ctx.expect.equal(reply.at('item.identityRef'), identityRef, 'identityRef of the challenge');
    expectAccepted(ctx, reply, 'the challenge conforms');
  }),

  defineCheck('identity.refuses-non-canonical-number', async (ctx) => {
    const numbers = ['+7', '-7', ' 7', '7 ', '7.0', '7e3', '07', '00', String(2n ** 256n)];
    const forms = numbers.flatMap((number) => [`did:peaq:${number}`, `peaqos:machine:${number}`]);
    await expectFormsRefused(ctx, forms, 'a machine number that is not canonical is refused');
  }),

  defineCheck('identity.refuses-other-forms', async (ctx) => {
    const { machineId } = await ctx.identity();
    const forms = [
      machineId,
      `did:peaq:`,
      `did:web:${machineId}`,
      `did:peaq:mainnet:${machineId}`,
      `peaqos:machine:0x${'a'.repeat(40)}`,
      `did:peaq:0x${'a'.repeat(39)}`,
      `did:peaq:${'a'.repeat(40)}`,
      `x did:peaq:${machineId}`,
    ];
    await expectFormsRefused(ctx, forms, 'an identity in another form is refused');
  }),

  defineCheck('identity.controllers-checksummed', async (ctx) => {
    const { identityRef } = await ctx.identity();
    const reply = await askChallenge(ctx, identityRef);
    expectAccepted(ctx, reply, 'a challenge is given');
    for (const address of ctx.expect.array(reply.at('item.controllerAddresses'), 'controllerAddresses')) {
      const checksummed = getAddress(
        ctx.expect.match(address, /^0x[0-9a-fA-F]{40}$/, 'an address').toLowerCase(),
      );
      ctx.expect.equal(address, checksummed, 'a controller address with its checksum');
    }
  }),

  defineCheck('identity.message-content', async (ctx) => {
    const identity = await ctx.identity();
    const first = await ctx.challenge(identity);
    const second = await ctx.challenge(identity);
    for (const value of [first.identityRef, first.challengeId, first.expiresAt]) {
      ctx.expect.ok(first.message.includes(value), 'the message names identity, challenge and expiry', {
        expected: `a message with ${value}`,
        actual: first.message,
      });
    }
    const [one, other] = [first, second].map(({ message, challengeId }) =>
      message.replaceAll(challengeId, '').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''),
    );
    ctx.expect.notEqual(other, one, 'the message beside challenge id and times, which has a nonce');
  }),

  defineCheck('identity.message-ends-without-newline', async (ctx) => {
    const { message } = await ctx.challenge(await ctx.identity());
    ctx.expect.match(message, /[^\r\n]$/, 'the end of the message');
  }),

  defineCheck('identity.challenge-lifetime', expectTenMinutes),
  defineCheck('identity.challenge-lifetime-own', expectTenMinutes),
];
