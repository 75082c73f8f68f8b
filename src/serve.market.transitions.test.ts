import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf, textOf } from './api-client.fixture.ts';
import { orderTransitions } from './domain/orders/order-transitions.ts';
import type { OrderStatus } from './domain/orders/order.ts';
import { orderStatuses } from './domain/orders/order.ts';
import { paymentTransitions } from './domain/payments/payment-transitions.ts';
import { paymentStatuses } from './domain/payments/payment.ts';
import type { Gate, MarketAnswer, MarketClient, MarketPlace } from './market-client.fixture.ts';
import {
  createMarketClient,
  gateAnswers,
  nextTransaction,
  openMarketPlace,
  standingOf,
} from './market-client.fixture.ts';
import type { Operation, PaymentColumn } from './market-transitions.fixture.ts';
import { expectOutcome, operations } from './market-transitions.fixture.ts';

type Step =
  | 'intent'
  | 'external intent'
  | 'proof'
  | 'execute'
  /** An execution whose provider does not answer before the step `end`. */
  | 'begin'
  | 'end'
  | 'confirm'
  | 'dispute'
  | 'release'
  | 'refund';

/** What is ordered: paid storage, a free read, or something that a person goes on with. */
type Kind = 'paid' | 'free' | 'hand-off';

interface State {
  order: OrderStatus;
  payment: PaymentColumn;
  kind: Kind;
  steps: Step[];
  /** The provider breaks. */
  fails?: true;
}

/** Every pair of statuses that the tables allow an order to come to, and a way there. */
const states: State[] = [
  { order: 'created', payment: 'none', kind: 'paid', steps: [] },
  { order: 'created', payment: 'none', kind: 'free', steps: [] },
  { order: 'created', payment: 'none', kind: 'free', steps: [], fails: true },
  { order: 'created', payment: 'none', kind: 'hand-off', steps: [] },
  { order: 'payment_pending', payment: 'intent_created', kind: 'paid', steps: ['intent'] },
  { order: 'ready', payment: 'held', kind: 'paid', steps: ['intent', 'proof'] },
  { order: 'ready', payment: 'held', kind: 'paid', steps: ['intent', 'proof'], fails: true },
  { order: 'ready', payment: 'not_required', kind: 'free', steps: ['intent'] },
  { order: 'executing', payment: 'none', kind: 'free', steps: ['begin'] },
  { order: 'executing', payment: 'intent_created', kind: 'free', steps: ['begin', 'external intent'] },
  { order: 'executing', payment: 'held', kind: 'paid', steps: ['intent', 'proof', 'begin'] },
  { order: 'executing', payment: 'not_required', kind: 'free', steps: ['intent', 'begin'] },
  { order: 'delivered', payment: 'none', kind: 'free', steps: ['execute'] },
  { order: 'delivered', payment: 'intent_created', kind: 'free', steps: ['execute', 'external intent'] },
  { order: 'delivered', payment: 'held', kind: 'paid', steps: ['intent', 'proof', 'execute'] },
  { order: 'delivered', payment: 'not_required', kind: 'free', steps: ['intent', 'execute'] },
  { order: 'handoff', payment: 'none', kind: 'hand-off', steps: ['execute'] },
  { order: 'handoff', payment: 'intent_created', kind: 'hand-off', steps: ['execute', 'external intent'] },
  { order: 'handoff', payment: 'held', kind: 'hand-off', steps: ['external intent', 'proof', 'execute'] },
  { order: 'handoff', payment: 'not_required', kind: 'hand-off', steps: ['intent', 'execute'] },
  { order: 'confirmed', payment: 'none', kind: 'free', steps: ['execute', 'confirm'] },
  {
    order: 'confirmed',
    payment: 'intent_created',
    kind: 'free',
    steps: ['execute', 'external intent', 'confirm'],
  },
  {
    order: 'confirmed',
    payment: 'release_pending',
    kind: 'paid',
    steps: ['intent', 'proof', 'execute', 'confirm'],
  },
  {
    order: 'confirmed',
    payment: 'released',
    kind: 'paid',
    steps: ['intent', 'proof', 'execute', 'confirm', 'release'],
  },
  {
    order: 'confirmed',
    payment: 'refunded',
    kind: 'paid',
    steps: ['intent', 'proof', 'execute', 'confirm', 'refund'],
  },
  { order: 'confirmed', payment: 'not_required', kind: 'free', steps: ['intent', 'execute', 'confirm'] },
  { order: 'disputed', payment: 'none', kind: 'free', steps: ['dispute'] },
  { order: 'disputed', payment: 'frozen', kind: 'paid', steps: ['intent', 'dispute'] },
  { order: 'disputed', payment: 'frozen', kind: 'paid', steps: ['intent', 'proof', 'execute', 'dispute'] },
  { order: 'disputed', payment: 'refunded', kind: 'paid', steps: ['intent', 'proof', 'dispute', 'refund'] },
  { order: 'disputed', payment: 'not_required', kind: 'free', steps: ['intent', 'dispute'] },
  { order: 'cancelled', payment: 'refunded', kind: 'paid', steps: ['intent', 'refund'] },
  { order: 'failed', payment: 'none', kind: 'free', steps: ['execute'], fails: true },
  {
    order: 'failed',
    payment: 'intent_created',
    kind: 'free',
    steps: ['begin', 'external intent', 'end'],
    fails: true,
  },
  { order: 'failed', payment: 'held', kind: 'paid', steps: ['intent', 'proof', 'execute'], fails: true },
  {
    order: 'failed',
    payment: 'refunded',
    kind: 'paid',
    steps: ['intent', 'proof', 'execute', 'refund'],
    fails: true,
  },
  { order: 'failed', payment: 'not_required', kind: 'free', steps: ['intent', 'execute'], fails: true },
];

const titleOf = ({ order, payment, kind, steps, fails }: State): string =>
  `${order} and ${payment}: ${kind}${fails ? ', failing' : ''}, ${steps.join(', ') || 'nothing yet'}`;

const paidStatuses: PaymentColumn[] = ['held', 'release_pending', 'released', 'not_required'];

let market: MarketPlace;
let gate: Gate;
/** The deployment executes only what is paid. */
let strict: MarketClient;
/** The same orders at a deployment that executes unpaid ones too. */
let lenient: MarketClient;
beforeAll(async () => {
  market = await openMarketPlace();
  const { walrus } = market.providers.providers;
  const { answer } = walrus;
  walrus.answer = (call) =>
    `${call.path}${call.body.toString()}`.includes('fail') ? { status: 500 } : answer(call);
  gate = gateAnswers(walrus, ({ path, body }) => /hold-\d+/.exec(`${path}${body.toString()}`)?.[0]);
  const first = await market.serve('transitions', { PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE: 'true' });
  const second = await market.serve('transitions');
  const trader = await market.trade(first.url);
  strict = createMarketClient(first.url, trader);
  lenient = createMarketClient(second.url, trader);
});
afterAll(() => market.close());

interface Brought {
  orderId: string;
  key: string;
  transactionHash: string;
  /** An execution that waits for its provider. */
  underWay: Promise<MarketAnswer> | null;
}

let orders = 0;

async function place({ kind, steps, fails }: State): Promise<Brought> {
  orders += 1;
  const key = `${steps.includes('begin') ? 'hold' : 'quick'}-${orders}`;
  const text = fails ? `${key}-fail` : key;
  const blobId = text.padEnd(43, '_');
  market.providers.providers.walrus.blobs.set(blobId, Buffer.from('some bytes'));
  const placed = {
    paid: () => strict.place('walrus:store-blob', { input: { data: text } }),
    free: () => strict.place('walrus:read-blob', { input: { blobId } }),
    'hand-off': () => strict.place('geodnet:rtk'),
  };
  return { orderId: await placed[kind](), key, transactionHash: nextTransaction(), underWay: null };
}

async function take(step: Step, brought: Brought): Promise<MarketAnswer | null> {
  const { orderId, key, transactionHash } = brought;
  if (step === 'intent') return strict.intent(orderId, {});
  if (step === 'external intent') return strict.intent(orderId, { rail: { type: 'external' } });
  if (step === 'proof') return strict.prove(orderId, { transactionHash });
  if (step === 'begin') {
    brought.underWay = strict.execute(orderId);
    await gate.arrival(key);
    return null;
  }
  if (step === 'end') {
    gate.open(key);
    return brought.underWay;
  }
  return strict[step](orderId);
}

/** Places an order and brings it into the state, which is checked. */
async function bring(state: State): Promise<Brought> {
  const brought = await place(state);
  for (const step of state.steps) {
    const answer = await take(step, brought);
    if (answer && answer.status >= 300) throw new Error(`${step}: ${outcomeOf(answer)}`);
  }
  expect(standingOf(await strict.read(brought.orderId))).toBe(`${state.order} ${state.payment}`);
  return brought;
}

const actions: Record<Operation, (client: MarketClient, brought: Brought) => Promise<MarketAnswer>> = {
  'payment-intent': (client, { orderId }) => client.intent(orderId, {}),
  'payment-proof': (client, { orderId, transactionHash }) => client.prove(orderId, { transactionHash }),
  'another payment-proof': (client, { orderId }) =>
    client.prove(orderId, { transactionHash: nextTransaction() }),
  'escrow-lock': (client, { orderId }) => client.lockEscrow(orderId),
  execute: (client, { orderId }) => client.execute(orderId),
  confirm: (client, { orderId }) => client.confirm(orderId),
  dispute: (client, { orderId }) => client.dispute(orderId),
  release: (client, { orderId }) => client.release(orderId),
  refund: (client, { orderId }) => client.refund(orderId),
};

const statusOfCode: Record<string, number> = {
  VALIDATION_ERROR: 400,
  PAYMENT_REQUIRED: 402,
  NOT_FOUND: 404,
  ORDER_CLOSED: 409,
  ORDER_NOT_DELIVERED: 409,
};

function statusOfSuccess(operation: Operation, state: State): number {
  if (operation === 'payment-intent' && state.payment === 'none') return 201;
  return operation === 'execute' && state.kind === 'hand-off' ? 202 : 200;
}

function expectCell(operation: Operation, { order, payment, kind, fails }: State, client: MarketClient) {
  const isFreeYet = payment === 'none' && kind !== 'paid';
  return expectOutcome(operation, {
    order,
    payment,
    isConditionMet: client === lenient || paidStatuses.includes(payment) || isFreeYet,
    ending: fails ? 'failed' : kind === 'hand-off' ? 'handoff' : 'delivered',
    intended: kind === 'paid' ? 'intent_created' : 'not_required',
  });
}

/** True where the cell leaves order and payment as they are, so that the order can serve for further cells. */
function isStill(operation: Operation, state: State): boolean {
  const expected = expectCell(operation, state, strict);
  return 'code' in expected || (expected.order === state.order && expected.payment === state.payment);
}

/** One cell: the operation on an order in the state, and what became of order and payment. */
async function tryCell(operation: Operation, state: State, brought: Brought, client = strict): Promise<void> {
  const { order, payment } = state;
  const before = await strict.read(brought.orderId);
  const expected = expectCell(operation, state, client);
  const answer = await actions[operation](client, brought);
  const after = await strict.read(brought.orderId);
  const cell = `${operation} on ${titleOf(state)}`;
  if ('code' in expected) {
    expect(outcomeOf(answer), cell).toBe(`${statusOfCode[expected.code]} ${expected.code}`);
    expect(after, cell).toEqual(before);
    if (expected.code === 'ORDER_CLOSED')
      expect([order, payment]).toContain(answer.body.error?.details?.['status']);
    return;
  }
  expect(outcomeOf(answer), cell).toBe(String(statusOfSuccess(operation, state)));
  expect(standingOf(after), cell).toBe(`${expected.order} ${expected.payment}`);
  expectShown(answer, after);
  if (expected.order === order && expected.payment === payment) expect(after, cell).toEqual(before);
}

/** Tries cells one after the other on one order of their own; returns them. */
async function tryCells(cells: readonly Operation[], state: State, client = strict): Promise<Operation[]> {
  const brought = await bring(state);
  for (const operation of cells) await tryCell(operation, state, brought, client);
  await endUnderWay(brought);
  return [...cells];
}

/** The answer shows the records as they are then read. */
function expectShown({ body }: MarketAnswer, after: { order: object; payment: object | null }): void {
  if (body.order) expect(body.order).toEqual(after.order);
  if (body.item) expect(body.item).toEqual(after.payment);
  if (body.payment !== undefined) expect(body.payment).toEqual(after.payment);
}

/** A provider's late answer is kept, and does not open an order again that was disputed or refunded meanwhile. */
async function endUnderWay({ orderId, key, underWay }: Brought): Promise<void> {
  if (!underWay) return;
  const { order: waiting } = await strict.read(orderId);
  gate.open(key);
  const late = await underWay;
  expect(outcomeOf(late)).toBe('200');
  const ended = textOf(late.body.execution?.outcome ?? {}, 'status') === 'failed' ? 'failed' : 'delivered';
  const { order } = await strict.read(orderId);
  const status = textOf(waiting, 'status');
  expect(order['status']).toBe(['executing', 'failed'].includes(status) ? ended : status);
  expect(order['outcomeId']).toBe(late.body.execution?.outcome?.['id']);
}

describe('every cell of the order and payment tables', () => {
  it('the states have every status of both tables, and the operations are all of them', () => {
    expect(new Set(states.map(({ order }) => order))).toEqual(new Set(orderStatuses));
    expect(new Set(states.map(({ payment }) => payment))).toEqual(new Set(['none', ...paymentStatuses]));
    const known: string[] = [...operations];
    expect(known).toEqual(expect.arrayContaining(Object.keys(orderTransitions)));
    expect(known).toEqual(expect.arrayContaining(Object.keys(paymentTransitions)));
  });

  it.each(states.map((state) => ({ title: titleOf(state), state })))('$title', async ({ state }) => {
    const still = operations.filter((operation) => isStill(operation, state));
    // Each that changes something needs an order of its own.
    const changing = operations
      .filter((operation) => !still.includes(operation))
      .map((operation) => [operation]);
    const tried = await Promise.all([still, ...changing].map((cells) => tryCells(cells, state)));
    expect(tried.flat().toSorted()).toEqual(operations.toSorted());
  });
});

describe('a deployment that does not demand payment before execution', () => {
  const unpaid = states.filter(({ order }) => order === 'created' || order === 'payment_pending');

  it.each(unpaid.map((state) => ({ title: titleOf(state), state })))('executes $title', async ({ state }) => {
    expect(await tryCells(['execute'], state, lenient)).toEqual(['execute']);
  });
});
