import { getAddress } from 'viem/utils';
import { chooseAgentDid } from '../domain/agent-did.ts';
import { createPairingMessage } from '../domain/challenge-message.ts';
import type { PairingChallenge } from '../domain/pairing.ts';
import { findMachineReadyToPair } from './machine-ready-to-pair.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

/** The agent as a request describes it. */
export interface AgentInput {
  agentAddress: string;
  agentDid: string | undefined;
  agentProvider: string;
  agentRole: string;
}

/** The agent with a checksummed address and its DID. Raises VALIDATION_ERROR when the DID is another agent's. */
export function toAgentValues(agent: AgentInput): {
  agentAddress: string;
  agentDid: string;
  agentProvider: string;
  agentRole: string;
} {
  return {
    agentAddress: getAddress(agent.agentAddress),
    agentDid: chooseAgentDid(agent.agentAddress, agent.agentDid),
    agentProvider: agent.agentProvider,
    agentRole: agent.agentRole,
  };
}

/** A fresh challenge for an agent of the machine. Raises what findMachineReadyToPair raises, and VALIDATION_ERROR. */
export async function createPairingChallenge(
  deps: ServiceDeps,
  machineId: string,
  agent: AgentInput,
): Promise<PairingChallenge> {
  const machine = await findMachineReadyToPair(deps, machineId);
  const bound = {
    ...toAgentValues(agent),
    id: deps.ids.id('achal'),
    machineId: machine.id,
    machineIdentityRef: machine.identityRef ?? machine.id,
    createdAt: timestamp(deps.clock),
    expiresAt: timestamp(deps.clock, deps.config.challengeTtlMs),
    consumedAt: null,
  };
  const unsealed = { ...bound, message: createPairingMessage(bound, deps.ids.hex(16)) };
  const challenge = { ...unsealed, hmac: deps.sessionTokens.sealChallenge(unsealed) };
  await deps.store.transaction(async (repositories) => {
    await repositories.pairingChallenges.insert(challenge);
    await recordAuditEvent(deps, repositories, {
      type: 'agent-pairing.challenge-created',
      resourceId: challenge.id,
      machineId: machine.id,
      payload: { agentAddress: challenge.agentAddress },
    });
  });
  return challenge;
}
