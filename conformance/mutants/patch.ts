/** One replacement in one file. */
export interface Patch {
  path: string;
  /** Text that stands exactly once in the file. */
  find: string;
  replace: string;
}

/** Where the text stands. Raises when it does not stand exactly once: then the catalogue is behind the source. */
export function locate(source: string, find: string): { start: number; end: number } {
  const start = source.indexOf(find);
  if (start < 0) throw new Error(`The text of the mutant is not in the source any more:\n${find}`);
  if (source.includes(find, start + 1))
    throw new Error(`The text of the mutant stands more than once:\n${find}`);
  return { start, end: start + find.length };
}

/** The source with every patch applied, each at the place where it fits the original. */
export function applyPatches(source: string, patches: readonly Patch[]): string {
  return patches
    .map((patch) => ({ ...locate(source, patch.find), replace: patch.replace }))
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, replace }) => text.slice(0, start) + replace + text.slice(end), source);
}
