import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Machine, Pairing, PairingChallenge, PairingOptions, Proof } from '../engine/context.ts';
import type { LiveTarget } from './live-target.ts';
import { toItem } from './machine-actors.ts';
import type { Requests } from './requests.ts';
import { need, setUp } from './set-up.ts';

type Fields = Record<string, unknown>;

/** Pairs agents with machines end to end, as an agent with its own key does. */
export class PairingActors {
  readonly #target: LiveTarget;
  readonly #requests: Requests;

  constructor(target: LiveTarget, requests: Requests) {
    this.#target = target;
    this.#requests = requests;
  }

  agent(): PrivateKeyAccount {
    return privateKeyToAccount(generatePrivateKey());
  }

  async pairingChallenge(
    machine: Machine,
    agent: PrivateKeyAccount,
    fields: Fields = {},
  ): Promise<PairingChallenge> {
    const what = 'createAgentPairingChallenge';
    const path = { machineId: machine.id };
    const body = { ...describeAgent(agent), ...fields };
    const reply = await setUp(what, () => this.#requests.call('createAgentPairingChallenge', { path, body }));
    return {
      challengeId: need(reply, 'item.challengeId', what),
      message: need(reply, 'item.message', what),
      expiresAt: need(reply, 'item.expiresAt', what),
      json: toItem(reply.json),
    };
  }

  async agentProof(machine: Machine, agent: PrivateKeyAccount, fields: Fields = {}): Promise<Proof> {
    const { challengeId, message } = await this.pairingChallenge(machine, agent, fields);
    return { challengeId, signature: await agent.signMessage({ message }) };
  }

  async pairingRequest(machine: Machine, agent: PrivateKeyAccount, fields: Fields = {}): Promise<Fields> {
    const isDisabled = this.#target.states['PEAQOS_AGENT_PAIRING_VERIFICATION'] === 'disabled';
    return {
      ...describeAgent(agent),
      ...fields,
      ...(isDisabled ? {} : { agentProof: await this.agentProof(machine, agent, fields) }),
    };
  }

  async pairing(machine: Machine, options: PairingOptions = {}): Promise<Pairing> {
    const agent = options.agent ?? this.agent();
    const request = await this.pairingRequest(machine, agent, options.fields);
    const { delegationPolicy } = options;
    const body = delegationPolicy === undefined ? request : { ...request, delegationPolicy };
    const path = { machineId: machine.id };
    const reply = await setUp('createAgentPairing', () =>
      this.#requests.call('createAgentPairing', { path, body }),
    );
    return {
      id: need(reply, 'item.id', 'createAgentPairing'),
      machineId: machine.id,
      token: need(reply, 'item.pairingToken', 'createAgentPairing'),
      agent,
      json: toItem(reply.json),
    };
  }
}

function describeAgent(agent: PrivateKeyAccount): Fields {
  return { agentAddress: agent.address, agentProvider: 'anthropic', agentRole: 'ops' };
}
