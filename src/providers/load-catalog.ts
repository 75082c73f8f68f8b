import { catalogFiles } from '../../generated/catalog.gen.js';
import { buildProvider } from './build-catalog.ts';
import { CatalogError } from './catalog-error.ts';
import type { CatalogSource } from './catalog-file.ts';
import type { Catalog } from './catalog.ts';
import { indexCatalog } from './index-catalog.ts';

export { CatalogError } from './catalog-error.ts';
export type { Catalog, ProviderEntry, ProviderValue } from './catalog.ts';

// They obeyed schema and rules when they were generated. Parsing YAML and compiling the schema takes a quarter of a
// second, which only the start of a server with files of its own has to spend.
const builtInSources = catalogFiles as CatalogSource[];

/**
 * The built-in catalogue and what the files of `extraFolder` (PEAQOS_CATALOG_DIR) add to it. Raises CatalogError with
 * every mistake of every file at once.
 */
export async function loadCatalog(extraFolder: string | null): Promise<Catalog> {
  const sources = extraFolder === null ? builtInSources : await withExtraSources(extraFolder);
  const contents = sources.map(({ content }) => buildProvider(content));
  return indexCatalog({
    skills: contents.flatMap(({ skills }) => skills),
    manifests: contents.flatMap(({ manifests }) => manifests),
    services: contents.flatMap(({ services }) => services),
    adapters: contents.map(({ adapter }) => adapter),
    providers: contents.map(({ provider }) => provider),
  });
}

async function withExtraSources(folder: string): Promise<CatalogSource[]> {
  const [{ readCatalogFiles }, { checkCatalog }] = await Promise.all([
    import('./read-catalog-files.ts'),
    import('./check-catalog.ts'),
  ]);
  const { sources, problems } = await readCatalogFiles(folder);
  const all = [...builtInSources, ...sources];
  const mistakes = [...problems, ...checkCatalog(all)];
  if (mistakes.length > 0) throw new CatalogError(mistakes);
  return all;
}
