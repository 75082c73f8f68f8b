import type { Answer, ProviderCall, ProviderReply } from './call.ts';
import { readJsonObject } from './call.ts';

export interface OpenAiStandIn {
  models: string[];
  /** Set: calls need it, as `Authorization: Bearer` or as `x-api-key`. */
  apiKey: string | null;
}

/** An OpenAI-compatible runtime that repeats the last message. */
export function createOpenAiStandIn(): OpenAiStandIn & { answer: Answer } {
  const standIn: OpenAiStandIn = { models: ['stand-in-small'], apiKey: null };
  return Object.assign(standIn, { answer: (call: ProviderCall) => route(standIn, call) });
}

function route({ models, apiKey }: OpenAiStandIn, { method, path, headers, body }: ProviderCall) {
  const isKnown = headers['authorization'] === `Bearer ${apiKey}` || headers['x-api-key'] === apiKey;
  if (apiKey !== null && !isKnown) return toError(401, 'Incorrect API key provided.', 'invalid_api_key');
  if (path === '/v1/models' && method === 'GET') {
    const data = models.map((id) => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'stand-in' }));
    return { status: 200, body: { object: 'list', data } };
  }
  if (path === '/v1/chat/completions' && method === 'POST') return complete(models, body);
  return toError(404, 'Unknown request URL.', 'unknown_url');
}

function complete(models: readonly string[], body: Buffer): ProviderReply {
  const { model, messages } = readJsonObject(body) ?? {};
  if (!Array.isArray(messages) || messages.length === 0) {
    return toError(400, "'messages' must be a list with at least one entry.", 'invalid_request_error');
  }
  const isServed = typeof model === 'string' && models.includes(model);
  if (!isServed) return toError(404, 'The model does not exist.', 'model_not_found');
  const last: unknown = messages.at(-1);
  const said = typeof last === 'object' && last !== null && 'content' in last ? String(last.content) : '';
  const message = { role: 'assistant', content: `You said: ${said}` };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
  const head = { id: 'chatcmpl-stand-in', object: 'chat.completion', created: 1_790_000_000, model };
  return { status: 200, body: { ...head, choices, usage } };
}

function toError(status: number, message: string, code: string): ProviderReply {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code } } };
}
