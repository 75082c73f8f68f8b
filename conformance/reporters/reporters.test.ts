import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../contract/exchange.ts';
import type { RunReport } from '../engine/report.ts';
import type { Result, Verdict } from '../engine/types.ts';
import { judge } from '../engine/verdict.ts';
import { quote, toCurl } from './curl.ts';
import { createJsonReporter } from './json.ts';
import { toJunit } from './junit.ts';
import { createTerminalReporter } from './terminal.ts';

const exchange: Exchange = {
  operationId: 'createMachine',
  method: 'POST',
  url: 'http://127.0.0.1:1/api/v1/machines',
  requestHeaders: { 'content-type': 'application/json', 'x-api-key': '[REDACTED]', 'content-length': '2' },
  requestBody: `{"displayName":"it's <b> & \u0000\u001b[31m"}`,
  status: 500,
  responseHeaders: { 'content-type': 'application/json' },
  responseBody: '{"error":"<boom ]]> &amp; \u0007"}',
  durationMs: 12.345,
  violations: [{ pointer: '/error', expected: 'an object', actual: 'text', backing: 'documented' }],
  isAccepted: false,
  usedKnownKey: true,
};

const verdicts: Verdict[] = ['pass', 'fail', 'warn', 'not-applicable', 'untestable', 'skipped', 'error'];

function toResult(verdict: Verdict, toggleSet = 'defaults'): Result {
  return {
    id: `sample.${verdict}`,
    group: 'sample',
    level: 'MUST',
    backing: 'documented',
    text: 'A "sentence" with <marks> & more.',
    toggleSet,
    verdict,
    counted: verdict !== 'warn',
    ...(verdict === 'pass' ? {} : { message: 'A message.', expected: '<201>', actual: '500 & "x"' }),
    durationMs: 5,
    assertions: 2,
    exchangeCount: 1,
    exchanges: verdict === 'pass' ? [] : [exchange],
  };
}

function toReport(results: Result[]): RunReport {
  const verdict = judge({
    results,
    isInterrupted: false,
    isGuardTripped: false,
    unreachable: undefined,
    staleBaseline: [],
    isPartial: false,
    isBailed: false,
  });
  const set = { why: 'w', states: { PEAQOS_API_KEY: 'unset' }, planned: 1 };
  return {
    tool: { name: 'machine-markets', version: '1.2.3' },
    target: { mode: 'managed', address: 'serve' },
    sets: ['defaults', 'second'].map((name) => ({ name, ...set })),
    detected: {},
    profile: { name: 'reference', counts: ['documented', 'client', 'chosen'] },
    strict: false,
    readOnly: false,
    seed: 7,
    startedAt: '2026-05-16T12:00:00.000Z',
    durationMs: 1234,
    requirements: { count: 1, sha256: 'a'.repeat(64) },
    excluded: [{ id: 'sample.unseen', reason: 'not visible' }],
    verdict,
    results,
    leftovers: ['defaults: machine mach_1: stuck'],
    staleBaseline: [{ id: 'sample.pass', reason: 'r', problem: 'it no longer fails.' }],
  };
}

const all = toReport([...verdicts.map((verdict) => toResult(verdict)), toResult('pass', 'second')]);

/** What is wrong with it as XML: tags that do not nest, raw markup, control characters. Empty when well-formed. */
function findXmlMistakes(xml: string): string[] {
  const open: string[] = [];
  const mistakes: string[] = [];
  const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g;
  const rest = xml
    .replace(/<\?xml[^?]*\?>/, '')
    .replace(tag, (_all, end: string, name: string, _attributes, empty: string) => {
      if (end === '/' && open.pop() !== name) mistakes.push(`</${name}> closes nothing`);
      if (end === '' && empty === '') open.push(name);
      return '';
    });
  const markup = /[<>&]/.exec(rest.replace(/&(amp|lt|gt|quot|apos|#\d+);/g, ''));
  const control = /[^\P{Cc}\n]/u.exec(xml);
  return [...mistakes, ...open.map((name) => `<${name}> stays open`), ...(markup ?? []), ...(control ?? [])];
}

describe('The JUnit report', () => {
  const xml = toJunit(all);

  test('is well-formed XML, whatever a target sent', () => {
    expect(findXmlMistakes(xml)).toEqual([]);
    expect(findXmlMistakes('<a b="1"><c></a>&')).not.toEqual([]);
  });

  test('has a suite per toggle set and maps every verdict, untestable to error', () => {
    expect(xml).toContain('<testsuite name="defaults" tests="7" failures="1" errors="2" skipped="2"');
    expect(xml).toContain('<testsuite name="second" tests="1" failures="0" errors="0" skipped="0"');
    expect(xml).toMatch(/name="sample.untestable"[^>]*><error /);
    expect(xml).toMatch(/name="sample.not-applicable"[^>]*><skipped /);
    expect(xml).toMatch(/name="sample.fail"[^>]*><failure /);
  });

  test('is red when the run is, even if no single result is', () => {
    const green = toReport([]);
    expect(green.verdict.exitCode).toBe(4);
    expect(toJunit(green)).toContain('<error message="Inconclusive');
    expect(findXmlMistakes(toJunit(green))).toEqual([]);
  });
});

describe('The JSON report', () => {
  test('fits its schema and says the same exit code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'machine-markets-report-'));
    const file = join(folder, 'deep', 'r.json');
    await createJsonReporter(file).handle({ type: 'run-finished', report: all });
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
    const schema = JSON.parse(
      await readFile(new URL('report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    validate(json);
    expect(validate.errors).toBeNull();
    expect(json).toMatchObject({
      schemaVersion: 1,
      summary: { exitCode: 5, conformant: false, counts: { pass: 2, fail: 1 } },
    });
  });
});

describe('The terminal report', () => {
  function show(report: RunReport, isQuiet = false): string {
    let text = '';
    const reporter = createTerminalReporter({
      write: (part) => (text += part),
      isLive: false,
      hasColour: false,
      isQuiet,
      columns: () => 80,
    });
    void reporter.handle({ type: 'run-finished', report });
    return text;
  }

  test('shows id, sentence, expected, actual, exchange and a curl line of each failure, then the table, then the verdict', () => {
    const text = show(all);
    const order = [
      'FAIL sample.fail [MUST, defaults]',
      'A "sentence" with <marks> & more.',
      'expected: <201>',
      'actual:   500 & "x"',
      '> POST http://127.0.0.1:1/api/v1/machines',
      '< 500',
      'repeat:   curl',
      'by group and toggle set',
      'left over: defaults: machine mach_1: stuck',
      '(exit 5, 1.2 s)',
    ];
    const places = order.map((part) => text.indexOf(part, text.indexOf('FAIL sample.fail')));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('lets no control character of a target through', () => {
    expect(show(all)).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test('is only failures and the verdict when quiet', () => {
    expect(show(all, true)).not.toContain('by group');
    const clean = { ...toReport([toResult('pass')]), leftovers: [], staleBaseline: [] };
    expect(show(clean, true).trim()).toMatch(/^Conformant: .* \(exit 0, 1\.2 s\)$/);
  });
});

describe('A curl line', () => {
  test.each(["it's", '$HOME `id` $(id) "x" \\', "a\nb\tc\u0001'", '', '!#&;|<>'])(
    'quotes %j so that a shell reads it back',
    (text) => {
      const read = execFileSync('bash', ['--norc', '-c', `printf %s ${quote(text)}`], {
        encoding: 'utf8',
        env: { LC_ALL: 'C.UTF-8' },
      });
      expect(read).toBe(text);
    },
  );

  test('holds variables in place of secrets', () => {
    expect(toCurl(exchange)).toContain('-H "x-api-key: $PEAQOS_API_KEY"');
    expect(toCurl({ ...exchange, usedKnownKey: false })).toContain('$PEAQOS_WRONG_API_KEY');
    expect(toCurl(exchange)).not.toContain('content-length');
  });
});
