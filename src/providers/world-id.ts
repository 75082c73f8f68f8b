import type { OutboundAnswer } from '../ports/outbound-http.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { describeFailure, describeMisfit, describeStatus, failed } from './answer-failure.ts';
import { assertConfigured, readTarget } from './configured-values.ts';
import { anyText, isObject, nonEmptyObjects, oneOf, OperationInput } from './operation-input.ts';
import type { Execute } from './prepare-execution.ts';
import { prepareOperation } from './prepare-execution.ts';
import type { ProviderAdapter, ProviderCall, ProviderResult } from './provider-adapter.ts';
import { parseJson } from './result-body.ts';

/** Verifies proofs of personhood at the World developer portal (API version 4, which takes proofs of World ID 3 too). */
export function createWorldIdAdapter(deps: AdapterDeps): ProviderAdapter {
  return {
    providerKey: deps.entry.key,
    prepare: (call) => prepareOperation(call, { 'verify-proof': () => prepareVerify(deps, call) }),
  };
}

function prepareVerify({ entry, http, limits }: AdapterDeps, call: ProviderCall): Execute {
  const { access, service } = call;
  // An app that has no relying party yet verifies under its own id.
  const verifierKey = access.value('rpId') === undefined && access.value('appId') ? 'appId' : 'rpId';
  assertConfigured(entry, access, [verifierKey, 'verifyBaseUrl']);
  const { baseUrl, origin } = readTarget(access, 'verifyBaseUrl');
  const verifier = encodeURIComponent(access.value(verifierKey) ?? '');
  const url = `${baseUrl}/api/v4/verify/${verifier}`;
  const body = JSON.stringify(readProof(call.input));
  return async () => {
    const timeoutMs = limits.executeMs;
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const sent = { url, method: 'POST', headers, body, timeoutMs, origin, retries: 0 } as const;
    const reply = await http.send({ ...sent, maxBytes: largestResultBytes });
    if ('failure' in reply) return failed(describeFailure(service.providerLabel, reply.failure, timeoutMs));
    return toResult(service.providerLabel, reply);
  };
}

/** What IDKit returned, as it is: the portal knows fields that no catalogue names. */
function readProof(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fields = new OperationInput(input);
  fields.read('protocol_version', oneOf('3.0', '4.0'), 'required');
  fields.read('nonce', anyText, 'required');
  fields.read('action', anyText, 'required');
  fields.read('action_description', anyText);
  fields.read('responses', nonEmptyObjects, 'required');
  fields.assertValid();
  return input;
}

/** A proof that does not hold fails: nobody may take its delivery for a verified person. */
function toResult(label: string, answer: OutboundAnswer): ProviderResult {
  const body = parseJson(answer.body.toString('utf8'));
  if (answer.status !== 200) return failed(describeStatus(label, answer));
  if (!isObject(body) || typeof body['success'] !== 'boolean') return failed(describeMisfit(label));
  if (!body['success']) return failed(`${label} did not verify the proof.`);
  const { action, nullifier, results } = body;
  const result = { success: true, action, nullifier, results };
  return { status: 'completed', result, externalRef: null, settlement: null };
}
