import { randomInt } from 'node:crypto';
import { defineCheck } from '../../engine/define-check.ts';
import { NoAnswer } from '../../engine/outcomes.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { mintIdentity } from '../minted-identity.ts';
import { expectRejectedUnder, outage, setFault, unknownMachine } from '../registry-faults.ts';
import type { Fault } from '../registry-faults.ts';
import { askChallenge } from './challenge.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const unavailable = 'PEAQOS_IDENTITY_UNAVAILABLE';

const expectListed = (ctx: CheckContext, reply: Reply, address: string): void => {
  const listed = ctx.expect.array(reply.at('item.controllerAddresses'), 'controllerAddresses');
  ctx.expect.includes(
    listed.map((entry) => String(entry).toLowerCase()),
    address.toLowerCase(),
    'the controllers',
  );
};

/** The lookups of one machine, as the registry saw them; a colon may be percent-encoded. */
const lookUpsOf = (ctx: CheckContext, subject: string): string[] =>
  ctx.registry
    .requests()
    .map(({ method, path }) => `${method} ${path.replaceAll(/%3a/gi, ':')}`)
    .filter((line) => line.toLowerCase().includes(subject.toLowerCase()));

async function expectChallengeRefused(
  ctx: CheckContext,
  fault: Fault,
  question: { code: string; status?: number },
): Promise<void> {
  const { identityRef, machineId } = mintIdentity(ctx);
  const call = (): Promise<Reply> => askChallenge(ctx, identityRef);
  const what = `a challenge is refused while the registry's answer is «${fault.kind}»`;
  await expectRejectedUnder(ctx, fault, { ...question, machineId, call, what });
}

export const identityRegistryChecks = [
  defineCheck('identity.accepts-address-form', async (ctx) => {
    const { address } = ctx.agent();
    const { identityRef } = mintIdentity(ctx, { address });
    for (const form of [address, address.toLowerCase()]) {
      const reply = await askChallenge(ctx, `did:peaq:${form}`);
      ctx.expect.equal(reply.at('item.identityRef'), identityRef, 'identityRef of the challenge');
      expectAccepted(ctx, reply, 'the challenge conforms');
    }
  }),

  defineCheck('identity.address-form-passed-through', async (ctx) => {
    const { address } = ctx.agent();
    mintIdentity(ctx, { address });
    const reply = await askChallenge(ctx, `did:peaq:${address}`);
    expectAccepted(ctx, reply, 'a challenge is given');
    const lines = lookUpsOf(ctx, address).map((line) => line.toLowerCase());
    ctx.expect.includes(
      lines,
      `get /machine/did:peaq:${address.toLowerCase()}`,
      'the lookups at the registry',
    );
  }),

  defineCheck('identity.asks-the-configured-registry', async (ctx) => {
    const { identityRef, machineId } = mintIdentity(ctx);
    const reply = await askChallenge(ctx, identityRef);
    expectAccepted(ctx, reply, 'a challenge is given');
    ctx.expect.includes(
      lookUpsOf(ctx, machineId),
      `GET /machine/${identityRef}`,
      'the lookups at the registry',
    );
  }),

  defineCheck('identity.lists-all-controllers', async (ctx) => {
    const addresses = [ctx.agent(), ctx.agent(), ctx.agent()].map(({ address }) => address);
    const { identityRef } = mintIdentity(ctx, { controllerAddresses: addresses });
    const reply = await askChallenge(ctx, identityRef);
    for (const address of addresses) expectListed(ctx, reply, address);
  }),

  defineCheck('identity.finds-controllers-everywhere', async (ctx) => {
    const operator = ctx.agent();
    const operated = mintIdentity(ctx, { operator: operator.address });
    expectListed(ctx, await askChallenge(ctx, operated.identityRef), operator.address);
    for (const addressSource of ['card', 'verify'] as const) {
      const { identityRef, address } = mintIdentity(ctx, { addressSource });
      expectListed(ctx, await askChallenge(ctx, identityRef), address);
    }
  }),

  defineCheck('identity.integer-machine-id', async (ctx) => {
    const machineId = String(randomInt(2 ** 40, 2 ** 47));
    const { identityRef } = mintIdentity(ctx, { machineId, machineIdForm: 'integer' });
    const reply = await askChallenge(ctx, identityRef);
    expectAccepted(ctx, reply, 'a challenge is given');
    ctx.expect.equal(reply.at('item.identityRef'), identityRef, 'identityRef of the challenge');
  }),

  defineCheck('identity.unknown-machine', (ctx) =>
    expectChallengeRefused(ctx, unknownMachine, { code: unavailable }),
  ),

  defineCheck('identity.unknown-machine-status', (ctx) =>
    expectChallengeRefused(ctx, unknownMachine, { code: unavailable, status: 422 }),
  ),

  // A cut connection tells the server that the whole registry is down, and other checks would feel that.
  defineCheck(
    'identity.registry-unreachable',
    (ctx) => expectChallengeRefused(ctx, { kind: 'reset' }, { code: unavailable }),
    {
      exclusive: true,
    },
  ),

  defineCheck(
    'identity.registry-retried',
    async (ctx) => {
      const { identityRef, machineId } = mintIdentity(ctx);
      await expectRejectedUnder(
        ctx,
        { kind: 'reset' },
        {
          machineId,
          // Which code it is, is what identity.registry-unreachable says.
          code: [unavailable, 'MACHINE_NOT_ACTIVATED'],
          what: 'a challenge is refused while the connection is cut',
          call: async () => {
            const reply = await askChallenge(ctx, identityRef);
            if (reply.status >= 400)
              ctx.expect.equal(lookUpsOf(ctx, machineId).length, 2, 'the number of lookups');
            return reply;
          },
        },
      );
    },
    { exclusive: true },
  ),

  defineCheck('identity.registry-refuses', async (ctx) => {
    const { identityRef, machineId } = mintIdentity(ctx);
    const ask = (status: 429 | 500 | 503) => async (): Promise<Reply> => {
      await setFault(ctx, machineId, { kind: 'status', status });
      return askChallenge(ctx, identityRef);
    };
    const cases = ([429, 500, 503] as const).map((status) => ({
      what: `a challenge is refused while the registry answers ${status}`,
      request: ask(status),
    }));
    await expectAllRejected(ctx, cases, {
      code: unavailable,
      control: async () => {
        await setFault(ctx, machineId, null);
        return askChallenge(ctx, identityRef);
      },
    });
  }),

  defineCheck('identity.registry-garbage', (ctx) =>
    expectChallengeRefused(ctx, { kind: 'garbage' }, { code: unavailable }),
  ),

  defineCheck('identity.registry-without-controllers', (ctx) =>
    expectChallengeRefused(ctx, { kind: 'no-controllers' }, { code: unavailable }),
  ),

  defineCheck('identity.homed-elsewhere', (ctx) =>
    expectChallengeRefused(ctx, { kind: 'homed-elsewhere' }, { code: 'MACHINE_NOT_ACTIVATED' }),
  ),

  defineCheck('identity.outage-status', (ctx) =>
    expectChallengeRefused(ctx, outage, { code: unavailable, status: 503 }),
  ),

  defineCheck('identity.outage-reason', async (ctx) => {
    const { identityRef, machineId } = mintIdentity(ctx);
    const reasons: string[] = [];
    for (const status of [404, 429, 503] as const) {
      await setFault(ctx, machineId, { kind: 'status', status });
      const reply = await askChallenge(ctx, identityRef);
      reasons.push(ctx.expect.string(reply.at('error.details.reason'), `details.reason after a ${status}`));
    }
    await setFault(ctx, machineId, null);
    expectAccepted(
      ctx,
      await askChallenge(ctx, identityRef),
      'a challenge is given once the registry is back',
    );
    ctx.expect.equal(new Set(reasons).size, 3, `the number of different reasons (${reasons.join(', ')})`);
  }),

  defineCheck('identity.registry-slow', async (ctx) => {
    const { identityRef, machineId } = mintIdentity(ctx);
    await setFault(ctx, machineId, { kind: 'slow', delayMs: 1500 });
    const reply = await askChallenge(ctx, identityRef);
    expectAccepted(ctx, reply, 'a challenge is given after 1.5 s');
  }),

  defineCheck('identity.registry-hangs', async (ctx) => {
    // Our own server can be told to give up soon; another one takes its 10 s.
    const server = await ctx.spawn({ PEAQOS_MCR_TIMEOUT_MS: '300' });
    const talk = ctx.on(server);
    const { identityRef, machineId } = mintIdentity(ctx);
    await expectRejectedUnder(
      ctx,
      { kind: 'hang' },
      {
        machineId,
        code: unavailable,
        what: 'a challenge is refused while the registry gives no answer',
        call: () =>
          talk.call('createMachineIdentityChallenge', { body: { identityRef } }).catch((error: unknown) => {
            if (!(error instanceof NoAnswer)) throw error;
            return ctx.untestable(
              'The server took longer than the kit waits for one answer; run with --timeout 60000.',
            );
          }),
      },
    );
  }),
];
