import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { askRail, expectStanding, unpaid } from './standings.ts';

const aliases = {
  base: 'eip155:8453',
  Peaq: 'eip155:3338',
  agung: 'eip155:9990',
  ETHEREUM: 'eip155:1',
  eth: 'eip155:1',
  polygon: 'eip155:137',
  arbitrum: 'eip155:42161',
  optimism: 'eip155:10',
  bsc: 'eip155:56',
  solana: 'solana:mainnet',
};

const caip2 = ['eip155:9990', 'eip155:42161', 'eip155:5042002', 'solana:mainnet'];
const addressFields = ['payerAddress', 'payeeAddress', 'tokenAddress', 'walletAddress', 'escrowAddress'];
const solanaAddress = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV';
const untouched = { order: 'created', payment: null } as const;

async function expectChain(ctx: CheckContext, trader: Trader, chain: string, wanted: string): Promise<void> {
  const reply = await askRail(ctx, await unpaid(ctx, trader), { chain });
  expectAccepted(ctx, reply, `an intent on the chain ${chain} is made`);
  ctx.expect.equal(reply.at('item.rail.chain'), wanted, `rail.chain after ${chain}`);
}

export const paymentChainChecks = [
  defineCheck('payments.chain-aliases', async (ctx) => {
    const trader = await ctx.trader();
    for (const [alias, chain] of Object.entries(aliases)) await expectChain(ctx, trader, alias, chain);
  }),

  defineCheck('payments.chain-caip2', async (ctx) => {
    const trader = await ctx.trader();
    for (const chain of caip2) await expectChain(ctx, trader, chain, chain);
  }),

  defineCheck('payments.chain-unknown', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'a chain that is neither CAIP-2 nor a well-known name is refused',
      code: 'VALIDATION_ERROR',
      request: () => askRail(ctx, order, { chain: 'the usual chain' }),
      control: async () => {
        await expectStanding(ctx, order, untouched, 'the order is unchanged after the refusal');
        return askRail(ctx, order, { chain: 'eip155:3338' });
      },
    });
  }),

  defineCheck('payments.evm-addresses', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const ask = (field: string, address: string) =>
      askRail(ctx, order, { chain: 'eip155:3338', [field]: address });
    const wrong = ['0x1234', solanaAddress];
    const cases = addressFields.flatMap((field, index) => {
      const address = wrong[index % wrong.length] ?? '';
      return [{ what: `${field} ${address} is refused`, request: () => ask(field, address) }];
    });
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: async () => {
        await expectStanding(ctx, order, untouched, 'the order is unchanged after the refusals');
        return ask('payeeAddress', ctx.agent().address);
      },
    });
  }),

  defineCheck('payments.addresses-checksummed', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const addresses = addressFields.map((field) => [field, ctx.agent().address] as const);
    const sent = addresses.map(([field, address], index) => {
      const digits = address.slice(2);
      return [field, `0x${index % 2 === 0 ? digits.toLowerCase() : digits.toUpperCase()}`];
    });
    const reply = await askRail(ctx, order, { chain: 'eip155:3338', ...Object.fromEntries(sent) });
    expectAccepted(ctx, reply, 'addresses in lower and upper case are accepted');
    for (const [field, address] of addresses)
      ctx.expect.equal(reply.at(`item.rail.${field}`), address, `rail.${field} with its checksum`);
  }),

  defineCheck('payments.addresses-elsewhere', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const rail = { chain: 'solana:mainnet', payerAddress: solanaAddress, payeeAddress: solanaAddress };
    const reply = expectAccepted(ctx, await askRail(ctx, order, rail), 'an intent on Solana is made');
    ctx.expect.equal(reply.at('item.rail.payerAddress'), solanaAddress, 'rail.payerAddress');
    ctx.expect.equal(reply.at('item.rail.payeeAddress'), solanaAddress, 'rail.payeeAddress');
  }),
];
