import type { ResolvedIdentity } from './identity-resolution.ts';
import type { IdentityChallenge, Machine } from './machine.ts';
import type { AgentPairing, DelegationPolicy, PairingChallenge } from './pairing.ts';

export const now = '2026-05-16T12:00:00.000Z';
export const later = '2026-05-16T12:10:00.000Z';

/** Well-known development accounts; their keys are public and hold nothing. */
export const controller = {
  key: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
} as const;
export const agent = {
  key: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
} as const;

export function aMachine(changes: Partial<Machine> = {}): Machine {
  return {
    id: 'mach_0123456789ab',
    displayName: 'Press 7',
    ownerId: 'owner-1',
    machineType: 'press',
    runtimeProfile: 'edge',
    status: 'active',
    identityRef: 'did:peaq:77',
    identityProof: {
      method: 'eip191',
      identityRef: 'did:peaq:77',
      signerAddress: controller.address,
      challengeId: 'mchal_0123456789ab',
      verifiedAt: now,
      challengeExpiresAt: later,
      controllerAddresses: [controller.address],
      resolutionSource: 'peaqos-mcr',
    },
    capabilities: [],
    labels: {},
    policyIds: [],
    skillKeys: [],
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

export function anIdentity(changes: Partial<ResolvedIdentity> = {}): ResolvedIdentity {
  return {
    identityRef: 'did:peaq:77',
    controllerAddresses: [controller.address],
    bondStatus: 'bonded',
    ...changes,
  };
}

export function anIdentityChallenge(changes: Partial<IdentityChallenge> = {}): IdentityChallenge {
  return {
    id: 'mchal_0123456789ab',
    identityRef: 'did:peaq:77',
    message: 'line one\nline two',
    controllerAddresses: [controller.address],
    createdAt: now,
    expiresAt: later,
    consumedAt: null,
    ...changes,
  };
}

export function aPolicy(changes: Partial<DelegationPolicy> = {}): DelegationPolicy {
  return {
    allowedSkillKeys: [],
    deniedSkillKeys: [],
    allowedServiceIds: [],
    deniedServiceIds: [],
    perTransactionLimit: null,
    dailySpendLimit: null,
    currency: null,
    ...changes,
  };
}

export function aPairing(changes: Partial<AgentPairing> = {}): AgentPairing {
  return {
    id: 'pair_0123456789ab',
    machineId: 'mach_0123456789ab',
    agentAddress: agent.address,
    agentDid: `did:pkh:eip155:1:${agent.address}`,
    agentProvider: 'anthropic',
    agentRole: 'buyer',
    status: 'active',
    description: null,
    verification: null,
    delegationPolicy: aPolicy(),
    session: {
      id: 'sess_0123456789ab',
      tokenId: 'tok_0123456789ab',
      tokenLastFour: 'a-_9',
      issuedAt: now,
      expiresAt: later,
    },
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

export function aPairingChallenge(changes: Partial<PairingChallenge> = {}): PairingChallenge {
  return {
    id: 'achal_0123456789ab',
    machineId: 'mach_0123456789ab',
    machineIdentityRef: 'did:peaq:77',
    agentAddress: agent.address,
    agentDid: `did:pkh:eip155:1:${agent.address}`,
    agentProvider: 'anthropic',
    agentRole: 'buyer',
    message: 'line one\nline two',
    hmac: 'ab'.repeat(32),
    createdAt: now,
    expiresAt: later,
    consumedAt: null,
    ...changes,
  };
}
