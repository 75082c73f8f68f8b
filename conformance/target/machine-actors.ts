import { isRecord } from '../contract/json.ts';
import type { Identity, IdentityChallenge, Machine, MachineOptions, Proof } from '../engine/context.ts';
import type { LiveTarget } from './live-target.ts';
import type { Requests } from './requests.ts';
import { need, setUp } from './set-up.ts';

/** Registers machines end to end, as an owner with an on-chain identity does. */
export class MachineActors {
  readonly #target: LiveTarget;
  readonly #requests: Requests;
  readonly #leased: Identity[] = [];

  constructor(target: LiveTarget, requests: Requests) {
    this.#target = target;
    this.#requests = requests;
  }

  async identity(): Promise<Identity> {
    const identity = await this.#target.identities.lease();
    this.#leased.push(identity);
    return identity;
  }

  /** Gives all leased identities back. */
  releaseAll(): void {
    for (const identity of this.#leased.splice(0)) identity.release();
  }

  async challenge(identity: Identity): Promise<IdentityChallenge> {
    const what = 'createMachineIdentityChallenge';
    const body = { identityRef: identity.identityRef };
    const reply = await setUp(what, () => this.#requests.call('createMachineIdentityChallenge', { body }));
    return {
      challengeId: need(reply, 'item.challengeId', what),
      message: need(reply, 'item.message', what),
      expiresAt: need(reply, 'item.expiresAt', what),
      identityRef: need(reply, 'item.identityRef', what),
    };
  }

  async machineProof(identity: Identity): Promise<Proof> {
    const { challengeId, message } = await this.challenge(identity);
    return { challengeId, signature: await identity.sign(message) };
  }

  async machineRequest(
    identity: Identity,
    fields: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const isDisabled = this.#target.states['PEAQOS_MACHINE_IDENTITY_VERIFICATION'] === 'disabled';
    return {
      displayName: 'Conformance machine',
      ownerId: 'conformance',
      machineType: 'robot',
      runtimeProfile: 'generic',
      identityRef: identity.identityRef,
      ...(isDisabled ? {} : { identityProof: await this.machineProof(identity) }),
      ...fields,
    };
  }

  async machine(options: MachineOptions = {}): Promise<Machine> {
    const identity = options.identity ?? (await this.identity());
    const body = await this.machineRequest(identity, options.fields);
    const created = await setUp('createMachine', () => this.#requests.call('createMachine', { body }));
    const id = need(created, 'item.id', 'createMachine');
    const machine = { id, identityRef: identity.identityRef, identity, json: toItem(created.json) };
    return options.activate === true ? this.#activate(machine) : machine;
  }

  async #activate(machine: Machine): Promise<Machine> {
    const reply = await setUp('updateMachine (status active)', () =>
      this.#requests.call('updateMachine', { path: { machineId: machine.id }, body: { status: 'active' } }),
    );
    return { ...machine, json: toItem(reply.json) };
  }
}

/** The `item` of an envelope; an empty object when there is none. */
export function toItem(json: unknown): Record<string, unknown> {
  const item = isRecord(json) ? json['item'] : undefined;
  return isRecord(item) ? item : {};
}
