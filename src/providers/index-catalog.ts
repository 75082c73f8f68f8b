import type { Catalog, ProviderEntry } from './catalog.ts';

export type CatalogLists = Pick<Catalog, 'skills' | 'manifests' | 'services' | 'adapters' | 'providers'>;

/** The catalogue of these records, which it freezes: answers hand out the records themselves. */
export function indexCatalog(lists: CatalogLists): Catalog {
  freezeDeep(lists);
  const skills = listByKey(lists.skills, ({ key }) => key);
  const manifests = listByKey(lists.manifests, ({ key }) => key);
  const services = listByKey(lists.services, ({ id }) => id);
  const adapters = listByKey(lists.adapters, ({ providerKey }) => providerKey.toLowerCase());
  const providers = listByKey(lists.providers, ({ key }) => key.toLowerCase());
  const variables = variablesOf(providers.list);
  return {
    skills: skills.list,
    manifests: manifests.list,
    services: services.list,
    adapters: adapters.list,
    providers: providers.list,
    findSkill: skills.find,
    findManifest: manifests.find,
    findService: services.find,
    findAdapter: (providerKey) => adapters.find(providerKey.toLowerCase()),
    findProvider: (providerKey) => providers.find(providerKey.toLowerCase()),
    environmentNames: () => variables,
  };
}

interface KeyedList<Item> {
  list: readonly Item[];
  find: (key: string) => Item | undefined;
}

/** In the order of the keys by code units, as the pages of the API compare them. */
function listByKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): KeyedList<Item> {
  const list = Object.freeze(items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
  const byKey = new Map(list.map((item) => [keyOf(item), item]));
  return { list, find: (key) => byKey.get(key) };
}

function variablesOf(providers: readonly ProviderEntry[]): readonly string[] {
  const names = providers.flatMap(({ values, payeeEnv }) => [
    ...values.map(({ env }) => env),
    ...(payeeEnv === null ? [] : [payeeEnv]),
  ]);
  return Object.freeze([...new Set(names)].sort());
}

/** Changing a record would change the catalogue for everybody. */
function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  for (const part of Object.values(value)) freezeDeep(part);
  Object.freeze(value);
}
