import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { isRecord } from '../contract/json.ts';
import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import type { Backing } from '../engine/types.ts';

export interface Profile {
  name: string;
  title: string;
  /** Sentences backed otherwise warn at most. */
  counts: readonly Backing[];
}

const builtIn = ['reference', 'core'];
const backings: readonly Backing[] = ['documented', 'client', 'chosen'];
const keys = ['name', 'title', 'counts'];

/** A profile by name, or from a YAML file. Raises ConfigurationError with the correction. */
export function loadProfile(nameOrFile: string): Profile {
  const file = builtIn.includes(nameOrFile)
    ? fileURLToPath(new URL(`${nameOrFile}.yaml`, import.meta.url))
    : nameOrFile;
  if (!existsSync(file)) {
    throw new ConfigurationError(
      `--profile ${nameOrFile}: neither a profile (${builtIn.join(', ')}) nor a file.${suggest(nameOrFile, builtIn)}`,
    );
  }
  return toProfile(readYaml(file), file);
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`${file}: cannot be read as YAML.`, { cause: error });
  }
}

function toProfile(raw: unknown, file: string): Profile {
  if (!isRecord(raw)) throw new ConfigurationError(`${file}: expected the keys ${keys.join(', ')}.`);
  const unknown = Object.keys(raw).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new ConfigurationError(`${file}: unknown key «${unknown}».${suggest(unknown, keys)}`);
  const { name, title, counts } = raw;
  if (typeof name !== 'string' || typeof title !== 'string') {
    throw new ConfigurationError(`${file}: name and title must be text.`);
  }
  const counted: readonly unknown[] = Array.isArray(counts) ? counts : [];
  const known = backings.filter((backing) => counted.includes(backing));
  if (known.length === 0 || known.length !== counted.length) {
    throw new ConfigurationError(`${file}: counts must be a list of ${backings.join(', ')}.`);
  }
  return { name, title, counts: known };
}
