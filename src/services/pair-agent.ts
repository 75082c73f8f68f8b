import type { DelegationPolicyInput } from '../domain/delegation-policy.ts';
import { createDelegationPolicy } from '../domain/delegation-policy.ts';
import { assertActive } from '../domain/machine-rules.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import type { AgentInput } from './create-pairing-challenge.ts';
import { toAgentValues } from './create-pairing-challenge.ts';
import { lockMachine } from './find-or-refuse.ts';
import type { IssuedPairing } from './issue-session.ts';
import { issueSession } from './issue-session.ts';
import { findMachineReadyToPair } from './machine-ready-to-pair.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';
import { consumePairingChallenge, verifyAgentProof } from './verify-agent-proof.ts';
import type { ProofInput } from './verify-identity-proof.ts';

export interface PairAgent {
  agent: AgentInput;
  agentProof: ProofInput | null;
  description: string | null;
  delegationPolicy: DelegationPolicyInput | null | undefined;
}

/**
 * Pairs an agent with a machine and opens its first session. Raises what findMachineReadyToPair raises,
 * VALIDATION_ERROR, and the AGENT_PAIRING_PROOF codes (contract B.3, E.4).
 */
export async function pairAgent(
  deps: ServiceDeps,
  machineId: string,
  command: PairAgent,
): Promise<IssuedPairing> {
  const machine = await findMachineReadyToPair(deps, machineId);
  const values = { ...toAgentValues(command.agent), machineId: machine.id };
  const agent = await verifyAgentProof(deps, command.agentProof, values);
  const now = timestamp(deps.clock);
  const unissued: AgentPairing = {
    ...values,
    id: deps.ids.id('pair'),
    status: 'active',
    description: command.description,
    verification: agent?.verification ?? null,
    delegationPolicy: createDelegationPolicy(command.delegationPolicy),
    session: null,
    createdAt: now,
    updatedAt: now,
  };
  const issued = await issueSession(deps, unissued);
  await deps.store.transaction(async (repositories) => {
    // Archiving revokes the pairings that it finds: none may follow it, however long the registry took to answer.
    assertActive(await lockMachine(repositories, machineId));
    await consumePairingChallenge(repositories, agent);
    await repositories.pairings.insert(issued.pairing);
    await recordAuditEvent(deps, repositories, {
      type: 'agent-pairing.created',
      resourceId: issued.pairing.id,
      machineId,
      payload: { agentAddress: values.agentAddress, isVerified: agent !== null },
    });
  });
  return issued;
}
