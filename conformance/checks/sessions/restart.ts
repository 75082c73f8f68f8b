import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Pairing, Talk } from '../../engine/context.ts';
import { describeAgent } from '../pairing-calls.ts';
import { expectTokenWorks, readWithToken } from '../session-token.ts';

const secretVariable = 'PEAQOS_AGENT_PAIRING_SESSION_SECRET';

interface Restarted {
  /** Made before the restart. */
  pairing: Pairing;
  /** To the server after the restart. */
  talk: Talk;
  pairAgain: () => Promise<Pairing>;
}

/** Pairs an agent on a server of its own, and starts that server again on the same data. */
async function restart(ctx: CheckContext): Promise<Restarted> {
  const before = await ctx.spawn({});
  const first = ctx.on(before);
  const machine = await first.machine({ activate: true });
  const pairing = await first.pairing(machine);
  await before.stop();
  const talk = ctx.on(await ctx.spawn({}, { dataOf: before }));
  return { pairing, talk, pairAgain: () => talk.pairing(machine) };
}

export const sessionRestartChecks = [
  defineCheck('sessions.survives-restart', async (ctx) => {
    const { pairing, talk } = await restart(ctx);
    await expectTokenWorks(ctx, pairing, 'a token works after a restart with the same secret', talk);
  }),

  defineCheck('sessions.dies-with-random-secret', async (ctx) => {
    const { pairing, talk, pairAgain } = await restart(ctx);
    await ctx.expectRejected({
      what: 'a token made with the random secret of another process is refused',
      code: 'AGENT_AUTH_INVALID',
      request: () => readWithToken(talk, pairing),
      control: async () => readWithToken(talk, await pairAgain()),
    });
  }),

  defineCheck('sessions.production-needs-secret', async (ctx) => {
    const server = await ctx.spawn({ NODE_ENV: 'production', [secretVariable]: undefined });
    if (server.baseUrl === undefined) {
      ctx.expect.ok(server.exited !== null && server.exited !== 0, 'the start without a secret fails', {
        expected: 'an exit code other than 0',
        actual: server.exited,
      });
      return;
    }
    const talk = ctx.on(server);
    const machine = await talk.machine({ activate: true });
    const path = { machineId: machine.id };
    const reply = await talk.call('createAgentPairingChallenge', {
      path,
      body: describeAgent(ctx.agent().address),
    });
    ctx.expect.error(reply, { code: 'AGENT_PAIRING_UNAVAILABLE' }, 'pairing is refused without a secret');
  }),
];
