// npm run check: types, lint, format, generated files and documents. Runs all of them and lists what failed.
import { spawnSync } from 'node:child_process';

const steps: readonly (readonly [name: string, command: string, fix: string])[] = [
  ['generated files', 'node scripts/generate.ts --check', 'npm run generate'],
  ['types', 'tsc -p tsconfig.json', ''],
  ['types of the generated client', 'tsc -p tsconfig.client.json', ''],
  ['lint', 'oxlint --deny-warnings', ''],
  ['format', 'oxfmt --check .', 'npm run format'],
  ['documents', 'node scripts/write-docs.ts --check', 'node scripts/write-docs.ts'],
];

const failed = steps.filter(([name, command, fix]) => {
  const started = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${status !== 0 && fix ? ` — fix: ${fix}` : ''}`,
  );
  return status !== 0;
});

if (failed.length > 0) process.exitCode = 1;
