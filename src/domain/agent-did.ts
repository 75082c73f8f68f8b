import { getAddress } from 'viem/utils';
import { DomainError } from './errors.ts';
import { isSameAddress } from './signature.ts';

/**
 * The agent's DID with a checksummed address; mainnet's chain id where the client names none. Raises VALIDATION_ERROR
 * when the DID is about another address (contract E.4).
 */
export function chooseAgentDid(agentAddress: string, agentDid: string | undefined): string {
  const [, chainId, address] =
    /^did:pkh:eip155:([1-9][0-9]*):(0x[0-9a-fA-F]{40})$/.exec(
      agentDid ?? `did:pkh:eip155:1:${agentAddress}`,
    ) ?? [];
  if (chainId === undefined || address === undefined || !isSameAddress(address, agentAddress)) {
    throw new DomainError('VALIDATION_ERROR', 'The agent DID does not belong to the agent address.', {
      issues: [{ path: 'agentDid', message: 'must be did:pkh:eip155:<chain id>:<agentAddress>' }],
    });
  }
  return `did:pkh:eip155:${chainId}:${getAddress(address)}`;
}
