import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { isOperationId, operationList } from '../contract/operations.ts';
import { show } from '../engine/expect.ts';
import { suggest } from '../engine/nearest.ts';
import type { Backing, Capability, Level, Requirement } from '../engine/types.ts';
import { findToggle, toggles } from '../target/toggles.ts';

export interface RequirementGroup {
  group: string;
  title: string;
  requirements: Requirement[];
}

interface RawRequirement {
  id: string;
  level: Level;
  text: string;
  source: string;
  backing: Backing;
  operations: string[];
  when?: Record<string, string | string[]>;
  needs?: Capability[];
  writes?: boolean;
  process?: boolean;
  liveness?: 'required' | 'none';
  everySet?: boolean;
  why?: string;
  fix?: string;
  mutants?: string[];
  excluded?: string;
}

interface RawGroup {
  group: string;
  title: string;
  requirements: RawRequirement[];
}

interface GroupSchema {
  properties: object;
  $defs: { requirement: { properties: object } };
}

const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL('requirements.schema.json', import.meta.url)), 'utf8'),
) as GroupSchema;
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile<RawGroup>(schema);

export type Parsed = { group: RequirementGroup; mistakes: [] } | { group: undefined; mistakes: string[] };

/** One requirements file. Every mistake in it is one sentence that says what to write instead. */
export function parseRequirements(yaml: string, file: string): Parsed {
  let raw: unknown;
  try {
    raw = parse(yaml);
  } catch (error) {
    return {
      group: undefined,
      mistakes: [`${file}: not YAML: ${error instanceof Error ? error.message : show(error)}`],
    };
  }
  if (!validate(raw)) {
    const mistakes = (validate.errors ?? []).map((error) => `${file}: ${describe(error, raw)}`);
    return { group: undefined, mistakes: [...new Set(mistakes)] };
  }
  const mistakes = raw.requirements
    .flatMap((entry) => findMistakes(entry, raw.group))
    .map((text) => `${file}: ${text}`);
  if (mistakes.length > 0) return { group: undefined, mistakes };
  const requirements = raw.requirements.map((entry) => toRequirement(entry, raw.group));
  return { group: { group: raw.group, title: raw.title, requirements }, mistakes: [] };
}

function toRequirement(raw: RawRequirement, group: string): Requirement {
  const when = Object.entries(raw.when ?? {}).map(([name, states]) => [
    name,
    typeof states === 'string' ? [states] : states,
  ]);
  const { why, fix, excluded } = raw;
  return {
    id: raw.id,
    group,
    level: raw.level,
    text: raw.text,
    source: raw.source,
    backing: raw.backing,
    operations: raw.operations,
    when: Object.fromEntries(when) as Record<string, string[]>,
    needs: raw.needs ?? [],
    writes: raw.writes ?? true,
    process: raw.process ?? false,
    liveness: raw.liveness ?? 'required',
    everySet: raw.everySet ?? false,
    mutants: raw.mutants ?? [],
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    ...(excluded === undefined ? {} : { excluded }),
  };
}

function findMistakes(raw: RawRequirement, group: string): string[] {
  const mistakes: string[] = [];
  if (!raw.id.startsWith(`${group}.`))
    mistakes.push(`${raw.id}: the id must start with its group, «${group}.».`);
  for (const operation of raw.operations) {
    if (isOperationId(operation)) continue;
    const known = operationList.map(({ operationId }) => operationId);
    mistakes.push(`${raw.id}: unknown operation «${operation}».${suggest(operation, known)}`);
  }
  for (const [name, states] of Object.entries(raw.when ?? {}))
    mistakes.push(...findStateMistakes(raw.id, name, states));
  return mistakes;
}

function findStateMistakes(id: string, name: string, states: string | string[]): string[] {
  const toggle = findToggle(name);
  if (!toggle) {
    const known = toggles.map((candidate) => candidate.name);
    return [
      `${id}: unknown toggle «${name}» in when.${suggest(name, known) || ` Known: ${known.join(', ')}.`}`,
    ];
  }
  return [states]
    .flat()
    .filter((state) => !toggle.states.includes(state))
    .map((state) => `${id}: ${name} has no state «${state}»; write one of ${toggle.states.join(', ')}.`);
}

function describe(error: ErrorObject, raw: unknown): string {
  const where = whereOf(error.instancePath, raw);
  const params: Record<string, unknown> = error.params;
  if (error.keyword === 'additionalProperties') {
    const key = show(params['additionalProperty']);
    const known = Object.keys(where === '' ? schema.properties : schema.$defs.requirement.properties);
    return `${where}unknown key «${key}».${suggest(key, known) || ` Known: ${known.join(', ')}.`}`;
  }
  if (error.keyword === 'required') return `${where}«${show(params['missingProperty'])}» is missing.`;
  const field = error.instancePath
    .split('/')
    .slice(error.instancePath.startsWith('/requirements/') ? 3 : 1)
    .join('.');
  const allowed = params['allowedValues'];
  const quote = field.startsWith('when') && error.keyword === 'type' ? ' (quote true and false)' : '';
  return `${where}${field || 'the file'} ${error.message ?? 'is wrong'}${allowed === undefined ? '' : `: ${show(allowed)}`}${quote}.`;
}

function whereOf(pointer: string, raw: unknown): string {
  const index = /^\/requirements\/(\d+)/.exec(pointer)?.[1];
  if (index === undefined) return '';
  const list = (raw as { requirements: unknown[] }).requirements;
  const entry = list[Number(index)] as { id?: unknown } | null;
  return `${typeof entry?.id === 'string' ? entry.id : `requirement ${Number(index) + 1}`}: `;
}
