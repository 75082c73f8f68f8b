import type { CheckContext, Machine, Pairing, Proof, Reply } from '../engine/context.ts';

type Body = Record<string, unknown>;

/** The calls of contract B.3 as checks use them: defects and controls alike go through these. */
export const pairingCalls = {
  challenge: (ctx: CheckContext, machine: Machine, body: Body): Promise<Reply> =>
    ctx.call('createAgentPairingChallenge', { path: { machineId: machine.id }, body }),

  create: (ctx: CheckContext, machine: Machine, body: Body): Promise<Reply> =>
    ctx.call('createAgentPairing', { path: { machineId: machine.id }, body }),

  rotate: (ctx: CheckContext, { id, machineId }: Pairing, agentProof: Proof | undefined): Promise<Reply> =>
    ctx.call('rotateAgentPairingSession', {
      path: { machineId, pairingId: id },
      body: agentProof === undefined ? {} : { agentProof },
    }),

  update: (
    ctx: CheckContext,
    { id, machineId }: Pick<Pairing, 'id' | 'machineId'>,
    body: Body,
  ): Promise<Reply> => ctx.call('updateAgentPairing', { path: { machineId, pairingId: id }, body }),

  revoke: (ctx: CheckContext, { id, machineId }: Pick<Pairing, 'id' | 'machineId'>): Promise<Reply> =>
    ctx.call('revokeAgentPairing', { path: { machineId, pairingId: id } }),

  setMachineStatus: (ctx: CheckContext, machine: Machine, status: string): Promise<Reply> =>
    ctx.call('updateMachine', { path: { machineId: machine.id }, body: { status } }),
};

/** An agent as a challenge request describes it. */
export const describeAgent = (agentAddress: string): Body => ({
  agentAddress,
  agentProvider: 'anthropic',
  agentRole: 'ops',
});
