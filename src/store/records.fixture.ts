import { randomBytes } from 'node:crypto';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { IdentityChallenge, Machine } from '../domain/machine.ts';
import type { AgentPairing, PairingChallenge } from '../domain/pairing.ts';

export const NOW = '2026-05-16T12:00:00.000Z';
export const LATER = '2026-05-16T12:10:00.000Z';

/** Text that a careless column, encoding or quoting would alter. */
export const TRICKY_TEXT = `O'Hara "quoted" \\ back; -- drop ? $1 :x %s\n\t é ß 漢字 🤖 \u202e \u0001 \ufeff`;

/** A new id of contract A.4. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/** A machine with a value in every field and an identity of its own. */
export function aMachine(changes: Partial<Machine> = {}): Machine {
  const identityRef = `did:peaq:${BigInt(`0x${randomBytes(16).toString('hex')}`)}`;
  return {
    id: newId('mach'),
    displayName: 'Press 7',
    ownerId: 'owner-1',
    machineType: 'press',
    runtimeProfile: 'edge',
    status: 'active',
    identityRef,
    identityProof: {
      method: 'eip191',
      identityRef,
      signerAddress: '0x52908400098527886E0F7030069857D2E4169EE7',
      challengeId: newId('mchal'),
      verifiedAt: NOW,
      challengeExpiresAt: LATER,
      controllerAddresses: ['0x52908400098527886E0F7030069857D2E4169EE7'],
      resolutionSource: 'peaqos-mcr',
    },
    capabilities: ['press', 'weigh'],
    labels: { site: 'Berlin' },
    policyIds: ['pol_0123456789ab'],
    skillKeys: ['demo.print'],
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function anIdentityChallenge(changes: Partial<IdentityChallenge> = {}): IdentityChallenge {
  return {
    id: newId('mchal'),
    identityRef: 'did:peaq:77',
    message: 'line one\nline two',
    controllerAddresses: ['0x52908400098527886E0F7030069857D2E4169EE7'],
    createdAt: NOW,
    expiresAt: LATER,
    consumedAt: null,
    ...changes,
  };
}

export function aPairing(machineId: string, changes: Partial<AgentPairing> = {}): AgentPairing {
  return {
    id: newId('pair'),
    machineId,
    agentAddress: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    agentDid: 'did:pkh:eip155:1:0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    agentProvider: 'anthropic',
    agentRole: 'buyer',
    status: 'active',
    description: 'buys steel',
    verification: {
      method: 'eip191',
      signerAddress: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
      verifiedAt: NOW,
      challengeExpiresAt: LATER,
    },
    delegationPolicy: {
      allowedSkillKeys: ['demo.print'],
      deniedSkillKeys: [],
      allowedServiceIds: ['onem2m:demo:resources:native'],
      deniedServiceIds: [],
      perTransactionLimit: 0.1,
      dailySpendLimit: 123456789.123456,
      currency: 'USDT',
    },
    session: {
      id: newId('sess'),
      tokenId: newId('tok'),
      tokenLastFour: 'a-_9',
      issuedAt: NOW,
      expiresAt: LATER,
    },
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function aPairingChallenge(
  machineId: string,
  changes: Partial<PairingChallenge> = {},
): PairingChallenge {
  return {
    id: newId('achal'),
    machineId,
    machineIdentityRef: 'did:peaq:77',
    agentAddress: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    agentDid: 'did:pkh:eip155:1:0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    agentProvider: 'anthropic',
    agentRole: 'buyer',
    message: 'line one\nline two',
    hmac: 'ab'.repeat(32),
    createdAt: NOW,
    expiresAt: LATER,
    consumedAt: null,
    ...changes,
  };
}

export function anAuditEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: newId('aud'),
    actor: 'platform',
    type: 'machine.created',
    resourceType: 'machine',
    resourceId: 'mach_0123456789ab',
    machineId: 'mach_0123456789ab',
    payload: { changed: ['displayName'], before: null, nested: { deep: [1, 'two', true] } },
    createdAt: NOW,
    ...changes,
  };
}
