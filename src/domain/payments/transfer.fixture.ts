import { expect } from 'vitest';
import { aPayment, seller, usdt } from '../market.fixture.ts';
import { agent } from '../records.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import type { MarketPayment, Rail } from './payment.ts';
import type { CheckedClaim, ProofSettings, TransferClaim } from './proof-rules.ts';
import { checkClaim } from './proof-rules.ts';

export const hash = `0x${'aB'.repeat(32)}`;
/** Of a transaction on Solana. */
export const signature =
  '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW';

export const settings: ProofSettings = { forceRpc: false, hasRpc: true, usdtContract: null, usdtDecimals: 6 };
export const forced: ProofSettings = { ...settings, forceRpc: true };

export const evmRail: Rail = {
  type: 'wallet',
  chain: 'eip155:3338',
  token: 'USDT',
  tokenAddress: usdt,
  payerAddress: agent.address,
  payeeAddress: seller,
  metadata: { tokenDecimals: 6, rawAmount: '20000' },
};

/** A payment that waits for its proof. */
export const due = (rail: Rail = evmRail, amount: number | null = 0.02): MarketPayment =>
  aPayment({ rail, amount });

export const check = (claim: TransferClaim, payment = due(), rules = settings): CheckedClaim =>
  checkClaim(claim, payment, rules);

export const issuesAt = (...paths: string[]): Error =>
  refusal('VALIDATION_ERROR', {
    details: { issues: paths.map((path) => expect.objectContaining({ path })) },
  });

export const rpcRequired = (reason: string): Error =>
  refusal('PAYMENT_RPC_REQUIRED', { details: { reason } });
