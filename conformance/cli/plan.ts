import { createPlan } from '../engine/plan.ts';
import type { SetPlan } from '../engine/plan.ts';
import type { ToggleSet } from '../engine/types.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { missingInBlackBox } from '../target/capabilities.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { defaultSet, eachSet } from '../target/toggle-sets.ts';
import { statesOf } from '../target/toggles.ts';
import { toConformOptions } from './conform-options.ts';
import type { ConformOptions } from './conform-options.ts';

const help = `Usage: machine-markets plan [options of conform]

Shows for every toggle set what conform would run, what would write, and what would not run and why. Sends nothing.`;

/** Shows the plan of a run; resolves to the exit code. */
export async function planCommand(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const catalog = loadCatalog();
  const options = toConformOptions(args, catalog);
  if (options.target !== undefined) console.log('Toggles as declared; conform also asks the target.\n');
  for (const [index, set] of setsOf(options).entries()) {
    const plan = planSet(set, index === 0, options, catalog);
    console.log([`${set.name}: ${set.why}`, ...describe(plan), ''].join('\n'));
  }
  return 0;
}

function setsOf(options: ConformOptions): readonly ToggleSet[] {
  if (options.target !== undefined)
    return [{ name: 'declared', env: {}, why: 'The running target, as declared.' }];
  return options.matrix === 'each' ? eachSet(createManagedSecrets()) : [defaultSet];
}

function planSet(set: ToggleSet, isDefaultSet: boolean, options: ConformOptions, catalog: Catalog): SetPlan {
  const isManaged = options.target === undefined;
  const keys = options.apiKeyFile === undefined ? {} : { PEAQOS_API_KEY: 'set' };
  const registry = isManaged ? { PEAQOS_MCR_API_URL: 'set' } : {};
  const chain = options.chainFiles === undefined ? {} : { PEAQOS_PAYMENT_RPC_URL: 'set' };
  return createPlan({
    catalog,
    states: statesOf({ ...registry, ...chain, ...keys, ...options.declaredEnv, ...set.env }),
    isDefaultSet,
    missing: isManaged ? {} : missingInBlackBox(options.chainFiles !== undefined),
    isReadOnly: options.isReadOnly,
    only: options.only,
    skip: options.skip,
  });
}

function describe({ run, decided, contract }: SetPlan): string[] {
  const writing = run.filter(({ requirement }) => requirement.writes).length;
  const reached = contract.filter(({ mustBeReached }) => mustBeReached).length;
  return [
    `  would run ${run.length} checks (${writing} of them write) and judge the answers of ${contract.length} operations (${reached} must be reached)`,
    ...run.map(({ requirement }) => `    ${requirement.writes ? 'writes' : 'reads '}  ${requirement.id}`),
    ...decided.map(({ requirement, verdict, message }) => `    ${verdict}  ${requirement.id}: ${message}`),
  ];
}
