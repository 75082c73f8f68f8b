import type { PrivateKeyAccount } from 'viem/accounts';
import type { OperationId, Operations } from '../../generated/operations.gen.ts';
import type { Exchange } from '../contract/exchange.ts';
import type { RegistryControl } from '../target/registry-control.ts';
import type { ToggleStates } from '../target/toggles.ts';
import type { RpcStub } from '../registry/rpc-stub.ts';
import type { ProviderControl } from '../target/provider-control.ts';
import type { Expect, RejectionPair, RejectionQuestion } from './expect.ts';
import type { ChainControl, MarketTalk, ProofMaker } from './market.ts';

/** The body of a successful answer, as the contract types it. */
export type SuccessBody<Id extends OperationId> = Operations[Id]['reply'] extends { body: infer Body }
  ? Body
  : undefined;

/** One answer. Its fields hold the real values; only `exchange` is redacted. */
export interface Reply<Body = unknown> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body; undefined when it is empty or not JSON. */
  readonly json: unknown;
  /** The body typed by the contract. Reading it fails the check unless the status is 2xx and the body is JSON. */
  readonly body: Body;
  /** 2xx, conforming to the contract, and not what an unknown path is answered too. */
  readonly isAccepted: boolean;
  /** The value at a dotted path, such as `item.id` or `items.0.status`; undefined when there is none. */
  at(path: string): unknown;
  readonly exchange: Exchange;
}

/** `valid` sends a configured key when there is one; `none` sends none; any other text is sent as it is. */
export type ApiKeyChoice = 'valid' | 'none' | (string & {});

export interface CallOptions {
  /** Values of path parameters; each is percent-encoded. */
  path?: Record<string, string>;
  /** Undefined values are left out; an array repeats the key. */
  query?: Record<string, string | number | boolean | undefined | readonly string[]>;
  /** Sent as JSON with its content type; undefined sends no body and no content type. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Default `valid`. */
  apiKey?: ApiKeyChoice;
  pairingToken?: string;
}

export interface SendOptions {
  method: string;
  /** Sent byte for byte after the base URL, query included: `/api/v1/machines/%zz?limit=1`. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as it is; no content type is added. */
  rawBody?: string | Uint8Array;
  /** Default `valid`. */
  apiKey?: ApiKeyChoice;
  pairingToken?: string;
}

/** An identity leased to this check alone. In managed mode it is fresh, and its key is the registry's controller. */
export interface Identity {
  /** Canonical `did:peaq:<decimal>`. */
  readonly identityRef: string;
  /** The decimal of the identity (not the `mach_…` id). */
  readonly machineId: string;
  /** The controller's address, EIP-55. */
  readonly address: string;
  /** EIP-191 personal_sign by the controller. */
  sign(message: string): Promise<string>;
  /** Gives the identity back early; otherwise that happens when the check has ended. */
  release(): void;
}

export interface IdentityChallenge {
  challengeId: string;
  message: string;
  expiresAt: string;
  identityRef: string;
}

export interface Proof {
  challengeId: string;
  signature: string;
}

export interface Machine {
  id: string;
  identityRef: string;
  identity: Identity;
  /** `item` of the last answer about it. */
  json: Record<string, unknown>;
}

export interface MachineOptions {
  /** Also sets it `active`. Default false: the machine stays as it was created. */
  activate?: boolean;
  /** Default: a freshly leased identity. */
  identity?: Identity;
  /** Fields of the create body to add or replace. */
  fields?: Record<string, unknown>;
}

export interface PairingOptions {
  delegationPolicy?: Record<string, unknown>;
  /** Default: a fresh account. */
  agent?: PrivateKeyAccount;
  /** Fields that go into the challenge and the create body alike (agentProvider, agentRole, agentDid). */
  fields?: Record<string, unknown>;
}

export interface Pairing {
  id: string;
  machineId: string;
  token: string;
  agent: PrivateKeyAccount;
  /** `item` of the create answer, `pairingToken` included. */
  json: Record<string, unknown>;
}

export interface PairingChallenge {
  challengeId: string;
  message: string;
  expiresAt: string;
  json: Record<string, unknown>;
}

/** Everything that talks to one server. Set-up that fails makes the check untestable, never failed. */
export interface Talk extends MarketTalk {
  /** Calls an operation of the contract. */
  call<Id extends OperationId>(operationId: Id, options?: CallOptions): Promise<Reply<SuccessBody<Id>>>;
  /** Sends exactly what is given. */
  send(options: SendOptions): Promise<Reply>;

  /** Leases an identity nobody else uses meanwhile. */
  identity(): Promise<Identity>;
  /** Set-up: a fresh identity challenge. */
  challenge(identity: Identity): Promise<IdentityChallenge>;
  /** Set-up: a fresh challenge, signed by the controller. */
  machineProof(identity: Identity): Promise<Proof>;
  /** Set-up: a valid create body with a fresh proof (without one where verification is declared disabled). */
  machineRequest(identity: Identity, fields?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Set-up: a registered machine. */
  machine(options?: MachineOptions): Promise<Machine>;

  /** A fresh agent account (viem): `agent.address`, `agent.signMessage({ message })`. */
  agent(): PrivateKeyAccount;
  /** Set-up: a fresh pairing challenge for that agent. */
  pairingChallenge(
    machine: Machine,
    agent: PrivateKeyAccount,
    fields?: Record<string, unknown>,
  ): Promise<PairingChallenge>;
  /** Set-up: a fresh pairing challenge, signed by the agent. */
  agentProof(machine: Machine, agent: PrivateKeyAccount, fields?: Record<string, unknown>): Promise<Proof>;
  /** Set-up: a valid create-pairing body with a fresh proof (without one where verification is declared disabled). */
  pairingRequest(
    machine: Machine,
    agent: PrivateKeyAccount,
    fields?: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
  /** Set-up: an agent paired with an active machine. */
  pairing(machine: Machine, options?: PairingOptions): Promise<Pairing>;
}

export interface TargetView {
  baseUrl: string;
  mode: 'managed' | 'black-box';
  /** Every key that must open the gate; empty when none is configured. Values are secret. */
  apiKeys: readonly string[];
  /** Managed only: the session secret, when the toggle set declares one. */
  sessionSecret: string | undefined;
  /** Managed only: the environment the server was started with. Black box: what --toggle declared. */
  env: Readonly<Record<string, string>>;
}

/** A second server started by ctx.spawn. */
export interface SpawnedServer {
  /** Exit code when it ended before it was ready; null while it runs. */
  exited: number | null;
  /** Standard output and error until now, redacted. */
  output(): string;
  /** Undefined when it did not become ready. */
  baseUrl: string | undefined;
  /** Ends it (SIGTERM, then SIGKILL) and waits for the end. */
  stop(): Promise<void>;
  /** Sends one signal to the whole process group, without waiting. */
  kill(signal: NodeJS.Signals): void;
}

export interface SpawnOptions {
  /** Start on the data of a server that was stopped before. Default: an empty folder of its own. */
  dataOf?: SpawnedServer;
}

/** What a check gets. */
export interface CheckContext extends Talk, ProofMaker {
  readonly requirementId: string;
  readonly expect: Expect;
  /** The only way to expect a rejection: see RejectionQuestion. */
  expectRejected(question: RejectionQuestion): Promise<RejectionPair>;
  /** States of all toggles in the present toggle set. */
  readonly toggles: ToggleStates;
  readonly target: TargetView;
  /** The registry stand-in; reading it in black-box mode makes the check untestable. */
  readonly registry: RegistryControl;
  /** The stand-ins of the providers behind this server; reading it in black-box mode makes the check untestable. */
  readonly providers: ProviderControl;
  /** The stand-in of the x402 seller (version 2); reading it in black-box mode makes the check untestable. */
  readonly seller: ProviderControl['seller'];
  /**
   * The chain on which payments are proven: a node of the kit, started when first asked for, or the one of
   * --payment-rpc-url. Untestable when there is none.
   */
  chain(): Promise<ChainControl>;
  /** A JSON-RPC node that answers as told, for outages and precedence; closed after the check. */
  rpcStub(): Promise<RpcStub>;
  /** Starts another orchestrator with this environment on top of the present one; undefined removes a variable. */
  spawn(env: Record<string, string | undefined>, options?: SpawnOptions): Promise<SpawnedServer>;
  /** The same talk, to a server from ctx.spawn; the check is void when that server is not running. */
  on(server: SpawnedServer): Talk;
  wait(ms: number): Promise<void>;
  /** Asks until the answer is true; false when the time is over. Default 5000 ms, every 50 ms. */
  until(
    question: () => Promise<boolean> | boolean,
    options?: { timeoutMs?: number; intervalMs?: number },
  ): Promise<boolean>;
  /** Runs after the check, last added first, whatever the verdict. */
  onCleanUp(action: () => Promise<void> | void): void;
  /** Stops the check as untestable: a prerequisite is missing, which is no fault of the target. */
  untestable(message: string): never;
  /** Hides a value in all evidence. Tokens and keys that the kit makes or receives are hidden already. */
  hide(secret: string): void;
}

export type CheckFunction = (ctx: CheckContext) => Promise<void>;
