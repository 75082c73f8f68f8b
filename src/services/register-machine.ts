import { DomainError } from '../domain/errors.ts';
import type { IdentityProof, Machine } from '../domain/machine.ts';
import type { MachineFields } from '../domain/machine-rules.ts';
import { toCanonicalIdentity } from './canonical-identity.ts';
import { assertPoliciesExist } from './policies/load-policies.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';
import type { ProofInput } from './verify-identity-proof.ts';
import { consumeIdentityChallenge, verifyIdentityProof } from './verify-identity-proof.ts';

export interface RegisterMachine {
  fields: Omit<MachineFields, 'status'>;
  identityRef: string | null;
  identityProof: ProofInput | null;
}

/**
 * Registers a machine as a draft. While identity verification is required, identity and proof are mandatory. Raises
 * MACHINE_IDENTITY_PROOF_REQUIRED, …_INVALID, …_EXPIRED, MACHINE_IDENTITY_EXISTS, or what an identity that does not
 * resolve raises (contract B.2, E.2).
 */
export async function registerMachine(deps: ServiceDeps, command: RegisterMachine): Promise<Machine> {
  await assertPoliciesExist(deps.store, command.fields.policyIds);
  const { identityRef, identityProof } = await proveIdentity(deps, command);
  const now = timestamp(deps.clock);
  const machine: Machine = {
    ...command.fields,
    id: deps.ids.id('mach'),
    status: 'draft',
    identityRef,
    identityProof,
    createdAt: now,
    updatedAt: now,
  };
  await deps.store.transaction(async (repositories) => {
    if (identityProof) await consumeIdentityChallenge(repositories, identityProof);
    await repositories.machines.insert(machine);
    await recordAuditEvent(deps, repositories, {
      type: 'machine.created',
      resourceId: machine.id,
      machineId: machine.id,
      payload: { identityRef, isVerified: identityProof !== null },
    });
  });
  return machine;
}

async function proveIdentity(
  deps: ServiceDeps,
  { identityRef, identityProof }: RegisterMachine,
): Promise<{ identityRef: string | null; identityProof: IdentityProof | null }> {
  const isRequired = deps.config.machineIdentityVerification === 'required';
  if (isRequired && (identityRef === null || identityProof === null)) {
    throw new DomainError('MACHINE_IDENTITY_PROOF_REQUIRED', 'identityRef and identityProof are required.');
  }
  const canonical = identityRef === null ? null : await toCanonicalIdentity(deps, identityRef);
  const proof = identityProof === null ? null : await verifyIdentityProof(deps, identityProof, canonical);
  return { identityRef: canonical, identityProof: proof };
}
