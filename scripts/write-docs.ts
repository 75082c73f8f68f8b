// Writes what the documents say of the code: the tables of settings in README.md, and .env.example.
// With --check it compares instead, so that neither can drift from src/config/toggles.ts.
import { readFile, writeFile } from 'node:fs/promises';
import type { Toggle } from '../src/config/toggles.ts';
import { contractToggles, serverToggles } from '../src/config/toggles.ts';

function writeTable(rows: readonly Toggle[]): string {
  const lines = rows.map(
    ({ variable, values, default: preset, effect }) =>
      `| \`${variable}\` | ${values} | ${preset === null ? '–' : `\`${preset}\``} | ${effect} |`,
  );
  return ['| variable | values | default | effect |', '|---|---|---|---|', ...lines].join('\n');
}

function writeEnvExample(): string {
  const section = (title: string, rows: readonly Toggle[]) =>
    [
      `# ${title}`,
      ...rows.map(({ variable, values, default: preset, effect }) =>
        [`# ${effect.replaceAll('`', '')} (${values})`, `#${variable}=${preset ?? ''}`, ''].join('\n'),
      ),
    ].join('\n');
  return [
    '# Settings of the orchestrator. Copy to .env and start with: machine-markets serve --env-file .env',
    '# Written by scripts/write-docs.ts from src/config/toggles.ts. Every line shows the default.',
    '',
    section('Toggles of the contract', Object.values(contractToggles)),
    section('This server', Object.values(serverToggles)),
  ].join('\n');
}

function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${start} and ${end}.`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const readme = await readFile('README.md', 'utf8');
const wanted: Record<string, string> = {
  'README.md': replaceBetween(
    replaceBetween(readme, 'toggles', writeTable(Object.values(contractToggles))),
    'settings',
    writeTable(Object.values(serverToggles)),
  ),
  '.env.example': writeEnvExample(),
};

for (const [file, content] of Object.entries(wanted)) {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === content) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file} does not say what src/config/toggles.ts says. Run "node scripts/write-docs.ts".`);
    process.exitCode = 1;
  } else {
    await writeFile(file, content);
    console.log(`wrote ${file}`);
  }
}
