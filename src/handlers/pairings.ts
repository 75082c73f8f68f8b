import type { Handlers } from '../http/handler.ts';
import { createPairingChallenge } from '../services/create-pairing-challenge.ts';
import { pairAgent } from '../services/pair-agent.ts';
import { listPairings, readPairing } from '../services/read-pairing.ts';
import { rotateSession } from '../services/rotate-session.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { timestamp } from '../services/service-deps.ts';
import { revokePairing, updatePairing } from '../services/update-pairing.ts';
import { toIssuedPairingView, toPairingView } from './pairing-view.ts';
import { pick, withoutNulls } from './request-fields.ts';

type PairingOperations =
  | 'listAgentPairings'
  | 'createAgentPairingChallenge'
  | 'createAgentPairing'
  | 'getAgentPairing'
  | 'rotateAgentPairingSession'
  | 'updateAgentPairing'
  | 'revokeAgentPairing';

export function createPairingHandlers(deps: ServiceDeps): Pick<Handlers, PairingOperations> {
  const now = () => timestamp(deps.clock);
  return {
    async listAgentPairings({ path, query }) {
      const request = { cursor: query.cursor, limit: query.limit };
      const { items, ...rest } = await listPairings(deps, path.machineId, request);
      return { status: 200, body: { items: items.map((pairing) => toPairingView(pairing, now())), ...rest } };
    },
    async createAgentPairingChallenge({ path, body }) {
      const agentDid = body.agentDid ?? undefined;
      const challenge = await createPairingChallenge(deps, path.machineId, { ...body, agentDid });
      const {
        id: challengeId,
        hmac: _hmac,
        createdAt: _createdAt,
        consumedAt: _consumedAt,
        ...shown
      } = challenge;
      return { status: 201, body: { item: { challengeId, ...shown, verificationMethod: 'eip191' } } };
    },
    async createAgentPairing({ path, body }) {
      const issued = await pairAgent(deps, path.machineId, {
        agent: { ...body, agentDid: body.agentDid ?? undefined },
        agentProof: body.agentProof ?? null,
        description: body.description ?? null,
        delegationPolicy: body.delegationPolicy,
      });
      return { status: 201, body: { item: toIssuedPairingView(issued, now()) } };
    },
    async getAgentPairing({ path, context }) {
      const pairing = await readPairing(deps, path.machineId, path.pairingId, context.pairing);
      return { status: 200, body: { item: toPairingView(pairing, now()) } };
    },
    async rotateAgentPairingSession({ path, body }) {
      const issued = await rotateSession(deps, path.machineId, path.pairingId, body?.agentProof ?? null);
      return { status: 201, body: { item: toIssuedPairingView(issued, now()) } };
    },
    async updateAgentPairing({ path, body }) {
      const pairing = await updatePairing(deps, path.machineId, path.pairingId, {
        ...withoutNulls(pick(body, ['agentProvider', 'agentRole', 'status', 'delegationPolicy'])),
        ...(body.description === undefined ? {} : { description: body.description }),
      });
      return { status: 200, body: { item: toPairingView(pairing, now()) } };
    },
    async revokeAgentPairing({ path }) {
      await revokePairing(deps, path.machineId, path.pairingId);
      return { status: 204, body: undefined };
    },
  };
}
