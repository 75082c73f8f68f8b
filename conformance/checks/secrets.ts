import { randomBytes } from 'node:crypto';
import type { CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import { needAccepted } from './acceptance.ts';
import { marketSecretChecks } from './market-secrets.ts';

const canary = (): string => randomBytes(20).toString('hex');

/** The answer does not hold the secret, in any case of its letters. */
function expectWithout(ctx: CheckContext, reply: Reply, secret: string, what: string): void {
  const isHeld = reply.text.toLowerCase().includes(secret.toLowerCase());
  ctx.expect.ok(!isHeld, `${what} is not in the answer`, {
    expected: 'not in the answer',
    actual: `in an answer ${reply.status}`,
  });
}

/** Not even a piece of the secret, as parsers quote it around a mistake. */
function expectWithoutPieces(ctx: CheckContext, reply: Reply, secret: string): void {
  const pieces = Array.from({ length: secret.length - 5 }, (_none, at) => secret.slice(at, at + 6));
  const isHeld = pieces.some((piece) => reply.text.includes(piece));
  ctx.expect.ok(!isHeld, 'no piece of the body is in the answer', {
    expected: 'no piece',
    actual: `in an answer ${reply.status}`,
  });
}

const tokenChecks = [
  defineCheck('secrets.token-in-error', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const secret = canary();
    const { rejected } = await ctx.expectRejected({
      what: 'a bad token is rejected',
      request: () =>
        ctx.call('getAgentPairing', { path, pairingToken: `eyJhbGciOiJIUzI1NiJ9.${secret}.${secret}` }),
      control: () => ctx.call('getAgentPairing', { path, pairingToken: pairing.token }),
      code: 'AGENT_AUTH_INVALID',
    });
    expectWithout(ctx, rejected, secret, 'the token');
  }),
];

const signatureChecks = [
  defineCheck('secrets.agent-signature', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const agentProof = await ctx.agentProof(machine, agent);
    const path = { machineId: machine.id };
    const body = { ...(await ctx.pairingRequest(machine, agent)), agentProof };
    const created = needAccepted(
      ctx,
      await ctx.call('createAgentPairing', { path, body }),
      'createAgentPairing',
    );
    const listed = needAccepted(ctx, await ctx.call('listAgentPairings', { path }), 'listAgentPairings');
    for (const reply of [created, listed])
      expectWithout(ctx, reply, agentProof.signature.slice(2), "the signature of the agent's proof");
  }),

  defineCheck('secrets.signature-in-proof-error', async (ctx) => {
    const identity = await ctx.identity();
    const body = await ctx.machineRequest(identity);
    const { challengeId, message } = await ctx.challenge(identity);
    const signature = await ctx.agent().signMessage({ message });
    const { rejected } = await ctx.expectRejected({
      what: 'a proof signed by a stranger is rejected',
      request: () =>
        ctx.call('createMachine', { body: { ...body, identityProof: { challengeId, signature } } }),
      control: () => ctx.call('createMachine', { body }),
      code: 'MACHINE_IDENTITY_PROOF_INVALID',
    });
    expectWithout(ctx, rejected, signature.slice(2), 'the signature');
  }),

  defineCheck('secrets.signature-in-validation-error', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const secret = canary();
    const identityProof = { challengeId: 'mchal_000000000000', signature: `0x${secret}` };
    const { rejected } = await ctx.expectRejected({
      what: 'a malformed signature is rejected',
      request: () => ctx.call('createMachine', { body: { ...body, identityProof } }),
      control: () => ctx.call('createMachine', { body }),
      code: ['VALIDATION_ERROR', 'MACHINE_IDENTITY_PROOF_INVALID'],
    });
    expectWithout(ctx, rejected, secret, 'the signature');
  }),

  defineCheck('secrets.body-in-syntax-error', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const secret = canary();
    const send = (rawBody: string) =>
      ctx.send({
        method: 'POST',
        path: '/api/v1/machines',
        headers: { 'content-type': 'application/json' },
        rawBody,
      });
    const { rejected } = await ctx.expectRejected({
      what: 'a body that ends inside a signature is rejected',
      request: () => send(`{"identityProof":{"signature":"${secret}`),
      control: () => send(JSON.stringify(body)),
      code: 'VALIDATION_ERROR',
    });
    const unquoted = await send(`{"identityProof":{"signature":x${secret}}}`);
    for (const reply of [rejected, unquoted]) expectWithoutPieces(ctx, reply, secret);
  }),
];

const keyChecks = [
  defineCheck('secrets.key-in-error', async (ctx) => {
    const secret = canary();
    const { rejected } = await ctx.expectRejected({
      what: 'a wrong key is rejected',
      request: () => ctx.call('listMachines', { query: { limit: 1 }, apiKey: secret }),
      control: () => ctx.call('listMachines', { query: { limit: 1 } }),
      code: 'AUTH_INVALID',
    });
    expectWithout(ctx, rejected, secret, 'the key');
  }),

  defineCheck('secrets.keys-not-logged', async (ctx) => {
    const [right, wrong] = [canary(), canary()];
    const env = { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: right, PEAQOS_LOG_LEVEL: 'trace' };
    const server = await ctx.spawn(env);
    if (server.baseUrl === undefined)
      ctx.untestable(`The second server did not start: ${server.output().slice(-300)}`);
    const talk = ctx.on(server);
    const { id } = await talk.machine();
    needAccepted(ctx, await talk.call('getMachine', { path: { machineId: id } }), 'getMachine');
    await talk.call('listMachines', { query: { limit: 'abc' } });
    await talk.call('listMachines', { query: { limit: 1 }, apiKey: wrong });
    await server.stop();
    for (const key of [right, wrong]) {
      ctx.expect.ok(!server.output().includes(key), 'the output holds no key', {
        expected: 'no key',
        actual: 'a key',
      });
    }
  }),
];

export const secretChecks = [...tokenChecks, ...signatureChecks, ...keyChecks, ...marketSecretChecks];
