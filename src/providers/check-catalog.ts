import type { CatalogSource } from './catalog-file.ts';
import { checkProvider, checkSkills } from './check-provider.ts';
import { checkService } from './check-service.ts';

/**
 * What the schema cannot say about files that obey it: names that point nowhere or stand twice, payments and
 * executions that cannot work. One line per mistake; empty when there is none.
 */
export function checkCatalog(sources: readonly CatalogSource[]): string[] {
  const problems = sources.flatMap(({ file, content }) =>
    [
      ...checkProvider(content),
      ...checkSkills(content),
      ...content.services.flatMap((service, index) => checkService(content, service, `services[${index}]`)),
    ].map((line) => `${file}: ${line}`),
  );
  return [...problems, ...findDuplicates(sources)];
}

interface Name {
  file: string;
  place: string;
  kind: string;
  name: string;
}

/** Names that must be unique in the whole catalogue. Provider keys are compared in lower case (contract C.6). */
function findDuplicates(sources: readonly CatalogSource[]): string[] {
  const seen = new Map<string, Name>();
  return sources.flatMap(namesOf).flatMap((entry) => {
    const { file, place, kind, name } = entry;
    const first = seen.get(`${kind} ${name}`);
    if (first === undefined) {
      seen.set(`${kind} ${name}`, entry);
      return [];
    }
    return [`${file}: ${place}: the ${kind} "${name}" is taken by ${first.place} of ${first.file}.`];
  });
}

function namesOf({ file, content }: CatalogSource): Name[] {
  const { provider, skills, services } = content;
  const block = provider.credentialsBlock;
  return [
    { file, place: 'provider.key', kind: 'provider', name: provider.key.toLowerCase() },
    ...(block === null
      ? []
      : [{ file, place: 'provider.credentialsBlock', kind: 'credentials block', name: block }]),
    ...skills.map(({ key }, index) => ({ file, place: `skills[${index}].key`, kind: 'skill', name: key })),
    ...services.map(({ id }, index) => ({ file, place: `services[${index}].id`, kind: 'service', name: id })),
  ];
}
