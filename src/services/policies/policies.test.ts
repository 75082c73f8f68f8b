import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../domain/refusal.fixture.ts';
import { registerMachine } from '../register-machine.ts';
import type { Workbench } from '../services.fixture.ts';
import { fields, mint, onboard, openWorkbench, proveIdentity } from '../services.fixture.ts';
import { updateMachine } from '../update-machine.ts';
import { loadPolicies } from './load-policies.ts';
import { listPolicies, readPolicy } from './read-policy.ts';
import type { PolicyFields } from './write-policy.ts';
import { createPolicy, updatePolicy } from './write-policy.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const open: PolicyFields = {
  name: 'Everything',
  allowedSkillKeys: [],
  deniedSkillKeys: [],
  regionRules: [],
  requiredCapabilities: [],
  nativeOnly: false,
  handoffAllowed: true,
  budgetCap: null,
};

const ask = (limit: number, cursor?: string) => listPolicies(bench.deps, { cursor, limit });

/** The events of one policy, oldest first. */
async function eventsOf(id: string): Promise<unknown[]> {
  const dump = JSON.parse(await bench.dump()) as Record<string, string>[][];
  return dump
    .flat()
    .filter((row) => row['resource_id'] === id)
    .map(({ type, resource_type, machine_id, payload }) => ({
      type,
      resource_type,
      machine_id,
      payload: JSON.parse(payload ?? '') as unknown,
    }));
}

describe('a policy', () => {
  it('is created, read and recorded', async () => {
    const policy = await createPolicy(bench.deps, { ...open, budgetCap: { currency: 'USDT', amount: 20 } });
    expect(policy).toEqual({
      ...open,
      budgetCap: { currency: 'USDT', amount: 20 },
      id: expect.stringMatching(/^pol_[0-9a-f]{12}$/),
      createdAt: '2026-05-16T12:00:00.000Z',
      updatedAt: '2026-05-16T12:00:00.000Z',
    });
    expect(await readPolicy(bench.deps, policy.id)).toEqual(policy);
    expect(await eventsOf(policy.id)).toEqual([
      {
        type: 'policy.created',
        resource_type: 'policy',
        machine_id: null,
        payload: { name: 'Everything' },
      },
    ]);
  });

  it('keeps what a change does not name; lists are replaced', async () => {
    const policy = await createPolicy(bench.deps, {
      ...open,
      allowedSkillKeys: ['a', 'b'],
      budgetCap: { currency: 'USDT', amount: 20 },
    });
    bench.clock.time += 1_000;
    const changed = await updatePolicy(bench.deps, policy.id, { allowedSkillKeys: ['c'], budgetCap: null });
    const expected = {
      ...policy,
      allowedSkillKeys: ['c'],
      budgetCap: null,
      updatedAt: new Date(bench.clock.time).toISOString(),
    };
    expect(changed).toEqual(expected);
    expect(await readPolicy(bench.deps, policy.id)).toEqual(expected);
    expect(await eventsOf(policy.id)).toEqual([
      expect.objectContaining({ type: 'policy.created' }),
      expect.objectContaining({
        type: 'policy.updated',
        payload: { changed: ['allowedSkillKeys', 'budgetCap'] },
      }),
    ]);
  });

  it('that is not there is not found', async () => {
    await expect(readPolicy(bench.deps, 'pol_000000000000')).rejects.toThrow(refusal('NOT_FOUND'));
    await expect(updatePolicy(bench.deps, 'pol_000000000000', {})).rejects.toThrow(refusal('NOT_FOUND'));
  });

  it('is listed, page by page, with a cursor that is good for this list only', async () => {
    await createPolicy(bench.deps, open);
    const all = (await ask(500)).items.map(({ id }) => id);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask(1, cursor);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(ids).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
    const foreign = bench.deps.cursors.encode('machines', {}, { createdAt: '', id: '' });
    await expect(ask(1, foreign)).rejects.toThrow(refusal('VALIDATION_ERROR'));
  });
});

describe('the policies of a machine', () => {
  const unknown = (index: number) =>
    refusal('VALIDATION_ERROR', {
      details: {
        issues: [{ path: `policyIds.${index}`, message: 'must name a policy that exists' }],
      },
    });

  it('are accepted when they exist, at registration and later', async () => {
    const [first, second] = [await createPolicy(bench.deps, open), await createPolicy(bench.deps, open)];
    const identityRef = mint(bench);
    const machine = await registerMachine(bench.deps, {
      fields: { ...fields, policyIds: [first.id] },
      identityRef,
      identityProof: await proveIdentity(bench.deps, identityRef),
    });
    expect(await loadPolicies(bench.deps.store, machine)).toEqual([first]);
    const policyIds = [second.id, first.id, second.id];
    const changed = await updateMachine(bench.deps, machine.id, {
      fields: { policyIds },
      identityRef: null,
      identityProof: null,
    });
    expect(changed.policyIds).toEqual(policyIds);
    expect(await loadPolicies(bench.deps.store, changed)).toEqual([second, first]);
  });

  it('are refused when one is unknown, and the machine stays as it is', async () => {
    const { id: known } = await createPolicy(bench.deps, open);
    const identityRef = mint(bench);
    const identityProof = await proveIdentity(bench.deps, identityRef);
    const policyIds = [known, 'pol_000000000000'];
    const register = (ids: string[]) =>
      registerMachine(bench.deps, { fields: { ...fields, policyIds: ids }, identityRef, identityProof });
    await expect(register(policyIds)).rejects.toThrow(unknown(1));
    const { id } = await register([known]);
    const change = { fields: { policyIds }, identityRef: null, identityProof: null };
    await expect(updateMachine(bench.deps, id, change)).rejects.toThrow(unknown(1));
    expect(await bench.deps.store.machines.find(id)).toMatchObject({ policyIds: [known] });
  });

  it('are none unless the machine lists some', async () => {
    const id = await onboard(bench.deps, mint(bench));
    expect(await loadPolicies(bench.deps.store, { id, policyIds: [] })).toEqual([]);
  });

  it('do not load when one has gone, for it must not open what it forbade', async () => {
    const { id } = await createPolicy(bench.deps, open);
    const machine = { id: 'mach_0123456789ab', policyIds: [id, 'pol_000000000000'] };
    await expect(loadPolicies(bench.deps.store, machine)).rejects.toThrow('lists a policy that is not there');
  });
});
