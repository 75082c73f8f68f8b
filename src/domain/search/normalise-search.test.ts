import { describe, expect, it } from 'vitest';
import { serviceTypes } from '../catalog/market-service.ts';
import { refusal } from '../refusal.fixture.ts';
import { normaliseSearch } from './normalise-search.ts';

describe('normaliseSearch', () => {
  it('asks for anything when the request says nothing', () => {
    expect(normaliseSearch({})).toEqual({
      serviceType: null,
      operation: null,
      requiredCapabilities: [],
      region: null,
      maxResults: 10,
      allowExternalHandoff: true,
      requireNativeExecution: false,
      budget: {},
    });
  });

  it('keeps what the request says', () => {
    const wish = {
      serviceType: 'storage.object',
      operation: 'write',
      requiredCapabilities: ['blob', 'Blob', 'blob'],
      region: 'eu',
      maxResults: 1,
      allowExternalHandoff: false,
      requireNativeExecution: true,
      budget: { max: 5, currency: 'USD' },
    };
    expect(normaliseSearch(wish)).toEqual({ ...wish, requiredCapabilities: ['blob', 'Blob'] });
  });

  it.each<[string, string]>([
    ...serviceTypes.map((type) => [type, type] satisfies [string, string]),
    ['storage', 'storage.object'],
    ['compute', 'compute.marketplace'],
    ['identity', 'identity.proof-of-person'],
    ['location', 'data.location'],
    ['rtk', 'data.location'],
    ['gnss', 'data.location'],
    ['defi', 'oracle.price-feed'],
    ['commerce', 'machine.commerce'],
    ['Storage.OBJECT', 'storage.object'],
    ['DeFi', 'oracle.price-feed'],
    [' rtk ', 'data.location'],
  ])('takes "%s" for %s', (serviceType, type) => {
    expect(normaliseSearch({ serviceType }).serviceType).toBe(type);
  });

  it.each(['', 'storage.blob', 'constructor', '__proto__', 'toString', 'storage object'])(
    'refuses the type "%s"',
    (serviceType) => {
      const details = { issues: [expect.objectContaining({ path: 'serviceType' })] };
      expect(() => normaliseSearch({ serviceType })).toThrow(refusal('VALIDATION_ERROR', { details }));
    },
  );

  it.each([
    ['rtk', [], ['rtk']],
    ['GNSS', ['fix'], ['fix', 'gnss']],
    ['rtk', ['RTK'], ['RTK']],
    ['location', [], []],
    ['data.location', ['rtk'], ['rtk']],
  ])('"%s" with the capabilities %o needs %o', (serviceType, requiredCapabilities, needed) => {
    expect(normaliseSearch({ serviceType, requiredCapabilities }).requiredCapabilities).toEqual(needed);
  });

  it.each([
    [1, 1],
    [50, 50],
    [51, 50],
    [1e9, 50],
  ])('gives at most 50 results: %s → %s', (maxResults, most) => {
    expect(normaliseSearch({ maxResults }).maxResults).toBe(most);
  });
});
