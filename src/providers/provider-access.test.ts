import { describe, expect, it } from 'vitest';
import type { ProviderValue } from './catalog.ts';
import type { AccessSources } from './provider-access.ts';
import { createProviderAccess, createRuntimeAccess } from './provider-access.ts';

const value = (key: string, kind: ProviderValue['kind'], standard: string | null = null): ProviderValue => ({
  key,
  env: `PROVIDER_${key.toUpperCase()}`,
  kind,
  default: standard,
  required: true,
  description: '',
});

const values = [
  value('url', 'url', 'https://default.example'),
  value('token', 'secret'),
  value('appId', 'text'),
];
const nothing: AccessSources = {
  values,
  request: {},
  skill: { credentials: {}, settings: {} },
  environment: {},
};
const createAccess = (changes: Partial<AccessSources> = {}) =>
  createProviderAccess({ ...nothing, ...changes });

const environment = { PROVIDER_URL: 'https://environment.example', PROVIDER_TOKEN: 'environment-token' };
const settings = { url: 'https://setting.example', port: 8080, flag: false };
const credentials = { url: 'https://credential.example', token: 'credential-token' };
const request = { url: 'https://request.example', token: 'request-token' };

describe('a value comes from', () => {
  it.each<[string, Partial<AccessSources>, string, 'operator' | 'request']>([
    ['the default', {}, 'https://default.example', 'operator'],
    ['the environment', { environment }, 'https://environment.example', 'operator'],
    [
      'the settings of the skill',
      { environment, skill: { credentials: {}, settings } },
      'https://setting.example',
      'operator',
    ],
    [
      'its credentials',
      { environment, skill: { credentials, settings } },
      'https://credential.example',
      'operator',
    ],
    [
      'the request',
      { environment, skill: { credentials, settings }, request },
      'https://request.example',
      'request',
    ],
  ])('%s before what is behind it', (_what, sources, expected, origin) => {
    const access = createAccess(sources);
    expect(access.value('url')).toBe(expected);
    expect(access.originOf('url')).toBe(origin);
  });

  it('nowhere when there is none', () => {
    expect(createAccess().value('token')).toBeUndefined();
    expect(createAccess().value('unknown')).toBeUndefined();
    expect(createAccess().value('constructor')).toBeUndefined();
  });

  it('the next source where a text is empty', () => {
    const access = createAccess({ request: { url: '' }, environment: { PROVIDER_URL: '' } });
    expect(access.value('url')).toBe('https://default.example');
    expect(access.originOf('url')).toBe('operator');
  });

  it('a setting that is a number or false', () => {
    const access = createAccess({ skill: { credentials: {}, settings } });
    expect([access.value('port'), access.value('flag')]).toEqual(['8080', 'false']);
  });
});

describe("the operator's secrets", () => {
  const sources = { environment, skill: { credentials: { extra: 'extra-secret' }, settings: {} } };

  it('go to the address that the operator configured', () => {
    const access = createAccess({ ...sources, request: { appId: 'mine' } });
    expect([access.value('token'), access.value('extra')]).toEqual(['environment-token', 'extra-secret']);
  });

  it('do not go to an address that a request brought', () => {
    const access = createAccess({ ...sources, request: { url: 'https://request.example' } });
    expect([access.value('token'), access.value('extra')]).toEqual([undefined, undefined]);
  });

  it("leave a request's own secrets alone", () => {
    expect(createAccess({ ...sources, request }).value('token')).toBe('request-token');
  });

  it('are known to be secrets wherever they go, as all that the request brought', () => {
    const access = createAccess({ ...sources, request: { url: 'https://request.example', empty: '' } });
    expect(access.secrets().toSorted()).toEqual([
      'environment-token',
      'extra-secret',
      'https://request.example',
    ]);
  });
});

describe('a runtime of a machine', () => {
  it('is as good as named by a request', () => {
    const endpoint = { endpointBaseUrl: 'http://127.0.0.1:1', authType: 'bearer', modelAlias: null };
    const access = createRuntimeAccess({ ...endpoint, authToken: 'token' });
    expect(access.value('baseUrl')).toBe('http://127.0.0.1:1');
    expect(access.originOf('baseUrl')).toBe('request');
    expect(access.value('modelAlias')).toBeUndefined();
    expect(access.secrets()).toEqual(['token']);
    expect(createRuntimeAccess({ ...endpoint, authToken: null }).secrets()).toEqual([]);
  });
});
