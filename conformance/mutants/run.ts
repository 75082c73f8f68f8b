// npm run mutants: breaks the orchestrator in one way after the other and looks whether the suite notices. Exit 0 only
// when every mutant was killed by exactly its requirement, and every MUST has one.
//   --only ID|GROUP   these mutants (again and again)
//   --batch N         mutants tried in one server, default 24; a batch that is not exact is halved. 1 = one by one
//   --workers N       servers at the same time, default 2
//   --exact           run every requirement on every batch; otherwise its own and a sample that must stay green
//   --thorough        with --exact, also the checks that start servers of their own for every mutant
//   --seed N          draws the sample, default 1
//   --list            print the catalogue
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inheritedEnvironment } from '../cli/inherited-environment.ts';
import { runPool } from '../engine/pool.ts';
import { loadProfile } from '../profiles/load-profile.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { SharedChain } from '../target/shared-chain.ts';
import { eachSet } from '../target/toggle-sets.ts';
import type { Batch } from './batches.ts';
import { createBatches } from './batches.ts';
import type { Mutant } from './mutant.ts';
import { catalogueFolder, loadMutants, readSources } from './mutant.ts';
import { tryBatch } from './trial.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    batch: { type: 'string', default: '24' },
    workers: { type: 'string', default: '2' },
    exact: { type: 'boolean', default: false },
    thorough: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
  },
});

// Servers are ended when this process exits, and a signal alone would not let it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

interface Outcome {
  mutant: Mutant;
  red: readonly string[];
  complaint: string;
  /** 2 when a first try alone was not exact, as happens on a machine too busy for the short lifetimes. */
  tries: number;
}

const catalog = loadCatalog();
const mutants = await loadMutants(catalogueFolder);
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
  seed: Number(values.seed),
  isExact: values.exact,
  isThorough: values.thorough,
  chain: new SharedChain(),
};
const outcomes: Outcome[] = [];

if (values.list) {
  for (const { id, requirement, set } of selected) console.log(`${id}  ${requirement}  ${set}`);
} else {
  const batches = createBatches(selected, await readSources(selected), Number(values.batch));
  await runPool(batches, Number(values.workers), runBatch);
  await options.chain.close();
  process.exitCode = await conclude();
}

async function runBatch(batch: Batch): Promise<void> {
  const started = performance.now();
  const first = await tryBatch(batch, options);
  if (first.complaint !== '' && batch.length > 1) {
    console.log(`not exact together: ${batch.map(({ id }) => id).join(' ')}: ${first.complaint}`);
    const half = Math.ceil(batch.length / 2);
    for (const part of [batch.slice(0, half), batch.slice(half)]) await runBatch(part);
    return;
  }
  const tries = first.complaint === '' ? 1 : 2;
  const { red, complaint } = tries === 1 ? first : await tryBatch(batch, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  for (const mutant of batch) {
    outcomes.push({
      mutant,
      red: batch.length > 1 ? [mutant.requirement, ...mutant.alsoRed] : red,
      complaint,
      tries,
    });
    const progress = `${outcomes.length}/${selected.length}${tries === 1 ? '' : ', second try'}`;
    console.log(
      `${complaint === '' ? 'killed' : 'ALIVE '} ${progress} ${mutant.id} (${seconds} s) ${complaint}`,
    );
  }
}

async function conclude(): Promise<number> {
  const killed = outcomes.filter(({ complaint }) => complaint === '').length;
  const matrix = outcomes.map(({ mutant: { id, requirement, set, file }, red, complaint, tries }) => ({
    id,
    requirement,
    set,
    file,
    isKilled: complaint === '',
    red,
    complaint,
    tries,
  }));
  await mkdir('reports', { recursive: true });
  await writeFile(
    'reports/mutants.json',
    `${JSON.stringify({ killed, total: outcomes.length, matrix }, null, 2)}\n`,
  );
  const proven = new Set(mutants.map(({ requirement }) => requirement));
  const unproven = catalog.requirements.filter(
    ({ id, level, excluded }) => level === 'MUST' && excluded === undefined && !proven.has(id),
  );
  const isWhole = values.only.length === 0;
  if (isWhole) for (const { id } of unproven) console.log(`no mutant for ${id}`);
  console.log(`${killed}/${outcomes.length} mutants killed; ${unproven.length} MUST without a mutant`);
  return killed === outcomes.length && killed > 0 && (!isWhole || unproven.length === 0) ? 0 : 1;
}
