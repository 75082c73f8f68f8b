import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from './config.ts';

/** The variables of this process, those of a file below them where it is given. Raises when it cannot be read. */
export function readEnvironment(envFile?: string): Environment {
  const fromFile = envFile === undefined ? {} : parseEnv(readFileSync(envFile, 'utf8'));
  return { ...fromFile, ...process.env };
}
