import type { Reporter } from '../engine/events.ts';
import type { RunReport } from '../engine/report.ts';
import type { Result } from '../engine/types.ts';
import { describeEvidence } from './evidence.ts';
import { writeReport } from './write-report.ts';

/**
 * Writes JUnit XML, one suite per toggle set. An untestable requirement is an error, never skipped: most readers show
 * skipped as green. A suite «run» holds what concerns the run as a whole.
 */
export function createJunitReporter(file: string): Reporter {
  return {
    handle: async (event) => {
      if (event.type === 'run-finished') await writeReport(file, toJunit(event.report));
    },
  };
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0; characters that XML cannot hold become the replacement character. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
      .replace(/[&<>"']/g, (char) => entities[char] ?? char)
      // As attributes these would be read back as spaces.
      .replace(/[\n\r\t]/g, (char) => `&#${char.charCodeAt(0)};`)
  );
}

const kinds: Partial<Record<Result['verdict'], 'failure' | 'error' | 'skipped'>> = {
  fail: 'failure',
  untestable: 'error',
  error: 'error',
  skipped: 'skipped',
  'not-applicable': 'skipped',
};

/** What a result is in JUnit's words; undefined for a plain success. */
function kindOf(result: Result): 'failure' | 'error' | 'skipped' | undefined {
  if (result.known) return 'skipped';
  if (result.verdict === 'warn') return result.counted ? 'failure' : undefined;
  return kinds[result.verdict];
}

/** The report as JUnit XML. */
export function toJunit(report: RunReport): string {
  const suites = report.sets.map(({ name }) => toSuite(name, report));
  const { counts, exitCode, reason } = report.verdict;
  const kindsOfAll = report.results.map(kindOf);
  const isOpen = exitCode !== 0 && !kindsOfAll.some((kind) => kind === 'failure' || kind === 'error');
  const runCase = isOpen ? `<error message="${escapeXml(reason)}" type="exit-${exitCode}"/>` : '';
  const total = report.results.length + 1;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conformance" tests="${total}" failures="${count(kindsOfAll, 'failure')}" errors="${count(kindsOfAll, 'error') + (isOpen ? 1 : 0)}" skipped="${count(kindsOfAll, 'skipped')}" time="${seconds(report.durationMs)}" timestamp="${report.startedAt}">`,
    ...suites,
    `<testsuite name="run" tests="1" failures="0" errors="${isOpen ? 1 : 0}" skipped="0" time="${seconds(report.durationMs)}">`,
    `<testcase classname="run" name="verdict" time="0">${runCase}<system-out>${escapeXml(`exit ${exitCode}: ${reason} ${JSON.stringify(counts)}`)}</system-out></testcase>`,
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function toSuite(name: string, report: RunReport): string {
  const results = report.results.filter(({ toggleSet }) => toggleSet === name);
  const found = results.map(kindOf);
  const time = seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return [
    `<testsuite name="${escapeXml(name)}" tests="${results.length}" failures="${count(found, 'failure')}" errors="${count(found, 'error')}" skipped="${count(found, 'skipped')}" time="${time}" timestamp="${report.startedAt}">`,
    ...results.map(toCase),
    '</testsuite>',
  ].join('\n');
}

function toCase(result: Result): string {
  const head = `<testcase classname="${escapeXml(`${result.toggleSet}.${result.group}`)}" name="${escapeXml(result.id)}" time="${seconds(result.durationMs)}"`;
  const kind = kindOf(result);
  const message = escapeXml(
    result.known ? `known failure: ${result.known.reason}` : (result.message ?? result.text),
  );
  if (kind === 'skipped') return `${head}><skipped message="${message}"/></testcase>`;
  const evidence = escapeXml(describeEvidence(result).join('\n'));
  if (kind !== undefined)
    return `${head}><${kind} message="${message}" type="${result.verdict}">${evidence}</${kind}></testcase>`;
  return result.verdict === 'warn'
    ? `${head}><system-out>${escapeXml('warning: ')}${evidence}</system-out></testcase>`
    : `${head}/>`;
}

const count = (found: readonly (string | undefined)[], kind: string): number =>
  found.filter((entry) => entry === kind).length;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
