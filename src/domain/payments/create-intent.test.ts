import { describe, expect, it } from 'vitest';
import type { PaymentRecommendation } from '../catalog/market-service.ts';
import { paymentRailTypes } from '../catalog/market-service.ts';
import { freePayment, seller, usdt, vault, walletPayment } from '../market.fixture.ts';
import { agent } from '../records.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import type { IntentSettings, IntentWish } from './create-intent.ts';
import { createIntent, exceedsSpend } from './create-intent.ts';

const open: IntentSettings = { enforceRails: false, usdtContract: null, usdtDecimals: 6 };
const enforced = { ...open, enforceRails: true };
const price = { amount: 0.02, currency: 'USD' };

function intend(
  wish: Partial<IntentWish> = {},
  payment: PaymentRecommendation = walletPayment,
  settings = open,
  spend: { amount: number; currency: string | null } = price,
) {
  const facts = { payment, agentAddress: agent.address, spend };
  return createIntent({ rail: {}, amount: null, currency: null, ...wish }, facts, settings);
}

const issueAt = (path: string) =>
  refusal('VALIDATION_ERROR', { details: { issues: [expect.objectContaining({ path })] } });

describe('the rail', () => {
  it('is the recommended one, filled with what is known', () => {
    expect(intend()).toEqual({
      status: 'intent_created',
      amount: 0.02,
      currency: 'USD',
      rail: {
        type: 'wallet',
        chain: 'eip155:3338',
        token: 'USDT',
        payerAddress: agent.address,
        payeeAddress: seller,
        metadata: { tokenDecimals: 6, rawAmount: '20000' },
      },
    });
  });

  it.each(paymentRailTypes)('%s may be requested unless rails are enforced', (type) => {
    expect(intend({ rail: { type } }).rail.type).toBe(type);
  });

  it.each(walletPayment.supportedRails)('%s may be requested where the service offers it', (type) => {
    expect(intend({ rail: { type } }, walletPayment, enforced).rail.type).toBe(type);
  });

  it.each(paymentRailTypes.filter((type) => !walletPayment.supportedRails.includes(type)))(
    '%s is refused where rails are enforced and the service does not offer it',
    (type) => {
      expect(() => intend({ rail: { type } }, walletPayment, enforced)).toThrow(issueAt('rail.type'));
    },
  );

  it('must be paid on an enforced service that is not free, whatever it lists', () => {
    const lists = { ...walletPayment, supportedRails: ['wallet' as const, 'not-required' as const] };
    const wish = { rail: { type: 'not-required' as const } };
    expect(() => intend(wish, lists, enforced)).toThrow(issueAt('rail.type'));
    expect(intend(wish, { ...lists, required: false }, enforced).status).toBe('not_required');
    expect(intend(wish, lists).status).toBe('not_required');
  });

  it('needs nothing on a free service', () => {
    const nothing = { status: 'not_required', rail: { type: 'not-required' }, amount: null, currency: null };
    expect(intend({}, freePayment)).toEqual(nothing);
    expect(intend({}, freePayment, enforced)).toEqual(nothing);
  });

  it('takes each field from the request, else from the recommendation', () => {
    const advice = {
      ...walletPayment,
      chain: 'solana:mainnet',
      tokenAddress: 'adviceTokenAddress',
      tokenMint: 'adviceMint',
      provider: 'adviceProvider',
      externalUrl: 'https://advice.example',
      walletAddress: 'adviceWallet',
      payerAddress: 'advicePayer',
      payeeAddress: 'advicePayee',
    };
    const rail = {
      chain: 'solana',
      token: 'USDC',
      tokenAddress: 'requestTokenAddress',
      tokenMint: 'requestMint',
      provider: 'requestProvider',
      externalUrl: 'https://request.example',
      walletAddress: 'requestWallet',
      payerAddress: 'requestPayer',
      payeeAddress: 'requestPayee',
    };
    const { token, metadata: _metadata, ...advised } = intend({}, advice).rail;
    const {
      supportedRails: _rails,
      defaultRail: type,
      required: _required,
      notes: _notes,
      ...known
    } = advice;
    expect({ ...advised, token }).toEqual({ ...known, type });
    const own = { accountId: 'acct_1', paymentIntentId: 'pi_1' };
    const { metadata: _own, ...requested } = intend({ rail: { ...rail, ...own } }, advice).rail;
    expect(requested).toEqual({ ...rail, ...own, type, chain: 'solana:mainnet' });
  });
});

describe('addresses', () => {
  it('falls back to the wallet of the service for the payee', () => {
    const { payeeAddress: _payee, ...rest } = walletPayment;
    const { rail } = intend({}, { ...rest, walletAddress: seller });
    expect(rail).toMatchObject({ payeeAddress: seller, walletAddress: seller });
  });

  it('are checksummed on an EVM chain, in whatever case they come', () => {
    const rail = { payerAddress: seller.toLowerCase(), payeeAddress: `0x${vault.slice(2).toUpperCase()}` };
    expect(intend({ rail }).rail).toMatchObject({ payerAddress: seller, payeeAddress: vault });
  });

  it.each(['payerAddress', 'payeeAddress', 'walletAddress', 'escrowAddress', 'tokenAddress'])(
    'must be EVM addresses on an EVM chain: %s',
    (key) => {
      expect(() => intend({ rail: { [key]: '0x12' } })).toThrow(issueAt(`rail.${key}`));
      expect(intend({ rail: { [key]: '0x12', chain: 'solana' } }).rail).toMatchObject({ [key]: '0x12' });
    },
  );

  it.each(['x402'] as const)('leaves the payer of %s to its signer, also a requested one', (type) => {
    expect(intend({ rail: { type, payerAddress: seller } }).rail).not.toHaveProperty('payerAddress');
  });

  it.each(['escrow', 'onchain-escrow'] as const)('takes the escrow of the recommendation for %s', (type) => {
    const advice = { ...walletPayment, escrowAddress: vault };
    expect(intend({ rail: { type } }, advice).rail.escrowAddress).toBe(vault);
    expect(intend({}, advice).rail).not.toHaveProperty('escrowAddress');
    expect(intend({ rail: { type, escrowAddress: seller } }, advice).rail.escrowAddress).toBe(seller);
  });

  it.each([
    ['USDT on an EVM chain', {}, usdt],
    ['USDT in another spelling', { rail: { token: ' usdt ' } }, usdt],
    ['another token', { rail: { token: 'USDC' } }, undefined],
    ['USDT on Solana', { rail: { chain: 'solana' } }, undefined],
    ['a requested token', { rail: { tokenAddress: vault } }, vault],
  ])("fills in the deployment's USDT contract for %s", (_name, wish, tokenAddress) => {
    const settings = { ...open, usdtContract: usdt.toLowerCase() };
    expect(intend(wish, walletPayment, settings).rail.tokenAddress).toBe(tokenAddress);
  });

  it('knows USDT by the currency too', () => {
    const { token: _token, chain: _chain, ...advice } = walletPayment;
    const settings = { ...open, usdtContract: usdt };
    expect(intend({ currency: 'USDT' }, advice, settings).rail.tokenAddress).toBe(usdt);
    expect(intend({ currency: 'EUR' }, advice, settings).rail).not.toHaveProperty('tokenAddress');
  });

  it.each(['mainnet', 'eip155:01'])('refuses the chain %s', (chain) => {
    expect(() => intend({ rail: { chain } })).toThrow(issueAt('rail.chain'));
  });

  it('takes the names of chains', () => {
    expect(intend({ rail: { chain: 'Base' } }).rail.chain).toBe('eip155:8453');
  });
});

describe('the amount', () => {
  it.each([
    ['the requested one', { amount: 1, currency: 'USDC' }, price, 1, 'USDC'],
    ["the order's", {}, price, 0.02, 'USD'],
    ["the requested one in the order's currency", { amount: 1 }, price, 1, 'USD'],
    ["the requested one in the rail's token", { amount: 1 }, { amount: 0, currency: null }, 1, 'USDT'],
    ['unknown', {}, { amount: 0, currency: null }, null, 'USDT'],
  ])('is %s', (_name, wish, spend, amount, currency) => {
    expect(intend(wish, walletPayment, open, spend)).toMatchObject({ amount, currency });
  });

  it.each([
    [1.5, {}, 6, { tokenDecimals: 6, rawAmount: '1500000' }],
    [1.5, {}, 18, { tokenDecimals: 18, rawAmount: '1500000000000000000' }],
    [1.5, { tokenDecimals: 2 }, 6, { tokenDecimals: 2, rawAmount: '150' }],
    [1.5, { decimals: 1, memo: 'x' }, 6, { decimals: 1, memo: 'x', tokenDecimals: 1, rawAmount: '15' }],
    [2, { tokenDecimals: 0 }, 6, { tokenDecimals: 0, rawAmount: '2' }],
    [2, { tokenDecimals: 36 }, 6, { tokenDecimals: 36, rawAmount: `2${'0'.repeat(36)}` }],
    [1e-7, { tokenDecimals: 7 }, 6, { tokenDecimals: 7, rawAmount: '1' }],
  ])('%s with %o and the preset %s', (amount, metadata, usdtDecimals, expected) => {
    const settings = { ...open, usdtDecimals };
    expect(intend({ amount, rail: { metadata } }, walletPayment, settings).rail.metadata).toEqual(expected);
  });

  it('has no base units while nobody knows it', () => {
    const { metadata } = intend({}, walletPayment, open, { amount: 0, currency: null }).rail;
    expect(metadata).toEqual({ tokenDecimals: 6 });
  });

  it('must fit the token when it is requested; a price that does not has no base units', () => {
    expect(() => intend({ amount: 1e-7 })).toThrow(issueAt('amount'));
    const { amount, rail } = intend({}, walletPayment, open, { amount: 1e-7, currency: 'USD' });
    expect({ amount, metadata: rail.metadata }).toEqual({ amount: 1e-7, metadata: { tokenDecimals: 6 } });
  });

  it.each([-1, 37, 1.5, '6', Number.NaN])('refuses %s decimals', (tokenDecimals) => {
    expect(() => intend({ rail: { metadata: { tokenDecimals } } })).toThrow(
      issueAt('rail.metadata.tokenDecimals'),
    );
  });

  it("never takes the server's own words from the request", () => {
    const metadata = { rawAmount: 'abc', paymentRequest: { paymentRequired: 'e30=' }, memo: 'kept' };
    const unknown = { amount: 0, currency: null };
    expect(intend({ rail: { metadata } }, walletPayment, open, unknown).rail.metadata).toEqual({
      memo: 'kept',
      tokenDecimals: 6,
    });
  });
});

describe('exceedsSpend', () => {
  it.each([
    [0.02, 'USDC', false],
    [0.01, 'USD', false],
    [0.020000001, 'USD', true],
    [0.01, 'EUR', true],
    [0.02, null, false],
    [null, 'USD', false],
    [null, 'EUR', false],
  ])('%s %s for an order that counted 0.02 USD: %s', (amount, currency, exceeds) => {
    expect(exceedsSpend({ amount, currency }, price)).toBe(exceeds);
  });
});
