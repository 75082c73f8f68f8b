import type { Answer, ProviderCall, ProviderReply } from './call.ts';
import { readJsonObject } from './call.ts';

export interface WorldIdStandIn {
  /** Proofs (text) that are not valid; any other proof is. */
  invalidProofs: Set<string>;
}

const createdAt = '2026-01-01T00:00:00.000000+00:00';

/** The verify endpoint of version 4, by app or relying party. */
export function createWorldIdStandIn(): WorldIdStandIn & { answer: Answer } {
  const standIn: WorldIdStandIn = { invalidProofs: new Set() };
  return Object.assign(standIn, { answer: (call: ProviderCall) => route(standIn, call) });
}

function route({ invalidProofs }: WorldIdStandIn, { method, path, body }: ProviderCall): ProviderReply {
  const isKnown = /^\/api\/v4\/verify\/(app|rp)_[^/]+$/.test(path);
  if (method !== 'POST' || !isKnown) return toError(404, 'not_found', 'App not found.');
  const fields = readJsonObject(body);
  return fields
    ? verify(fields, invalidProofs)
    : toError(400, 'invalid_request', 'The body is no JSON object.');
}

function verify(fields: Record<string, unknown>, invalidProofs: Set<string>): ProviderReply {
  const { protocol_version, nonce, action, responses } = fields;
  const isComplete = typeof nonce === 'string' && typeof action === 'string' && Array.isArray(responses);
  if (!isComplete || (protocol_version !== '3.0' && protocol_version !== '4.0')) {
    return toError(400, 'validation_error', 'Request validation failed');
  }
  const results = responses.map((response) => toResult(response, invalidProofs));
  const verified = results.find(({ success }) => success);
  if (!verified) {
    const detail = 'All proof verifications failed.';
    return { status: 400, body: { success: false, code: 'all_verifications_failed', detail, results } };
  }
  const { nullifier } = verified;
  const message = 'Proof verified successfully';
  return {
    status: 200,
    body: { success: true, action, nullifier, created_at: createdAt, protocol_version, results, message },
  };
}

function toResult(response: unknown, invalidProofs: Set<string>) {
  const fields: Record<string, unknown> =
    typeof response === 'object' && response !== null ? { ...response } : {};
  const { identifier, nullifier, proof } = fields;
  const text = Array.isArray(proof) ? proof.join(',') : String(proof);
  const success = !invalidProofs.has(text);
  return success
    ? { identifier, success, nullifier }
    : { identifier, success, code: 'invalid_proof', detail: 'The proof is not valid.' };
}

function toError(status: number, code: string, detail: string): ProviderReply {
  return { status, body: { code, detail, attribute: null } };
}
