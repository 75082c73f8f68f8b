import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteTtlMs } from '../../domain/search/create-quotes.ts';
import type { SearchWish } from '../../domain/search/normalise-search.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import type { Actor, MarketBench } from '../market-bench.fixture.ts';
import { openMarketBench, refused, trade } from '../market-bench.fixture.ts';
import { createPolicy } from '../policies/write-policy.ts';
import { registerMachine } from '../register-machine.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { changeAtRegistry, fields, mint } from '../services.fixture.ts';
import { updateMachine } from '../update-machine.ts';
import { updatePairing } from '../update-pairing.ts';
import { createSearch } from './create-search.ts';
import { readSearch } from './read-search.ts';

let bench: MarketBench;
let deps: ServiceDeps;
beforeAll(async () => {
  bench = await openMarketBench();
  ({ deps } = bench);
});
afterAll(() => bench.close());

function search(
  actor: Actor | null,
  wanted: SearchWish = {},
  credentials: ProviderCredentials | null = null,
) {
  const received = { ...wanted, ...(credentials ? { providerCredentials: credentials } : {}) };
  return createSearch(deps, actor, { machineId: null, agentPairingId: null, wanted, credentials, received });
}

const servicesOf = async (actor: Actor, wanted: SearchWish = {}) =>
  (await search(actor, { maxResults: 50, ...wanted })).quotes.map(({ serviceId }) => serviceId).toSorted();

describe('a search', () => {
  it('quotes what it finds, best first, for ten minutes, and can be read again', async () => {
    const actor = await trade(bench);
    const found = await search(actor, { serviceType: 'Storage' });
    expect(found).toMatchObject({
      machineId: actor.machineId,
      agentPairingId: actor.pairingId,
      status: 'completed',
      requestPayload: { serviceType: 'Storage' },
      normalizedTask: { serviceType: 'storage.object', allowExternalHandoff: true },
    });
    const expiresAt = new Date(bench.clock.time + quoteTtlMs).toISOString();
    expect(new Set(found.quotes.map((quote) => quote.expiresAt))).toEqual(new Set([expiresAt]));
    const scores = found.quotes.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(found.quotes.map(({ serviceId }) => serviceId).toSorted()).toEqual([
      'walrus:read-blob',
      'walrus:store-blob',
    ]);
    bench.clock.time += quoteTtlMs;
    expect(await readSearch(deps, found.id)).toEqual(found);
    expect(await refused(readSearch(deps, 'msearch_000000000000'))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await bench.auditTypes()).at(-1)).toBe('market-search.created');
  });

  it('that finds nothing says so, and is no error', async () => {
    const actor = await trade(bench);
    const nothing = await search(actor, { serviceType: 'storage', requiredCapabilities: ['teleport'] });
    expect(nothing).toMatchObject({ status: 'no_match', quotes: [] });
    expect(await refused(search(actor, { serviceType: 'teleport' }))).toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });

  it('filters by what was asked', async () => {
    const actor = await trade(bench);
    expect(await servicesOf(actor, { serviceType: 'rtk', region: 'us' })).toEqual(['geodnet:rtk']);
    expect(await servicesOf(actor, { serviceType: 'rtk', region: 'EU' })).toEqual([
      'geodnet:rtk',
      'geodnet:rtk-eu',
    ]);
    expect(await servicesOf(actor, { serviceType: 'location', allowExternalHandoff: false })).toEqual([]);
    expect(await servicesOf(actor, { operation: 'read-blob' })).toEqual(['walrus:read-blob']);
    const cheap = { serviceType: 'storage', budget: { max: 0.01, amount: 5 } };
    expect(await servicesOf(actor, cheap)).toEqual(['walrus:read-blob']);
    const best = await search(actor, { maxResults: 1 });
    expect(best.quotes).toHaveLength(1);
  });

  it('leaves out what the delegation or a policy of the machine forbids', async () => {
    const denied = await trade(bench, { deniedServiceIds: ['walrus:read-blob'] });
    expect(await servicesOf(denied, { serviceType: 'storage' })).toEqual(['walrus:store-blob']);
    const actor = await trade(bench);
    const policy = await createPolicy(deps, {
      name: 'Native and cheap',
      allowedSkillKeys: [],
      deniedSkillKeys: [],
      regionRules: [],
      requiredCapabilities: [],
      nativeOnly: true,
      handoffAllowed: true,
      budgetCap: { amount: 0.01, currency: 'USDT' },
    });
    const attach = { fields: { policyIds: [policy.id] }, identityRef: null, identityProof: null };
    await updateMachine(deps, actor.machineId, attach);
    expect(await servicesOf(actor, { serviceType: 'storage' })).toEqual(['walrus:read-blob']);
    expect(await servicesOf(actor, { serviceType: 'location' })).toEqual([]);
  });

  it('keeps no credential', async () => {
    const actor = await trade(bench);
    const { requestPayload } = await search(actor, {}, { walrus: { publisherToken: 'token-of-a-search' } });
    expect(requestPayload).toEqual({ providerCredentials: { walrus: { publisherToken: '[REDACTED]' } } });
    expect(await bench.dump()).not.toContain('token-of-a-search');
  });
});

describe('who may search', () => {
  it('is an active pairing of an active, proven, bonded machine', async () => {
    const actor = await trade(bench);
    const { machineId, pairingId } = actor;
    const { identityRef } = (await deps.store.machines.find(machineId))!;
    const code = async () => (await refused(search(actor))).code;
    await updatePairing(deps, machineId, pairingId, { status: 'paused' });
    expect(await code()).toBe('AGENT_PAIRING_INACTIVE');
    await updatePairing(deps, machineId, pairingId, { status: 'active' });
    changeAtRegistry(bench, identityRef!, { bond_status: 'unbonded' });
    expect(await code()).toBe('MACHINE_NOT_ACTIVATED');
    changeAtRegistry(bench, identityRef!, {});
    const put = (status: 'active' | 'blocked') =>
      updateMachine(deps, machineId, { fields: { status }, identityRef: null, identityProof: null });
    await put('blocked');
    expect(await code()).toBe('MACHINE_NOT_ACTIVE');
    await put('active');
    expect((await search(actor)).status).toBe('completed');
  });

  it('needs a proof that was stored, and a pairing that is named', async () => {
    const open = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    const identityRef = mint(bench);
    const { id } = await registerMachine(open, { fields, identityRef, identityProof: null });
    await updateMachine(open, id, { fields: { status: 'active' }, identityRef: null, identityProof: null });
    const actor = { machineId: id, pairingId: 'pair_000000000000' };
    expect(await refused(search(actor))).toMatchObject({ code: 'MACHINE_IDENTITY_PROOF_REQUIRED' });
    expect(await refused(search(null))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { issues: [{ path: 'machineId' }] },
    });
    const proven = await trade(bench);
    expect(await refused(search({ ...proven, pairingId: 'pair_000000000000' }))).toMatchObject({
      code: 'AGENT_PAIRING_REQUIRED',
    });
  });
});
