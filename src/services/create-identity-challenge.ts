import { createIdentityMessage } from '../domain/challenge-message.ts';
import { identityChallengeTtlMs } from '../domain/identity-proof.ts';
import { assertResolved } from '../domain/identity-standing.ts';
import type { IdentityChallenge } from '../domain/machine.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

/**
 * A fresh challenge for a machine identity, which is resolved first. Raises VALIDATION_ERROR for another form,
 * PEAQOS_IDENTITY_UNAVAILABLE or MACHINE_NOT_ACTIVATED when it does not resolve (contract E.2).
 */
export async function createIdentityChallenge(
  deps: ServiceDeps,
  identityRef: string,
): Promise<IdentityChallenge> {
  const identity = assertResolved(await deps.registry.resolve(identityRef));
  const bound = {
    id: deps.ids.id('mchal'),
    identityRef: identity.identityRef,
    controllerAddresses: identity.controllerAddresses,
    createdAt: timestamp(deps.clock),
    expiresAt: timestamp(deps.clock, identityChallengeTtlMs),
    consumedAt: null,
  };
  const challenge = { ...bound, message: createIdentityMessage(bound, deps.ids.hex(16)) };
  await deps.store.transaction(async (repositories) => {
    await repositories.identityChallenges.insert(challenge);
    await recordAuditEvent(deps, repositories, {
      type: 'machine-identity.challenge-created',
      resourceId: challenge.id,
      machineId: null,
      payload: { identityRef: challenge.identityRef },
    });
  });
  return challenge;
}
