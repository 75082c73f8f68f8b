import { Transport } from '../contract/transport.ts';
import type { Exchange } from '../contract/exchange.ts';
import type { Redactor } from '../contract/redactor.ts';
import type { Talk } from '../engine/context.ts';
import type { MarketTalk } from '../engine/market.ts';
import type { CleanUp } from './clean-up.ts';
import type { LiveTarget } from './live-target.ts';
import { MachineActors } from './machine-actors.ts';
import { PairingActors } from './pairing-actors.ts';
import { MarketActors } from './market-actors.ts';
import { PaymentActors } from './payment-actors.ts';
import type { PaymentTools } from './payment-actors.ts';
import { Requests } from './requests.ts';

export interface TalkOptions {
  target: LiveTarget;
  redactor: Redactor;
  isReadOnly: boolean;
  record: (exchange: Exchange) => void;
  cleanUp: CleanUp;
  requirementId: string;
  paymentTools: PaymentTools;
}

/** All that one check can say to one server. `release` gives the leased identities back. */
export function createTalk(options: TalkOptions): { talk: Talk; release: () => void } {
  const { target, redactor, isReadOnly, record, cleanUp, requirementId, paymentTools } = options;
  const { client, apiKeys, unknownPathAnswer } = target;
  const transport = new Transport({ client, redactor, apiKeys, isReadOnly, unknownPathAnswer, record });
  const isLasting = target.mode === 'black-box';
  const requests = new Requests({ transport, apiKeys, cleanUp, requirementId, isLasting });
  const machines = new MachineActors(target, requests);
  const pairings = new PairingActors(target, requests);
  const market = new MarketActors(target, requests, machines, pairings);
  const talk: Talk = {
    ...toMarketTalk(market, new PaymentActors(target, market, paymentTools)),
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

function toMarketTalk(market: MarketActors, payments: PaymentActors): MarketTalk {
  return {
    services: () => market.services(),
    service: (kind, where) => market.service(kind, where),
    trader: (options) => market.trader(options),
    act: (actor, operationId, options) => market.act(actor, operationId, options),
    search: (trader, fields) => market.search(trader, fields),
    orderRequest: (trader, options) => market.orderRequest(trader, options),
    order: (trader, options) => market.order(trader, options),
    readOrder: (order) => market.readOrder(order),
    readPayment: (order) => market.readPayment(order),
    intent: (order, body) => payments.intent(order, body),
    hold: (order, options) => payments.hold(order, options),
    execute: (order, body) => payments.execute(order, body),
    deliver: (order, options) => payments.deliver(order, options),
    confirm: (order) => payments.confirm(order),
  };
}
