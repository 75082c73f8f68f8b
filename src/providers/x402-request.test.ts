import { describe, expect, it } from 'vitest';
import type { ContractField, ServiceEndpoint } from '../domain/catalog/market-service.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { catalog } from './provider-call.fixture.ts';
import { createProviderAccess } from './provider-access.ts';
import { toSellerRequest } from './x402-request.ts';

const entry = catalog.findProvider('pay-sh')!;
const service = catalog.findService('pay-sh:quicknode-rpc:query')!;
const seller = 'https://x402.quicknode.com';

interface Shape {
  method?: string;
  path?: string;
  /** Of the endpoint; at the catalogue's default address unless told. */
  url?: string;
  fields?: ContractField[];
  request?: Record<string, string>;
}

function toRequest(input: Record<string, unknown>, shape: Shape = {}) {
  const { method = 'GET', path = '/weather', fields = [], request = {} } = shape;
  const [known] = service.endpoints as [ServiceEndpoint];
  const endpoint = { ...known, method, path, url: shape.url ?? `${seller}${path}` };
  const [contract] = service.operationContracts;
  return toSellerRequest(entry, {
    service: {
      ...service,
      endpoints: [endpoint],
      operationContracts: [{ ...contract!, inputFields: fields }],
    },
    operation: 'query',
    input,
    access: createProviderAccess({
      values: entry.values,
      request,
      skill: { credentials: {}, settings: {} },
      environment: {},
    }),
    machineId: 'machine-1',
    paymentSignature: null,
  });
}

describe('the fields of the input', () => {
  it.each([
    [{ city: 'Oslo', days: 3, metric: true }, '/weather?city=Oslo&days=3&metric=true'],
    [{ tags: ['a', 2], none: null }, '/weather?tags=a&tags=2'],
    [{ q: 'a&b=c #?' }, '/weather?q=a%26b%3Dc+%23%3F'],
    [{}, '/weather'],
  ])('%j of a GET become the query', (input, address) => {
    expect(toRequest(input)).toEqual({
      url: seller + address,
      method: 'GET',
      headers: { accept: expect.stringContaining('application/json') },
      origin: 'operator',
    });
  });

  it('come after a query that the address has', () => {
    expect(toRequest({ city: 'Oslo' }, { path: '/weather?v=2' }).url).toBe(`${seller}/weather?v=2&city=Oslo`);
  });

  it.each(['POST', 'put'])('of a %s become the JSON body', (method) => {
    const request = toRequest({ query: 'x', options: { a: [1] } }, { method });
    expect(request).toMatchObject({
      url: `${seller}/weather`,
      method: method.toUpperCase(),
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(String(request.body))).toEqual({ query: 'x', options: { a: [1] } });
  });

  it('that the path names go there and nowhere else', () => {
    const request = toRequest({ city: 'São/Paulo ?', id: 7, rest: 1 }, { path: '/c/{city}/{id}' });
    expect(request.url).toBe(`${seller}/c/S%C3%A3o%2FPaulo%20%3F/7?rest=1`);
  });

  it.each([
    [{}, 'is required'],
    [{ city: '..' }, 'must be text or a number that can stand in a path'],
    [{ city: '.' }, 'must be text or a number that can stand in a path'],
    [{ city: '' }, 'must be text or a number that can stand in a path'],
    [{ city: ['a'] }, 'must be text or a number that can stand in a path'],
    [{ city: '\ud800' }, 'must be text or a number that can stand in a path'],
  ])('%j cannot stand in a path', (input, message) => {
    const issues = [{ path: 'input.city', message }];
    expect(() => toRequest(input, { path: '/c/{city}' })).toThrow(
      refusal('VALIDATION_ERROR', { details: { issues } }),
    );
  });

  it('that are objects cannot stand in a query', () => {
    const issues = [
      { path: 'input.filter', message: 'must be text, a number, true, false, or a list of these' },
    ];
    expect(() => toRequest({ filter: { a: 1 } })).toThrow(
      refusal('VALIDATION_ERROR', { details: { issues } }),
    );
  });

  it.each([
    ['string', 5],
    ['integer', 1.5],
    ['number', '5'],
    ['boolean', 'true'],
    ['array', {}],
    ['object', []],
  ])('that are to be of type %s are not %j', (type, value) => {
    const fields = [{ key: 'field', type }];
    expect(() => toRequest({ field: value }, { method: 'POST', fields })).toThrow(
      refusal('VALIDATION_ERROR'),
    );
  });

  it("fit a type of the contract's own words", () => {
    const fields = [{ key: 'when', type: 'ISO 8601', required: true }];
    expect(toRequest({ when: 7 }, { fields }).url).toBe(`${seller}/weather?when=7`);
    expect(() => toRequest({}, { fields })).toThrow(refusal('VALIDATION_ERROR'));
  });

  it('are all told of at once when required ones are missing', () => {
    const fields = ['a', 'b'].map((key) => ({ key, type: 'string', required: true }));
    const issues = ['a', 'b'].map((key) => ({ path: `input.${key}`, message: 'is required' }));
    expect(() => toRequest({}, { fields })).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });
});

describe('the address', () => {
  const request = { sellerUrl: 'http://127.0.0.1:1/shop/' };

  it('is the configured one where the endpoint lies at the default', () => {
    expect(toRequest({}, { request })).toMatchObject({
      url: 'http://127.0.0.1:1/shop/weather',
      origin: 'request',
    });
  });

  it("is the endpoint's own where it lies elsewhere, whatever is configured", () => {
    const url = 'https://another.example/weather';
    expect(toRequest({}, { request, url })).toMatchObject({ url, origin: 'operator' });
  });

  it('is needed', () => {
    expect(() => toRequest({}, { request: { sellerUrl: 'nonsense' } })).toThrow(
      refusal('EXECUTION_UNSUPPORTED'),
    );
  });
});

describe('an endpoint', () => {
  it.each(['DELETE', 'PATCH', 'HEAD'])('with the method %s is not called', (method) => {
    expect(() => toRequest({}, { method })).toThrow(refusal('EXECUTION_UNSUPPORTED'));
  });
});
