import type { PrivateKeyAccount } from 'viem/accounts';
import type { OperationId } from '../../generated/operations.gen.ts';
import type { CallOptions, Machine, Pairing, Reply, SuccessBody } from './context.ts';

export type MarketService = SuccessBody<'getMarketService'>['item'];
export type MarketSearch = SuccessBody<'getMarketSearch'>['item'];
export type MarketOrder = SuccessBody<'getMarketOrder'>['item'];
export type MarketPayment = SuccessBody<'createPaymentIntent'>['item'];
export type RailType = MarketPayment['rail']['type'];
/** What execute answers: `{ order, execution }`, of a native service or of a hand-off. */
export type Execution = SuccessBody<'executeMarketOrder'>;
export type Confirmation = SuccessBody<'confirmMarketOrder'>;

/** Which service a check needs; target/service-kinds.ts says how each is recognised. */
export type ServiceKind = 'free-read' | 'paid' | 'handoff' | 'x402' | 'any';

/** A service of the target and the operation and input with which the kit uses it. */
export interface Service {
  id: string;
  skillKey: string;
  providerKey: string;
  operation: string;
  /** Of the operation's contract; orders and executions of the kit send it. */
  exampleInput: Record<string, unknown>;
  json: MarketService;
}

/** An active, bonded machine and an agent that is paired with it. */
export interface Trader {
  machine: Machine;
  pairing: Pairing;
  token: string;
}

export interface TraderOptions {
  delegationPolicy?: Record<string, unknown>;
  /** Default: a fresh one. Give it to pair a second agent with the same active machine. */
  machine?: Machine;
}

export interface OrderOptions {
  /** Default: a service of `kind`. */
  service?: Service;
  /** Default `free-read`. */
  kind?: ServiceKind;
  /** Fields of the create body to add or replace. */
  fields?: Record<string, unknown>;
  /** Searches first and orders with the quote found. Default: only where PEAQOS_REQUIRE_MARKET_QUOTES is true. */
  quoted?: boolean;
}

export interface Order {
  id: string;
  trader: Trader;
  service: Service;
  /** `item` of the create answer. */
  json: MarketOrder;
}

export interface HoldOptions {
  /** Default: the order's recommended rail. */
  rail?: RailType;
  /** Fields of the intent body to add or replace. */
  intent?: Record<string, unknown>;
  /** Fields of the proof or escrow-lock body to add or replace. */
  proof?: Record<string, unknown>;
}

/** A payment that is held. */
export interface Held {
  payment: MarketPayment;
  /** The proof or escrow-lock body that was accepted; send it again to repeat it. */
  proof: Record<string, unknown>;
  /** On `x402`: what execute must get as `payment: { paymentSignature }`. */
  paymentSignature?: string;
}

/** Searching, ordering and paying. Set-up that fails makes the check untestable, never failed. */
export interface MarketTalk {
  /** Every service of GET /market/services, all pages. Asked once per target. */
  services(): Promise<readonly MarketService[]>;
  /**
   * A service of this kind that also passes `where`: the one of --service KIND=ID, else the first found. Untestable, with
   * the option named, when there is none.
   */
  service(kind: ServiceKind, where?: (service: MarketService) => boolean): Promise<Service>;
  /** Set-up: an active machine with a paired agent. */
  trader(options?: TraderOptions): Promise<Trader>;
  /** Calls an operation with the trader's token; for an order, `path` is its `{ orderId }` unless given. */
  act<Id extends OperationId>(
    actor: Trader | Order,
    operationId: Id,
    options?: CallOptions,
  ): Promise<Reply<SuccessBody<Id>>>;
  /** Set-up: a search of this trader with these fields. */
  search(trader: Trader, fields?: Record<string, unknown>): Promise<MarketSearch>;
  /** Set-up: a valid create-order body (with a search and a quote where they are required). */
  orderRequest(trader: Trader, options?: OrderOptions): Promise<Record<string, unknown>>;
  /** Set-up: an order. */
  order(trader: Trader, options?: OrderOptions): Promise<Order>;
  /** Set-up: the order as it is now. */
  readOrder(order: Order): Promise<MarketOrder>;
  /** Set-up: the payment as it is now; null when the order has none. */
  readPayment(order: Order): Promise<MarketPayment | null>;
  /** Set-up: a payment intent. */
  intent(order: Order, body?: Record<string, unknown>): Promise<MarketPayment>;
  /**
   * Set-up: an intent and what makes it `held`: a recorded proof with a fresh transaction hash, an escrow-lock on the
   * escrow rails, a signature on `x402`, and a real transfer where only those are accepted.
   */
  hold(order: Order, options?: HoldOptions): Promise<Held>;
  /** Set-up: executes the order, whatever comes of it. */
  execute(order: Order, body?: Record<string, unknown>): Promise<Execution>;
  /** Set-up: executes the order after paying where payment is demanded; it is `delivered` or `handoff` then. */
  deliver(order: Order, options?: HoldOptions): Promise<Execution>;
  /** Set-up: confirms a delivered order. */
  confirm(order: Order): Promise<Confirmation>;
}

/** Ingredients of proofs; they send nothing. */
export interface ProofMaker {
  /** A transaction hash nobody has seen. */
  freshHash(): string;
  /** A secret nobody has seen, hidden in all evidence: plant it as a credential and look for it. */
  freshSecret(): string;
  /** A payment-proof body in mode `recorded` that fits this payment, with a fresh hash unless `fields` has one. */
  recordedProof(payment: MarketPayment, fields?: Record<string, unknown>): Record<string, unknown>;
  /**
   * The value of `payment.paymentSignature` for the challenge in `rail.metadata.paymentRequest.paymentRequired` (base64,
   * x402 version 1 or 2): an EIP-3009 authorisation of its first offer, signed by `account` (default: a fresh one).
   * `authorization` replaces signed values, to make signatures that do not fit the challenge.
   */
  sign402(
    challenge: string,
    account?: PrivateKeyAccount,
    authorization?: Partial<Authorization402>,
  ): Promise<string>;
  /** The challenge of an x402 payment; untestable when it has none. */
  challenge402(payment: MarketPayment): string;
}

/** What an EIP-3009 signature covers; times in seconds since the epoch. */
export interface Authorization402 {
  from: string;
  to: string;
  value: string;
  validAfter: string;
  validBefore: string;
  nonce: string;
}

export interface ChainToken {
  address: string;
  decimals: number;
}

export interface TransferOptions {
  /** Default: the payer. Managed mode only. */
  from?: string;
  /** Default: the payee. */
  to?: string;
  /** Address of another token, from `deployToken`. Default: the token. */
  token?: string;
}

/** A chain with a token whose transfers are real. */
export interface ChainControl {
  rpcUrl: string;
  /** CAIP-2. */
  chain: string;
  token: ChainToken;
  /** Of this check alone in managed mode. */
  payer: string;
  payee: string;
  /** Transfers base units of the token in a block; resolves to the transaction hash. */
  transfer(rawAmount: bigint, options?: TransferOptions): Promise<string>;
  /** A transfer in a block that failed (receipt status 0x0). */
  failedTransfer(options?: TransferOptions): Promise<string>;
  /** A transfer that is in no block until `mine` is called; managed mode only. */
  pendingTransfer(
    rawAmount: bigint,
    options?: TransferOptions,
  ): Promise<{ hash: string; mine: () => Promise<void> }>;
  /** Another token on the same chain; managed mode only. */
  deployToken(decimals?: number): Promise<ChainToken>;
  /** An intent body for a transfer of this token from payer to payee. Amount in major units. */
  intent(amount: number, rail?: Record<string, unknown>): Record<string, unknown>;
  /** A payment-proof body in mode `rpc`. Amount as decimal text in major units. */
  proof(hash: string, amount: string, fields?: Record<string, unknown>): Record<string, unknown>;
  /** Environment of a server (ctx.spawn) that verifies on this chain: the RPC URL and the default token. */
  env: Readonly<Record<string, string>>;
}
