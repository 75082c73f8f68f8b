import type { Exchange } from '../contract/exchange.ts';
import type { Reporter } from '../engine/events.ts';
import type { RunReport } from '../engine/report.ts';
import { toCurl } from './curl.ts';
import { writeReport } from './write-report.ts';

/** Writes the whole report as JSON (report.schema.json) when the run has ended. */
export function createJsonReporter(file: string): Reporter {
  return {
    handle: async (event) => {
      if (event.type !== 'run-finished') return;
      await writeReport(file, `${JSON.stringify(toJsonReport(event.report), undefined, 2)}\n`);
    },
  };
}

/** The report as its JSON schema describes it. */
export function toJsonReport(report: RunReport): object {
  const { verdict, results, sets, detected, profile, tool, target } = report;
  return {
    schemaVersion: 1,
    tool,
    target,
    toggles: { declared: Object.fromEntries(sets.map(({ name, states }) => [name, states])), detected },
    profile: profile.name,
    counts: profile.counts,
    strict: report.strict,
    readOnly: report.readOnly,
    seed: report.seed,
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    requirements: report.requirements,
    excluded: report.excluded,
    summary: {
      conformant: verdict.conformant,
      exitCode: verdict.exitCode,
      reason: verdict.reason,
      counts: verdict.counts,
    },
    results: results.map((result) => ({ ...result, exchanges: result.exchanges.map(toJsonExchange) })),
    leftovers: report.leftovers,
    staleBaseline: report.staleBaseline,
  };
}

function toJsonExchange(exchange: Exchange): object {
  const { isAccepted: _accepted, usedKnownKey: _key, durationMs, ...rest } = exchange;
  return { ...rest, durationMs: Math.round(durationMs * 10) / 10, curl: toCurl(exchange) };
}
