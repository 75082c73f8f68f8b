import type { CheckContext, Machine } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';

async function setBond(
  ctx: CheckContext,
  machine: Machine,
  bondStatus: 'bonded' | 'unbonded',
): Promise<void> {
  ctx.registry.update(machine.identity.machineId, { bondStatus });
}

const activate = (ctx: CheckContext, machine: Machine) =>
  ctx.call('updateMachine', { path: { machineId: machine.id }, body: { status: 'active' } });

const describeAgent = (agentAddress: string) => ({
  agentAddress,
  agentProvider: 'anthropic',
  agentRole: 'ops',
});

/** Two defects at once: the one that is checked first decides. */
export const stepOrderChecks = [
  defineCheck('order.shape-before-existence', async (ctx) => {
    const machine = await ctx.machine();
    const rename = (machineId: string, displayName: unknown) =>
      ctx.call('updateMachine', { path: { machineId }, body: { displayName } });
    await ctx.expectRejected({
      what: 'a wrong type for an unknown machine is rejected for the type',
      request: () => rename('mach_000000000000', 7),
      control: () => rename(machine.id, 'Conformance machine, renamed'),
      code: 'VALIDATION_ERROR',
    });
  }),

  defineCheck('order.shape-before-active', async (ctx) => {
    const machine = await ctx.machine();
    const ask = (agentAddress: string) =>
      ctx.call('createAgentPairingChallenge', {
        path: { machineId: machine.id },
        body: describeAgent(agentAddress),
      });
    await ctx.expectRejected({
      what: 'a malformed address for a draft machine is rejected for the address',
      request: () => ask('0x12'),
      control: async () => {
        needAccepted(ctx, await activate(ctx, machine), 'The activation of the machine');
        return ask(ctx.agent().address);
      },
      code: 'VALIDATION_ERROR',
    });
  }),

  defineCheck('order.active-before-identity', async (ctx) => {
    const machine = await ctx.machine();
    await setBond(ctx, machine, 'unbonded');
    const body = describeAgent(ctx.agent().address);
    const ask = () => ctx.call('createAgentPairingChallenge', { path: { machineId: machine.id }, body });
    await ctx.expectRejected({
      what: 'a challenge for a draft machine without bond is rejected for the draft',
      request: ask,
      control: async () => {
        await setBond(ctx, machine, 'bonded');
        needAccepted(ctx, await activate(ctx, machine), 'The activation of the machine');
        return ask();
      },
      code: 'MACHINE_NOT_ACTIVE',
    });
  }),

  defineCheck('order.active-before-proof', async (ctx) => {
    const machine = await ctx.machine();
    const agent = ctx.agent();
    const path = { machineId: machine.id };
    await ctx.expectRejected({
      what: 'a pairing without proof on a draft machine is rejected for the draft',
      request: () => ctx.call('createAgentPairing', { path, body: describeAgent(agent.address) }),
      control: async () => {
        needAccepted(ctx, await activate(ctx, machine), 'The activation of the machine');
        return ctx.call('createAgentPairing', { path, body: await ctx.pairingRequest(machine, agent) });
      },
      code: 'MACHINE_NOT_ACTIVE',
    });
  }),

  defineCheck('order.identity-before-pairing-status', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const body = { agentProof: await ctx.agentProof(machine, pairing.agent) };
    const rotate = () => ctx.call('rotateAgentPairingSession', { path, body });
    const setStatus = async (status: string) =>
      needAccepted(
        ctx,
        await ctx.call('updateAgentPairing', { path, body: { status } }),
        `Setting the pairing ${status}`,
      );
    await setStatus('paused');
    await setBond(ctx, machine, 'unbonded');
    await ctx.expectRejected({
      what: 'a session of a paused pairing of a machine without bond is rejected for the bond',
      request: rotate,
      control: async () => {
        await setBond(ctx, machine, 'bonded');
        await setStatus('active');
        return rotate();
      },
      code: 'MACHINE_NOT_ACTIVATED',
    });
  }),

  defineCheck('order.identity-before-proof', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const path = { machineId: machine.id };
    await setBond(ctx, machine, 'unbonded');
    await ctx.expectRejected({
      what: 'a pairing without proof on a machine without bond is rejected for the bond',
      request: () => ctx.call('createAgentPairing', { path, body: describeAgent(agent.address) }),
      control: async () => {
        await setBond(ctx, machine, 'bonded');
        return ctx.call('createAgentPairing', { path, body: await ctx.pairingRequest(machine, agent) });
      },
      code: 'MACHINE_NOT_ACTIVATED',
    });
  }),

  defineCheck('order.pairing-status-before-proof', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const setStatus = async (status: string) =>
      needAccepted(
        ctx,
        await ctx.call('updateAgentPairing', { path, body: { status } }),
        `Setting the pairing ${status}`,
      );
    await setStatus('paused');
    await ctx.expectRejected({
      what: 'a session without proof of a paused pairing is rejected for the pause',
      request: () => ctx.call('rotateAgentPairingSession', { path, body: {} }),
      control: async () => {
        await setStatus('active');
        const agentProof = await ctx.agentProof(machine, pairing.agent);
        return ctx.call('rotateAgentPairingSession', { path, body: { agentProof } });
      },
      code: 'AGENT_PAIRING_INACTIVE',
    });
  }),

  defineCheck('order.health-skips-everything', async (ctx) => {
    const options = { pairingToken: 'no.such.token', query: { limit: 'abc', cursor: '' } };
    for (const operationId of ['getHealth', 'getApiHealth'] as const) {
      const reply = await ctx.call(operationId, options);
      expectAccepted(ctx, reply, `${operationId} with a bad token and query succeeds`);
    }
  }),
];
