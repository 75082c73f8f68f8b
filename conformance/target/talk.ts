import { Transport } from '../contract/transport.ts';
import type { Exchange } from '../contract/exchange.ts';
import type { Redactor } from '../contract/redactor.ts';
import type { Talk } from '../engine/context.ts';
import type { CleanUp } from './clean-up.ts';
import type { LiveTarget } from './live-target.ts';
import { MachineActors } from './machine-actors.ts';
import { PairingActors } from './pairing-actors.ts';
import { Requests } from './requests.ts';

export interface TalkOptions {
  target: LiveTarget;
  redactor: Redactor;
  isReadOnly: boolean;
  record: (exchange: Exchange) => void;
  cleanUp: CleanUp;
  requirementId: string;
}

/** All that one check can say to one server. `release` gives the leased identities back. */
export function createTalk(options: TalkOptions): { talk: Talk; release: () => void } {
  const { target, redactor, isReadOnly, record, cleanUp, requirementId } = options;
  const { client, apiKeys, unknownPathAnswer } = target;
  const transport = new Transport({ client, redactor, apiKeys, isReadOnly, unknownPathAnswer, record });
  const requests = new Requests({ transport, apiKeys, cleanUp, requirementId });
  const machines = new MachineActors(target, requests);
  const pairings = new PairingActors(target, requests);
  const talk: Talk = {
    call: (operationId, callOptions) => requests.call(operationId, callOptions),
    send: (sendOptions) => requests.send(sendOptions),
    identity: () => machines.identity(),
    challenge: (identity) => machines.challenge(identity),
    machineProof: (identity) => machines.machineProof(identity),
    machineRequest: (identity, fields) => machines.machineRequest(identity, fields),
    machine: (machineOptions) => machines.machine(machineOptions),
    agent: () => pairings.agent(),
    pairingChallenge: (machine, agent, fields) => pairings.pairingChallenge(machine, agent, fields),
    agentProof: (machine, agent, fields) => pairings.agentProof(machine, agent, fields),
    pairingRequest: (machine, agent, fields) => pairings.pairingRequest(machine, agent, fields),
    pairing: (machine, pairingOptions) => pairings.pairing(machine, pairingOptions),
  };
  return { talk, release: () => machines.releaseAll() };
}
