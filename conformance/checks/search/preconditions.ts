import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';
import { mintIdentity, transferIdentity } from '../minted-identity.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { expectRejectedUnder, outage, unknownMachine, updateRecord } from '../registry-faults.ts';
import { expectAllRejected } from '../rejections.ts';
import { ask } from './ask.ts';

const { revoke, setMachineStatus, update } = pairingCalls;

/** A trader whose machine's record in the registry is this check's own. */
async function ownTrader(ctx: CheckContext): Promise<{ trader: Trader; registryId: string }> {
  const identity = mintIdentity(ctx);
  const trader = await ctx.trader({ machine: await ctx.machine({ identity, activate: true }) });
  return { trader, registryId: identity.machineId };
}

const setStatus = async (ctx: CheckContext, { machine }: Trader, status: string): Promise<void> =>
  void needAccepted(ctx, await setMachineStatus(ctx, machine, status), 'updateMachine');

export const searchPreconditionChecks = [
  defineCheck('search.machine-active', async (ctx) => {
    const trader = await ctx.trader();
    const askAs = (status: string) => async () => {
      await setStatus(ctx, trader, status);
      return ask(ctx, trader);
    };
    await ctx.expectRejected({
      what: 'a search for a machine that is not active is rejected',
      code: 'MACHINE_NOT_ACTIVE',
      request: askAs('blocked'),
      control: askAs('active'),
    });
  }),

  defineCheck('search.bond', async (ctx) => {
    const { trader, registryId } = await ownTrader(ctx);
    const askAs = (bondStatus: 'bonded' | 'unbonded') => async () => {
      await updateRecord(ctx, registryId, { bondStatus });
      return ask(ctx, trader);
    };
    await ctx.expectRejected({
      what: 'a search for a machine without bond is rejected',
      code: 'MACHINE_NOT_ACTIVATED',
      request: askAs('unbonded'),
      control: askAs('bonded'),
    });
  }),

  defineCheck('search.identity-stands', async (ctx) => {
    const { trader, registryId } = await ownTrader(ctx);
    await expectRejectedUnder(ctx, unknownMachine, {
      machineId: registryId,
      what: 'a search for a machine whose identity does not resolve any more is rejected',
      code: 'MACHINE_NOT_ACTIVATED',
      call: () => ask(ctx, trader),
    });
    const former = mintIdentity(ctx);
    const machine = await ctx.machine({ identity: former, activate: true });
    const sold = await ctx.trader({ machine });
    await transferIdentity(ctx, former);
    await ctx.expectRejected({
      what: 'a search for a machine that was proven by a former controller is rejected',
      code: 'MACHINE_NOT_ACTIVATED',
      request: () => ask(ctx, sold),
      control: () => ask(ctx, trader),
    });
  }),

  defineCheck('search.registry-outage', async (ctx) => {
    const { trader, registryId } = await ownTrader(ctx);
    await expectRejectedUnder(ctx, outage, {
      machineId: registryId,
      what: 'a search while the registry cannot answer is rejected',
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: () => ask(ctx, trader),
    });
  }),

  defineCheck('search.identity-proof', async (ctx) => {
    const secret = { PEAQOS_AGENT_PAIRING_SESSION_SECRET: ctx.freshSecret() };
    const variable = 'PEAQOS_MACHINE_IDENTITY_VERIFICATION';
    const lenient = await ctx.spawn({ ...secret, [variable]: 'disabled' });
    const trader = await ctx.on(lenient).trader();
    await lenient.stop();
    const talk = ctx.on(await ctx.spawn({ ...secret, [variable]: 'required' }, { dataOf: lenient }));
    const proven = await talk.trader();
    await ctx.expectRejected({
      what: 'a search for a machine without stored proof is rejected',
      code: 'MACHINE_IDENTITY_PROOF_REQUIRED',
      request: () => ask(talk, trader),
      control: () => ask(talk, proven),
    });
  }),

  defineCheck('search.pairing-active', async (ctx) => {
    const trader = await ctx.trader();
    const other = await ctx.trader({ machine: trader.machine });
    const cases = [
      {
        what: 'a search through a paused pairing is rejected',
        request: async () => {
          needAccepted(ctx, await update(ctx, trader.pairing, { status: 'paused' }), 'updateAgentPairing');
          return ask(ctx, trader);
        },
      },
      {
        what: 'a search through a revoked pairing is rejected',
        request: async () => {
          needAccepted(ctx, await revoke(ctx, trader.pairing), 'revokeAgentPairing');
          return ask(ctx, trader);
        },
      },
    ];
    await expectAllRejected(ctx, cases, { code: 'AGENT_PAIRING_INACTIVE', control: () => ask(ctx, other) });
  }),
];
