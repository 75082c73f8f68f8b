import { describe, expect, it } from 'vitest';
import { aService, fixedPrice, walletPayment } from '../market.fixture.ts';
import { createQuotes, quoteTtlMs, toNormalizedTask } from './create-quotes.ts';
import { normaliseSearch } from './normalise-search.ts';

const expiresAt = '2026-05-16T12:10:00.000Z';
const scored = (id: string, score: number) => ({
  service: aService({ id }),
  score,
  reasons: [`reason of ${id}`],
});

function quote(services: ReturnType<typeof scored>[], wish = {}) {
  let count = 0;
  return createQuotes(services, normaliseSearch(wish), {
    createId: () => `quote_${(count += 1)}`,
    expiresAt,
  });
}

describe('createQuotes', () => {
  it('offers for ten minutes', () => {
    expect(quoteTtlMs).toBe(600_000);
  });

  it('says everything that an order needs', () => {
    const handoff = { label: 'Console', url: 'https://console.example', notes: [] };
    const service = aService({ handoff, pricing: fixedPrice(2), payment: walletPayment });
    expect(quote([{ service, score: 0.7, reasons: ['free'] }])).toEqual([
      {
        id: 'quote_1',
        serviceId: service.id,
        skillKey: 'pyth',
        providerKey: 'pyth',
        executionMode: 'native',
        integrationStatus: 'native',
        operation: 'latest-price',
        score: 0.7,
        reasons: ['free'],
        pricing: fixedPrice(2),
        payment: walletPayment,
        handoff,
        expiresAt,
      },
    ]);
  });

  it('quotes the operation that was asked for', () => {
    expect(quote([scored('a', 1)], { operation: 'history' })[0]?.operation).toBe('history');
  });

  it('puts the best first, and equals by service id, whatever order they came in', () => {
    const services = [scored('b', 0.5), scored('c', 0.9), scored('a', 0.5), scored('B', 0.5)];
    for (const order of [services, services.toReversed()])
      expect(quote(order).map(({ serviceId }) => serviceId)).toEqual(['c', 'B', 'a', 'b']);
  });

  it('gives as many as the search wants, the best ones', () => {
    const services = Array.from({ length: 12 }, (_none, index) => scored(`s${index}`, index / 100));
    expect(quote(services)).toHaveLength(10);
    expect(quote(services, { maxResults: 2 }).map(({ serviceId }) => serviceId)).toEqual(['s11', 's10']);
    expect(quote([])).toEqual([]);
  });
});

describe('toNormalizedTask', () => {
  it('repeats what the search understood', () => {
    const terms = normaliseSearch({
      serviceType: 'rtk',
      operation: 'fix',
      region: 'eu',
      allowExternalHandoff: false,
    });
    expect(toNormalizedTask(terms, aService())).toEqual({
      serviceType: 'data.location',
      requiredCapabilities: ['rtk'],
      allowExternalHandoff: false,
      requireNativeExecution: false,
      operation: 'fix',
      region: 'eu',
    });
  });

  it("always has a type: the best offer's, else machine.commerce", () => {
    const terms = normaliseSearch({});
    expect(toNormalizedTask(terms, aService({ serviceType: 'storage.object' })).serviceType).toBe(
      'storage.object',
    );
    expect(toNormalizedTask(terms, undefined)).toEqual({
      serviceType: 'machine.commerce',
      requiredCapabilities: [],
      allowExternalHandoff: true,
      requireNativeExecution: false,
    });
  });
});
