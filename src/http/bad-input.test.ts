import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawConnection, startTestServer, type TestServer } from './api.fixture.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const json = 'content-type: application/json\r\n';
const mebibyte = 1024 * 1024;

function request(method: string, target: string, headers = '', body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  const length = bytes.length > 0 ? `content-length: ${bytes.length}\r\n` : '';
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\nhost: x\r\n${headers}${length}\r\n`),
    bytes,
  ]);
}

const post = (body: string | Buffer, headers = json) => request('POST', '/api/v1/machines', headers, body);
const get = (target: string) => request('GET', target);

function chunkedHead(headers: string): Buffer {
  return Buffer.from(
    `POST /api/v1/machines HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n${headers}\r\n`,
  );
}

function chunked(chunks: (string | Buffer)[], headers = json): Buffer {
  const parts = chunks.flatMap((chunk) => {
    const bytes = Buffer.from(chunk);
    return [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')];
  });
  return Buffer.concat([chunkedHead(headers), ...parts, Buffer.from('0\r\n\r\n')]);
}

/** A machine that passes, with one field placed raw into the JSON behind it: of equal keys the last one counts. */
const machine = (field: string) =>
  `{"displayName":"a","ownerId":"o","machineType":"m","runtimeProfile":"r",${field}}`;
const valid = machine('"extra":1');
const levels = (depth: number) => machine(`"labels":${'['.repeat(depth)}${']'.repeat(depth)}`);

const badInputs: [string, number, Buffer][] = [
  ['an empty object where fields are required', 400, post('{}')],
  ['a number as name', 400, post(machine('"displayName":5'))],
  ['an object as name', 400, post(machine('"displayName":{}'))],
  ['an array as name', 400, post(machine('"displayName":["a"]'))],
  ['a boolean as name', 400, post(machine('"displayName":true'))],
  ['an empty name', 400, post(machine('"displayName":""'))],
  ['a blank name', 400, post(machine('"displayName":"   "'))],
  ['a list as labels', 400, post(machine('"labels":["a"]'))],
  ['a text as capabilities', 400, post(machine('"capabilities":"a"'))],
  ['numbers as capabilities', 400, post(machine('"capabilities":[1]'))],
  ['a text as proof', 400, post(machine('"identityProof":"a"'))],
  ['a proof without signature', 400, post(machine('"identityProof":{"challengeId":"c"}'))],
  ['a number as identity', 400, post(machine('"identityRef":77.5'))],
  ['a top-level array', 400, post('[]')],
  ['a top-level text', 400, post('"text"')],
  ['a top-level number', 400, post('1')],
  ['a top-level null', 400, post('null')],
  ['a top-level boolean', 400, post('true')],
  ['a body of spaces', 400, post('   ')],
  ['truncated JSON', 400, post('{"displayName":"a"')],
  ['a truncated text', 400, post('{"displayName":"a')],
  ['trailing text', 400, post('{} {}')],
  ['a trailing comma', 400, post('{"displayName":"a",}')],
  ['single quotes', 400, post("{'displayName':'a'}")],
  ['a comment', 400, post('{/* a */}')],
  ['NaN', 400, post(machine('"labels":NaN'))],
  ['Infinity', 400, post(machine('"labels":Infinity'))],
  ['a number over the range of doubles', 400, post(machine('"extra":1e400'))],
  ['a number under it', 400, post(machine('"extra":-1e400'))],
  ['an overflow in disguise', 400, post(machine(`"extra":${'9'.repeat(250)}e99`))],
  ['a number of 400 digits', 400, post(machine(`"extra":${'9'.repeat(400)}`))],
  ['a number with a leading zero', 400, post(machine('"extra":01'))],
  ['a hexadecimal number', 400, post(machine('"extra":0x10'))],
  ['an escaped NUL in a text', 400, post(machine('"extra":"a\\u0000b"'))],
  ['an escaped NUL in a key', 400, post(machine('"a\\u0000":1'))],
  ['a raw NUL in a text', 400, post(machine('"extra":"a\0b"'))],
  ['a raw newline in a text', 400, post(machine('"extra":"a\nb"'))],
  ['a lone high surrogate', 400, post(machine('"extra":"\\ud800"'))],
  ['a lone low surrogate', 400, post(machine('"extra":"\\udc00x"'))],
  ['a lone surrogate in a key', 400, post(machine('"\\ud800":1'))],
  ['a lone surrogate deep inside', 400, post(machine('"extra":{"a":[{"b":"\\uD834"}]}'))],
  ['a __proto__ key', 400, post(machine('"__proto__":{"isAdmin":true}'))],
  ['a __proto__ key spelt with an escape', 400, post(machine('"extra":{"\\u005f_proto__":"a"}'))],
  ['65 levels', 400, post(levels(64))],
  ['100,000 levels of arrays', 400, post(levels(100_000))],
  ['100,000 unclosed levels', 400, post('['.repeat(100_000))],
  ['100,000 levels of objects', 400, post(machine(`"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`))],
  ['invalid UTF-8', 400, post(Buffer.from(machine('"extra":"\xff\xfe"'), 'latin1'))],
  ['an overlong encoding', 400, post(Buffer.from(machine('"extra":"\xc0\xaf"'), 'latin1'))],
  ['a surrogate in UTF-8', 400, post(Buffer.from(machine('"extra":"\xed\xa0\x80"'), 'latin1'))],
  ['UTF-16', 400, post(Buffer.from('{}', 'utf16le'))],
  ['a byte order mark', 400, post('\ufeff{}')],
  ['a body over 1 MiB', 413, post('x'.repeat(mebibyte + 1))],
  ['a body of 2 MB', 413, post(`{"displayName":"${'x'.repeat(2_000_000)}"}`)],
  ['a chunked body of 2 MB', 413, chunked(Array.from({ length: 20 }, () => 'x'.repeat(100_000)))],
  ['2 MB to a route that takes no body', 413, request('GET', '/health', '', 'x'.repeat(2_000_000))],
  ['2 MB to no route', 413, request('POST', '/nope', json, 'x'.repeat(2_000_000))],
  ['text/plain', 400, post(valid, 'content-type: text/plain\r\n')],
  ['no content type', 400, post(valid, '')],
  ['a form', 400, post('a=b', 'content-type: application/x-www-form-urlencoded\r\n')],
  ['a multipart form', 400, post('--x--', 'content-type: multipart/form-data; boundary=x\r\n')],
  ['JSON in latin1', 400, post(valid, 'content-type: application/json; charset=iso-8859-1\r\n')],
  ['JSON in UTF-16', 400, post(valid, 'content-type: application/json;charset="utf-16"\r\n')],
  ['a relative of JSON', 400, post(valid, 'content-type: application/jsonp\r\n')],
  ['merge-patch JSON', 400, post(valid, 'content-type: application/merge-patch+json\r\n')],
  ['a JSON type and no body', 400, post('')],
  [
    'a JSON type with charset and no body',
    400,
    post('', 'content-type: application/json; charset=utf-8\r\n'),
  ],
  ['a JSON type and no body on DELETE', 400, request('DELETE', '/api/v1/machines/a', json)],
  ['a JSON type and an empty chunked body', 400, chunked([])],
  ['no body where one is required', 400, post('', '')],
  ['limit abc', 400, get('/api/v1/machines?limit=abc')],
  ['limit 1.5', 400, get('/api/v1/machines?limit=1.5')],
  ['an empty limit', 400, get('/api/v1/machines?limit=')],
  ['a limit without value', 400, get('/api/v1/machines?limit')],
  ['limit with a space', 400, get('/api/v1/machines?limit=%205')],
  ['limit with a plus', 400, get('/api/v1/machines?limit=+5')],
  ['limit 1e2', 400, get('/api/v1/machines?limit=1e2')],
  ['limit 0x10', 400, get('/api/v1/machines?limit=0x10')],
  ['limit 010', 400, get('/api/v1/machines?limit=010')],
  ['limit 0', 400, get('/api/v1/machines?limit=0')],
  ['limit -1', 400, get('/api/v1/machines?limit=-1')],
  ['limit 501', 400, get('/api/v1/machines?limit=501')],
  ['an absurd limit', 400, get(`/api/v1/machines?limit=${'9'.repeat(400)}`)],
  ['a repeated limit whose last value is bad', 400, get('/api/v1/machines?limit=5&limit=abc')],
  ['an empty cursor', 400, get('/api/v1/machines?cursor=')],
  ['a NUL in the query', 400, get('/api/v1/machines?cursor=%00')],
  ['bad percent-encoding in the query', 400, get('/api/v1/machines?cursor=%zz')],
  ['half a percent-encoding in the query', 400, get('/api/v1/machines?cursor=%4')],
  ['bad percent-encoding in an unknown parameter', 400, get('/api/v1/machines?other=%ff')],
  ['bad percent-encoding in a parameter name', 400, get('/api/v1/machines?%ff=1')],
  ['bad percent-encoding in the path', 400, get('/api/v1/machines/%zz')],
  ['invalid UTF-8 in the path', 400, get('/api/v1/machines/%ff')],
  ['an encoded surrogate in the path', 400, get('/api/v1/machines/%ed%a0%80')],
  ['a NUL in the path', 400, get('/api/v1/machines/a%00b')],
  [
    'raw bytes in the path',
    400,
    Buffer.from('GET /api/v1/machines/\xe9 HTTP/1.1\r\nhost: x\r\n\r\n', 'latin1'),
  ],
  ['a trailing slash', 404, get('/api/v1/machines/')],
  ['an empty segment', 404, get('/api/v1//machines')],
  ['an empty parameter', 404, get('/api/v1/machines//agent-pairings')],
  ['a path in other case', 404, get('/API/v1/machines')],
  ['a path of 10,000 segments', 404, get(`/api/v1${'/a'.repeat(5_000)}`)],
  ['the target *', 404, request('OPTIONS', '*')],
  ['a method that the path lacks', 405, request('PUT', '/api/v1/machines')],
  ['TRACE', 405, request('TRACE', '/api/v1/machines')],
  ['PROPFIND', 405, request('PROPFIND', '/api/v1/machines')],
  ['a method nobody knows', 405, request('FROBNICATE', '/api/v1/machines')],
  ['CONNECT', 405, request('CONNECT', 'example.org:443')],
  ['no Host header', 400, Buffer.from('GET /health HTTP/1.1\r\n\r\n')],
  ['garbage in place of HTTP', 400, Buffer.from('\x16\x03\x01\x02\x00garbage\r\n\r\n')],
  ['a bad HTTP version', 400, Buffer.from('GET /health HTTP/9.9\r\nhost: x\r\n\r\n')],
  ['a bad header line', 400, Buffer.from('GET /health HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n')],
  ['a NUL in a header', 400, request('GET', '/health', 'x-a: a\0b\r\n')],
  ['headers of 100 kB', 431, request('GET', '/health', `x-long: ${'x'.repeat(100_000)}\r\n`)],
  ['headers of 2 MB', 431, request('GET', '/health', `x-long: ${'x'.repeat(2_000_000)}\r\n`)],
  ['a target of 100 kB', 431, get(`/health?${'x'.repeat(100_000)}`)],
  [
    'length and chunks at once',
    400,
    request('POST', '/api/v1/machines', 'transfer-encoding: chunked\r\n', '{}'),
  ],
  ['a length that is no number', 400, request('POST', '/api/v1/machines', 'content-length: abc\r\n')],
  [
    'two different lengths',
    400,
    request('POST', '/api/v1/machines', 'content-length: 5\r\ncontent-length: 6\r\n'),
  ],
  ['a negative length', 400, request('POST', '/api/v1/machines', 'content-length: -5\r\n')],
  ['a broken chunk size', 400, Buffer.concat([chunkedHead(json), Buffer.from('zz\r\n{}\r\n0\r\n\r\n')])],
];

describe('bad input', () => {
  it.each(badInputs)('answers %s with %i and an error envelope', async (_name, status, bytes) => {
    const connection = new RawConnection(server.port).send(bytes);
    const startedAt = performance.now();
    const answer = await connection.read();
    expect(answer.status).toBe(status);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const { error } = JSON.parse(answer.body) as { error: { code: string; message: string } };
    const codes: Record<number, string> = { 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED' };
    expect(error.code).toBe(codes[status] ?? 'VALIDATION_ERROR');
    expect(error.message).not.toBe('');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^req_/) as string,
    });
    connection.destroy();
  });

  it('covers the same requests without their defect', async () => {
    const good = [
      post(machine('"labels":{"a":"b"},"extra":1e300')),
      post(machine('"extra":"\\ud83d\\ude00 \\u00e9"')),
      post(machine(`"extra":${'['.repeat(63)}${']'.repeat(63)}`)),
      post(machine(`"extra":"${'['.repeat(1_000)}"`)),
      post(machine(`"extra":"\\"${'['.repeat(1_000)}"`)),
      post(Buffer.from(machine('"extra":"\xc3\xa9"'), 'latin1')),
      post(machine(`"extra":"${'x'.repeat(mebibyte - 200)}"`)),
      post(valid, 'content-type: Application/JSON ; charset="UTF-8"\r\n'),
      chunked(['{"displayName":"a","ownerId":"o",', '"machineType":"m","runtimeProfile":"r"}']),
      get('/api/v1/machines?limit=abc&limit=5&other=x'),
      get('/api/v1/machines/caf%C3%A9'),
      request('DELETE', '/api/v1/machines/a', json, '{ignored'),
      request('GET', '/health', json),
      request('GET', '/health', '', 'ignored'),
      request('POST', '/api/v1/machines/a/agent-pairings/b/sessions'),
      request('GET', 'http://example.org/health?a=b'),
    ];
    const statuses: number[] = [];
    for (const bytes of good) {
      const connection = new RawConnection(server.port).send(bytes);
      statuses.push((await connection.read()).status);
      connection.destroy();
    }
    expect(statuses).toEqual(good.map(() => 200));
  });
});
