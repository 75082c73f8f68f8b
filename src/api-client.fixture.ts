import type { PrivateKeyAccount } from 'viem/accounts';

type Fields = Record<string, unknown>;

export interface Answer {
  status: number;
  /** The parsed body; undefined where there is none. */
  body: { item?: Fields; items?: Fields[]; nextCursor?: string; error?: { code: string; details?: Fields } };
}

/** One real HTTP request to `url`; JSON in, JSON out. */
export async function call(
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, headers = {} } = options;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** Status and code, or status alone for a success: short enough to count many answers. */
export function outcomeOf({ status, body }: Answer): string {
  return body.error === undefined ? String(status) : `${status} ${body.error.code}`;
}

/** How often each outcome came. */
export function countOutcomes(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[outcomeOf(answer)] = (counts[outcomeOf(answer)] ?? 0) + 1;
  return counts;
}

/** The item of a success. Raises an Error that shows any other answer. */
export function itemOf(answer: Answer): Fields {
  if (answer.body.item === undefined)
    throw new Error(`no item: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.item;
}

/** A text field of an item. */
export function textOf(item: Fields, field: string): string {
  const value = item[field];
  if (typeof value !== 'string') throw new Error(`${field} is no text: ${JSON.stringify(item)}`);
  return value;
}

export const machineFields = {
  displayName: 'Press 7',
  ownerId: 'owner-1',
  machineType: 'press',
  runtimeProfile: 'edge',
};

/** The calls of an orchestrator that several tests make, with the same headers each. */
export interface ApiClient {
  /** A fresh identity challenge, signed. */
  proveIdentity(
    identityRef: string,
    account: PrivateKeyAccount,
  ): Promise<{ challengeId: string; signature: string }>;
  /** Registers a machine with a fresh proof and activates it; returns its id. */
  onboard(identityRef: string, account: PrivateKeyAccount): Promise<string>;
  /** A fresh pairing challenge, signed. */
  proveAgent(
    machineId: string,
    account: PrivateKeyAccount,
  ): Promise<{ challengeId: string; signature: string }>;
  /** Pairs an agent with a fresh proof; returns the pairing with its token. */
  pair(machineId: string, account: PrivateKeyAccount): Promise<Fields>;
  /** Reads a pairing with its token. */
  readPairing(machineId: string, pairingId: string, token: string): Promise<Answer>;
}

export const agentFields = { agentProvider: 'anthropic', agentRole: 'buyer' };

export function createApiClient(url: string, headers: Record<string, string> = {}): ApiClient {
  const post = (path: string, body: unknown) => call(url, 'POST', `/api/v1${path}`, { body, headers });
  const sign = async (challenge: Fields, account: PrivateKeyAccount) => ({
    challengeId: textOf(challenge, 'challengeId'),
    signature: await account.signMessage({ message: textOf(challenge, 'message') }),
  });
  const client: ApiClient = {
    async proveIdentity(identityRef, account) {
      return sign(itemOf(await post('/machine-identity/challenges', { identityRef })), account);
    },
    async onboard(identityRef, account) {
      const identityProof = await client.proveIdentity(identityRef, account);
      const created = itemOf(await post('/machines', { ...machineFields, identityRef, identityProof }));
      const machineId = textOf(created, 'id');
      itemOf(
        await call(url, 'PATCH', `/api/v1/machines/${machineId}`, { body: { status: 'active' }, headers }),
      );
      return machineId;
    },
    async proveAgent(machineId, account) {
      const body = { ...agentFields, agentAddress: account.address };
      return sign(itemOf(await post(`/machines/${machineId}/agent-pairings/challenges`, body)), account);
    },
    async pair(machineId, account) {
      const agentProof = await client.proveAgent(machineId, account);
      const body = { ...agentFields, agentAddress: account.address, agentProof };
      return itemOf(await post(`/machines/${machineId}/agent-pairings`, body));
    },
    readPairing(machineId, pairingId, token) {
      const path = `/api/v1/machines/${machineId}/agent-pairings/${pairingId}`;
      return call(url, 'GET', path, { headers: { ...headers, 'x-agent-pairing-token': token } });
    },
  };
  return client;
}
