import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One broken behaviour of our own server, as a source patch (conformance/mutants/catalogue/*.yaml). */
export interface Mutant {
  id: string;
  /** The requirement that must turn red. */
  requirement: string;
  /** The file to patch, from the package root. */
  file: string;
  /** Text that stands exactly once in the file. */
  find: string;
  replace: string;
  /** The toggle set in which it must turn red. */
  set: string;
  /** Further requirements that this break cannot help but turn red. */
  alsoRed: readonly string[];
  alsoRedWhy?: string;
}

export const catalogueFolder = fileURLToPath(new URL('./catalogue/', import.meta.url));

const keys = ['id', 'requirement', 'file', 'find', 'replace', 'set', 'alsoRed', 'alsoRedWhy'];

/** Every mutant of the catalogue. Raises with the file and entry named when one is not well formed. */
export async function loadMutants(folder: string): Promise<Mutant[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const lists = await Promise.all(
    files.map(async (file) => {
      const entries = (parse(await readFile(join(folder, file), 'utf8')) ?? []) as Partial<Mutant>[];
      return entries.map((entry) => toMutant(file, entry));
    }),
  );
  const mutants = lists.flat();
  const twice = mutants.find((mutant, index) => mutants.findIndex(({ id }) => id === mutant.id) !== index);
  if (twice) throw new Error(`The mutant id "${twice.id}" stands twice in the catalogue.`);
  return mutants;
}

function toMutant(file: string, entry: Partial<Mutant>): Mutant {
  const { id, requirement, find, replace } = entry;
  const unknown = Object.keys(entry).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new Error(`${file}: ${id ?? 'an entry'} has the unknown key "${unknown}".`);
  if (!id || !requirement || !entry.file || !find || replace === undefined) {
    throw new Error(`${file}: ${id ?? 'an entry'} needs id, requirement, file, find and replace.`);
  }
  const alsoRed = entry.alsoRed ?? [];
  if (alsoRed.length > 0 && !entry.alsoRedWhy)
    throw new Error(`${file}: ${id} needs alsoRedWhy beside alsoRed.`);
  return {
    ...entry,
    id,
    requirement,
    file: entry.file,
    find,
    replace,
    set: entry.set ?? 'defaults',
    alsoRed,
  };
}

/** The text of every file that these mutants patch. */
export async function readSources(mutants: readonly Mutant[]): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = [...new Set(mutants.map(({ file }) => file))];
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const)),
  );
}
