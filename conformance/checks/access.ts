import { randomBytes } from 'node:crypto';
import type { OperationId } from '../../generated/operations.gen.ts';
import type { CallOptions, CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import { expectAccepted, needAccepted } from './acceptance.ts';
import { expectAllRejected } from './rejections.ts';

const list = (ctx: CheckContext, apiKey: string): Promise<Reply> =>
  ctx.call('listMachines', { query: { limit: 1 }, apiKey });

const listWithKey = (ctx: CheckContext) => () => list(ctx, 'valid');

const strangeKey = (): string => `no-key-of-this-deployment-${randomBytes(8).toString('hex')}`;

function needKey(ctx: CheckContext): string {
  return (
    ctx.target.apiKeys[0] ?? ctx.untestable('Needs a key of the target; give it with --api-key-file FILE.')
  );
}

/** The keys of PEAQOS_API_KEYS where the kit set them, else all that it was given. */
function listedKeys(ctx: CheckContext): readonly string[] {
  const listed = ctx.target.env['PEAQOS_API_KEYS']?.split(',');
  return ctx.target.mode === 'managed' && listed ? listed : ctx.target.apiKeys;
}

/** The request without a key is refused, the same request with a key succeeds; returns what it answered. */
async function expectGated<Id extends OperationId>(
  ctx: CheckContext,
  id: Id,
  options: CallOptions = {},
): Promise<Reply> {
  const { accepted } = await ctx.expectRejected({
    what: `${id} without a key is rejected`,
    request: () => ctx.call(id, { ...options, apiKey: 'none' }),
    control: () => ctx.call(id, options),
    code: 'AUTH_REQUIRED',
  });
  return accepted;
}

/** Walks through the life of a machine; every step is first tried without a key, so none of those may have had an effect. */
async function expectLifeGated(ctx: CheckContext): Promise<void> {
  const identity = await ctx.identity();
  await expectGated(ctx, 'createMachineIdentityChallenge', { body: { identityRef: identity.identityRef } });
  await expectGated(ctx, 'listMachines');
  const created = await expectGated(ctx, 'createMachine', { body: await ctx.machineRequest(identity) });
  const machineId = ctx.expect.string(created.at('item.id'), 'the id of the machine');
  const machine = { id: machineId, identityRef: identity.identityRef, identity, json: {} };
  const path = { machineId };
  await expectGated(ctx, 'getMachine', { path });
  await expectGated(ctx, 'updateMachine', { path, body: { status: 'active' } });
  const agent = ctx.agent();
  const described = { agentAddress: agent.address, agentProvider: 'anthropic', agentRole: 'ops' };
  await expectGated(ctx, 'createAgentPairingChallenge', { path, body: described });
  const paired = await expectGated(ctx, 'createAgentPairing', {
    path,
    body: await ctx.pairingRequest(machine, agent),
  });
  const pairingPath = {
    machineId,
    pairingId: ctx.expect.string(paired.at('item.id'), 'the id of the pairing'),
  };
  await expectGated(ctx, 'listAgentPairings', { path });
  await expectGated(ctx, 'updateAgentPairing', { path: pairingPath, body: {} });
  const agentProof = await ctx.agentProof(machine, agent);
  await expectGated(ctx, 'rotateAgentPairingSession', { path: pairingPath, body: { agentProof } });
  await expectGated(ctx, 'revokeAgentPairing', { path: pairingPath });
  await expectGated(ctx, 'archiveMachine', { path });
}

const closedGateChecks = [
  defineCheck('access.every-route-gated', expectLifeGated),

  defineCheck('access.unknown-routes-gated', async (ctx) => {
    const paths = ['/api/v1/no-such-route', '/api/v1/machines/mach_000000000000/no-such-route'];
    const cases = paths.map((path) => ({
      what: `GET ${path} without a key is rejected for the key`,
      request: () => ctx.send({ method: 'GET', path, apiKey: 'none' }),
    }));
    await expectAllRejected(ctx, cases, { code: 'AUTH_REQUIRED', control: listWithKey(ctx) });
  }),

  defineCheck('access.wrong-methods-gated', async (ctx) => {
    await ctx.expectRejected({
      what: 'PUT on the list of machines without a key is rejected for the key',
      request: () => ctx.send({ method: 'PUT', path: '/api/v1/machines', apiKey: 'none' }),
      control: listWithKey(ctx),
      code: 'AUTH_REQUIRED',
    });
  }),

  defineCheck('access.head-gated', async (ctx) => {
    needAccepted(ctx, await list(ctx, 'valid'), 'listMachines with a key');
    const head = await ctx.send({ method: 'HEAD', path: '/api/v1/machines?limit=1', apiKey: 'none' });
    const isRefused = head.status >= 400 && head.status < 500;
    ctx.expect.ok(isRefused, 'HEAD without a key is rejected', { expected: '401', actual: head.status });
  }),

  defineCheck('access.refused-with-401', async (ctx) => {
    const code = ['AUTH_REQUIRED', 'AUTH_INVALID'];
    const cases = [
      { what: 'a request without a key is rejected with 401', request: () => list(ctx, 'none') },
      { what: 'a request with a wrong key is rejected with 401', request: () => list(ctx, strangeKey()) },
    ];
    await expectAllRejected(ctx, cases, { code, status: 401, control: listWithKey(ctx) });
  }),

  defineCheck('access.token-is-no-key', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const options = { path: { machineId: machine.id }, pairingToken: pairing.token };
    await ctx.expectRejected({
      what: 'a pairing token without a key is rejected',
      request: () => ctx.call('listAgentPairings', { ...options, apiKey: 'none' }),
      control: () => ctx.call('listAgentPairings', options),
      code: 'AUTH_REQUIRED',
    });
  }),
];

const keyChecks = [
  defineCheck('access.wrong-key', async (ctx) => {
    await ctx.expectRejected({
      what: 'an unknown key is rejected',
      request: () => list(ctx, strangeKey()),
      control: listWithKey(ctx),
      code: 'AUTH_INVALID',
    });
  }),

  defineCheck('access.whole-key', async (ctx) => {
    const key = needKey(ctx);
    const otherCase = key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase();
    const variants = [key.slice(0, -1), key.slice(1), `${key}x`, otherCase].filter(
      (variant) => variant !== key,
    );
    const cases = variants.map((variant, index) => ({
      what: `a key that is almost right (variant ${index + 1}) is rejected`,
      request: () => list(ctx, variant),
    }));
    await expectAllRejected(ctx, cases, { code: 'AUTH_INVALID', control: listWithKey(ctx) });
  }),

  defineCheck('access.key-not-in-query', async (ctx) => {
    const key = needKey(ctx);
    const query = { limit: 1, 'x-api-key': key, apiKey: key, api_key: key };
    await ctx.expectRejected({
      what: 'a key in the query only is rejected',
      request: () => ctx.call('listMachines', { query, apiKey: 'none' }),
      control: listWithKey(ctx),
      code: 'AUTH_REQUIRED',
    });
  }),

  defineCheck('access.listed-keys', async (ctx) => {
    for (const [index, key] of listedKeys(ctx).entries()) {
      expectAccepted(ctx, await list(ctx, key), `key ${index + 1} of the list opens the gate`);
    }
  }),

  defineCheck('access.single-key-beside-list', async (ctx) => {
    const [single, listed] = [strangeKey(), strangeKey()];
    const env = {
      PEAQOS_REQUIRE_API_AUTH: 'true',
      PEAQOS_API_KEY: single,
      PEAQOS_API_KEYS: `${listed},${strangeKey()}`,
    };
    const server = await ctx.spawn(env);
    if (server.baseUrl === undefined)
      ctx.untestable(`The second server did not start: ${server.output().slice(-300)}`);
    const talk = ctx.on(server);
    const ask = (apiKey: string) => talk.call('listMachines', { query: { limit: 1 }, apiKey });
    needAccepted(ctx, await ask(listed), 'listMachines with a key of the list');
    expectAccepted(ctx, await ask(single), 'the single key opens the gate');
  }),

  defineCheck('access.joined-keys', async (ctx) => {
    if (listedKeys(ctx).length < 2)
      ctx.untestable('Needs at least two keys of the target; give them with --api-key-file FILE.');
    await ctx.expectRejected({
      what: 'all keys joined by commas are rejected',
      request: () => list(ctx, listedKeys(ctx).join(',')),
      control: listWithKey(ctx),
      code: 'AUTH_INVALID',
    });
  }),

  defineCheck('access.no-key-configured', async (ctx) => {
    await ctx.expectRejected({
      what: 'any key is rejected',
      request: () => list(ctx, strangeKey()),
      control: () => ctx.call('getHealth'),
      code: 'AUTH_INVALID',
    });
  }),

  defineCheck('access.empty-key', async (ctx) => {
    await ctx.expectRejected({
      what: 'an empty key is rejected',
      request: () => list(ctx, ''),
      control: () => ctx.call('getHealth'),
      code: ['AUTH_REQUIRED', 'AUTH_INVALID'],
    });
  }),
];

const openGateChecks = [
  defineCheck('access.open-with-any-key', async (ctx) => {
    const apiKey = strangeKey();
    expectAccepted(ctx, await list(ctx, apiKey), 'listMachines with an arbitrary key succeeds');
    expectAccepted(
      ctx,
      await ctx.call('getReadiness', { apiKey }),
      'getReadiness with an arbitrary key succeeds',
    );
  }),
];

export const accessChecks = [...closedGateChecks, ...keyChecks, ...openGateChecks];
