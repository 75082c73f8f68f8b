import { createServer } from 'node:net';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, test } from 'vitest';
import { answerHealth, sendError, sendJson, startTestServer } from '../self-test/test-server.ts';
import type { Answer, TestServer } from '../self-test/test-server.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis, DiagnosisOptions } from './diagnose.ts';
import type { Finding } from './finding.ts';

const account = privateKeyToAccount(generatePrivateKey());
const key = 'the-right-key';
let server: TestServer | undefined;
afterEach(() => server?.close());

/** A sound orchestrator, as far as doctor looks. */
const sound =
  (isGated: boolean, challenge: Answer = answerChallenge): Answer =>
  (request, response) => {
    if (request.url?.startsWith('/api/v1/machine-identity') === true) return challenge(request, response);
    if (request.url?.startsWith('/api/v1/machines') !== true) return answerHealth(request, response);
    const sent = request.headers['x-api-key'];
    if (!isGated || sent === key) return sendJson(response, 200, { items: [] });
    return sendError(response, 401, sent === undefined ? 'AUTH_REQUIRED' : 'AUTH_INVALID');
  };

const answerChallenge: Answer = (_request, response) =>
  sendJson(response, 201, { item: { controllerAddresses: [account.address.toLowerCase()] } });

async function look(answer: Answer, more: Partial<DiagnosisOptions> = {}, path = ''): Promise<Diagnosis> {
  server = await startTestServer(answer);
  const baseUrl = server.url + path;
  const base = {
    baseUrl,
    apiKeys: [],
    identities: [],
    registryUrl: undefined,
    isReadOnly: false,
    probeMs: 400,
  };
  return diagnose({ ...base, ...more });
}

const find = ({ findings }: Diagnosis, subject: string): Finding | undefined =>
  findings.find((finding) => finding.subject === subject);

const identity = { identityRef: 'did:peaq:7', account };

describe('Doctor finds nothing wrong', () => {
  test('with an open gate', async () => {
    const { findings } = await look(sound(false), { identities: [identity] });
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  test('with a closed gate and the right key', async () => {
    const { findings } = await look(sound(true), { identities: [identity], apiKeys: [key] });
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  });
});

describe('Doctor names', () => {
  test.each<[string, Answer, Partial<DiagnosisOptions>, string, string]>([
    ['a key that is missing', sound(true), {}, 'API key', 'no key was given'],
    [
      'a key that is refused',
      sound(true),
      { apiKeys: ['another-key'] },
      'API key',
      'the key is refused (401)',
    ],
    [
      'a gate that is not the orchestrator’s',
      (request, response) =>
        request.url?.startsWith('/api/v1/machines') === true
          ? sendError(response, 403, 'X')
          : answerHealth(request, response),
      {},
      'API key',
      'neither 200 nor 401 AUTH_REQUIRED',
    ],
    [
      'a catch-all page',
      (_request, response) => sendJson(response, 200, { ok: true }),
      {},
      'JSON envelope',
      'does not exist is answered 200',
    ],
    [
      'a proxy in front',
      (request, response) =>
        request.url?.includes('no-such-path') === true
          ? void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>nginx</h1>')
          : sound(false)(request, response),
      {},
      'JSON envelope',
      'text/html',
    ],
    [
      'another service',
      (_request, response) => sendError(response, 404, 'NOT_FOUND'),
      {},
      'base path',
      'does not look like an orchestrator',
    ],
    [
      'a clock that is ahead',
      (request, response) => {
        response.setHeader('date', new Date(Date.now() + 90_000).toUTCString());
        sound(false)(request, response);
      },
      {},
      'clock',
      's ahead',
    ],
    [
      'a registry that is down behind the target',
      sound(false, (_request, response) => sendError(response, 503, 'PEAQOS_IDENTITY_UNAVAILABLE')),
      { identities: [identity] },
      'identities',
      'cannot reach its identity registry',
    ],
    [
      'an identity that the registry does not know',
      sound(false, (_request, response) => sendError(response, 422, 'PEAQOS_IDENTITY_UNAVAILABLE')),
      { identities: [identity] },
      'identities',
      'does not know did:peaq:7',
    ],
    [
      'a key that controls nothing',
      sound(false, (_request, response) =>
        sendJson(response, 201, { item: { controllerAddresses: ['0x1'] } }),
      ),
      { identities: [identity] },
      'identities',
      'none of its controllers',
    ],
    [
      'a registry that cannot be reached',
      sound(false),
      { registryUrl: 'http://127.0.0.1:1' },
      'identity registry',
      'refused',
    ],
  ])('%s, with a fix', async (_case, answer, more, subject, text) => {
    const finding = find(await look(answer, more), subject);
    expect(finding).toMatchObject({ level: 'problem' });
    expect(finding?.text).toContain(text);
    expect(finding?.fix).toBeTruthy();
  });

  test('a path too much in the URL', async () => {
    const diagnosis = await look(sound(false), {}, '/api');
    expect(find(diagnosis, 'base path')).toMatchObject({
      level: 'problem',
      fix: `use --target ${server?.url}.`,
    });
  });

  test('a key that is not needed, as a note', async () => {
    expect(find(await look(sound(false), { apiKeys: [key] }), 'API key')).toMatchObject({ level: 'note' });
  });
});

describe('Doctor tells apart why a target cannot be reached', () => {
  const reachability = async (baseUrl: string): Promise<string | undefined> => {
    const diagnosis = await diagnose({
      baseUrl,
      apiKeys: [],
      identities: [],
      registryUrl: undefined,
      isReadOnly: false,
      probeMs: 400,
    });
    expect(diagnosis.isReachable).toBe(false);
    return diagnosis.findings[0]?.text;
  };

  test('nothing listens there', async () =>
    expect(await reachability('http://127.0.0.1:1')).toContain('refused'));

  test('the host name does not exist', async () =>
    expect(await reachability('http://no-such-host.invalid')).toMatch(/cannot be resolved|no answer within/));

  test('it does not answer in time', async () => {
    server = await startTestServer(() => undefined);
    expect(await reachability(server.url)).toContain('no answer within 400 ms');
  });

  test('it speaks no TLS', async () => {
    server = await startTestServer(answerHealth);
    expect(await reachability(server.url.replace('http', 'https'))).toContain('TLS fails');
  });

  test('it speaks no HTTP', async () => {
    const plain = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-none\r\n'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const address = plain.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    expect(await reachability(`http://127.0.0.1:${port}`)).toContain('no HTTP');
    plain.close();
  });
});
