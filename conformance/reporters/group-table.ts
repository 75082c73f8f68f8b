import type { RunReport } from '../engine/report.ts';
import type { Result } from '../engine/types.ts';

const verdictOrder = ['fail', 'error', 'untestable', 'warn', 'skipped', 'pass'] as const;

const short: Record<(typeof verdictOrder)[number], string> = {
  fail: 'FAIL',
  error: 'ERROR',
  untestable: 'UNTESTABLE',
  warn: 'warn',
  skipped: 'skipped',
  pass: 'pass',
};

/** What one group did in one toggle set: `12 pass`, `1 FAIL 11 pass`; `·` when nothing applied. */
function toCell(results: readonly Result[]): string {
  const counts = verdictOrder
    .map((verdict) => ({ verdict, count: results.filter((result) => result.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? '·' : counts.map(({ verdict, count }) => `${count} ${short[verdict]}`).join(' ');
}

/** The summary as lines: one row per toggle set and one column per group. */
export function groupTable(report: RunReport): string[] {
  const groups = [...new Set(report.results.map(({ group }) => group))].sort();
  const rows = report.sets
    .map(({ name }) => name)
    .sort((a, b) => rankOf(report, a) - rankOf(report, b))
    .map((set) => [
      set,
      ...groups.map((group) => toCell(report.results.filter((result) => result.toggleSet === set && result.group === group))),
    ]);
  const table = [['toggle set', ...groups], ...rows];
  const widths = table[0]?.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

const rankOf = (report: RunReport, set: string): number => report.results.findIndex(({ toggleSet }) => toggleSet === set);
