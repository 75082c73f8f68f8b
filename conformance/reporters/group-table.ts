import type { RunReport } from '../engine/report.ts';
import type { Result } from '../engine/types.ts';

/** Worst first; what passed is a plain number. */
const words = {
  fail: ' FAIL',
  error: ' ERROR',
  untestable: ' UNTESTABLE',
  warn: ' warn',
  skipped: ' skipped',
  pass: '',
} as const;

const verdicts = Object.keys(words) as (keyof typeof words)[];

/** What one group did in one toggle set: `12`, or `1 FAIL 11`; `·` when nothing applied. */
function toCell(results: readonly Result[]): string {
  const parts = verdicts.map((verdict) => ({
    verdict,
    count: results.filter((result) => result.verdict === verdict).length,
  }));
  const shown = parts.filter(({ count }) => count > 0);
  return shown.length === 0 ? '·' : shown.map(({ verdict, count }) => `${count}${words[verdict]}`).join(' ');
}

/** The summary as lines: one row per group, one column per toggle set, and which column is which set. */
export function groupTable(report: RunReport): string[] {
  const sets = [...new Set(report.results.map(({ toggleSet }) => toggleSet))];
  const groups = [...new Set(report.results.map(({ group }) => group))].sort();
  const find = (group: string, set: string): Result[] =>
    report.results.filter((result) => result.group === group && result.toggleSet === set);
  const head = ['group', ...sets.map((_set, index) => `[${index + 1}]`)];
  const table = [head, ...groups.map((group) => [group, ...sets.map((set) => toCell(find(group, set)))])];
  const widths = head.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const legend = sets.map((set, index) => `[${index + 1}] ${set}`).join('  ');
  return ['Requirements passed, by group and toggle set', legend, '', ...lines];
}
