// Loaded with `node --import` into the orchestrator under test: patches the source text of one module as it is read.
// Nothing on disk changes. The patch comes as JSON in MACHINE_MARKETS_MUTANT: { path, find, replace }.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const variable = 'MACHINE_MARKETS_MUTANT';
const { path, find, replace } = JSON.parse(process.env[variable] ?? '{}') as Record<string, string>;
if (path === undefined || find === undefined || replace === undefined)
  throw new Error(`${variable} is not set.`);
delete process.env[variable];
const url = pathToFileURL(path).href;

registerHooks({
  load(target, context, nextLoad) {
    const loaded = nextLoad(target, context);
    if (target !== url || loaded.source === undefined || loaded.source === null) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    if (source.split(find).length !== 2)
      throw new Error('The mutant does not fit the source: its text must stand once.');
    return { ...loaded, source: source.replace(find, () => replace) };
  },
});
