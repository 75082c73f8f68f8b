import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import type { Requirement } from '../engine/types.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { parseOptions } from './parse-options.ts';

const help = `Usage: machine-markets explain ID…

Shows one requirement: the sentence, its source, when it applies, why it is there and how to repair a failure.`;

/** Explains requirements; resolves to the exit code. */
export async function explainCommand(args: string[]): Promise<number> {
  const options = parseOptions(args, { help: { type: 'boolean' } }, true);
  if (options.has('help')) {
    console.log(help);
    return 0;
  }
  const { requirements } = loadCatalog();
  if (options.positionals.length === 0)
    throw new ConfigurationError('explain needs the id of a requirement; "machine-markets list" shows all.');
  for (const id of options.positionals) {
    const found = requirements.find((requirement) => requirement.id === id);
    const ids = requirements.map((requirement) => requirement.id);
    if (!found)
      throw new ConfigurationError(
        `No requirement «${id}».${suggest(id, ids)} "machine-markets list" shows all.`,
      );
    console.log(describe(found).join('\n'));
  }
  return 0;
}

const backingWords = {
  documented: 'the public documents state it',
  client: 'a published client depends on it',
  chosen: 'our own choice; counts only in the reference profile',
} as const;

function describe(requirement: Requirement): string[] {
  const { id, level, text, source, backing, operations, when, needs, writes, why, fix, mutants, excluded } =
    requirement;
  const conditions = Object.entries(when).map(([name, states]) => `${name} is ${states.join(' or ')}`);
  const rows: [string, string | undefined][] = [
    ['source', source],
    ['backing', `${backing}: ${backingWords[backing]}`],
    ['operations', operations.join(', ') || undefined],
    ['applies', conditions.join(' and ') || 'always'],
    ['needs', needs.join(', ') || undefined],
    ['writes', writes ? 'yes; not run with --read-only' : 'no'],
    ['why', why],
    ['fix', fix],
    ['mutants', mutants.join(', ') || undefined],
    ['not checked', excluded],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(11)} ${value}`],
  );
  return [`${id} (${level})`, `  ${text}`, '', ...lines, ''];
}
