import type { MarketService } from '../domain/catalog/market-service.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import {
  describeFailure,
  describeMisfit,
  describeStatus,
  failed,
  shorten,
  toLine,
} from './answer-failure.ts';
import type { Target } from './configured-values.ts';
import { assertConfigured, bearerHeader, readHeaderValue, readTarget } from './configured-values.ts';
import {
  anyText,
  isObject,
  nonEmptyObjects,
  numberWithin,
  OperationInput,
  wholeNumber,
} from './operation-input.ts';
import type { Execute } from './prepare-execution.ts';
import { prepareOperation } from './prepare-execution.ts';
import type { LiveOffer, ProviderAccess, ProviderAdapter, ProviderCall } from './provider-adapter.ts';
import { createRedactor } from './redact-secrets.ts';
import { parseJson } from './result-body.ts';

/** A runtime that speaks the OpenAI API, such as QVAC: one for all machines, or a machine's own. */
export function createOpenAiRuntimeAdapter(deps: AdapterDeps): ProviderAdapter {
  return {
    providerKey: deps.entry.key,
    prepare: (call) => prepareOperation(call, { 'chat-completion': () => prepareChat(deps, call) }),
    discover: (services, access) => discoverModels(deps, services, access),
  };
}

interface Runtime extends Target {
  headers: Record<string, string>;
}

/** Raises EXECUTION_UNSUPPORTED. */
function readRuntime({ entry }: AdapterDeps, access: ProviderAccess): Runtime {
  assertConfigured(entry, access, ['baseUrl', 'token']);
  const token = readHeaderValue(access, 'token');
  const authType = access.value('authType') ?? 'bearer';
  const withToken = authType === 'api-key' && token ? { 'x-api-key': token } : bearerHeader(token);
  const headers = { accept: 'application/json', ...(authType === 'none' ? {} : withToken) };
  return { ...readTarget(access, 'baseUrl'), headers };
}

function prepareChat(deps: AdapterDeps, call: ProviderCall): Execute {
  const runtime = readRuntime(deps, call.access);
  const { baseUrl, origin, headers } = runtime;
  const chat = readChat(call);
  const label = call.service.providerLabel;
  return async () => {
    const timeoutMs = deps.limits.executeMs;
    const model = chat['model'] ?? (await findModels(deps, runtime))?.[0];
    const body = JSON.stringify({ ...chat, model });
    const url = `${baseUrl}/v1/chat/completions`;
    const sentHeaders = { ...headers, 'content-type': 'application/json' };
    const sent = { url, method: 'POST', headers: sentHeaders, body, timeoutMs, origin, retries: 0 } as const;
    const reply = await deps.http.send({ ...sent, maxBytes: largestResultBytes });
    if ('failure' in reply) return failed(describeFailure(label, reply.failure, timeoutMs));
    if (reply.status !== 200) return failed(describeStatus(label, reply));
    const result = parseJson(reply.body.toString('utf8'));
    if (!isObject(result) || !Array.isArray(result['choices'])) return failed(describeMisfit(label));
    const externalRef = typeof result['id'] === 'string' ? result['id'] : null;
    return { status: 'completed', result, externalRef, settlement: null };
  };
}

/** Only what the contract names goes out: `stream` would bring an answer that nobody here reads. */
function readChat({ input, access }: ProviderCall): Record<string, unknown> {
  const fields = new OperationInput(input);
  const messages = fields.read('messages', nonEmptyObjects, 'required');
  const model = fields.read('model', anyText) ?? access.value('modelAlias');
  const temperature = fields.read('temperature', numberWithin(0, 2));
  const max_tokens = fields.read('max_tokens', wholeNumber(1, 1_000_000));
  fields.assertValid();
  return { messages, model, temperature, max_tokens };
}

async function discoverModels(
  deps: AdapterDeps,
  services: readonly MarketService[],
  access: ProviderAccess,
): Promise<LiveOffer[] | undefined> {
  const runtime = findRuntime(deps, access);
  if (!runtime) return undefined;
  const names = await findModels(deps, runtime);
  if (!names) return undefined;
  const isAvailable = names.length > 0;
  const reason = isAvailable ? `serves ${toLine(names.slice(0, 3).join(', '))}` : 'serves no model now';
  // A runtime names its models as it likes, by what it was sent too.
  const reasons = [shorten(createRedactor(access.secrets())(reason))];
  return services.map(({ id }) => ({ serviceId: id, isAvailable, reasons }));
}

/** The names of the models that the runtime serves; undefined when it does not answer. */
async function findModels({ http, limits }: AdapterDeps, runtime: Runtime): Promise<string[] | undefined> {
  const { baseUrl, headers, origin } = runtime;
  const timeoutMs = limits.discoverMs;
  const sent = { url: `${baseUrl}/v1/models`, method: 'GET', headers, timeoutMs, retries: 0 } as const;
  const reply = await http.send({ ...sent, origin, maxBytes: largestResultBytes });
  if ('failure' in reply) return undefined;
  return reply.status === 200 ? readModels(reply.body) : [];
}

function findRuntime(deps: AdapterDeps, access: ProviderAccess): Runtime | null {
  try {
    return readRuntime(deps, access);
  } catch {
    return null;
  }
}

function readModels(body: Buffer): string[] {
  const list = parseJson(body.toString('utf8'));
  const models = isObject(list) && Array.isArray(list['data']) ? list['data'].filter(isObject) : [];
  return models.flatMap(({ id }) => (typeof id === 'string' && id !== '' ? id : []));
}
