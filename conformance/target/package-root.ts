import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord, parseJson } from '../contract/json.ts';

/** The folder of this package, both from the sources and from a build in dist/. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The version of this package, as its reports and its User-Agent state it. */
export const kitVersion = readVersion();

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? folder : findRoot(parent);
}

function readVersion(): string {
  const json = parseJson(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return isRecord(json) && typeof json['version'] === 'string' ? json['version'] : '0.0.0';
}
