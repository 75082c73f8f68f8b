import { Untestable } from '../engine/outcomes.ts';
import type {
  ChainControl,
  Confirmation,
  Execution,
  Held,
  HoldOptions,
  MarketPayment,
  Order,
  ProofMaker,
  RailType,
} from '../engine/market.ts';
import type { LiveTarget } from './live-target.ts';
import type { MarketActors } from './market-actors.ts';
import { setUp } from './set-up.ts';

type Fields = Record<string, unknown>;

export interface PaymentTools extends ProofMaker {
  chain(): Promise<ChainControl>;
}

const escrowRails: readonly RailType[] = ['escrow', 'onchain-escrow'];
const escrowAddress = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

/** Pays for, executes and confirms orders, as a paired agent does. */
export class PaymentActors {
  readonly #target: LiveTarget;
  readonly #market: MarketActors;
  readonly #tools: PaymentTools;

  constructor(target: LiveTarget, market: MarketActors, tools: PaymentTools) {
    this.#target = target;
    this.#market = market;
    this.#tools = tools;
  }

  async intent(order: Order, body: Fields = {}): Promise<MarketPayment> {
    const reply = await setUp('createPaymentIntent', () =>
      this.#market.act(order, 'createPaymentIntent', { body }),
    );
    return reply.body.item;
  }

  async hold(order: Order, options: HoldOptions = {}): Promise<Held> {
    const rail = options.rail ?? order.json.payment.defaultRail;
    if (rail === 'x402') return this.#holdBySignature(order, options);
    if (escrowRails.includes(rail)) return this.#holdInEscrow(order, rail, options);
    const mustVerify = this.#target.states['PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION'] === 'true';
    return mustVerify ? this.#holdByTransfer(order, options) : this.#holdByRecord(order, rail, options);
  }

  async execute(order: Order, body: Fields = {}): Promise<Execution> {
    const reply = await setUp('executeMarketOrder', () =>
      this.#market.act(order, 'executeMarketOrder', { body }),
    );
    return reply.body;
  }

  async deliver(order: Order, options: HoldOptions = {}): Promise<Execution> {
    const isDemanded = order.json.payment.required || options.rail !== undefined;
    const held = isDemanded ? await this.hold(order, options) : undefined;
    const signature = held?.paymentSignature;
    const body = signature === undefined ? {} : { payment: { paymentSignature: signature } };
    const execution = await this.execute(order, body);
    const { status, errorMessage } = execution.order;
    if (status === 'delivered' || status === 'handoff') return execution;
    throw new Untestable(
      `Set-up: the order of service ${order.service.id} is ${status}, not delivered (${errorMessage ?? 'no message'}).`,
    );
  }

  async confirm(order: Order): Promise<Confirmation> {
    const reply = await setUp('confirmMarketOrder', () => this.#market.act(order, 'confirmMarketOrder'));
    return reply.body;
  }

  async #holdByRecord(order: Order, rail: RailType, options: HoldOptions): Promise<Held> {
    const intent = await this.intent(order, { rail: { type: rail }, ...options.intent });
    return this.#prove(order, this.#tools.recordedProof(intent, options.proof));
  }

  /** Where only proofs on chain are accepted, money moves for real. */
  async #holdByTransfer(order: Order, options: HoldOptions): Promise<Held> {
    const chain = await this.#tools.chain();
    const amount = order.json.serviceSnapshot?.pricing?.amount ?? 1;
    await this.intent(order, { ...chain.intent(amount), ...options.intent });
    const hash = await chain.transfer(toRaw(amount, chain.token.decimals));
    return this.#prove(order, chain.proof(hash, String(amount), options.proof));
  }

  async #holdBySignature(order: Order, options: HoldOptions): Promise<Held> {
    const intent = await this.intent(order, { rail: { type: 'x402' }, ...options.intent });
    const paymentSignature = await this.#tools.sign402(this.#tools.challenge402(intent));
    const held = await this.#prove(order, { payment: { paymentSignature }, ...options.proof });
    return { ...held, paymentSignature };
  }

  async #holdInEscrow(order: Order, rail: RailType, options: HoldOptions): Promise<Held> {
    const intent = await this.intent(order, { rail: { type: rail, escrowAddress }, ...options.intent });
    const proof = {
      transactionHash: this.#tools.freshHash(),
      chain: intent.rail.chain ?? 'eip155:3338',
      escrowAddress: intent.rail.escrowAddress ?? escrowAddress,
      ...options.proof,
    };
    const reply = await setUp('lockEscrow', () => this.#market.act(order, 'lockEscrow', { body: proof }));
    return toHeld(reply.body.item, proof);
  }

  async #prove(order: Order, proof: Fields): Promise<Held> {
    const reply = await setUp('submitPaymentProof', () =>
      this.#market.act(order, 'submitPaymentProof', { body: proof }),
    );
    return toHeld(reply.body.item, proof);
  }
}

function toHeld(payment: MarketPayment, proof: Fields): Held {
  if (payment.status === 'held') return { payment, proof };
  throw new Untestable(`Set-up: the payment is ${payment.status} after its proof, not held.`);
}

/** Whole base units of a decimal amount. */
function toRaw(amount: number, decimals: number): bigint {
  const [whole = '0', fraction = ''] = amount.toFixed(Math.min(decimals, 18)).split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}
