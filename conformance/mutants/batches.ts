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

/** More mutants of one group are likely to spoil each other's set-up. */
const mostOfGroup = 3;

/**
 * Batches of at most `size` mutants of one toggle set, mostly of different groups and never at one place in the source, so
 * that what turns red can be told apart. `sources` is the text of each patched file.
 */
export function createBatches(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
  size: number,
): Batch[] {
  const batches: Placed[][] = [];
  for (const mutant of mutants) {
    const placed = { mutant, ...locate(sources.get(mutant.file) ?? '', mutant.find) };
    const batch = batches.find((candidate) => candidate.length < size && hasRoomFor(placed, candidate));
    if (batch) batch.push(placed);
    else batches.push([placed]);
  }
  return batches.map((batch) => batch.map(({ mutant }) => mutant));
}

function hasRoomFor(placed: Placed, batch: readonly Placed[]): boolean {
  const group = groupOf(placed.mutant);
  const ofGroup = batch.filter((other) => groupOf(other.mutant) === group).length;
  return ofGroup < mostOfGroup && batch.every((other) => fits(placed, other));
}

function fits(a: Placed, b: Placed): boolean {
  if (a.mutant.set !== b.mutant.set || a.mutant.requirement === b.mutant.requirement) return false;
  return a.mutant.file !== b.mutant.file || a.end <= b.start || b.end <= a.start;
}
