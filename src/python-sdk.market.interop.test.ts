import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, itemOf, textOf } from './api-client.fixture.ts';
import { btcUsdFeedId } from '../conformance/registry/providers/pyth.ts';
import {
  agent,
  agentKey,
  apiKey,
  clientEnvironment,
  headers,
  payee,
  startSurroundings,
  strict,
} from './python-market.fixture.ts';
import type { Surroundings, Trader } from './python-market.fixture.ts';
import { skipWithout, preparePythonClients, run } from './python-sdk.fixture.ts';
import type { PythonClients } from './python-sdk.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';

type Fields = Record<string, unknown>;

const refusal = (code: string, status: number, details: unknown = null) => ({ code, status, details });
const invalid = (...paths: string[]) =>
  refusal('VALIDATION_ERROR', 400, {
    issues: paths.map((path) => ({ path, message: expect.stringMatching(/\S/) })),
  });
const closed = (status: string) => refusal('ORDER_CLOSED', 409, { status });
const undelivered = (status: string) => refusal('ORDER_NOT_DELIVERED', 409, { status });
const unpaid = (status: string | null, more: Fields = {}) =>
  refusal('PAYMENT_REQUIRED', 402, { payment_status: status, ...more });
const missing = refusal('NOT_FOUND', 404);

const freshHash = () => `0x${randomBytes(32).toString('hex')}`;
const plantedToken = `planted-${randomBytes(18).toString('hex')}`;
const pythKey = `pyth-${randomBytes(18).toString('hex')}`;
const blob = Buffer.from('temperature=21.4');
const blobId = createHash('sha256').update(blob).digest('base64url');

describe('the published Python SDK in the market, unchanged', { timeout: 120_000 }, () => {
  let prepared: PythonClients | { missing: string };
  let clients: PythonClients;
  let around: Surroundings;
  let serve: ServeRun;

  beforeAll(async () => {
    prepared = await preparePythonClients({ ...process.env, DO_NOT_TRACK: '1' });
    if ('missing' in prepared) return;
    clients = prepared;
    around = await startSurroundings();
    around.providers.providers.pyth.apiKey = pythKey;
    around.providers.providers.walrus.blobs.set(blobId, blob);
    serve = await around.serve('strict', strict);
  }, 400_000);
  afterAll(() => around?.close());
  beforeEach(({ skip }) => {
    skipWithout(prepared, skip);
  });

  /** Runs a script for a machine, a new one unless given; returns what it found. */
  async function find(script: string, settings: Fields, trader?: Trader): Promise<Fields> {
    const acting = trader ?? (await around.trade(serve.url));
    const common = { url: serve.url, apiKey, agentKey, rpcUrl: around.rpcUrl, payee };
    const file = fileURLToPath(new URL(`interop/${script}`, import.meta.url));
    const finished = await run(clients.python, [file], {
      env: clientEnvironment(around, serve.url),
      cwd: around.folder,
      input: JSON.stringify({ ...common, ...acting, ...settings }),
      timeoutMs: 60_000,
    });
    expect(finished).toMatchObject({ code: 0, err: '' });
    return JSON.parse(finished.out);
  }

  it('reads skills, manifests and services, and searches', async () => {
    const publisherUrl = around.providers.urls.walrus;
    const aliases = {
      storage: 'storage.object',
      compute: 'compute.marketplace',
      identity: 'identity.proof-of-person',
      location: 'data.location',
      gnss: 'data.location',
      defi: 'oracle.price-feed',
      commerce: 'machine.commerce',
      'device.control': 'device.control',
    };
    const settings = { aliases: Object.keys(aliases), plantedToken, publisherUrl };
    expect(await find('browse_market.py', settings)).toEqual({
      skillKeys: expect.arrayContaining([
        'pyth-price-feed',
        'walrus-read',
        'world-id-verify',
        'akash-compute',
      ]),
      boughtSkills: ['agentic-market-search', 'pay-sh-rpc'],
      serviceIds: expect.arrayContaining(['pyth:price-feed', 'walrus:store-blob', 'qvac:chat-completion']),
      serviceTypes: [
        'compute.marketplace',
        'data.location',
        'device.control',
        'identity.proof-of-person',
        'machine.commerce',
        'network.partner-console',
        'oracle.price-feed',
        'storage.object',
      ],
      filtered: {
        byType: ['walrus:read-blob', 'walrus:store-blob'],
        byProvider: ['walrus:read-blob', 'walrus:store-blob'],
        byMode: ['geodnet:rtk', 'geodnet:rtk-eu'],
        onem2m: [],
      },
      aliases,
      positioning: ['geodnet:rtk-eu', 'geodnet:rtk'],
      withinBudget: ['walrus:read-blob', 'walrus:store-blob'],
      beyondBudget: ['walrus:read-blob'],
      statuses: ['no_match', 'no_match', 'no_match'],
      credentials: { walrus: { publisher_url: '[REDACTED]', publisher_token: '[REDACTED]' } },
      refusals: {
        unknownType: invalid('serviceType'),
        unknownSkill: missing,
        unknownService: missing,
        unknownSearch: missing,
      },
    });
  });

  it('configures a skill, and reads free services without and with an order', async () => {
    const price = {
      symbol: 'BTC/USD',
      feedId: btcUsdFeedId,
      price: '67543.12345678',
      confidence: '21.5',
      publishTime: '2026-09-21T14:13:20.000Z',
    };
    expect(await find('read_for_free.py', { pythKey, blobId })).toEqual({
      authStates: ['unconfigured', 'configured'],
      price,
      ordered: price,
      blob: { blobId, data: blob.toString(), encoding: 'utf8', size: blob.byteLength },
      refusals: {
        unconfigured: refusal('EXECUTION_UNSUPPORTED', 422, { missing: ['apiKey'] }),
        disabled: missing,
        notFree: unpaid(null),
        notThere: invalid('operation'),
        badInput: invalid('input.blobId'),
        withoutToken: refusal('AGENT_AUTH_INVALID', 401),
      },
    });
    const sent = around.providers.calls('pyth').map((sentCall) => sentCall.headers['authorization']);
    expect(new Set(sent)).toEqual(new Set([`Bearer ${pythKey}`]));
  });

  it('orders, pays on every rail, executes, confirms, disputes and refunds', async () => {
    const trader = await around.trade(serve.url);
    const rails = ['wdk-usdt-transfer', 'xvv42', 'vault-stripe', 'offchain-record', 'external'];
    const settings = {
      rails,
      plantedToken,
      publisherUrl: around.providers.urls.walrus,
      tokenAddress: around.token.address,
      freshHashes: Array.from({ length: 30 }, freshHash),
      expiredQuote: await makeExpiredQuote(trader),
    };
    const found = await find('order_and_settle.py', settings, trader);
    const storedId = createHash('sha256').update('humidity=40').digest('base64url');
    expect(found).toEqual({
      stored: {
        blobId: storedId,
        objectId: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        size: 11,
        endEpoch: 42,
        alreadyStored: false,
      },
      externalRef: storedId,
      rails: Object.fromEntries(rails.map((rail) => [rail, 'held'])),
      solana: 'recorded',
      refunded: ['refunded', 'cancelled'],
      disputeRefund: 'refunded',
      ownPublisher: 'completed',
      handoff: { label: 'Akash Console', url: 'https://console.akash.network' },
      listed: { confirmed: 2, ready: 6, delivered: 1, disputed: 1, cancelled: 1 },
      refusals: {
        confirmEarly: undelivered('created'),
        executeUnpaid: unpaid(null),
        executePending: unpaid('intent_created'),
        proofWithoutIntent: missing,
        railNotOffered: invalid('rail.type'),
        badAddress: invalid('rail.payerAddress'),
        otherReference: invalid('transactionHash'),
        releaseEarly: undelivered('held'),
        confirmAgain: closed('confirmed'),
        executeClosed: closed('confirmed'),
        disputeClosed: closed('confirmed'),
        refundReleased: closed('released'),
        lockClosed: closed('cancelled'),
        disputeAgain: closed('disputed'),
        releaseFrozen: closed('disputed'),
        withoutQuote: invalid('searchId', 'quoteId'),
        expiredQuote: refusal('QUOTE_EXPIRED', 409, { expires_at: expect.stringMatching(/^2020-/) }),
        unknownQuote: invalid('quoteId'),
        otherService: invalid('quoteId'),
        otherOperation: invalid('operation'),
        otherMachine: refusal('AGENT_AUTH_INVALID', 401),
        unknownOrder: missing,
      },
    });
    const tokens = around.providers.calls('walrus').map((sent) => sent.headers['authorization']);
    expect(tokens.filter((token) => token !== undefined)).toEqual([`Bearer ${plantedToken}`]);
  });

  /** A quote whose time is over. */
  async function makeExpiredQuote({ machineId, pairingId, pairingToken }: Trader) {
    const answer = await call(serve.url, 'POST', '/api/v1/market/search', {
      body: { machineId, agentPairingId: pairingId, serviceType: 'storage.object', operation: 'store-blob' },
      headers: { ...headers, 'x-agent-pairing-token': pairingToken },
    });
    const search = itemOf(answer);
    const [quote] = search['quotes'] as Fields[];
    const quoteId = textOf(quote ?? {}, 'id');
    await around.expireQuote('strict', quoteId);
    return { search_id: textOf(search, 'id'), quote_id: quoteId };
  }

  it('proves a transfer that it made on a real chain', async () => {
    const { token } = around;
    const stranger = privateKeyToAccount(generatePrivateKey()).address;
    await token.transfer(stranger, agent.address, 1_000_000n);
    const [others, failed, pending] = await Promise.all([
      token.transfer(stranger, payee, 20_000n),
      token.failedTransfer(stranger, payee),
      token.pendingTransfer(privateKeyToAccount(generatePrivateKey()).address, payee, 20_000n),
    ]);
    const forced = { ...strict, PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION: 'true' };
    const { url } = await around.serve('forced', forced);
    const settings = {
      url,
      othersTransfer: others.transactionHash,
      failedTransfer: failed.transactionHash,
      pendingTransfer: pending.transactionHash,
    };
    expect(await find('pay_on_chain.py', settings, await around.trade(url))).toEqual({
      status: ['confirmed', 'release_pending'],
      chainId: 3338,
      refusals: {
        recorded: refusal('PAYMENT_RPC_REQUIRED', 400, { reason: 'verification-forced' }),
        notMined: refusal('PAYMENT_NOT_MINED', 409),
        failed: refusal('PAYMENT_TX_FAILED', 402),
        tooLittle: refusal('PAYMENT_TRANSFER_NOT_FOUND', 400),
        otherPayer: refusal('PAYMENT_TRANSFER_NOT_FOUND', 400),
        otherAmount: invalid('amount'),
        reused: invalid('transactionHash'),
      },
    });
    expect(await token.balanceOf(payee)).toBe(20_000n + 19_999n + 20_000n);
  });

  it('signs the payment challenge of an x402 seller, which is paid once with just that', async () => {
    const { x402 } = around.providers.providers;
    const found = await find('pay_over_x402.py', { terms: x402.terms });
    const { paymentSignature } = found as { paymentSignature: string };
    const reference = createHash('sha256').update(paymentSignature).digest('hex').slice(0, 24);
    expect(found).toEqual({
      result: expect.objectContaining({ paid: true, method: 'POST' }),
      externalRef: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      settlement: {
        status: 'settled',
        response: {
          success: true,
          transaction: found['externalRef'],
          network: x402.terms.network,
          payer: agent.address,
        },
      },
      paymentSignature: expect.any(String),
      paymentReference: `x402:${x402.terms.network}:${reference}`,
      withoutChallenge: {
        statusCode: 404,
        bodyError: expect.stringMatching(/\S/),
        field: expect.any(String),
      },
      refusals: {
        unpaid: unpaid(null),
        unreadable: invalid('payment.paymentSignature'),
        tampered: invalid('payment.paymentSignature'),
        withoutSignature: unpaid('held', { payment_request: expect.objectContaining({ status_code: 402 }) }),
        otherSignature: invalid('payment.paymentSignature'),
        otherProof: invalid('payment.paymentSignature'),
        confirmAgain: closed('confirmed'),
      },
    });
    expect(x402.executions).toBe(1);
    const paid = around.providers.calls('x402').map((sent) => sent.headers['payment-signature']);
    expect(paid.filter((header) => header !== undefined)).toEqual([paymentSignature]);
    expect(serve.output()).not.toContain(paymentSignature);
  });
});
