import { adapterValues } from './adapter-values.ts';
import type { CatalogFile, ProviderInFile, ValueInFile } from './catalog-file.ts';
import { checkPayment } from './check-payment.ts';
import { checkExecution } from './check-service.ts';
import { suggestName } from './nearest-name.ts';

/** What is wrong with a provider whose file obeys the schema, one line per mistake. */
export function checkProvider({ provider }: CatalogFile): string[] {
  const keys = provider.values.map((value) => value.key);
  return [
    ...checkPayment(provider.payment, 'provider.payment'),
    ...provider.values.flatMap((value, index) => [
      ...(keys.indexOf(value.key) === index
        ? []
        : [`provider.values[${index}].key: "${value.key}" is there twice.`]),
      ...checkDefault(value, `provider.values[${index}].default`),
    ]),
    ...checkAdapter(provider, keys),
  ];
}

function checkDefault(value: ValueInFile, place: string): string[] {
  if (value.default === undefined) return [];
  if (value.kind === 'secret') return [`${place}: a secret has none; leave it out.`];
  const isAddress = /^https?:\/\/[^\s/]/.test(value.default);
  return value.kind === 'url' && !isAddress
    ? [`${place}: must be an address that starts with http:// or https://.`]
    : [];
}

function checkAdapter({ adapter }: ProviderInFile, valueKeys: readonly string[]): string[] {
  if (adapter === null) return [];
  const needed = adapterValues.get(adapter);
  if (needed === undefined) {
    const known = [...adapterValues.keys()];
    return [`provider.adapter: must be null or one of ${known.join(', ')}.${suggestName(adapter, known)}`];
  }
  return needed
    .filter((key) => !valueKeys.includes(key))
    .map((key) => `provider.values: the adapter "${adapter}" needs one with the key "${key}".`);
}

/** What is wrong with the skills of a file that obeys the schema, one line per mistake. */
export function checkSkills({ provider, skills, services }: CatalogFile): string[] {
  return skills.flatMap((skill, index) => {
    const place = `skills[${index}]`;
    const isUsed = services.some((service) => service.skillKey === skill.key);
    return [
      ...checkExecution(provider, skill, place),
      ...(isUsed ? [] : [`${place}: no service of this file has the skillKey "${skill.key}".`]),
    ];
  });
}
