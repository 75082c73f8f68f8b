import { describe, expect, it } from 'vitest';
import { chooseAgentDid } from './agent-did.ts';
import { agent, controller } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const lower = agent.address.toLowerCase();

describe('chooseAgentDid', () => {
  it.each([
    ['the default', agent.address, undefined, `did:pkh:eip155:1:${agent.address}`],
    ['the default of a lower case address', lower, undefined, `did:pkh:eip155:1:${agent.address}`],
    ['its own DID', agent.address, `did:pkh:eip155:1:${agent.address}`, `did:pkh:eip155:1:${agent.address}`],
    [
      'another chain',
      agent.address,
      `did:pkh:eip155:3338:${agent.address}`,
      `did:pkh:eip155:3338:${agent.address}`,
    ],
    [
      'lower case in the DID',
      agent.address,
      `did:pkh:eip155:8453:${lower}`,
      `did:pkh:eip155:8453:${agent.address}`,
    ],
    ['lower case in both', lower, `did:pkh:eip155:8453:${lower}`, `did:pkh:eip155:8453:${agent.address}`],
  ])('gives %s with a checksummed address', (_case, address, did, expected) => {
    expect(chooseAgentDid(address, did)).toBe(expected);
  });

  it.each([
    ['another address', `did:pkh:eip155:1:${controller.address}`],
    ['chain 0', `did:pkh:eip155:0:${agent.address}`],
    ['a leading zero in the chain', `did:pkh:eip155:01:${agent.address}`],
    ['a negative chain', `did:pkh:eip155:-1:${agent.address}`],
    ['no chain', `did:pkh:eip155:${agent.address}`],
    ['another namespace', `did:pkh:solana:1:${agent.address}`],
    ['another method', `did:peaq:${agent.address}`],
    ['a short address', `did:pkh:eip155:1:${agent.address.slice(0, -1)}`],
    ['a long address', `did:pkh:eip155:1:${agent.address}0`],
    ['a trailing line break', `did:pkh:eip155:1:${agent.address}\n`],
    ['a leading space', ` did:pkh:eip155:1:${agent.address}`],
    ['an empty text', ''],
  ])('refuses %s', (_case, did) => {
    const details = { issues: [expect.objectContaining({ path: 'agentDid' })] };
    expect(() => chooseAgentDid(agent.address, did)).toThrow(refusal('VALIDATION_ERROR', { details }));
  });
});
