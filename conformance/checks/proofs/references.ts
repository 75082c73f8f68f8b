import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectStanding } from '../payments/standings.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Due } from './claims.ts';
import { due, freshSolanaSignature, prove, send } from './claims.ts';

const pending = { order: 'payment_pending', payment: 'intent_created' } as const;

const upperCase = (hash: string): string => `0x${hash.slice(2).toUpperCase()}`;

/** Set-up: proven with this hash. */
async function proven(ctx: CheckContext, each: Due, transactionHash: string): Promise<Due> {
  needAccepted(ctx, await prove(ctx, each, { transactionHash }), 'submitPaymentProof');
  return each;
}

export const proofReferenceChecks = [
  defineCheck('proofs.same-reference', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const transactionHash = ctx.freshHash();
    await proven(ctx, each, transactionHash);
    const before = await ctx.readPayment(each.order);
    for (const hash of [transactionHash, upperCase(transactionHash)]) {
      const again = await prove(ctx, each, { transactionHash: hash });
      expectAccepted(ctx, again, 'a proof with the same hash, in any case, is accepted again');
      ctx.expect.equal(again.at('item'), before, 'and the payment stays what it was');
    }
    await expectStanding(ctx, each.order, { order: 'ready', payment: 'held' }, 'the order stays ready');
  }),

  defineCheck('proofs.other-reference', async (ctx) => {
    const transactionHash = ctx.freshHash();
    const each = await proven(ctx, await due(ctx, await ctx.trader()), transactionHash);
    await ctx.expectRejected({
      what: 'another hash for a payment that is held is refused',
      code: 'VALIDATION_ERROR',
      request: () => prove(ctx, each),
      control: () => prove(ctx, each, { transactionHash }),
    });
    const shown = (await ctx.readPayment(each.order))?.proof?.transactionHash;
    ctx.expect.equal(shown, transactionHash, 'the hash that is kept');
  }),

  defineCheck('proofs.hash-once', async (ctx) => {
    const trader = await ctx.trader();
    const transactionHash = ctx.freshHash();
    await proven(ctx, await due(ctx, trader), transactionHash);
    const [second, locked] = [await due(ctx, trader), await due(ctx, trader, { type: 'escrow' })];
    const body = { transactionHash, chain: 'eip155:3338', escrowAddress: ctx.agent().address };
    const cases = [
      {
        what: 'a hash that proves another payment is refused',
        request: () => prove(ctx, second, { transactionHash }),
      },
      {
        what: 'an escrow lock with it is refused',
        request: () => ctx.act(locked.order, 'lockEscrow', { body }),
      },
    ];
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: async () => {
        await expectStanding(ctx, second.order, pending, 'order and payment are unchanged');
        return prove(ctx, second);
      },
    });
  }),

  defineCheck('proofs.hash-once-parallel', async (ctx) => {
    const trader = await ctx.trader();
    const transactionHash = ctx.freshHash();
    const dues = [];
    for (let count = 0; count < 6; count += 1) dues.push(await due(ctx, trader));
    const replies = await Promise.all(dues.map((each) => prove(ctx, each, { transactionHash })));
    const accepted = replies.filter((reply) => reply.isAccepted);
    ctx.expect.equal(accepted.length, 1, 'payments proven by one hash that was sent for six at once');
  }),

  defineCheck('proofs.hash-form', async (ctx) => {
    const trader = await ctx.trader();
    const [each, locked] = [await due(ctx, trader), await due(ctx, trader, { type: 'escrow' })];
    const { transactionHash: _hash, ...withoutHash } = ctx.recordedProof(each.payment);
    const wrong = [
      ctx.freshHash().slice(0, -1),
      ctx.freshHash().slice(2),
      `${ctx.freshHash().slice(0, -1)}g`,
    ];
    const escrow = { chain: 'eip155:3338', escrowAddress: ctx.agent().address };
    const cases = [
      { what: 'a proof without hash is refused', request: () => send(ctx, each.order, withoutHash) },
      ...wrong.map((transactionHash) => ({
        what: `the hash ${transactionHash} is refused`,
        request: () => prove(ctx, each, { transactionHash }),
      })),
      {
        what: 'and for an escrow lock',
        request: () =>
          ctx.act(locked.order, 'lockEscrow', { body: { ...escrow, transactionHash: wrong[0] ?? '' } }),
      },
    ];
    const control = () => prove(ctx, each);
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('proofs.address-form', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const cases = ['payerAddress', 'payeeAddress', 'tokenAddress'].map((field) => ({
      what: `a ${field} that is no EVM address is refused`,
      request: () => prove(ctx, each, { [field]: '0x1234' }),
    }));
    const control = () => prove(ctx, each);
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('proofs.amount-form', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const cases = ['-1', 'some', '1,5'].map((amount) => ({
      what: `an amount of "${amount}" is refused`,
      request: () => prove(ctx, each, { amount }),
    }));
    const control = () => prove(ctx, each);
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('proofs.solana-signature-form', async (ctx) => {
    const each = await due(ctx, await ctx.trader(), { chain: 'solana:mainnet' });
    const good = freshSolanaSignature(ctx);
    await ctx.expectRejected({
      what: 'a transactionSignature that is no base58 of a signature is refused',
      code: 'VALIDATION_ERROR',
      request: () => prove(ctx, each, { transactionSignature: '0OIl' }),
      control: () => prove(ctx, each, { transactionSignature: good }),
    });
  }),

  defineCheck('proofs.refusal-changes-nothing', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'a proof with a malformed hash is refused',
      code: 'VALIDATION_ERROR',
      request: () => prove(ctx, each, { transactionHash: '0x1234' }),
      control: async () => {
        await expectStanding(ctx, each.order, pending, 'order and payment are unchanged');
        ctx.expect.equal(await ctx.readPayment(each.order), each.payment, 'nothing of the proof is kept');
        return prove(ctx, each);
      },
    });
  }),

  defineCheck('proofs.no-rpc-url', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const tokenAddress = ctx.agent().address;
    await ctx.expectRejected({
      what: 'a proof in mode rpc is refused where no RPC URL is configured',
      code: 'PAYMENT_RPC_REQUIRED',
      request: () => prove(ctx, each, { verificationMode: 'rpc', tokenAddress }),
      control: () => prove(ctx, each, { tokenAddress }),
    });
  }),
];
