import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { createRuntimeAccess } from './index.ts';
import { createCall, execute, secrets } from './provider-call.fixture.ts';

const service = 'qvac:chat-completion';
const messages = [{ role: 'user', content: 'Hello' }];
const model = 'stand-in-small';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());
beforeEach(() => {
  standIns.forgetCalls();
  standIns.setFault('openai-runtime', null);
  Object.assign(standIns.providers['openai-runtime'], { apiKey: secrets.PEAQOS_QVAC_TOKEN, models: [model] });
});

const lastBody = () => JSON.parse(standIns.calls().at(-1)!.body) as unknown;

describe('a chat completion', () => {
  it('gives what the runtime answered, and names only what the contract names', async () => {
    const input = { messages, model, temperature: 0.5, max_tokens: 20, stream: true };
    expect(await execute(standIns, service, { input })).toMatchObject({
      status: 'completed',
      result: {
        model,
        choices: [{ message: { role: 'assistant', content: 'You said: Hello' } }],
        usage: { total_tokens: 8 },
      },
      externalRef: 'chatcmpl-stand-in',
      settlement: null,
    });
    expect(standIns.calls().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/chat/completions',
    ]);
    expect(lastBody()).toEqual({ messages, model, temperature: 0.5, max_tokens: 20 });
  });

  it('without a model is asked of the first that the runtime serves', async () => {
    expect(await execute(standIns, service, { input: { messages } })).toMatchObject({ result: { model } });
    expect(standIns.calls().map(({ path }) => path)).toEqual(['/v1/models', '/v1/chat/completions']);
  });

  it('without any model is refused by the runtime', async () => {
    standIns.providers['openai-runtime'].models = [];
    expect(await execute(standIns, service, { input: { messages } })).toMatchObject({
      status: 'failed',
      errorMessage: 'QVAC answered HTTP 404: The model does not exist.',
    });
  });

  it.each([{}, { choices: 'none' }, []])('is not made up from the answer %j', async (body) => {
    standIns.setFault('openai-runtime', { kind: 'status', status: 200, body });
    expect(await execute(standIns, service, { input: { messages, model } })).toMatchObject({
      status: 'failed',
      errorMessage: 'QVAC gave an answer that is not understood.',
    });
  });

  it.each([
    [{}, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: 'Hello' }, 'messages'],
    [{ messages, model: 7 }, 'model'],
    [{ messages, temperature: 3 }, 'temperature'],
    [{ messages, max_tokens: 0 }, 'max_tokens'],
  ])('is refused for the input %j', (input, field) => {
    const { adapter, call } = createCall(standIns, service, { input });
    const issues = [{ path: `input.${field}`, message: expect.any(String) }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });

  it('is not possible where no runtime is configured', () => {
    const { adapter, call } = createCall(standIns, service, { environment: { PEAQOS_QVAC_URL: null } });
    const details = { missing: ['baseUrl'] };
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
  });
});

describe("a machine's own runtime", () => {
  const endpoint = { authType: 'bearer', authToken: 'token-of-the-machine', modelAlias: model };
  const callOwn = (changes: Partial<typeof endpoint> = {}, input: Record<string, unknown> = { messages }) => {
    const { adapter, call } = createCall(standIns, service, { input });
    const endpointBaseUrl = standIns.urls['openai-runtime'];
    const access = createRuntimeAccess({ endpointBaseUrl, ...endpoint, ...changes });
    return adapter.prepare({ ...call, access }).run();
  };

  it.each([
    ['bearer', { authorization: 'Bearer token-of-the-machine' }],
    ['api-key', { 'x-api-key': 'token-of-the-machine' }],
  ])('is called with authentication %s', async (authType, headers) => {
    standIns.providers['openai-runtime'].apiKey = endpoint.authToken;
    expect(await callOwn({ authType })).toMatchObject({ status: 'completed' });
    const [call] = standIns.calls();
    expect(call?.headers).toMatchObject(headers);
    expect(lastBody()).toEqual({ messages, model });
  });

  it('is called with none where it asks for none', async () => {
    standIns.providers['openai-runtime'].apiKey = null;
    expect(await callOwn({ authType: 'none' })).toMatchObject({ status: 'completed' });
    const [call] = standIns.calls();
    expect(call?.headers).not.toHaveProperty('authorization');
    expect(call?.headers).not.toHaveProperty('x-api-key');
  });

  it('lies where the operator allows', async () => {
    const { adapter, call } = createCall(standIns, service, { input: { messages, model }, scopes: ['lan'] });
    const access = createRuntimeAccess({ endpointBaseUrl: standIns.urls['openai-runtime'], ...endpoint });
    expect(await adapter.prepare({ ...call, access }).run()).toMatchObject({
      status: 'failed',
      errorMessage: 'The address of QVAC is none that this server may call.',
    });
    expect(standIns.calls()).toEqual([]);
  });

  it('gives its token back to nobody', async () => {
    standIns.setFault('openai-runtime', { kind: 'echo', status: 500 });
    const result = await callOwn();
    expect(result).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(result)).not.toContain(endpoint.authToken);
  });
});

describe('discovery', () => {
  const discover = (changes = {}) => {
    const { adapter, call } = createCall(standIns, service, changes);
    return adapter.discover!([call.service], call.access);
  };

  it('names up to three models', async () => {
    standIns.providers['openai-runtime'].models = ['a', 'b\nc', 'd', 'e'];
    expect(await discover()).toEqual([
      { serviceId: service, isAvailable: true, reasons: ['serves a, b c, d'] },
    ]);
  });

  it.each([
    ['no model', { kind: 'status', status: 200, body: { data: [] } }],
    ['an error', { kind: 'status', status: 401, body: {} }],
    ['garbage', { kind: 'garbage' }],
  ] as const)('with %s says that it serves none', async (_what, fault) => {
    standIns.setFault('openai-runtime', fault);
    expect(await discover()).toEqual([
      { serviceId: service, isAvailable: false, reasons: ['serves no model now'] },
    ]);
  });

  it('says nothing when there is no answer, in time, or nothing is configured', async () => {
    standIns.setFault('openai-runtime', { kind: 'hang' });
    expect(await discover({ limits: { discoverMs: 50 } })).toBeUndefined();
    expect(await discover({ environment: { PEAQOS_QVAC_URL: null } })).toBeUndefined();
  });
});
