import type { IdentityChallenge } from './machine.ts';
import type { PairingChallenge } from './pairing.ts';

const product = 'peaqOS Machine Markets';

/** The text a controller signs (contract E.2). No trailing newline: clients sign it byte for byte. */
export function createIdentityMessage(challenge: Omit<IdentityChallenge, 'message'>, nonce: string): string {
  return [
    product,
    'Purpose: machine-identity',
    `Identity: ${challenge.identityRef}`,
    `Challenge: ${challenge.id}`,
    `Nonce: ${nonce}`,
    `Issued At: ${challenge.createdAt}`,
    `Expires At: ${challenge.expiresAt}`,
  ].join('\n');
}

/** The text an agent signs; it names every value the challenge is bound to (contract E.4). */
export function createPairingMessage(
  challenge: Omit<PairingChallenge, 'message' | 'hmac'>,
  nonce: string,
): string {
  return [
    product,
    'Purpose: agent-pairing',
    `Machine: ${challenge.machineId}`,
    `Identity: ${challenge.machineIdentityRef}`,
    `Agent: ${challenge.agentAddress}`,
    `Agent DID: ${challenge.agentDid}`,
    // Free text is quoted, so that a line break in it cannot pose as another line of the message.
    `Provider: ${JSON.stringify(challenge.agentProvider)}`,
    `Role: ${JSON.stringify(challenge.agentRole)}`,
    `Challenge: ${challenge.id}`,
    `Nonce: ${nonce}`,
    `Issued At: ${challenge.createdAt}`,
    `Expires At: ${challenge.expiresAt}`,
  ].join('\n');
}

/** The values a pairing challenge is bound to, as one unambiguous text for its HMAC. */
export function listBoundValues(challenge: Omit<PairingChallenge, 'hmac'>): string {
  return JSON.stringify([
    'agent-pairing-challenge',
    challenge.id,
    challenge.machineId,
    challenge.machineIdentityRef,
    challenge.agentAddress,
    challenge.agentDid,
    challenge.agentProvider,
    challenge.agentRole,
    challenge.message,
    challenge.expiresAt,
  ]);
}
