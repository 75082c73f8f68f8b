import type { Mutant } from './mutant.ts';
import { locate } from './patch.ts';

/** Mutants that are tried together in one server: a whole run for each alone would take an hour. */
export type Batch = readonly Mutant[];

interface Placed {
  mutant: Mutant;
  start: number;
  end: number;
}

const groupOf = ({ requirement }: Mutant): string => requirement.slice(0, requirement.indexOf('.'));

/**
 * Batches of at most `size` mutants of one toggle set, of different groups and places in the source, so that what turns
 * red can be told apart. `sources` is the text of each patched file.
 */
export function createBatches(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
  size: number,
): Batch[] {
  const batches: Placed[][] = [];
  for (const mutant of mutants) {
    const placed = { mutant, ...locate(sources.get(mutant.file) ?? '', mutant.find) };
    const batch = batches.find(
      (candidate) => candidate.length < size && candidate.every((other) => fits(placed, other)),
    );
    if (batch) batch.push(placed);
    else batches.push([placed]);
  }
  return batches.map((batch) => batch.map(({ mutant }) => mutant));
}

function fits(a: Placed, b: Placed): boolean {
  if (a.mutant.set !== b.mutant.set || groupOf(a.mutant) === groupOf(b.mutant)) return false;
  return a.mutant.file !== b.mutant.file || a.end <= b.start || b.end <= a.start;
}
