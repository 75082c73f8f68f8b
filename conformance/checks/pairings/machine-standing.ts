import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Machine, Reply } from '../../engine/context.ts';
import { mintIdentity, transferIdentity } from '../minted-identity.ts';
import { describeAgent, pairingCalls } from '../pairing-calls.ts';
import { expectRejectedUnder, outage, setFault, unknownMachine, updateRecord } from '../registry-faults.ts';
import { registerUnverified } from '../unverified-machine.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const { challenge, create, setMachineStatus, update } = pairingCalls;

const notActivated = 'MACHINE_NOT_ACTIVATED';

const ask = (ctx: CheckContext, machine: Machine): Promise<Reply> =>
  challenge(ctx, machine, describeAgent(ctx.agent().address));

/** Two creates, each with a fresh challenge: one for the refusal, one for its control. */
async function prepareTwo(
  ctx: CheckContext,
  machine: Machine,
): Promise<[() => Promise<Reply>, () => Promise<Reply>]> {
  const bodies = [
    await ctx.pairingRequest(machine, ctx.agent()),
    await ctx.pairingRequest(machine, ctx.agent()),
  ] as const;
  return [() => create(ctx, machine, bodies[0]), () => create(ctx, machine, bodies[1])];
}

export const pairingMachineChecks = [
  defineCheck('pairings.challenge-needs-active-machine', async (ctx) => {
    const machine = await ctx.machine();
    await ctx.expectRejected({
      what: 'a challenge for a machine that is not active is refused',
      code: 'MACHINE_NOT_ACTIVE',
      request: () => ask(ctx, machine),
      control: async () => {
        needAccepted(ctx, await setMachineStatus(ctx, machine, 'active'), 'updateMachine');
        return ask(ctx, machine);
      },
    });
  }),

  defineCheck('pairings.create-needs-active-machine', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const [first, second] = await prepareTwo(ctx, machine);
    await ctx.expectRejected({
      what: 'a pairing with a machine that is not active is refused',
      code: 'MACHINE_NOT_ACTIVE',
      request: async () => {
        needAccepted(ctx, await setMachineStatus(ctx, machine, 'degraded'), 'updateMachine');
        return first();
      },
      control: async () => {
        needAccepted(ctx, await setMachineStatus(ctx, machine, 'active'), 'updateMachine');
        return second();
      },
    });
  }),

  defineCheck('pairings.challenge-needs-identity', async (ctx) => {
    const identity = mintIdentity(ctx);
    const { machineId, address } = identity;
    const machine = await ctx.machine({ identity, activate: true });
    const cases = [
      {
        what: 'a challenge for a machine whose identity does not resolve is refused',
        request: async () => {
          await setFault(ctx, machineId, unknownMachine);
          return ask(ctx, machine);
        },
      },
      {
        what: 'a challenge for a machine of a former controller is refused',
        request: async () => {
          await setFault(ctx, machineId, null);
          await transferIdentity(ctx, identity);
          return ask(ctx, machine);
        },
      },
    ];
    await expectAllRejected(ctx, cases, {
      code: notActivated,
      control: async () => {
        await setFault(ctx, machineId, null);
        await updateRecord(ctx, machineId, { owner: address });
        return ask(ctx, machine);
      },
    });
  }),

  defineCheck('pairings.create-needs-identity', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { machineId } = machine.identity;
    const [first, second] = await prepareTwo(ctx, machine);
    await ctx.expectRejected({
      what: 'a pairing with a machine whose identity does not resolve is refused',
      code: notActivated,
      request: async () => {
        await setFault(ctx, machineId, unknownMachine);
        return first();
      },
      control: async () => {
        await setFault(ctx, machineId, null);
        return second();
      },
    });
  }),

  defineCheck('pairings.challenge-needs-bond', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { machineId } = machine.identity;
    const { rejected } = await ctx.expectRejected({
      what: 'a challenge for a machine without bond is refused',
      code: notActivated,
      request: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'unbonded' });
        return ask(ctx, machine);
      },
      control: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'bonded' });
        return ask(ctx, machine);
      },
    });
    ctx.expect.equal(rejected.at('error.details.bondStatus'), 'unbonded', 'details.bondStatus');
  }),

  defineCheck('pairings.create-needs-bond', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { machineId } = machine.identity;
    const [first, second] = await prepareTwo(ctx, machine);
    await ctx.expectRejected({
      what: 'a pairing with a machine that lost its bond is refused',
      code: notActivated,
      request: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'unbonded' });
        return first();
      },
      control: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'bonded' });
        return second();
      },
    });
  }),

  defineCheck('pairings.challenge-during-outage', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    await expectRejectedUnder(ctx, outage, {
      machineId: machine.identity.machineId,
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: () => ask(ctx, machine),
      what: 'a challenge is refused while the registry is down',
    });
  }),

  defineCheck('pairings.machine-needs-proof', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx, { activate: true });
    const askStrict = (machineId: string): Promise<Reply> =>
      talk.call('createAgentPairingChallenge', {
        path: { machineId },
        body: describeAgent(ctx.agent().address),
      });
    await ctx.expectRejected({
      what: 'a challenge for a machine that was never verified is refused',
      code: 'MACHINE_IDENTITY_PROOF_REQUIRED',
      request: () => askStrict(machine.id),
      control: async () => askStrict((await talk.machine({ activate: true })).id),
    });
  }),

  defineCheck('pairings.archived-machine', async (ctx) => {
    const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
    const pairing = await ctx.pairing(machine);
    const list = ({ id: machineId }: Machine): Promise<Reply> =>
      ctx.call('listAgentPairings', { path: { machineId } });
    needAccepted(
      ctx,
      await ctx.call('archiveMachine', { path: { machineId: machine.id } }),
      'archiveMachine',
    );
    const cases = [
      { what: 'pairings of an archived machine are not listed', request: () => list(machine) },
      { what: 'they are not changed', request: () => update(ctx, pairing, { description: 'changed' }) },
    ];
    await expectAllRejected(ctx, cases, { code: 'MACHINE_NOT_ACTIVE', control: () => list(other) });
  }),

  defineCheck('pairings.without-registry', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    await setFault(ctx, machine.identity.machineId, unknownMachine);
    expectAccepted(
      ctx,
      await ask(ctx, machine),
      'a challenge is given although the registry does not know the machine',
    );
    const body = await ctx.pairingRequest(machine, ctx.agent());
    expectAccepted(ctx, await create(ctx, machine, body), 'an agent is paired with that machine');
  }),
];
