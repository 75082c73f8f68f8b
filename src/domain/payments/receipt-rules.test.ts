import { describe, expect, it } from 'vitest';
import { seller, usdt, vault } from '../market.fixture.ts';
import { agent } from '../records.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import { assertTransferred } from './receipt-rules.ts';
import type { ReceiptAnswer, TransferLog } from './receipt.ts';

const expected = {
  tokenAddress: usdt,
  payerAddress: agent.address,
  payeeAddress: seller,
  rawAmount: '20000',
};
const transfer: TransferLog = {
  tokenAddress: usdt.toLowerCase(),
  from: agent.address.toLowerCase(),
  to: seller.toLowerCase(),
  value: 20_000n,
};
const mined = (transfers: TransferLog[], isSuccess = true): ReceiptAnswer => ({
  outcome: 'mined',
  isSuccess,
  blockNumber: 7,
  transfers,
});

describe('assertTransferred', () => {
  it('gives the block of the transfer, among whatever else the transaction did', () => {
    const other = { ...transfer, value: 1n };
    expect(assertTransferred(mined([transfer]), expected)).toEqual({ blockNumber: 7 });
    expect(assertTransferred(mined([other, transfer, other]), expected)).toEqual({ blockNumber: 7 });
  });

  it('compares addresses in whatever case they are', () => {
    const checksummed = { ...transfer, tokenAddress: usdt, from: agent.address, to: seller };
    expect(assertTransferred(mined([checksummed]), expected)).toEqual({ blockNumber: 7 });
  });

  it('does without a block that the node does not tell', () => {
    const receipt = { ...mined([transfer]), blockNumber: null } as ReceiptAnswer;
    expect(assertTransferred(receipt, expected)).toEqual({ blockNumber: null });
  });

  it.each<Partial<TransferLog>>([
    { tokenAddress: vault.toLowerCase() },
    { from: vault.toLowerCase() },
    { to: vault.toLowerCase() },
    { value: 20_001n },
    { value: 19_999n },
    { from: seller.toLowerCase(), to: agent.address.toLowerCase() },
  ])('does not take a transfer with %o for it', (changes) => {
    expect(() => assertTransferred(mined([{ ...transfer, ...changes }]), expected)).toThrow(
      refusal('PAYMENT_TRANSFER_NOT_FOUND'),
    );
  });

  it('does not add transfers up', () => {
    const half = { ...transfer, value: 10_000n };
    expect(() => assertTransferred(mined([half, half]), expected)).toThrow(
      refusal('PAYMENT_TRANSFER_NOT_FOUND'),
    );
    expect(() => assertTransferred(mined([]), expected)).toThrow(refusal('PAYMENT_TRANSFER_NOT_FOUND'));
  });

  it('refuses a failed transaction, whatever its logs say', () => {
    expect(() => assertTransferred(mined([transfer], false), expected)).toThrow(refusal('PAYMENT_TX_FAILED'));
  });

  it('tells a missing receipt from a node that gives none', () => {
    expect(() => assertTransferred({ outcome: 'not-mined' }, expected)).toThrow(refusal('PAYMENT_NOT_MINED'));
  });

  it.each(['timeout', 'network', 'error-reply', 'invalid-reply'] as const)(
    'says why there is no answer: %s',
    (reason) => {
      expect(() => assertTransferred({ outcome: 'unreachable', reason }, expected)).toThrow(
        refusal('PAYMENT_RPC_ERROR', { details: { reason } }),
      );
    },
  );
});
