import { describe, expect, it } from 'vitest';
import type { TransferClaim } from './transfer-claim.ts';
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

describe('forced verification', () => {
  const recorded = { transactionHash: hash };

  it.each<TransferClaim>([
    recorded,
    { ...recorded, verificationMode: 'recorded' },
    { ...recorded, chain: 'peaq' },
  ])('refuses %o on an EVM chain', (claim) => {
    expect(() => check(claim, due(), forced)).toThrow(rpcRequired('verification-forced'));
  });

  it.each([{ type: 'wallet' }, { type: 'escrow' }, { type: 'xvv42' }] as const)(
    "takes a %o rail without a chain for one of the deployment's chain",
    (rail) => {
      expect(() => check(recorded, due(rail), forced)).toThrow(rpcRequired('verification-forced'));
    },
  );

  it.each(['base', 'solana', 'cosmos:cosmoshub-4'])('cannot be escaped by naming the chain %s', (chain) => {
    const claim = { chain, transactionHash: hash, transactionSignature: signature };
    expect(() => check(claim, due(), forced)).toThrow(issuesAt('chain'));
  });

  it('refuses what moved on a chain that nobody here can ask', () => {
    const claim = { chain: 'cosmos:cosmoshub-4', transactionHash: 'AB12' };
    expect(() => check(claim, due({ type: 'wallet' }), forced)).toThrow(rpcRequired('verification-forced'));
    expect(check(claim, due({ type: 'wallet' })).proof.transactionHash).toBe('AB12');
  });

  it.each(['recorded', 'rpc'] as const)(
    'records a transfer on Solana that is sent as %s',
    (verificationMode) => {
      const rail = { ...evmRail, chain: 'solana:mainnet', tokenMint: 'mint' };
      for (const rules of [settings, forced]) {
        const { proof, reference, expected } = check(
          { verificationMode, transactionSignature: signature },
          due(rail),
          rules,
        );
        expect({ reference, expected }).toEqual({ reference: signature, expected: null });
        expect(proof).toMatchObject({
          verificationMode: 'recorded',
          transactionHash: signature,
          tokenMint: 'mint',
          chain: 'solana:mainnet',
        });
      }
    },
  );

  it.each(['vault-stripe', 'offchain-record', 'external'] as const)(
    'records what %s did outside of chains',
    (type) => {
      for (const claim of [
        { transactionHash: 'pi_1' },
        { transactionHash: 'pi_1', chain: 'peaq' },
      ] as const) {
        const { proof, reference } = check(claim, due({ type }), forced);
        expect(reference).toBe('pi_1');
        expect(proof).toMatchObject({ verificationMode: 'recorded', transactionHash: 'pi_1' });
      }
    },
  );

  it('does not take an EVM transaction for something else because of its rail', () => {
    const claim = { transactionHash: hash, chain: 'peaq' };
    expect(() => check(claim, due({ type: 'external' }), forced)).toThrow(rpcRequired('verification-forced'));
  });
});

describe('other forms', () => {
  const solana = { chain: 'solana' };

  it('takes a Solana signature under either name', () => {
    expect(check({ ...solana, transactionHash: signature }).reference).toBe(signature);
    expect(check({ ...solana, transactionSignature: ` ${signature} ` }).reference).toBe(signature);
  });

  it.each([undefined, '', hash, signature.slice(0, 60), `${signature.slice(0, 80)}0`, 'I'.repeat(87)])(
    'refuses %s as a Solana signature',
    (transactionSignature) => {
      const claim = transactionSignature === undefined ? solana : { ...solana, transactionSignature };
      expect(() => check(claim)).toThrow(issuesAt('transactionSignature'));
    },
  );

  it('takes a payment reference outside of chains, where nothing else names the payment', () => {
    const { proof, reference } = check({ paymentReference: ' invoice 7 ' }, due({ type: 'external' }));
    expect(reference).toBe('invoice 7');
    expect(proof).toEqual({ verificationMode: 'recorded', paymentReference: ' invoice 7 ' });
    const longest = 'x'.repeat(200);
    expect(check({ transactionHash: longest }, due({ type: 'external' })).reference).toBe(longest);
  });

  it.each<TransferClaim>([
    {},
    { transactionHash: ' ' },
    { paymentReference: '' },
    { paymentReference: 'x'.repeat(201) },
  ])('refuses a payment outside of chains that nothing names: %o', (claim) => {
    expect(() => check(claim, due({ type: 'external' }))).toThrow(issuesAt('transactionHash'));
  });

  it('keeps base units outside of EVM as sent', () => {
    const claim = { ...solana, transactionSignature: signature, amount: '0.0000000001', rawAmount: '7' };
    expect(check(claim).proof).toMatchObject({ amount: '0.0000000001', rawAmount: '7' });
  });
});
