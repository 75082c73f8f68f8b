import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderFault } from '../../conformance/registry/providers/call-faults.ts';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { findDeadUrl } from '../ports/registry-server.fixture.ts';
import { defaultLimits } from './adapter-deps.ts';
import type { CallChanges } from './provider-call.fixture.ts';
import { execute, secrets } from './provider-call.fixture.ts';

/** Every operation that talks to a provider; how often it is sent when the connection is cut. */
const operations = [
  { service: 'pyth:price-feed', who: 'Pyth Network', standIn: 'pyth', key: 'baseUrl', attempts: 2 },
  {
    service: 'walrus:store-blob',
    who: 'Walrus publisher',
    standIn: 'walrus',
    key: 'publisherUrl',
    attempts: 1,
  },
  {
    service: 'walrus:read-blob',
    who: 'Walrus aggregator',
    standIn: 'walrus',
    key: 'aggregatorUrl',
    attempts: 2,
  },
  { service: 'world-id:verify', who: 'World ID', standIn: 'world-id', key: 'verifyBaseUrl', attempts: 1 },
  { service: 'qvac:chat-completion', who: 'QVAC', standIn: 'openai-runtime', key: 'baseUrl', attempts: 1 },
  { service: 'pay-sh:quicknode-rpc:query', who: 'pay.sh', standIn: 'x402', key: 'sellerUrl', attempts: 1 },
] as const;

const input = { messages: [{ role: 'user', content: 'Hello' }], model: 'stand-in-small' };

let standIns: ProviderStandIns;
let deadUrl = '';
beforeAll(async () => {
  standIns = await startProviderStandIns();
  deadUrl = await findDeadUrl();
});
afterAll(() => standIns.close());
beforeEach(() => standIns.forgetCalls());

describe.each(operations)('$service', ({ service, who, standIn, key, attempts }) => {
  async function run(fault: ProviderFault, changes: CallChanges = {}) {
    standIns.setFault(standIn, fault);
    const own = service === 'qvac:chat-completion' ? { input } : {};
    const result = await execute(standIns, service, { ...own, ...changes });
    standIns.setFault(standIn, null);
    return result;
  }

  const fails = (errorMessage: string) => ({
    status: 'failed',
    errorMessage,
    errorCode: null,
    settlement: null,
  });

  it('fails when nobody is there', async () => {
    expect(await run({ kind: 'hang' }, { url: deadUrl })).toEqual(fails(`${who} cannot be reached.`));
  });

  it(`fails when the connection is cut, after ${attempts} attempt(s)`, async () => {
    expect(await run({ kind: 'reset' })).toEqual(fails(`${who} cannot be reached.`));
    expect(standIns.calls()).toHaveLength(attempts);
  });

  it('fails when the answer is cut', async () => {
    expect(await run({ kind: 'half' })).toEqual(fails(`${who} cannot be reached.`));
  });

  it.each(['hang', 'trickle'] as const)('fails in time when the answers %s', async (kind) => {
    const limits = { readMs: 100, executeMs: 100 };
    expect(await run({ kind }, { limits })).toEqual(fails(`${who} gave no answer in 0.1 s.`));
    expect(standIns.calls()).toHaveLength(1);
  });

  it('fails for an answer that is too large', async () => {
    expect(await run({ kind: 'huge', bytes: 262_145 })).toEqual(
      fails(`${who} answered with more than 256 KiB.`),
    );
  });

  it('follows no redirection', async () => {
    const location = `${standIns.urls.pyth}/elsewhere`;
    const message = `${who} answered with a redirection, which is not followed.`;
    expect(await run({ kind: 'redirect', location })).toEqual(fails(message));
    expect(standIns.calls()).toHaveLength(1);
  });

  it('names the status and the reason of an error', async () => {
    const body = { error: { message: 'Try\nlater.' } };
    expect(await run({ kind: 'status', status: 503, body })).toEqual(
      fails(`${who} answered HTTP 503: Try later.`),
    );
    expect(await run({ kind: 'status', status: 500 })).toEqual(fails(`${who} answered HTTP 500.`));
    const long = await run({ kind: 'status', status: 500, body: { detail: 'x'.repeat(5_000) } });
    expect(long.status === 'failed' && long.errorMessage.length).toBeLessThan(220);
  });

  it.each([{ kind: 'garbage' }, { kind: 'garbage', text: '' }, { kind: 'garbage', text: '[]' }] as const)(
    'makes nothing up from %j',
    async (fault) => {
      // Blobs and goods may be anything: what came is passed on, not what was hoped for.
      const isPassedOn = who === 'Walrus aggregator' || who === 'pay.sh';
      const misfit = fails(`${who} gave an answer that is not understood.`);
      expect(await run(fault)).toMatchObject(isPassedOn ? { status: 'completed' } : misfit);
    },
  );

  it('reaches no address of a request where that is not allowed', async () => {
    const request = {
      [key]: standIns.urls[standIn],
      apiKey: 'own-key',
      token: 'own-token',
    };
    const message = `The address of ${who} is none that this server may call.`;
    expect(await run({ kind: 'garbage' }, { request, scopes: ['public', 'lan', 'vpn'] })).toEqual(
      fails(message),
    );
    expect(standIns.calls()).toEqual([]);
  });

  it.each([200, 402, 500])('passes no secret on that comes back with status %i', async (status) => {
    const request = { extra: 'brought-by-the-request', short: 'q' };
    const text = JSON.stringify(await run({ kind: 'echo', status }, { request }));
    for (const secret of [...Object.values(request).slice(0, 1), ...Object.values(secrets)]) {
      if (secret.startsWith('rp_')) continue;
      expect(text).not.toContain(secret);
    }
  });
});

describe('the time that calls may take', () => {
  it('leaves clients of an execution, who wait 60 s, time for the rest', () => {
    const { discoverMs, readMs, executeMs, challengeMs } = defaultLimits;
    expect(Math.max(executeMs + discoverMs, readMs, challengeMs)).toBeLessThan(50_000);
    expect(discoverMs).toBeLessThanOrEqual(3_000);
  });
});
