import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../engine/configuration-error.ts';
import { packageRoot } from '../target/package-root.ts';
import type { ServerCommand } from '../target/server-process.ts';

/** The command of --spawn, or our own orchestrator run by this Node. */
export function toServerCommand(spawn: string | undefined): ServerCommand {
  if (spawn !== undefined) return { line: spawn };
  return { file: process.execPath, args: [join(packageRoot, 'bin', 'machine-markets.mjs'), 'serve'] };
}

/** The keys in a file, one a line. Raises ConfigurationError when it cannot be read or holds none. */
export function readApiKeys(file: string | undefined): string[] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`--api-key-file ${file}: cannot be read.`, { cause: error });
  }
  const keys = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (keys.length === 0)
    throw new ConfigurationError(`--api-key-file ${file}: it is empty; write one key on a line.`);
  return keys;
}
