import type { FastifyInstance } from 'fastify';
import { SignJWT } from 'jose';
import type { HandStore } from './hand-written-store.ts';
import { newId, now } from './hand-written-store.ts';
import { sessionSecret } from './scene.ts';

type Fields = Record<string, string>;

export const secret = Buffer.from(sessionSecret);
const noPolicy = { perTransactionLimit: null, dailySpendLimit: null, currency: null };

/** The three calls that make a trader; they are not measured. */
export function registerMachines(app: FastifyInstance, store: HandStore): void {
  app.post<{ Body: Fields }>('/api/v1/machines', async ({ body }, reply) => {
    const [id, at] = [newId('mach'), now()];
    const { displayName = '', ownerId = '', machineType = '', runtimeProfile = '' } = body;
    store.insert('machines', {
      id,
      display_name: displayName,
      owner_id: ownerId,
      machine_type: machineType,
      runtime_profile: runtimeProfile,
      status: 'draft',
      identity_ref: null,
      identity_proof: null,
      capabilities: '[]',
      labels: '{}',
      policy_ids: '[]',
      skill_keys: '[]',
      created_at: at,
      updated_at: at,
    });
    return reply.code(201).send({ item: { id } });
  });
  app.patch<{ Params: { id: string }; Body: Fields }>('/api/v1/machines/:id', async ({ params, body }) => {
    store.update('machines', params.id, { status: body['status'] ?? 'draft' });
    return { item: { id: params.id } };
  });
  app.post<{ Params: { id: string }; Body: Fields }>(
    '/api/v1/machines/:id/agent-pairings',
    async ({ params, body }, reply) => {
      const item = await pair(store, params.id, body);
      return reply.code(201).send({ item });
    },
  );
}

async function pair(store: HandStore, machineId: string, body: Fields): Promise<Fields> {
  const [id, sessionId, tokenId, at] = [newId('pair'), newId('sess'), newId('tok'), now()];
  const { agentAddress = '', agentProvider = '', agentRole = '' } = body;
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const claims = { machineId, pairingId: id, sessionId, agentAddress, delegationPolicyHash: 'none' };
  const pairingToken = await new SignJWT({ ...claims, jti: tokenId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(secret);
  store.insert('pairings', {
    id,
    machine_id: machineId,
    agent_address: agentAddress,
    agent_did: `did:pkh:eip155:1:${agentAddress}`,
    agent_provider: agentProvider,
    agent_role: agentRole,
    status: 'active',
    description: null,
    verification: null,
    delegation_policy: JSON.stringify(noPolicy),
    session: JSON.stringify({ id: sessionId, tokenId }),
    created_at: at,
    updated_at: at,
  });
  return { id, pairingToken };
}
