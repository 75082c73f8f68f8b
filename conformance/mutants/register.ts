// Loaded with `node --import` into the orchestrator under test: patches the source text of modules as they are read.
// Nothing on disk changes. The patches come as JSON in MACHINE_MARKETS_MUTANTS: [{ path, find, replace }].
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { applyPatches } from './patch.ts';
import type { Patch } from './patch.ts';

const variable = 'MACHINE_MARKETS_MUTANTS';
const patches = JSON.parse(process.env[variable] ?? '[]') as Patch[];
if (patches.length === 0) throw new Error(`${variable} holds no patch.`);
delete process.env[variable];

const byUrl = new Map<string, Patch[]>();
for (const patch of patches) {
  const url = pathToFileURL(patch.path).href;
  byUrl.set(url, [...(byUrl.get(url) ?? []), patch]);
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const wanted = byUrl.get(url);
    if (!wanted || loaded.source === undefined || loaded.source === null) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: applyPatches(source, wanted) };
  },
});
