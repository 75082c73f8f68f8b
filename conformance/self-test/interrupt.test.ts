import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../target/package-root.ts';

/** Right about health, and slow with everything else, so that a run can be interrupted in the middle. */
const slowServer = `
  import { createServer } from 'node:http';
  import { writeFileSync } from 'node:fs';
  writeFileSync(process.env.STUB_PID_FILE, String(process.pid));
  createServer((request, response) => {
    const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/health') return answer(200, { ok: true });
    setTimeout(() => answer(404, { error: { code: 'NOT_FOUND', message: 'No.' } }), 700);
  }).listen(Number(process.env.PORT), process.env.HOST);
`;

const folder = mkdtempSync(join(tmpdir(), 'machine-markets-interrupt-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('An interrupt ends with 130, complete reports and no process left', async () => {
  const script = join(folder, 'server.mjs');
  const report = join(folder, 'r.json');
  const pidFile = join(folder, 'pid');
  writeFileSync(script, slowServer);
  const program = join(packageRoot, 'bin', 'machine-markets.mjs');
  const command = `"${process.execPath}" "${script}"`;
  const kit = spawn(
    process.execPath,
    [program, 'conform', '--spawn', command, '--report', `json=${report}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STUB_PID_FILE: pidFile },
    },
  );
  kit.stdout.resume();
  const ended = new Promise<number | null>((resolve) => kit.on('exit', resolve));
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  await expect.poll(() => read(pidFile), { timeout: 20_000 }).not.toBe('');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  kit.kill('SIGINT');
  expect(await ended).toBe(130);
  const { summary, results } = JSON.parse(read(report)) as {
    summary: object;
    results: { message?: string }[];
  };
  expect(summary).toMatchObject({ exitCode: 130, conformant: false });
  expect(results.some(({ message }) => message === 'Not run: interrupted.')).toBe(true);
  const isAlive = (): boolean => {
    try {
      return process.kill(Number(read(pidFile)), 0);
    } catch {
      return false;
    }
  };
  // A dead process is there until its new parent has collected it.
  await expect.poll(isAlive, { timeout: 10_000 }).toBe(false);
});
