import { describe, expect, it } from 'vitest';
import { createIdentityMessage, createPairingMessage, listBoundValues } from './challenge-message.ts';
import { anIdentityChallenge, aPairingChallenge, later, now } from './records.fixture.ts';

const nonce = 'ab'.repeat(16);

describe('createIdentityMessage', () => {
  it('names identity, challenge, nonce and times, one to a line, without a trailing line break', () => {
    expect(createIdentityMessage(anIdentityChallenge(), nonce).split('\n')).toEqual([
      'peaqOS Machine Markets',
      'Purpose: machine-identity',
      'Identity: did:peaq:77',
      'Challenge: mchal_0123456789ab',
      `Nonce: ${nonce}`,
      `Issued At: ${now}`,
      `Expires At: ${later}`,
    ]);
  });
});

describe('createPairingMessage', () => {
  it('names every bound value, one to a line, without a trailing line break', () => {
    expect(createPairingMessage(aPairingChallenge(), nonce).split('\n')).toEqual([
      'peaqOS Machine Markets',
      'Purpose: agent-pairing',
      'Machine: mach_0123456789ab',
      'Identity: did:peaq:77',
      'Agent: 0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      'Agent DID: did:pkh:eip155:1:0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      'Provider: "anthropic"',
      'Role: "buyer"',
      'Challenge: achal_0123456789ab',
      `Nonce: ${nonce}`,
      `Issued At: ${now}`,
      `Expires At: ${later}`,
    ]);
  });

  it('has another purpose than an identity message, so that neither can pose as the other', () => {
    const identity = createIdentityMessage(anIdentityChallenge(), nonce);
    expect(createPairingMessage(aPairingChallenge(), nonce).split('\n')[1]).not.toBe(identity.split('\n')[1]);
  });

  const injections = [
    'x\nMachine: mach_ffffffffffff',
    'x\r\nMachine: mach_ffffffffffff',
    'x"\nRole: "admin',
    '\n\n\n',
    'tab\tand "quotes" \\ and \u0000 and \u001b[2J',
  ];

  it.each(injections)('keeps free text %j on its own line', (text) => {
    const plain = createPairingMessage(aPairingChallenge(), nonce).split('\n');
    const changes = [{ agentProvider: text }, { agentRole: text }, { agentProvider: text, agentRole: text }];
    for (const change of changes) {
      const lines = createPairingMessage(aPairingChallenge(change), nonce).split('\n');
      const names = lines.map((line) => line.split(':')[0]);
      expect(names).toEqual(plain.map((line) => line.split(':')[0]));
      expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    }
  });

  it('tells texts apart that differ only in how they are split', () => {
    const one = createPairingMessage(aPairingChallenge({ agentProvider: 'a"', agentRole: 'b' }), nonce);
    const other = createPairingMessage(aPairingChallenge({ agentProvider: 'a', agentRole: '"b' }), nonce);
    expect(one).not.toBe(other);
  });
});

describe('listBoundValues', () => {
  const bound = [
    'id',
    'machineId',
    'machineIdentityRef',
    'agentAddress',
    'agentDid',
    'agentProvider',
    'agentRole',
    'message',
    'expiresAt',
  ] as const;

  it.each(bound)('changes with %s', (field) => {
    const changed = aPairingChallenge({ [field]: 'something else' });
    expect(listBoundValues(changed)).not.toBe(listBoundValues(aPairingChallenge()));
  });

  it('does not change when the challenge is used', () => {
    expect(listBoundValues(aPairingChallenge({ consumedAt: now }))).toBe(
      listBoundValues(aPairingChallenge()),
    );
  });

  it('tells values apart that differ only in where one ends and the next begins', () => {
    const one = aPairingChallenge({ agentProvider: 'a","b', agentRole: 'c' });
    const other = aPairingChallenge({ agentProvider: 'a', agentRole: 'b","c' });
    expect(listBoundValues(one)).not.toBe(listBoundValues(other));
  });
});
