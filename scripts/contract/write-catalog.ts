import { CatalogError } from '../../src/providers/catalog-error.ts';
import type { CatalogSource } from '../../src/providers/catalog-file.ts';
import { checkCatalog } from '../../src/providers/check-catalog.ts';
import { builtInFolder, readCatalogFiles } from '../../src/providers/read-catalog-files.ts';

/** The built-in catalogue files. Raises CatalogError with every mistake in them. */
export async function readBuiltInCatalog(): Promise<CatalogSource[]> {
  const { sources, problems } = await readCatalogFiles(builtInFolder);
  const mistakes = [...problems, ...checkCatalog(sources)];
  if (mistakes.length > 0) throw new CatalogError(mistakes);
  return sources;
}

/** The text of `catalog.gen.js`: what the built-in files say, so that no start has to parse and validate them. */
export function writeCatalog(sources: readonly CatalogSource[]): string {
  return [
    '// Written by "npm run generate" from src/providers/catalog/. Do not edit.',
    `export const catalogFiles = ${JSON.stringify(sources, null, 1)};`,
    '',
  ].join('\n');
}

/** The text of `catalog.gen.d.ts`. */
export function writeCatalogTypes(): string {
  return `// Written by "npm run generate" from src/providers/catalog/. Do not edit.
/** Files that obey the schema and passed every check, in the order of their names. */
export declare const catalogFiles: readonly { file: string; content: object }[];
`;
}
