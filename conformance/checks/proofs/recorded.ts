import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectStanding } from '../payments/standings.ts';
import type { Due, Fields } from './claims.ts';
import { due, freshSolanaSignature, prove, send } from './claims.ts';

const solanaPayee = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV';

/** The proof is taken, and payment and order stand as they should. */
async function expectHeld(ctx: CheckContext, each: Due, fields: Fields, what: string): Promise<Reply> {
  const reply = expectAccepted(ctx, await prove(ctx, each, fields), what);
  ctx.expect.equal(reply.at('item.status'), 'held', 'the status of the payment');
  return reply;
}

async function expectRails(ctx: CheckContext, rails: readonly string[]): Promise<void> {
  const trader = await ctx.trader();
  for (const type of rails) {
    const order = await ctx.order(trader, { kind: 'paid' });
    const payment = await ctx.intent(order, { rail: { type } });
    await expectHeld(ctx, { order, payment }, {}, `a recorded proof on the rail ${type} is accepted`);
    await expectStanding(ctx, order, { order: 'ready', payment: 'held' }, 'the order is ready');
  }
}

/** Set-up: an intent on Solana, and a proof of it without chain-specific values of EVM. */
async function dueOnSolana(ctx: CheckContext): Promise<Due> {
  const parties = { payerAddress: solanaPayee, payeeAddress: solanaPayee };
  return due(ctx, await ctx.trader(), { type: 'external', chain: 'solana:mainnet', ...parties });
}

export const proofRecordedChecks = [
  defineCheck('proofs.held-and-ready', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const fields = { metadata: { memo: 'paid by hand' } };
    await expectHeld(ctx, each, fields, 'a recorded proof is accepted');
    await expectStanding(ctx, each.order, { order: 'ready', payment: 'held' }, 'the order is ready');
  }),

  defineCheck('proofs.fields-shown', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const sent = ctx.recordedProof(each.payment, { metadata: { receipt: 'R-1' } });
    const reply = expectAccepted(ctx, await send(ctx, each.order, sent), 'a recorded proof is accepted');
    for (const [field, value] of Object.entries(sent))
      ctx.expect.equal(reply.at(`item.proof.${field}`), value, `proof.${field}`);
    ctx.expect.equal(reply.at('item'), await ctx.readPayment(each.order), 'the payment as it is read');
  }),

  defineCheck('proofs.mode-default', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const { verificationMode: _mode, ...body } = ctx.recordedProof(each.payment);
    const reply = await send(ctx, each.order, body);
    expectAccepted(ctx, reply, 'a proof without verificationMode is accepted');
    ctx.expect.equal(reply.at('item.proof.verificationMode'), 'recorded', 'proof.verificationMode');
  }),

  defineCheck('proofs.lenient-amount', async (ctx) => {
    const trader = await ctx.trader();
    for (const amount of ['0', '1.0', '0.020'])
      await expectHeld(ctx, await due(ctx, trader), { amount }, `an amount of "${amount}" is accepted`);
  }),

  defineCheck('proofs.overridden', async (ctx) => {
    const each = await due(ctx, await ctx.trader());
    const fields = { chain: 'base', token: 'USDC' };
    const reply = await expectHeld(ctx, each, fields, 'another chain and token than the intent are accepted');
    ctx.expect.equal(reply.at('item.proof.chain'), 'eip155:8453', 'proof.chain');
    ctx.expect.equal(reply.at('item.proof.token'), 'USDC', 'proof.token');
  }),

  defineCheck('proofs.differences-noted', async (ctx) => {
    const trader = await ctx.trader();
    const [same, other] = [await due(ctx, trader), await due(ctx, trader)];
    const fits = await expectHeld(ctx, same, {}, 'a proof as the intent says is accepted');
    ctx.expect.equal(fits.at('item.notes'), same.payment.notes, 'the notes after a proof that fits');
    const fields = { chain: 'eip155:8453', token: 'USDC' };
    const differs = await expectHeld(ctx, other, fields, 'a proof that differs is accepted');
    const notes = ctx.expect.array(differs.at('item.notes'), 'notes');
    const isLonger = notes.length > other.payment.notes.length;
    ctx.expect.ok(isLonger, 'a note says that the proof differs from the intent', { actual: notes });
  }),

  defineCheck('proofs.falls-back-to-rail', async (ctx) => {
    const { order, payment } = await due(ctx, await ctx.trader());
    const body = { verificationMode: 'recorded', transactionHash: ctx.freshHash(), amount: '0.02' };
    const reply = expectAccepted(ctx, await send(ctx, order, body), 'a proof of the hash alone is accepted');
    for (const field of ['chain', 'token', 'payerAddress', 'payeeAddress'] as const)
      ctx.expect.equal(reply.at(`item.proof.${field}`), payment.rail[field], `proof.${field} of the intent`);
  }),

  defineCheck('proofs.wallet-becomes-transfer', async (ctx) => {
    const each = await due(ctx, await ctx.trader(), { type: 'wallet' });
    ctx.expect.equal(each.payment.rail.type, 'wallet', 'the rail before the proof');
    const reply = await expectHeld(ctx, each, {}, 'a proof on the rail wallet is accepted');
    ctx.expect.equal(reply.at('item.rail.type'), 'wdk-usdt-transfer', 'the rail after the proof');
  }),

  defineCheck('proofs.transfer-rails', (ctx) => expectRails(ctx, ['wallet', 'wdk-usdt-transfer', 'xvv42'])),

  defineCheck('proofs.out-of-band-rails', (ctx) =>
    expectRails(ctx, ['vault-stripe', 'offchain-record', 'external']),
  ),

  defineCheck('proofs.solana-signature', async (ctx) => {
    const each = await dueOnSolana(ctx);
    const transactionSignature = freshSolanaSignature(ctx);
    const reply = await expectHeld(ctx, each, { transactionSignature }, 'a Solana signature is accepted');
    ctx.expect.equal(reply.at('item.proof.transactionHash'), transactionSignature, 'proof.transactionHash');
  }),

  defineCheck('proofs.solana-recorded', async (ctx) => {
    const each = await dueOnSolana(ctx);
    const fields = { verificationMode: 'rpc', transactionSignature: freshSolanaSignature(ctx) };
    const reply = await expectHeld(ctx, each, fields, 'a Solana proof in mode rpc is accepted');
    ctx.expect.equal(reply.at('item.proof.verificationMode'), 'recorded', 'proof.verificationMode');
  }),
];
