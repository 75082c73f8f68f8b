import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { CatalogFile, CatalogSource } from './catalog-file.ts';
import { describeSchemaErrors } from './describe-schema-error.ts';

/** The files of the built-in catalogue, one per provider. */
export const builtInFolder = fileURLToPath(new URL('catalog', import.meta.url));

const schema = JSON.parse(readFileSync(join(builtInFolder, 'catalog.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<CatalogFile>(
  schema,
);

export interface CatalogReading {
  sources: CatalogSource[];
  problems: string[];
}

/**
 * Reads the catalogue files of a folder (*.yaml, *.yml, *.json; its schema and hidden files are none) in the order of
 * their names and holds each against the schema. Files with a mistake are not among the sources. Never rejects.
 */
export async function readCatalogFiles(folder: string): Promise<CatalogReading> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return { sources: [], problems: [`${folder}: is not a folder that can be read.`] };
  }
  const files = names.filter(isCatalogFile).sort();
  const readings = await Promise.all(files.map((file) => readCatalogFile(folder, file)));
  return {
    sources: readings.flatMap((reading) => reading.sources),
    problems: readings.flatMap((reading) => reading.problems),
  };
}

function isCatalogFile(name: string): boolean {
  return /^[^.].*\.(ya?ml|json)$/i.test(name) && !name.endsWith('.schema.json');
}

async function readCatalogFile(folder: string, file: string): Promise<CatalogReading> {
  let content: unknown;
  try {
    const text = await readFile(join(folder, file), 'utf8');
    content = file.toLowerCase().endsWith('.json') ? JSON.parse(text) : parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown';
    return { sources: [], problems: [`${file}: cannot be read: ${reason}`] };
  }
  if (validate(content)) return { sources: [{ file, content }], problems: [] };
  return {
    sources: [],
    problems: describeSchemaErrors(validate.errors ?? []).map((line) => `${file}: ${line}`),
  };
}
