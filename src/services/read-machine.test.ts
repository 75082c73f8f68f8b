import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../domain/refusal.fixture.ts';
import { json } from '../ports/registry-server.fixture.ts';
import { archiveMachine } from './archive-machine.ts';
import { checkReadiness } from './check-readiness.ts';
import { listMachines, readMachine } from './read-machine.ts';
import { registerMachine } from './register-machine.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Workbench } from './services.fixture.ts';
import { agent, changeAtRegistry, fields, mint, onboard, openWorkbench } from './services.fixture.ts';

const first = { cursor: undefined, limit: undefined };

describe('reading a machine', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  it('asks the registry at each read', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const asked = bench.registry.paths.length;
    expect(await readMachine(bench.deps, id)).toMatchObject({ id, status: 'active' });
    await readMachine(bench.deps, id);
    expect(bench.registry.paths).toHaveLength(asked + 2);
  });

  it('says what keeps the identity from standing', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const reason = (text: string) => refusal('MACHINE_NOT_ACTIVATED', { details: { reason: text } });
    changeAtRegistry(bench, did, { owner: agent.address });
    await expect(readMachine(bench.deps, id)).rejects.toThrow(reason('controller-changed'));
    changeAtRegistry(bench, did, null);
    await expect(readMachine(bench.deps, id)).rejects.toThrow(reason('unknown'));
    bench.registry.answers.set(`/machine/${did}`, json(409, {}));
    await expect(readMachine(bench.deps, id)).rejects.toThrow(reason('homed-elsewhere'));
    await expect(readMachine(bench.cutOff(), id)).rejects.toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { details: { reason: 'network' }, status: 503 }),
    );
  });

  it('does not need a bond', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    changeAtRegistry(bench, did, { bond_status: 'unbonded' });
    expect(await readMachine(bench.deps, id)).toMatchObject({ id });
  });

  it('refuses a machine that was never verified, unless verification is off', async () => {
    const open = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    for (const identityRef of [null, 'did:peaq:600001']) {
      const { id } = await registerMachine(open, { fields, identityRef, identityProof: null });
      await expect(readMachine(bench.deps, id)).rejects.toThrow(
        refusal('MACHINE_NOT_ACTIVATED', { details: { reason: 'unverified' } }),
      );
      const asked = bench.registry.paths.length;
      expect(await readMachine(open, id)).toMatchObject({ identityRef });
      expect(bench.registry.paths).toHaveLength(asked);
    }
  });

  it('shows an archived machine without asking anybody', async () => {
    const id = await onboard(bench.deps, mint(bench));
    await archiveMachine(bench.deps, id);
    expect(await readMachine(bench.cutOff(), id)).toMatchObject({ status: 'archived' });
  });

  it('knows no machine that is not there', async () => {
    await expect(readMachine(bench.deps, 'mach_000000000000')).rejects.toThrow(refusal('NOT_FOUND'));
  });
});

describe('listing machines', () => {
  let bench: Workbench;
  const ids: string[] = [];
  const dids: string[] = [];

  /** Seven machines, one ms apart. */
  beforeAll(async () => {
    bench = await openWorkbench();
    for (let i = 0; i < 7; i += 1) {
      bench.clock.time += 1;
      const did = mint(bench);
      dids.push(did);
      ids.push(await onboard(bench.deps, did));
    }
  });
  afterAll(() => bench.close());

  /** All pages of a list, with the ids of each. */
  async function readPages(deps: ServiceDeps, limit: number): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listMachines(deps, { cursor, limit });
      pages.push(page.items.map(({ id }) => id));
      expect(Object.keys(page)).toEqual(page.nextCursor === undefined ? ['items'] : ['items', 'nextCursor']);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return pages;
  }

  it.each([
    [7, [7]],
    [500, [7]],
    [6, [6, 1]],
    [3, [3, 3, 1]],
    [1, [1, 1, 1, 1, 1, 1, 1]],
  ])('by pages of %i gives every machine once, oldest first', async (limit, sizes) => {
    const pages = await readPages(bench.deps, limit);
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat()).toEqual(ids);
  });

  it('leaves out what does not stand, and fills the pages with what does', async () => {
    changeAtRegistry(bench, dids[1] ?? '', null);
    changeAtRegistry(bench, dids[2] ?? '', { owner: agent.address });
    bench.registry.answers.set(`/machine/${dids[5]}`, json(503, {}));
    const standing = ids.filter((_, index) => ![1, 2, 5].includes(index));
    expect(await readPages(bench.deps, 2)).toEqual([standing.slice(0, 2), standing.slice(2)]);
    expect(await readPages(bench.deps, 3)).toEqual([standing.slice(0, 3), standing.slice(3)]);
    for (const did of dids) changeAtRegistry(bench, did, {});
    expect((await readPages(bench.deps, 100)).flat()).toEqual(ids);
  });

  it('is empty, and quick, when the registry is down', async () => {
    expect(await listMachines(bench.cutOff(), first)).toEqual({ items: [] });
  });

  it('uses answers of up to the cache time, and the registry no more than once for each', async () => {
    const deps = bench.configured({ PEAQOS_MCR_CACHE_MS: '30000' });
    await listMachines(deps, first);
    const asked = bench.registry.paths.length;
    changeAtRegistry(bench, dids[0] ?? '', null);
    expect((await listMachines(deps, first)).items).toHaveLength(7);
    expect(bench.registry.paths).toHaveLength(asked);
    bench.clock.time += 30_001;
    expect((await listMachines(deps, first)).items).toHaveLength(6);
    changeAtRegistry(bench, dids[0] ?? '', {});
  });

  it('leaves out archived machines, and unverified ones unless verification is off', async () => {
    const open = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    bench.clock.time += 1;
    const unverified = await registerMachine(open, { fields, identityRef: null, identityProof: null });
    await archiveMachine(bench.deps, ids[3] ?? '');
    const shown = ids.filter((_, index) => index !== 3);
    expect((await readPages(bench.deps, 100)).flat()).toEqual(shown);
    const asked = bench.registry.paths.length;
    expect((await readPages(open, 100)).flat()).toEqual([...shown, unverified.id]);
    expect(bench.registry.paths).toHaveLength(asked);
  });

  it('refuses a cursor that is none, or of another list', async () => {
    const other = bench.deps.cursors.encode(
      'agent-pairings',
      {},
      { createdAt: '2026-05-16T12:00:00.000Z', id: 'x' },
    );
    for (const cursor of ['', 'x', other]) {
      await expect(listMachines(bench.deps, { cursor, limit: 1 })).rejects.toThrow(
        refusal('VALIDATION_ERROR'),
      );
    }
  });
});

describe('readiness', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  const failing = async (deps: ServiceDeps) => {
    const { status, checks } = await checkReadiness(deps);
    expect(checks.map(({ name }) => name)).toEqual(['store', 'catalog', 'auth', 'runtime', 'skills']);
    const failed = checks.filter((check) => check.status === 'fail').map(({ name }) => name);
    expect(status).toBe(failed.length === 0 ? 'ready' : 'not_ready');
    return failed;
  };

  it('is there when every part works', async () => {
    expect(await failing(bench.deps)).toEqual([]);
    const keys = { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEYS: 'a,b' };
    expect(await failing(bench.configured(keys))).toEqual([]);
  });

  it('names the part that does not', async () => {
    expect(await failing(bench.configured({ PEAQOS_REQUIRE_API_AUTH: 'true' }))).toEqual(['auth']);
    expect(await failing(bench.cutOff())).toEqual(['runtime']);
    const closed = await openWorkbench();
    await closed.deps.store.close();
    expect(await failing(closed.deps)).toEqual(['store', 'skills']);
    await closed.close();
  });

  it('does not need the registry while verification is off', async () => {
    const off = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    expect(await failing({ ...off, registry: bench.cutOff().registry })).toEqual([]);
  });
});
