import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply, Talk } from '../../engine/context.ts';
import type { RpcFault, RpcStub } from '../../registry/rpc-stub.ts';
import { expectAllRejected } from '../rejections.ts';
import { expectAccepted } from '../acceptance.ts';
import type { Fields } from './transfers.ts';

const faults: readonly RpcFault[] = [
  { kind: 'status', status: 503 },
  { kind: 'rpc-error' },
  { kind: 'reset' },
  { kind: 'garbage' },
];

const token = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

/** Sends the proof of a transfer, with these fields added or replaced. */
type Prove = (fields?: Fields) => Promise<Reply>;

/** Set-up: an order of 1.5 tokens at the server, and the transfer that pays for it in the receipts of the stub. */
async function sellThrough(ctx: CheckContext, talk: Talk, stub: RpcStub, rawAmount: bigint): Promise<Prove> {
  const parties = { payerAddress: ctx.agent().address, payeeAddress: ctx.agent().address };
  const order = await talk.order(await talk.trader(), { kind: 'paid' });
  const rail = { type: 'wdk-usdt-transfer', chain: 'eip155:31337', ...parties };
  await talk.intent(order, { rail, amount: 1.5, currency: 'USDT' });
  const transactionHash = ctx.freshHash();
  stub.addTransfer(transactionHash, {
    token,
    from: parties.payerAddress,
    to: parties.payeeAddress,
    rawAmount,
  });
  const body = { verificationMode: 'rpc', ...parties, amount: '1.5', transactionHash };
  return (fields = {}) => talk.act(order, 'submitPaymentProof', { body: { ...body, ...fields } });
}

/** Set-up: a server that verifies with the stub. */
async function openServer(ctx: CheckContext, env: Record<string, string | undefined>): Promise<Talk> {
  return ctx.on(await ctx.spawn({ PEAQOS_USDT_CONTRACT: undefined, ...env }));
}

const rawPrice = 1_500_000n;

export const nodeChecks = [
  defineCheck('payment-rpc.node-down', async (ctx) => {
    const stub = await ctx.rpcStub();
    const talk = await openServer(ctx, { PEAQOS_PAYMENT_RPC_URL: stub.url });
    const prove = await sellThrough(ctx, talk, stub, rawPrice);
    const cases = faults.map((fault) => ({
      what: `a proof is refused while the node is broken (${fault.kind})`,
      request: () => {
        stub.setFault(fault);
        return prove({ tokenAddress: token });
      },
    }));
    await expectAllRejected(ctx, cases, {
      code: 'PAYMENT_RPC_ERROR',
      status: 502,
      control: () => {
        stub.setFault(null);
        return prove({ tokenAddress: token });
      },
    });
  }),

  defineCheck('payment-rpc.token-unknown', async (ctx) => {
    const stub = await ctx.rpcStub();
    const talk = await openServer(ctx, { PEAQOS_PAYMENT_RPC_URL: stub.url });
    const prove = await sellThrough(ctx, talk, stub, rawPrice);
    await ctx.expectRejected({
      what: 'a proof to be verified is refused when nobody says of which token',
      code: 'VALIDATION_ERROR',
      request: () => prove(),
      control: () => prove({ tokenAddress: token }),
    });
  }),

  defineCheck('payment-rpc.decimals-custom', async (ctx) => {
    const decimals = Number(ctx.target.env['PEAQOS_USDT_DECIMALS']);
    const stub = await ctx.rpcStub();
    const talk = await openServer(ctx, { PEAQOS_PAYMENT_RPC_URL: stub.url });
    const rawAmount = 15n * 10n ** BigInt(decimals - 1);
    const prove = await sellThrough(ctx, talk, stub, rawAmount);
    const reply = await prove({ tokenAddress: token });
    expectAccepted(ctx, reply, `an amount of "1.5" is 15 followed by ${decimals - 1} zeros`);
  }),

  defineCheck('payment-rpc.url-precedence', async (ctx) => {
    const [first, second, third] = [await ctx.rpcStub(), await ctx.rpcStub(), await ctx.rpcStub()];
    const urls = [
      ['PEAQOS_PAYMENT_RPC_URL', first],
      ['PEAQ_EVM_RPC_URL', second],
      ['PEAQOS_EVM_RPC_URL', third],
    ] as const;
    await Promise.all(
      urls.map(async ([name, wanted], index) => {
        const env = urls.map(([key, stub], at) => [key, at < index ? undefined : stub.url]);
        const talk = await openServer(ctx, Object.fromEntries(env) as Record<string, string | undefined>);
        const prove = await sellThrough(ctx, talk, wanted, rawPrice);
        const reply = await prove({ tokenAddress: token });
        expectAccepted(ctx, reply, `the node of ${name}, which alone knows the transfer, is asked`);
      }),
    );
  }),
];
