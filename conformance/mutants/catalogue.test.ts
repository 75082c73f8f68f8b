import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { eachSet } from '../target/toggle-sets.ts';
import { createBatches } from './batches.ts';
import type { Mutant } from './mutant.ts';
import { catalogueFolder, loadMutants, readSources } from './mutant.ts';
import { applyPatches, locate } from './patch.ts';

const mutants = await loadMutants(catalogueFolder);
const sources = await readSources(mutants);
const catalog = loadCatalog();

describe('the catalogue of mutants', () => {
  it('fits the source: each text to replace stands exactly once', () => {
    for (const { id, file, find } of mutants)
      expect(() => locate(sources.get(file) ?? '', find), id).not.toThrow();
  });

  it('names requirements and toggle sets that exist', () => {
    const ids = new Set(catalog.requirements.map(({ id }) => id));
    const sets = new Set(eachSet(createManagedSecrets()).map(({ name }) => name));
    for (const { id, requirement, alsoRed, set } of mutants) {
      for (const wanted of [requirement, ...alsoRed]) expect(ids, id).toContain(wanted);
      expect(sets, id).toContain(set);
    }
  });

  it('holds every mutant that a requirement names, for that requirement', () => {
    const named = catalog.requirements.flatMap(({ id, mutants: ids }) =>
      ids.map((wanted) => `${wanted} of ${id}`),
    );
    const held = new Set(mutants.map(({ id, requirement }) => `${id} of ${requirement}`));
    expect(named.filter((name) => !held.has(name))).toEqual([]);
  });

  it('has a mutant for every MUST', () => {
    const proven = new Set(mutants.map(({ requirement }) => requirement));
    const musts = catalog.requirements.filter(
      ({ level, excluded }) => level === 'MUST' && excluded === undefined,
    );
    expect(musts.map(({ id }) => id).filter((id) => !proven.has(id))).toEqual([]);
  });
});

const mutant = (id: string, requirement: string, find: string, set = 'defaults'): Mutant => ({
  id,
  requirement,
  find,
  set,
  file: 'a.ts',
  replace: '',
  alsoRed: [],
});

describe('batches', () => {
  const text = new Map([['a.ts', 'one two three four']]);
  it.each([
    ['different groups and places share a server', mutant('b', 'y.b', 'two'), 1],
    ['one requirement does not', mutant('b', 'x.a', 'two'), 2],
    ['overlapping places do not', mutant('b', 'y.b', 'one two'), 2],
    ['another toggle set does not', mutant('b', 'y.b', 'two', 'other'), 2],
  ])('%s', (_title, other, count) => {
    expect(createBatches([mutant('a', 'x.a', 'one'), other], text, 8)).toHaveLength(count);
  });

  it('hold three mutants of one group at the most', () => {
    const four = ['one', 'two', 'three', 'four'].map((find) => mutant(find, `x.${find}`, find));
    expect(createBatches(four, text, 8).map((batch) => batch.length)).toEqual([3, 1]);
  });

  it('hold no more than their size', () => {
    const three = [mutant('a', 'x.a', 'one'), mutant('b', 'y.b', 'two'), mutant('c', 'z.c', 'three')];
    expect(createBatches(three, text, 2).map((batch) => batch.length)).toEqual([2, 1]);
  });
});

describe('patches', () => {
  it('are applied where they fit the original, whatever their order', () => {
    const patches = [
      { path: '', find: 'b', replace: 'long' },
      { path: '', find: 'a', replace: '' },
    ];
    expect(applyPatches('a-b-c', patches)).toBe('-long-c');
  });

  it('are refused when their text is missing or stands twice', () => {
    expect(() => locate('a b', 'c')).toThrow(/not in the source/);
    expect(() => locate('a a', 'a')).toThrow(/more than once/);
  });
});
