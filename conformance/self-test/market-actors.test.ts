import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toServerCommand } from '../cli/command-inputs.ts';
import { inheritedEnvironment } from '../cli/inherited-environment.ts';
import type { Exchange } from '../contract/exchange.ts';
import { Redactor } from '../contract/redactor.ts';
import { openContext } from '../engine/check-context.ts';
import type { CheckContext } from '../engine/context.ts';
import type { ToggleSet } from '../engine/types.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { startManaged } from '../target/managed.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { SharedChain } from '../target/shared-chain.ts';
import { defaultSet, eachSet } from '../target/toggle-sets.ts';

// The actors buy from a real server of ours, behind the stand-ins and on the chain of the kit.

const chain = new SharedChain();
afterAll(() => chain.close());

const start = (set: ToggleSet, ofChain = chain): Promise<LiveTarget> =>
  startManaged(set, {
    command: toServerCommand(undefined),
    inheritedEnv: inheritedEnvironment(),
    declaredEnv: {},
    timeoutMs: 10_000,
    chain: ofChain,
  });

/** Runs what a check would do; resolves to the evidence, once everything is undone. */
async function check(target: LiveTarget, run: (ctx: CheckContext) => Promise<void>): Promise<string> {
  const exchanges: Exchange[] = [];
  const { ctx, close } = openContext({
    requirementId: 'self.test',
    target,
    redactor: new Redactor(),
    isReadOnly: false,
    record: (exchange) => void exchanges.push(exchange),
  });
  try {
    await run(ctx);
  } finally {
    expect(await close()).toEqual([]);
  }
  return JSON.stringify(exchanges);
}

describe('With every toggle at its default', () => {
  let target: LiveTarget;
  beforeAll(async () => {
    target = await start(defaultSet);
  }, 60_000);
  afterAll(() => target.close());

  test.each(['free-read', 'paid'] as const)(
    'a %s service is ordered, delivered and confirmed',
    async (kind) => {
      await check(target, async (ctx) => {
        const order = await ctx.order(await ctx.trader(), { kind });
        expect((await ctx.deliver(order)).order.status).toBe('delivered');
        const { payment } = await ctx.confirm(order);
        expect(payment?.status).toBe(kind === 'paid' ? 'release_pending' : undefined);
        expect((await ctx.readOrder(order)).status).toBe('confirmed');
      });
    },
  );

  test('a hand-off is delivered as one, ordered with a quote', async () => {
    await check(target, async (ctx) => {
      const order = await ctx.order(await ctx.trader(), { kind: 'handoff', quoted: true });
      expect(order.json.quoteId).toEqual(expect.any(String));
      expect((await ctx.deliver(order)).order.status).toBe('handoff');
    });
  });

  test('escrow is locked, and the payment is held', async () => {
    await check(target, async (ctx) => {
      const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
      const { payment } = await ctx.hold(order, { rail: 'onchain-escrow' });
      expect(payment.rail.type).toBe('onchain-escrow');
      expect(await ctx.readPayment(order)).toMatchObject({ status: 'held' });
    });
  });

  test.each([
    ['pay-sh', 'seller'],
    ['agentic-market', 'sellerV1'],
  ] as const)('%s is paid by a signature that no evidence shows', async (providerKey, seller) => {
    let signature = '';
    const evidence = await check(target, async (ctx) => {
      const service = await ctx.service('x402', (found) => found.providerKey === providerKey);
      const order = await ctx.order(await ctx.trader(), { service });
      const { paymentSignature = '' } = await ctx.hold(order);
      signature = paymentSignature;
      expect(ctx.providers[seller].callsWith(signature)).toHaveLength(0);
      await ctx.execute(order, { payment: { paymentSignature } });
      expect(ctx.providers[seller].callsWith(signature)).toHaveLength(1);
    });
    expect(signature).toMatch(/^eyJ/);
    expect(evidence).not.toContain(signature);
  });

  test('a skill that a check configured is as before afterwards', async () => {
    const path = { skillKey: '' };
    await check(target, async (ctx) => {
      path.skillKey = (await ctx.service('any')).skillKey;
      const body = { enabled: false };
      expect((await ctx.call('updateSkillConfig', { path, body })).body.item.enabled).toBe(false);
    });
    await check(target, async (ctx) => {
      expect((await ctx.call('updateSkillConfig', { path, body: {} })).body.item.enabled).toBe(true);
    });
  });

  test('another server verifies a transfer on the chain', { timeout: 60_000 }, async () => {
    await check(target, async (ctx) => {
      const onChain = await ctx.chain();
      const talk = ctx.on(await ctx.spawn(onChain.env));
      const order = await talk.order(await talk.trader(), { kind: 'paid' });
      await talk.intent(order, onChain.intent(1.5));
      const pending = await onChain.pendingTransfer(1_500_000n);
      const prove = () => talk.act(order, 'submitPaymentProof', { body: onChain.proof(pending.hash, '1.5') });
      expect((await prove()).at('error.code')).toBe('PAYMENT_NOT_MINED');
      await pending.mine();
      expect((await prove()).body.item.status).toBe('held');
    });
  });
});

const strictSets = eachSet(createManagedSecrets()).filter(({ name }) =>
  ['payment-rpc-forced', 'market-closed', 'pairing-auth-disabled'].includes(name),
);

test('Without a chain the server of a set that needs one still starts, and says what it lacks', async () => {
  const set = strictSets.find(({ needsChain }) => needsChain === true) ?? defaultSet;
  const target = await start(set, new SharedChain(async () => ({ missing: 'No binary here.' })));
  try {
    expect(target.states['PEAQOS_PAYMENT_RPC_URL']).toBe('set');
    expect(target.missing.chain).toContain('No binary here. Install the optional package');
    await check(target, async (ctx) => {
      await expect(ctx.chain()).rejects.toThrow('No binary here.');
      expect((await ctx.services()).length).toBeGreaterThan(0);
    });
  } finally {
    await target.close();
  }
});

test.each(strictSets)(
  'In the toggle set $name paid and x402 services are delivered',
  { timeout: 60_000 },
  async (set) => {
    const target = await start(set);
    try {
      await check(target, async (ctx) => {
        const trader = await ctx.trader();
        for (const kind of ['paid', 'x402'] as const) {
          const order = await ctx.order(trader, { kind });
          const { status } = (await ctx.deliver(order)).order;
          expect(status).toBe('delivered');
        }
      });
    } finally {
      await target.close();
    }
  },
);
