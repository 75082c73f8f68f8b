import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../cli/main.ts';
import { packageRoot } from '../target/package-root.ts';
import { answerHealth, sendError, startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const program = join(packageRoot, 'bin', 'machine-markets.mjs');
const folder = mkdtempSync(join(tmpdir(), 'machine-markets-command-line-'));
let healthy: TestServer;
let gated: TestServer;

beforeAll(async () => {
  healthy = await startTestServer(answerHealth);
  gated = await startTestServer((request, response) =>
    request.url === '/health' ? answerHealth(request, response) : sendError(response, 401, 'AUTH_REQUIRED'),
  );
});

afterAll(async () => {
  await healthy.close();
  await gated.close();
  rmSync(folder, { recursive: true });
});

/** Runs a command in this process and collects what it prints. */
async function run(...args: string[]): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  const spies = [
    vi
      .spyOn(console, 'log')
      .mockImplementation((text: unknown) => void (printed.stdout += `${String(text)}\n`)),
    vi
      .spyOn(console, 'error')
      .mockImplementation((text: unknown) => void (printed.stderr += `${String(text)}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => (printed.stdout += String(text)) !== ''),
  ];
  const before = process.exitCode;
  try {
    await main(args);
    return { ...printed, code: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const only = ['--only', 'health.root-answers-ok', '--only', 'health.api-path-answers-ok'];
const conform = (...args: string[]): Promise<Outcome> =>
  run('conform', '--target', healthy.url, '--timeout', '2000', ...args);

describe('A mistake on the command line ends with 2 and the correction:', () => {
  test.each<[string, string[], string]>([
    ['an unknown command', ['conferm'], 'Did you mean «conform»?'],
    ['no command', [], 'Usage: machine-markets COMMAND'],
    ['an unknown option', ['conform', '--tagret', 'http://h'], 'Did you mean «--target»?'],
    ['an option without its value', ['conform', '--target', '--quiet'], '--target needs a value'],
    ['two targets', ['conform', '--target', 'http://h', '--spawn', 'x'], 'only one of them'],
    [
      'a matrix for a running target',
      ['conform', '--target', 'http://h', '--matrix', 'each'],
      '--matrix needs a server',
    ],
    ['an unknown toggle', ['plan', '--toggle', 'PEAQOS_REQUIRE_API_AUHT=true'], '«PEAQOS_REQUIRE_API_AUTH»'],
    ['a bad toggle value', ['plan', '--toggle', 'PEAQOS_REQUIRE_API_AUTH=on'], 'its states are true, false'],
    ['an unknown report format', ['conform', '--report', 'jsn=x'], 'Did you mean «json»?'],
    ['an unknown profile', ['conform', '--profile', 'referense'], 'Did you mean «reference»?'],
    [
      'an unknown requirement to explain',
      ['explain', 'health.root-answer-ok'],
      'Did you mean «health.root-answers-ok»?',
    ],
    ['a service of no kind', ['plan', '--service', 'payed=x'], 'Did you mean «paid»?'],
    ['a service without its id', ['plan', '--service', 'paid'], '--service KIND=ID'],
    [
      'one chain option without the others',
      ['plan', '--target', 'http://h', '--payment-rpc-url', 'http://n'],
      '--payment-rpc-url, --payment-token, --payer-key-file go together',
    ],
    [
      'a chain for a server that the kit starts',
      ['plan', '--payment-rpc-url', 'http://n'],
      '--payment-rpc-url goes with --target',
    ],
    ['a seed that is no number', ['conform', '--seed', 'x'], 'whole number'],
    ['a target that is no URL', ['conform', '--target', 'localhost:1'], 'http://127.0.0.1:8787'],
  ])('%s', async (_case, args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('a secret, which is not repeated', async () => {
    const { code, stderr } = await run(
      'plan',
      '--target',
      'http://h',
      '--toggle',
      'PEAQOS_API_KEY=hunter2hunter2',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('never write a secret');
    expect(stderr).not.toContain('hunter2');
  });
});

describe('conform ends with', () => {
  test('0 when everything selected passed, and writes the reports', async () => {
    const json = join(folder, 'a', 'r.json');
    const xml = join(folder, 'a', 'r.xml');
    const { code, stdout } = await conform(...only, '--report', `json=${json}`, '--report', `junit=${xml}`);
    expect(stdout).toContain('(exit 0');
    expect(code).toBe(0);
    const report = JSON.parse(readFileSync(json, 'utf8')) as { summary: unknown; results: unknown[] };
    expect(report.summary).toMatchObject({ exitCode: 0, conformant: false });
    expect(report.results.length).toBeGreaterThanOrEqual(2);
    expect(readFileSync(xml, 'utf8')).toContain('<testsuite name="declared"');
  });

  test('1 when a MUST failed or 4 when it is untestable, never 0, for a target that knows only health', async () => {
    const { code } = await conform('--quiet');
    expect([1, 4]).toContain(code);
  });

  test('3 when nothing listens there, with the fix', async () => {
    const file = join(folder, 'unreachable.json');
    const { code, stdout } = await run(
      'conform',
      '--target',
      'http://127.0.0.1:1',
      '--report',
      `json=${file}`,
    );
    expect(stdout).toContain('fix: start the server');
    expect(code).toBe(3);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ summary: { exitCode: 3 }, results: [] });
  });

  test('3 when the started server ends, with its last lines', async () => {
    const { code, stdout } = await run('conform', '--spawn', 'echo cannot open the store; exit 9');
    expect(stdout).toContain('ended with exit code 9');
    expect(stdout).toContain('cannot open the store');
    expect(code).toBe(3);
  });

  test('4 when the selection is empty', async () => {
    const { code, stderr } = await conform('--only', 'helth');
    expect(stderr).toContain('Did you mean «health»?');
    expect(code).toBe(4);
  });

  test('4 when a MUST was skipped by hand, which stays visible', async () => {
    const { code, stdout } = await conform(...only, '--skip', 'health.root-answers-ok=no time');
    expect(stdout).toContain('Skipped by --skip: no time');
    expect(code).toBe(4);
  });

  test('4 when a baseline entry no longer fails', async () => {
    const file = write('stale.yaml', '- { id: health.root-answers-ok, reason: being repaired }\n');
    const { code, stdout } = await conform(...only, '--baseline', file);
    expect(stdout).toContain('it no longer fails');
    expect(code).toBe(4);
  });

  test('1 or 4, never 0, when a closed gate keeps the kit out', async () => {
    const { code, stdout } = await run(
      'conform',
      '--target',
      gated.url,
      '--only',
      'health.readiness-answers-200',
    );
    expect([1, 4]).toContain(code);
    expect(stdout).toContain('health.readiness-answers-200');
    expect(stdout).toContain('401 AUTH_REQUIRED');
  });

  test('the exit code of its process', () => {
    const args = [program, 'conform', '--target', 'http://127.0.0.1:1'];
    expect(spawnSync(process.execPath, args).status).toBe(3);
  });
});

describe('Without a target', () => {
  test('list shows every group, explain one requirement, plan what would run and nothing as passed', async () => {
    const list = await run('list');
    const explain = await run('explain', 'health.root-answers-ok', 'contract.getMachine');
    const plan = await run('plan', '--matrix', 'each');
    const coverage = await run('coverage');
    expect(list.stdout).toContain('Health and readiness (health)');
    expect(explain.stdout).toContain('GET /health at the root of the host');
    expect(explain.stdout).toContain('contract.getMachine (MUST)');
    expect(plan.stdout).toContain('api-auth-no-key');
    expect(plan.stdout).not.toMatch(/(^| )pass(ed)?( |$)/m);
    expect(coverage.stdout).toMatch(/operations: \d+ of \d+ covered/);
    for (const { code } of [list, explain, plan, coverage]) expect(code).toBe(0);
  });

  test('doctor tells what is wrong with the fix, and ends with 4 or 3', async () => {
    const closed = await run('doctor', '--target', `${gated.url}/api/v1/`);
    const absent = await run('doctor', '--target', 'http://127.0.0.1:1');
    expect(closed.stdout).toContain('the URL ends with /api/v1');
    expect(closed.stdout).toMatch(/problem {2}API key: .* fix: .*--api-key-file FILE/);
    expect(closed.code).toBe(4);
    expect(absent.code).toBe(3);
  });

  test('--help and --version answer and end with 0', async () => {
    for (const args of [
      ['--help'],
      ['--version'],
      ['conform', '--help'],
      ['plan', '--help'],
      ['doctor', '--help'],
    ]) {
      const { code, stdout } = await run(...args);
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(4);
    }
  });
});
