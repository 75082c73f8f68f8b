// npm run mutants: breaks the orchestrator in one way after the other and looks whether the suite notices.
// Options: --only ID|GROUP (again and again), --workers N, --list. Exit 0 only when every mutant was killed by
// exactly its requirement and every MUST has one.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inheritedEnvironment } from '../cli/inherited-environment.ts';
import { runPool } from '../engine/pool.ts';
import { loadProfile } from '../profiles/load-profile.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { eachSet } from '../target/toggle-sets.ts';
import type { Mutant } from './mutant.ts';
import { loadMutants } from './mutant.ts';
import type { Trial } from './trial.ts';
import { tryMutant } from './trial.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    workers: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
  },
});

const catalog = loadCatalog();
const mutants = await loadMutants(fileURLToPath(new URL('./catalogue/', import.meta.url)));
const isSelected = ({ id, requirement }: Mutant) =>
  values.only.length === 0 ||
  values.only.some(
    (wanted) => wanted === id || wanted === requirement || requirement.startsWith(`${wanted}.`),
  );
const selected = mutants.filter(isSelected);
const options = {
  catalog,
  profile: loadProfile('reference'),
  sets: eachSet(createManagedSecrets()),
  inheritedEnv: inheritedEnvironment(),
  seed: 1,
};

if (values.list) {
  for (const { id, requirement, set } of selected) console.log(`${id}  ${requirement}  ${set}`);
  process.exit(0);
}

const trials: Trial[] = [];
await runPool(selected, Number(values.workers), async (mutant) => {
  const trial = await tryMutant(mutant, options);
  trials.push(trial);
  const seconds = (trial.durationMs / 1000).toFixed(1);
  const progress = `${trials.length}/${selected.length}`;
  console.log(
    `${trial.isKilled ? 'killed' : 'ALIVE '} ${progress} ${mutant.id} (${seconds} s) ${trial.complaint}`,
  );
});

const withMutant = new Set(mutants.map(({ requirement }) => requirement));
const unproven = catalog.requirements.filter(
  ({ id, level, excluded }) => level === 'MUST' && excluded === undefined && !withMutant.has(id),
);
const killed = trials.filter(({ isKilled }) => isKilled).length;
await mkdir('reports', { recursive: true });
const matrix = trials.map(({ mutant, red, isKilled, complaint }) => ({
  ...pickMutant(mutant),
  isKilled,
  red,
  complaint,
}));
await writeFile(
  'reports/mutants.json',
  `${JSON.stringify({ killed, total: trials.length, matrix }, null, 2)}\n`,
);
if (values.only.length === 0) {
  for (const { id } of unproven) console.log(`no mutant for ${id}`);
}
console.log(`${killed}/${trials.length} mutants killed; ${unproven.length} MUST without a mutant`);
const isComplete = values.only.length > 0 || unproven.length === 0;
process.exit(killed === trials.length && trials.length > 0 && isComplete ? 0 : 1);

function pickMutant({ id, requirement, set, file }: Mutant) {
  return { id, requirement, set, file };
}
