import { errorCodes } from '../../generated/errors.gen.ts';
import { operationList } from '../contract/operations.ts';
import { isContractRequirement } from '../engine/contract-requirements.ts';
import type { Requirement } from '../engine/types.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { toggles } from '../target/toggles.ts';
import { parseOptions } from './parse-options.ts';

const help = `Usage: machine-markets coverage

Shows which operations, error codes and toggle states no requirement names. The built-in requirements on the shape of
answers are not counted: they exist for every operation.`;

/** Shows what no requirement covers; resolves to the exit code. */
export async function coverageCommand(args: string[]): Promise<number> {
  if (parseOptions(args, { help: { type: 'boolean' } }, false).has('help')) {
    console.log(help);
    return 0;
  }
  const requirements = loadCatalog().requirements.filter(
    (requirement) => !isContractRequirement(requirement),
  );
  const checked = requirements.filter(({ excluded }) => excluded === undefined);
  console.log(
    `${requirements.length} requirements, ${checked.length} with a check, ${requirements.length - checked.length} excluded\n`,
  );
  show(
    'operations',
    operationList.map(({ operationId }) => operationId),
    (id) => checked.some(({ operations }) => operations.includes(id)),
  );
  show('error codes', Object.keys(errorCodes), (code) =>
    checked.some((requirement) => names(requirement, code)),
  );
  const states = toggles.flatMap(({ name, states: all }) => all.map((state) => `${name}=${state}`));
  show('toggle states', states, (state) => checked.some(({ when }) => isNamed(when, state)));
  return 0;
}

/** A code counts as covered when the sentence, its reason or its fix names it. */
function names({ text, why, fix }: Requirement, code: string): boolean {
  return new RegExp(String.raw`(?<!\w)${code}(?!\w)`).test(`${text} ${why ?? ''} ${fix ?? ''}`);
}

function isNamed(when: Requirement['when'], state: string): boolean {
  const [name = '', word = ''] = state.split('=');
  return when[name]?.includes(word) === true;
}

function show(what: string, all: readonly string[], isCovered: (name: string) => boolean): void {
  const open = all.filter((name) => !isCovered(name));
  console.log(`${what}: ${all.length - open.length} of ${all.length} covered`);
  for (const name of open) console.log(`  not covered: ${name}`);
}
