import { randomBytes } from 'node:crypto';
import type { CheckContext, Reply, SpawnedServer, Talk } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import { expectAccepted } from './acceptance.ts';

type Environment = Record<string, string | undefined>;

const secretVariable = 'PEAQOS_AGENT_PAIRING_SESSION_SECRET';

/** A word that occurs nowhere by chance. */
const canary = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`;

/** Starts a server with mistakes: it must end by itself, not with success, and name every variable that is wrong. */
async function expectRefusedStart(
  ctx: CheckContext,
  env: Environment,
  named: readonly string[],
): Promise<string> {
  const server = await ctx.spawn(env);
  const hasFailed = server.exited !== null && server.exited !== 0;
  const actual = server.exited === null ? 'it runs' : `exit code ${server.exited}`;
  ctx.expect.ok(hasFailed, 'the start is refused', { expected: 'an exit code other than 0', actual });
  const output = server.output();
  for (const name of named) {
    ctx.expect.ok(output.includes(name), `${name} is named`, {
      expected: name,
      actual: output.slice(0, 500),
    });
  }
  return output;
}

/** One talk to a server that the check started; untestable when it does not run. */
function talkTo(ctx: CheckContext, server: SpawnedServer): Talk {
  if (server.baseUrl === undefined)
    ctx.untestable(`The second server did not start: ${server.output().slice(-300)}`);
  return ctx.on(server);
}

const list = (talk: Talk, apiKey: string): Promise<Reply> =>
  talk.call('listMachines', { query: { limit: 1 }, apiKey });

const startChecks = [
  defineCheck('configuration.bad-boolean', async (ctx) => {
    await expectRefusedStart(ctx, { PEAQOS_REQUIRE_API_AUTH: 'yes' }, ['PEAQOS_REQUIRE_API_AUTH']);
  }),

  defineCheck('configuration.bad-word', async (ctx) => {
    const name = 'PEAQOS_MACHINE_IDENTITY_VERIFICATION';
    await expectRefusedStart(ctx, { [name]: 'require' }, [name]);
  }),

  defineCheck('configuration.all-mistakes', async (ctx) => {
    const env = {
      PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS: '-1',
      PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: '1h',
      PEAQOS_MCR_API_URL: 'mcr.peaq.xyz',
      PEAQOS_USDT_DECIMALS: '40',
    };
    await expectRefusedStart(ctx, env, Object.keys(env));
  }),

  defineCheck('configuration.no-secret-printed', async (ctx) => {
    const secrets = {
      PEAQOS_API_KEY: canary('key'),
      PEAQOS_API_KEYS: canary('listed'),
      [secretVariable]: 'short-one-7d4f',
    };
    const env = { ...secrets, NODE_ENV: 'production', PEAQOS_USDT_DECIMALS: 'six' };
    const output = await expectRefusedStart(ctx, env, []);
    for (const [name, secret] of Object.entries(secrets)) {
      ctx.expect.ok(!output.includes(secret), `the value of ${name} is not printed`, {
        expected: 'not in the output',
        actual: 'printed',
      });
    }
  }),

  defineCheck('configuration.production-secret-length', async (ctx) => {
    await expectRefusedStart(ctx, { NODE_ENV: 'production', [secretVariable]: 'x'.repeat(31) }, [
      secretVariable,
    ]);
  }),

  defineCheck('configuration.production-starts', async (ctx) => {
    const secret = randomBytes(16).toString('hex');
    const server = await ctx.spawn({ NODE_ENV: 'production', [secretVariable]: secret });
    ctx.expect.ok(server.baseUrl !== undefined, 'the server starts', {
      expected: 'it runs',
      actual: server.output().slice(-500),
    });
    expectAccepted(ctx, await ctx.on(server).call('getReadiness'), 'readiness answers');
  }),
];

const toggleChecks = [
  defineCheck('configuration.boolean-spellings', async (ctx) => {
    const spellings = ['1', 'TRUE'];
    const start = (spelling: string): Promise<SpawnedServer> =>
      ctx.spawn({ PEAQOS_REQUIRE_API_AUTH: spelling, PEAQOS_API_KEY: canary('key') });
    const servers = await Promise.all(spellings.map(start));
    for (const [index, server] of servers.entries()) {
      const isUp = server.baseUrl !== undefined;
      ctx.expect.ok(isUp, `the server starts with PEAQOS_REQUIRE_API_AUTH=${spellings[index]}`);
      const talk = ctx.on(server);
      await ctx.expectRejected({
        what: `with PEAQOS_REQUIRE_API_AUTH=${spellings[index]} a request without a key is rejected`,
        request: () => list(talk, 'none'),
        control: () => list(talk, 'valid'),
        code: 'AUTH_REQUIRED',
      });
    }
  }),

  defineCheck('configuration.key-alone-closes-nothing', async (ctx) => {
    const env = {
      PEAQOS_REQUIRE_API_AUTH: undefined,
      PEAQOS_API_KEY: canary('key'),
      PEAQOS_API_KEYS: canary('listed'),
    };
    const talk = talkTo(ctx, await ctx.spawn(env));
    const { id } = await talk.machine();
    const reply = expectAccepted(ctx, await list(talk, 'none'), 'a request without a key succeeds');
    ctx.expect.equal(reply.at('items.0.id'), id, 'the id of the only machine');
  }),
];

const restartChecks = [
  defineCheck('configuration.writes-survive-kill', async (ctx) => {
    const first = await ctx.spawn({});
    const machine = await talkTo(ctx, first).machine();
    first.kill('SIGKILL');
    if (!(await ctx.until(() => first.exited !== null))) ctx.untestable('The server did not die of SIGKILL.');
    const talk = talkTo(ctx, await ctx.spawn({}, { dataOf: first }));
    const reply = await talk.call('getMachine', { path: { machineId: machine.id } });
    expectAccepted(ctx, reply, 'the machine is there after the restart');
    ctx.expect.equal(reply.at('item.identityRef'), machine.identityRef, 'the identity of the machine');
  }),
];

export const configurationChecks = [...startChecks, ...toggleChecks, ...restartChecks];
