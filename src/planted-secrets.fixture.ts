import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import type { Answer } from '../conformance/registry/providers/call.ts';
import type { MarketPlace } from './market-client.fixture.ts';
import type { RuntimeServer } from './runtime-server.fixture.ts';

/** What was planted, by what it is. */
export const secrets = new Map<string, string>();

/** A secret with every character that some spelling writes otherwise, where its place allows them. */
export function plant(name: string, form: 'plain' | 'awkward' = 'awkward'): string {
  const secret = `${form === 'awkward' ? 's"e\\c/r+e?t=' : 'secret'}${randomBytes(12).toString('hex')}`;
  secrets.set(name, secret);
  return secret;
}

export interface Exchange {
  method: string;
  path: string;
  text: string;
}

/** Every answer of the orchestrator, with its headers. */
export const exchanges: Exchange[] = [];

export function recordAnswers(url: string): void {
  const original = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await original(input, init);
    const target = input instanceof Request ? input.url : input.toString();
    if (target.startsWith(url)) {
      const head = JSON.stringify([...response.headers]);
      const text = `${response.status} ${head} ${await response.clone().text()}`;
      exchanges.push({ method: init?.method ?? 'GET', path: target.slice(url.length), text });
    }
    return response;
  });
}

/** Providers that repeat what they were sent, in answers that are taken for good ones, and in errors. */
export function makeProvidersEcho(market: MarketPlace, runtime: RuntimeServer): void {
  const { providers } = market.providers;
  const spell = (value: unknown) => {
    const text = JSON.stringify(value);
    const encoded = [encodeURIComponent(text), JSON.stringify(text)];
    return [text, ...encoded].join(' ');
  };
  const token = ({ authorization = '' }: Readonly<Record<string, string>>) => authorization.slice(7);
  providers.walrus.answer = ({ headers, body, method }) => {
    const said = spell({ headers, body: body.toString() });
    if (method === 'GET' || body.toString() === 'fail') return { status: 500, body: { error: said } };
    const blobId = `${token(headers)}-${Buffer.from(token(headers)).toString('base64')}`;
    return { status: 200, body: { newlyCreated: { blobObject: { blobId, id: said, storage: {} } } } };
  };
  // As long before the secret as a message may be: whatever is cut off must not leave half of it.
  providers.pyth.answer = ({ headers }) => ({
    status: 500,
    body: { error: `${'x'.repeat(130)} ${token(headers)} ${spell(headers)}` },
  });
  providers['world-id'].answer = ({ path, body }) => ({
    status: 200,
    body: { success: true, action: path, nullifier: spell(path), results: [body.toString()] },
  });
  const echoRuntime: Answer = ({ path, headers, body }) =>
    path === '/v1/models'
      ? { status: 200, body: { data: [{ id: `model of ${token(headers)}` }] } }
      : {
          status: 200,
          body: { id: token(headers), choices: [{ [token(headers)]: spell(headers) }, body.toString()] },
        };
  providers['openai-runtime'].answer = echoRuntime;
  runtime.standIn.answer = echoRuntime;
  const { answer } = providers.x402;
  providers.x402.answer = async (providerCall) => {
    const { headers } = providerCall;
    const reply = await answer(providerCall);
    return headers['payment-signature'] === undefined
      ? reply
      : { ...reply, body: { headers, text: spell(headers), [headers['payment-signature']]: true } };
  };
}
