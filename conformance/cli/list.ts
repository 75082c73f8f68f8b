import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import type { Requirement } from '../engine/types.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { parseOptions } from './parse-options.ts';

const help = `Usage: machine-markets list [GROUP…] [--json]

Shows all requirements, or those of some groups: level, who backs it, id, sentence.`;

/** Shows the requirements; resolves to the exit code. */
export async function listCommand(args: string[]): Promise<number> {
  const options = parseOptions(args, { json: { type: 'boolean' }, help: { type: 'boolean' } }, true);
  if (options.has('help')) {
    console.log(help);
    return 0;
  }
  const { groups } = loadCatalog();
  const names = groups.map(({ group }) => group);
  const unknown = options.positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `No group «${unknown}».${suggest(unknown, names) || ` Groups: ${names.join(', ')}.`}`,
    );
  }
  const shown = groups.filter(
    ({ group }) => options.positionals.length === 0 || options.positionals.includes(group),
  );
  if (options.has('json'))
    console.log(
      JSON.stringify(
        shown.flatMap(({ requirements }) => requirements),
        undefined,
        2,
      ),
    );
  else
    for (const group of shown)
      console.log([`${group.title} (${group.group})`, ...group.requirements.map(toLine), ''].join('\n'));
  return 0;
}

function toLine({ level, backing, id, text, excluded }: Requirement): string {
  const reason = excluded === undefined ? '' : ` [not checked: ${excluded}]`;
  return `  ${level.padEnd(6)} ${backing.padEnd(10)} ${id}\n                    ${text}${reason}`;
}
