import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, MarketBench } from '../market-bench.fixture.ts';
import { openMarketBench, refused, trade } from '../market-bench.fixture.ts';
import { withKeys } from '../runtime-endpoints/endpoints.fixture.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { readAuthState } from './auth-state.ts';
import { listServices, readAdapter, readService } from './read-services.ts';
import { findManifest, findSkill, listSkills } from './read-skills.ts';
import { configureSkill, countLockedSkills, readSkillAccess } from './skill-configs.ts';

let bench: MarketBench;
let deps: ServiceDeps;
let actor: Actor;
beforeAll(async () => {
  bench = await openMarketBench();
  deps = withKeys(bench.deps, 1);
  actor = await trade(bench);
});
afterAll(() => bench.close());

const everything = {
  machineId: undefined,
  serviceType: undefined,
  executionMode: undefined,
  providerKey: undefined,
};
const page = (limit: number, cursor?: string) => ({ cursor, limit });

describe('the configuration of a skill', () => {
  it('is merged by key; credentials are sealed, and never written in clear', async () => {
    const access = () => readSkillAccess(deps, deps.store, 'geodnet-rtk');
    expect(await access()).toEqual({ enabled: true, settings: {}, credentials: {} });
    await configureSkill(deps, 'geodnet-rtk', {
      credentials: { appId: 'app-1', appKey: 'the-first-key' },
      settings: { rate: 1, live: true },
    });
    const { config } = await configureSkill(deps, 'geodnet-rtk', {
      credentials: { appKey: 'the-second-key' },
      settings: { rate: 2 },
    });
    expect(config).toMatchObject({ enabled: true, settings: { rate: 2, live: true } });
    expect(await access()).toEqual({
      enabled: true,
      settings: { rate: 2, live: true },
      credentials: { appId: 'app-1', appKey: 'the-second-key' },
    });
    expect(await bench.dump()).not.toMatch(/the-(first|second)-key|app-1/);
    expect((await bench.auditTypes()).at(-1)).toBe('skill.configured');
  });

  it('keeps every key of parallel writers', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `key-${index}`);
    await Promise.all(
      names
        .map((name) => configureSkill(deps, 'akash-compute', { credentials: { [name]: name } }))
        .concat(names.map((name) => configureSkill(deps, 'akash-compute', { settings: { [name]: name } }))),
    );
    const { settings, credentials } = await readSkillAccess(deps, deps.store, 'akash-compute');
    expect([Object.keys(settings).toSorted(), Object.keys(credentials).toSorted()]).toEqual([names, names]);
  });

  it('that no present key opens counts as not given, and is counted', async () => {
    await configureSkill(deps, 'walrus-storage', { credentials: { publisherToken: 'sealed' } });
    const rotated = withKeys(bench.deps, 2, 1);
    expect((await readSkillAccess(rotated, deps.store, 'walrus-storage')).credentials).toEqual({
      publisherToken: 'sealed',
    });
    expect(await countLockedSkills(rotated)).toBe(0);
    const locked = withKeys(bench.deps, 3);
    expect((await readSkillAccess(locked, deps.store, 'walrus-storage')).credentials).toEqual({});
    expect(await countLockedSkills(locked)).toBeGreaterThan(0);
  });

  it('says whether the skill can be used', async () => {
    const stateOf = async (key: string, by = deps) => (await readAuthState(by))(findSkill(by, key));
    expect(await stateOf('world-id-verify')).toBe('unconfigured');
    await configureSkill(deps, 'world-id-verify', { credentials: { rpId: 'rp_1' } });
    expect(await stateOf('world-id-verify')).toBe('configured');
    expect(await stateOf('pyth-price-feed')).toBe('unconfigured');
    expect(await stateOf('pyth-price-feed', bench.configured({ PEAQOS_PYTH_API_KEY: 'key' }))).toBe(
      'configured',
    );
    expect(await stateOf('aethir-compute', bench.deps)).toBe('restricted');
    expect(await stateOf('walrus-read')).toBe('configured');
  });

  it('is of a skill that there is', async () => {
    expect(await refused(configureSkill(deps, 'no-such-skill', {}))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the catalogue', () => {
  it('lists services by filter and page by page', async () => {
    const all = await listServices(deps, null, everything, page(500));
    const ids = all.items.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    const first = await listServices(deps, null, everything, page(5));
    const rest = await listServices(deps, null, everything, page(500, first.nextCursor!));
    expect([...first.items, ...rest.items]).toEqual(all.items);
    const native = await listServices(
      deps,
      null,
      { ...everything, executionMode: 'native', providerKey: 'walrus' },
      page(9),
    );
    expect(native.items.map(({ id }) => id)).toEqual(['walrus:read-blob', 'walrus:store-blob']);
    const moved = listServices(
      deps,
      null,
      { ...everything, providerKey: 'walrus' },
      page(5, first.nextCursor!),
    );
    expect(await refused(moved)).toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('shows a service for the machine of the token alone', async () => {
    const stranger = await trade(bench);
    const read = (machineId: string) => readService(deps, actor, 'walrus:read-blob', machineId);
    expect((await read(actor.machineId)).id).toBe('walrus:read-blob');
    expect(await refused(read(stranger.machineId))).toMatchObject({ code: 'AGENT_AUTH_INVALID' });
    const unknown = readService(deps, null, 'walrus:read-blob', 'mach_000000000000');
    expect(await refused(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(readService(deps, null, 'walrus:no-such', undefined))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('knows the manifest of each skill and the set-up of each provider', () => {
    const { items } = listSkills(
      deps,
      { scope: undefined, direction: undefined, source: undefined },
      page(500),
    );
    expect(items.length).toBeGreaterThan(5);
    for (const { key, providerKey } of items) {
      expect(findManifest(deps, key)).toMatchObject({ key, providerKey });
      expect(readAdapter(deps, providerKey.toUpperCase()).providerKey).toBe(providerKey);
    }
    const external = { scope: undefined, direction: undefined, source: 'external-marketplace' };
    expect(listSkills(deps, external, page(500)).items.map(({ key }) => key)).toEqual([
      'agentic-market-search',
      'pay-sh-rpc',
    ]);
    expect(() => readAdapter(deps, 'no-such')).toThrow('There is no such provider.');
  });
});
