import { describe, expect, it } from 'vitest';
import { aPayment, seller, usdt, vault } from '../market.fixture.ts';
import { agent } from '../records.fixture.ts';
import type { Rail } from './payment.ts';
import type { TransferClaim } from './proof-rules.ts';
import { assertSameReference, railAfterProof, toEscrowProof } from './proof-rules.ts';
import {
  check,
  due,
  evmRail,
  forced,
  hash,
  issuesAt,
  rpcRequired,
  settings,
  signature,
} from './transfer.fixture.ts';

describe('a recorded transfer', () => {
  it('takes what it leaves out from the intent', () => {
    expect(check({ transactionHash: hash })).toEqual({
      reference: hash.toLowerCase(),
      expected: null,
      notes: [],
      proof: {
        verificationMode: 'recorded',
        chain: 'eip155:3338',
        token: 'USDT',
        tokenAddress: usdt,
        payerAddress: agent.address,
        payeeAddress: seller,
        rawAmount: '20000',
        transactionHash: hash.toLowerCase(),
      },
    });
  });

  it('keeps what it says, each thing in its one spelling', () => {
    const claim: TransferClaim = {
      verificationMode: 'recorded',
      chain: 'peaq',
      token: 'usdt',
      payerAddress: agent.address.toLowerCase(),
      payeeAddress: seller.toLowerCase(),
      tokenAddress: usdt.toLowerCase(),
      amount: '0.020',
      rawAmount: '0020000',
      tokenMint: 'mint',
      paymentReference: 'invoice 7',
      transactionHash: ` ${hash} `,
      metadata: { memo: 'x' },
    };
    const { proof, notes } = check(claim);
    expect(notes).toEqual([]);
    expect(proof).toEqual({
      verificationMode: 'recorded',
      chain: 'eip155:3338',
      token: 'usdt',
      payerAddress: agent.address,
      payeeAddress: seller,
      tokenAddress: usdt,
      amount: '0.020',
      rawAmount: '20000',
      tokenMint: 'mint',
      paymentReference: 'invoice 7',
      transactionHash: hash.toLowerCase(),
      metadata: { memo: 'x' },
    });
  });

  it.each<[string, TransferClaim]>([
    ['amount', { amount: '0' }],
    ['amount', { amount: '0.021' }],
    ['amount', { rawAmount: '20001' }],
    ['amount', { amount: '0.02', tokenDecimals: 18 }],
    ['chain', { chain: 'base' }],
    ['token', { token: 'USDC' }],
    ['tokenAddress', { tokenAddress: vault }],
    ['payerAddress', { payerAddress: vault }],
    ['payeeAddress', { payeeAddress: vault }],
    ['chain, payeeAddress, amount', { chain: 'base', payeeAddress: vault, amount: '7' }],
  ])('notes that it differs in %s: %o', (fields, claim) => {
    const { notes, expected } = check({ transactionHash: hash, ...claim });
    expect(notes).toEqual([`The proof differs from the payment intent in: ${fields}.`]);
    expect(expected).toBeNull();
  });

  it('compares amounts in major units where base units are unknown', () => {
    const stated = { chain: 'solana', transactionSignature: signature };
    const rail = { type: 'external' as const };
    expect(check({ ...stated, amount: '0.0200' }, due(rail)).notes).toEqual([]);
    expect(check({ ...stated, amount: '0.03' }, due(rail)).notes).toHaveLength(1);
    expect(check({ ...stated, amount: '0.03' }, due(rail, null)).notes).toEqual([]);
  });

  it('does not take USDT for its token because nobody names one', () => {
    const rules = { ...settings, usdtContract: usdt };
    const { tokenAddress: _token, ...rail } = evmRail;
    expect(check({ transactionHash: hash }, due(rail), rules).proof).not.toHaveProperty('tokenAddress');
  });

  it.each<TransferClaim>([
    {},
    { transactionHash: '' },
    { transactionHash: '0x12' },
    { transactionHash: hash.slice(2) },
    { transactionSignature: signature },
    { paymentReference: hash },
  ])('is refused without an EVM transaction hash: %o', (claim) => {
    expect(() => check(claim)).toThrow(issuesAt('transactionHash'));
  });

  it.each<[string, TransferClaim]>([
    ['chain', { chain: 'nowhere' }],
    ['amount', { amount: 'much' }],
    ['amount', { amount: '-1' }],
    ['amount', { amount: '0.0000001' }],
    ['payerAddress', { payerAddress: '0x12' }],
    ['payeeAddress', { payeeAddress: 'seller' }],
    ['tokenAddress', { tokenAddress: '0x' }],
  ])('is refused for the shape of its %s: %o', (path, claim) => {
    expect(() => check({ transactionHash: hash, ...claim })).toThrow(issuesAt(path));
  });
});

describe('a verified transfer', () => {
  const rpc = { verificationMode: 'rpc' as const, transactionHash: hash };
  const expected = {
    payerAddress: agent.address,
    payeeAddress: seller,
    tokenAddress: usdt,
    rawAmount: '20000',
  };

  it.each([settings, forced])('is expected as the intent says: %o', (rules) => {
    const checked = check(rpc, due(), rules);
    expect(checked).toMatchObject({ reference: hash.toLowerCase(), expected, notes: [] });
    expect(checked.proof).toMatchObject({ verificationMode: 'rpc', rawAmount: '20000' });
  });

  it.each<[string, TransferClaim]>([
    ['chain', { chain: 'base' }],
    ['token', { token: 'USDC' }],
    ['tokenAddress', { tokenAddress: vault }],
    ['payeeAddress', { payeeAddress: vault }],
    ['amount', { amount: '0.01' }],
    ['amount', { rawAmount: '1' }],
    ['amount', { amount: '0.02', rawAmount: '1' }],
    ['amount', { amount: '0.02', tokenDecimals: 0, rawAmount: '2' }],
  ])('must not differ from the intent in %s: %o', (path, claim) => {
    expect(() => check({ ...rpc, ...claim })).toThrow(issuesAt(path));
  });

  it('may come from another account, which is noted', () => {
    expect(check({ ...rpc, payerAddress: vault })).toMatchObject({
      expected: { ...expected, payerAddress: vault },
      notes: ['The proof differs from the payment intent in: payerAddress.'],
    });
  });

  it.each<[string, TransferClaim, number, string]>([
    ['rawAmount', { rawAmount: '007', amount: '1.5' }, 6, '7'],
    ['amount and its own decimals', { amount: '1.5', tokenDecimals: 2 }, 6, '150'],
    ["amount and the deployment's decimals", { amount: '1.5' }, 6, '1500000'],
    ['amount and 18 decimals', { amount: '1.5' }, 18, '1500000000000000000'],
  ])('takes an amount nobody knew from %s', (_name, claim, usdtDecimals, rawAmount) => {
    const { metadata: _metadata, ...rail } = evmRail;
    const rules = { ...settings, usdtDecimals };
    expect(check({ ...rpc, ...claim }, due(rail, null), rules).expected?.rawAmount).toBe(rawAmount);
  });

  it('scales by the decimals of the intent before those of the deployment', () => {
    const rail = { ...evmRail, metadata: { tokenDecimals: 2 } };
    expect(check({ ...rpc, amount: '1.5' }, due(rail, null)).expected?.rawAmount).toBe('150');
  });

  it("falls back to the deployment's USDT contract, which the rail and the claim beat", () => {
    const { tokenAddress: _token, ...rail } = evmRail;
    const rules = { ...settings, usdtContract: usdt.toLowerCase() };
    expect(check(rpc, due(rail), rules).expected?.tokenAddress).toBe(usdt);
    expect(check({ ...rpc, tokenAddress: vault }, due(rail), rules).expected?.tokenAddress).toBe(vault);
    expect(check(rpc, due({ ...rail, tokenAddress: vault }), rules).expected?.tokenAddress).toBe(vault);
    expect(() => check(rpc, due(rail))).toThrow(issuesAt('tokenAddress'));
  });

  it('names everything that it lacks', () => {
    expect(() => check(rpc, due({ type: 'wallet' }, null))).toThrow(
      issuesAt('payerAddress', 'payeeAddress', 'tokenAddress', 'amount'),
    );
  });

  it('needs a node', () => {
    expect(() => check(rpc, due(), { ...settings, hasRpc: false })).toThrow(rpcRequired('no-rpc-url'));
    expect(() => check(rpc, due(), { ...forced, hasRpc: false })).toThrow(rpcRequired('no-rpc-url'));
  });
});

describe('railAfterProof', () => {
  it('makes a wallet a transfer and leaves other rails', () => {
    expect(railAfterProof(evmRail)).toEqual({ ...evmRail, type: 'wdk-usdt-transfer' });
    const escrow: Rail = { type: 'escrow' };
    expect(railAfterProof(escrow)).toBe(escrow);
  });
});

describe('toEscrowProof', () => {
  it.each([
    [
      { transactionHash: hash, chain: 'peaq', escrowAddress: vault.toLowerCase() },
      { transactionHash: hash.toLowerCase(), chain: 'eip155:3338', escrowAddress: vault },
    ],
    [
      { transactionHash: signature, chain: 'solana', escrowAddress: 'escrowAccount' },
      { transactionHash: signature, chain: 'solana:mainnet', escrowAddress: 'escrowAccount' },
    ],
    [
      { transactionHash: 'AB12', chain: 'cosmos:cosmoshub-4', escrowAddress: 'cosmos1' },
      { transactionHash: 'AB12', chain: 'cosmos:cosmoshub-4', escrowAddress: 'cosmos1' },
    ],
  ])('%o is kept as %o', (lock, kept) => {
    expect(toEscrowProof(lock)).toEqual(kept);
  });

  it.each([
    ['transactionHash', { transactionHash: '0x12', chain: 'peaq', escrowAddress: vault }],
    ['transactionSignature', { transactionHash: hash, chain: 'solana', escrowAddress: 'escrowAccount' }],
    ['chain', { transactionHash: hash, chain: 'nowhere', escrowAddress: vault }],
    ['escrowAddress', { transactionHash: hash, chain: 'peaq', escrowAddress: '0x12' }],
  ])('is refused at %s', (path, lock) => {
    expect(() => toEscrowProof(lock)).toThrow(issuesAt(path));
  });
});

describe('assertSameReference', () => {
  it('lets the same proof come again, and no other', () => {
    const held = aPayment({ status: 'held', reference: hash.toLowerCase() });
    const other = `0x${'cd'.repeat(32)}`;
    expect(() => assertSameReference(held, hash.toLowerCase(), 'transactionHash')).not.toThrow();
    expect(() => assertSameReference(held, other, 'transactionHash')).toThrow(issuesAt('transactionHash'));
    expect(() => assertSameReference(aPayment(), other, 'payment.paymentSignature')).toThrow(
      issuesAt('payment.paymentSignature'),
    );
  });
});
