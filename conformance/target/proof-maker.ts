import { randomBytes } from 'node:crypto';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { valueAt } from '../contract/json.ts';
import type { MarketPayment, ProofMaker } from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import { signChallenge } from './x402-signature.ts';

const fallback = {
  chain: 'eip155:3338',
  token: 'USDT',
  payerAddress: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  payeeAddress: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
} as const;

const freshHash = (): string => `0x${randomBytes(32).toString('hex')}`;

/** The ingredients of proofs. Everything that can pay is told to `hide`. */
export function createProofMaker(hide: (secret: string) => void): ProofMaker {
  return {
    freshHash,
    freshSecret: () => {
      const secret = `planted-${randomBytes(18).toString('hex')}`;
      hide(secret);
      return secret;
    },
    recordedProof,
    challenge402: (payment) => {
      const challenge = valueAt(payment, 'rail.metadata.paymentRequest.paymentRequired');
      if (typeof challenge === 'string' && challenge !== '') return challenge;
      const error = valueAt(payment, 'rail.metadata.paymentRequest.bodyError');
      const reason = typeof error === 'string' ? ` (${error})` : '';
      throw new Untestable(
        `Set-up: the payment intent has no challenge in rail.metadata.paymentRequest.paymentRequired${reason}.`,
      );
    },
    sign402: async (challenge, account = privateKeyToAccount(generatePrivateKey()), replaced = {}) => {
      const { header, signature } = await signChallenge(challenge, account, replaced);
      hide(header);
      hide(signature);
      return header;
    },
  };
}

function recordedProof(
  { rail, amount }: MarketPayment,
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    verificationMode: 'recorded',
    chain: rail.chain ?? fallback.chain,
    token: rail.token ?? fallback.token,
    payerAddress: rail.payerAddress ?? fallback.payerAddress,
    payeeAddress: rail.payeeAddress ?? fallback.payeeAddress,
    amount: String(amount ?? 0),
    ...('transactionSignature' in fields ? {} : { transactionHash: freshHash() }),
    ...fields,
  };
}
