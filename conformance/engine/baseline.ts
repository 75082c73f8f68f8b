import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isRecord } from '../contract/json.ts';
import { ConfigurationError } from './configuration-error.ts';
import { suggest } from './nearest.ts';
import type { KnownFailure, Result } from './types.ts';
import type { StaleEntry } from './verdict.ts';

const keys = ['id', 'reason', 'owner', 'expires'];

/** The known failures of --baseline FILE (YAML or JSON list). Raises ConfigurationError with the correction. */
export function loadBaseline(file: string, knownIds: readonly string[]): KnownFailure[] {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`--baseline ${file}: cannot be read as YAML or JSON.`, { cause: error });
  }
  return parseBaseline(raw, file, knownIds);
}

/** As loadBaseline, from the parsed content. */
export function parseBaseline(raw: unknown, file: string, knownIds: readonly string[]): KnownFailure[] {
  // An empty file is a baseline with no entry.
  const list = raw ?? [];
  if (!Array.isArray(list))
    throw new ConfigurationError(`${file}: expected a list of entries with the keys ${keys.join(', ')}.`);
  const entries = list.map((entry: unknown, index) =>
    toEntry(entry, `${file}: entry ${index + 1}`, knownIds),
  );
  const twice = entries.find(({ id }, index) => entries.findIndex((other) => other.id === id) !== index);
  if (twice) throw new ConfigurationError(`${file}: ${twice.id} is there twice; keep one.`);
  return entries;
}

function toEntry(entry: unknown, where: string, knownIds: readonly string[]): KnownFailure {
  if (!isRecord(entry)) throw new ConfigurationError(`${where}: write {id: …, reason: …}.`);
  const unknown = Object.keys(entry).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new ConfigurationError(`${where}: unknown key «${unknown}».${suggest(unknown, keys)}`);
  const { id, reason, owner, expires } = entry;
  if (typeof id !== 'string' || typeof reason !== 'string' || reason.trim() === '') {
    throw new ConfigurationError(`${where}: id and reason must be text.`);
  }
  if (!knownIds.includes(id))
    throw new ConfigurationError(`${where}: no requirement «${id}».${suggest(id, knownIds)}`);
  if (owner !== undefined && typeof owner !== 'string')
    throw new ConfigurationError(`${where}: owner must be text.`);
  return {
    id,
    reason,
    ...(owner === undefined ? {} : { owner }),
    ...(expires === undefined ? {} : { expires: toDate(expires, where) }),
  };
}

function toDate(value: unknown, where: string): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)))
    return value;
  throw new ConfigurationError(`${where}: expires must be a date such as 2027-01-31.`);
}

/** The results with known failures marked. The verdict stays `fail`: a known failure is visible everywhere. */
export function markKnown(results: readonly Result[], baseline: readonly KnownFailure[]): Result[] {
  const byId = new Map(baseline.map((entry) => [entry.id, entry]));
  return results.map((result) => {
    const known = result.verdict === 'fail' ? byId.get(result.id) : undefined;
    return known ? { ...result, known } : result;
  });
}

/** Entries that are expired, or whose requirement ran and no longer fails. `today` is an ISO date (UTC). */
export function findStale(
  results: readonly Result[],
  baseline: readonly KnownFailure[],
  today: string,
): StaleEntry[] {
  return baseline.flatMap((entry) => {
    if (entry.expires !== undefined && entry.expires < today) {
      return [{ ...entry, problem: `expired on ${entry.expires}; repair it or renew the entry.` }];
    }
    const own = results.filter(({ id }) => id === entry.id);
    const hasPassed = own.some(({ verdict }) => verdict === 'pass');
    const stillFails = own.some(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');
    return hasPassed && !stillFails ? [{ ...entry, problem: 'it no longer fails; remove the entry.' }] : [];
  });
}
