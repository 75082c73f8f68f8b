import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** One line per file that differs: `added`, `removed` or `changed`, and its name. */
export async function compareFolders(before: string, after: string): Promise<string[]> {
  const [old, fresh] = await Promise.all([listFiles(before), listFiles(after)]);
  const lines = await Promise.all(
    [...new Set([...old, ...fresh])].sort().map(async (file) => {
      if (!old.includes(file)) return `added ${file}`;
      if (!fresh.includes(file)) return `removed ${file}`;
      const [a, b] = await Promise.all([readFile(join(before, file)), readFile(join(after, file))]);
      return a.equals(b) ? null : `changed ${file}`;
    }),
  );
  return lines.filter((line) => line !== null);
}
