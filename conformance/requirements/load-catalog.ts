import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allChecks } from '../checks/index.ts';
import { HarnessError } from '../engine/configuration-error.ts';
import { contractGroup } from '../engine/contract-requirements.ts';
import type { Check } from '../engine/define-check.ts';
import { suggest } from '../engine/nearest.ts';
import type { Requirement } from '../engine/types.ts';
import { parseRequirements } from './parse-requirements.ts';
import type { RequirementGroup } from './parse-requirements.ts';

/** Every requirement of the kit with its check. */
export interface Catalog {
  groups: readonly RequirementGroup[];
  /** All of them in order, the built-in ones (`contract.…`) last. */
  requirements: readonly Requirement[];
  checks: ReadonlyMap<string, Check>;
}

/** The requirements in this folder and the checks of checks/index.ts. Raises HarnessError with every mistake. */
export function loadCatalog(): Catalog {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(fileURLToPath(folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const sources = files.map((file) => ({
    file,
    yaml: readFileSync(fileURLToPath(new URL(file, folder)), 'utf8'),
  }));
  return createCatalog(sources, allChecks);
}

/** A catalog from YAML sources and checks. Raises HarnessError with every mistake: orphans, duplicates, unknown keys. */
export function createCatalog(
  sources: readonly { file: string; yaml: string }[],
  checks: readonly Check[],
): Catalog {
  const parsed = sources.map(({ file, yaml }) => parseRequirements(yaml, file));
  const written = parsed.flatMap(({ group }) => (group ? [group] : []));
  const groups = [...written, contractGroup];
  const requirements = groups.flatMap((group) => group.requirements);
  const mistakes = parsed.flatMap((result) => result.mistakes);
  // Orphans mean something only when every file could be read.
  const orphans =
    mistakes.length > 0
      ? []
      : findOrphans(
          written.flatMap((group) => group.requirements),
          checks,
        );
  const all = [...mistakes, ...findDuplicates(requirements, checks), ...orphans];
  if (all.length > 0) throw new HarnessError(`The requirements are not in order:\n- ${all.join('\n- ')}`);
  return { groups, requirements, checks: new Map(checks.map((check) => [check.id, check])) };
}

function findDuplicates(requirements: readonly Requirement[], checks: readonly Check[]): string[] {
  const twice = (ids: readonly string[], what: string): string[] =>
    [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
      (id) => `${id}: two ${what} have this id.`,
    );
  return [
    ...twice(
      requirements.map(({ id }) => id),
      'requirements',
    ),
    ...twice(
      checks.map(({ id }) => id),
      'checks',
    ),
  ];
}

function findOrphans(requirements: readonly Requirement[], checks: readonly Check[]): string[] {
  const ids = requirements.map(({ id }) => id);
  const checked = new Set(checks.map(({ id }) => id));
  const unchecked = requirements
    .filter(({ id, excluded }) => excluded === undefined && !checked.has(id))
    .map(({ id }) => `${id}: no check. Write defineCheck('${id}', …), or «excluded:» with the reason.`);
  const excluded = requirements
    .filter(({ id, excluded: reason }) => reason !== undefined && checked.has(id))
    .map(({ id }) => `${id}: excluded, and yet it has a check. Remove one of both.`);
  const unknown = checks
    .filter(({ id }) => !ids.includes(id))
    .map(({ id }) => `${id}: a check without requirement.${suggest(id, ids)}`);
  return [...unchecked, ...excluded, ...unknown];
}
