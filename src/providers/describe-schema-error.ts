import type { ErrorObject } from 'ajv/dist/2020.js';
import { suggestName } from './nearest-name.ts';

/** What a JSON type is called in a message. */
const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a group of keys',
  array: 'a list',
  null: 'null',
};

/** Ajv's errors (with `verbose`) as sentences: the place and what to write there. Each sentence once. */
export function describeSchemaErrors(errors: readonly ErrorObject[]): string[] {
  const lines = errors
    // The parts of an `anyOf` say it better than the whole.
    .filter(({ keyword }) => keyword !== 'anyOf')
    .filter((error) => !isOtherBranch(error, errors))
    .map((error) => `${placeOf(error)}${sentenceOf(error)}`);
  return [...new Set(lines)];
}

/** `null or a group of keys` fails twice; the branch for null says nothing to somebody who wrote a group. */
function isOtherBranch(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const isNullBranch = error.keyword === 'type' && error.params['type'] === 'null';
  return (
    isNullBranch &&
    errors.some((other) => other !== error && other.instancePath.startsWith(error.instancePath))
  );
}

/** `services[0].pricing: `, or nothing for the file itself. */
function placeOf({ instancePath }: ErrorObject): string {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((place, part) => (/^\d+$/.test(part) ? `${place}[${part}]` : `${place}.${part}`), '')
    .replace(/^\./, '');
  return path === '' ? '' : `${path}: `;
}

function sentenceOf(error: ErrorObject): string {
  const { keyword, params, schema, parentSchema } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const unknown = String(params['additionalProperty']);
      const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
      return `unknown key "${unknown}".${suggestName(unknown, known) || ` Write one of ${known.join(', ')}.`}`;
    }
    case 'required':
      return `"${params['missingProperty']}" is missing.`;
    case 'type':
      return `must be ${[schema]
        .flat()
        .map((type) => typeNames[String(type)] ?? String(type))
        .join(' or ')}.`;
    case 'enum':
      return `must be one of ${(schema as unknown[]).join(', ')}.${suggestFor(error)}`;
    case 'pattern':
      return `must be ${parentSchema?.['description'] ?? `like ${String(schema)}`}.`;
    case 'minLength':
    case 'minItems':
      return 'must not be empty.';
    default:
      return `${error.message ?? keyword}.`;
  }
}

function suggestFor({ data, schema }: ErrorObject): string {
  return typeof data === 'string' ? suggestName(data, (schema as unknown[]).map(String)) : '';
}
