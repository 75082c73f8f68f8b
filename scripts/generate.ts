// npm run generate: from openapi/ and src/providers/catalog/ to generated/, in one go. With --check it writes elsewhere
// and compares.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundleContract } from './contract/bundle.ts';
import { checkExamples } from './contract/check-examples.ts';
import { compareFolders } from './contract/compare-folders.ts';
import type { ErrorTable } from './contract/errors.ts';
import { checkContractRules } from './contract/rules.ts';
import { readBuiltInCatalog, writeCatalog, writeCatalogTypes } from './contract/write-catalog.ts';
import { writeClient } from './contract/write-client.ts';
import { writeApiTable, writeErrors, writeOperations } from './contract/write-operations.ts';
import { writeValidators, writeValidatorTypes } from './contract/write-validators.ts';

const readme = `# Generated

Written by \`npm run generate\` from \`openapi/\` and \`src/providers/catalog/\`. Do not edit:
\`npm run check\` fails when anything here is stale.
`;

async function generateInto(folder: string): Promise<void> {
  const errors = parse(await readFile('openapi/common/errors.yaml', 'utf8')) as ErrorTable;
  const document = await bundleContract('openapi/openapi.yaml', errors);
  const problems = [...checkContractRules(document), ...checkExamples(document)];
  if (problems.length > 0) throw new Error(`The contract is not sound:\n  ${problems.join('\n  ')}`);
  const catalog = await readBuiltInCatalog();
  await mkdir(folder, { recursive: true });
  const bundlePath = join(folder, 'openapi.json');
  await writeFile(bundlePath, `${JSON.stringify(document, null, 2)}\n`);
  await Promise.all([
    writeClient(bundlePath, join(folder, 'client')),
    writeFile(join(folder, 'errors.gen.ts'), writeErrors(errors)),
    writeFile(join(folder, 'operations.gen.ts'), writeOperations(document)),
    writeFile(join(folder, 'validators.gen.js'), writeValidators(document)),
    writeFile(join(folder, 'validators.gen.d.ts'), writeValidatorTypes()),
    writeFile(join(folder, 'api-table.txt'), writeApiTable(document)),
    writeFile(join(folder, 'catalog.gen.js'), writeCatalog(catalog)),
    writeFile(join(folder, 'catalog.gen.d.ts'), writeCatalogTypes()),
    writeFile(join(folder, 'README.md'), readme),
  ]);
}

const started = performance.now();
const scratch = await mkdtemp(join(tmpdir(), 'machine-markets-generate-'));
try {
  await generateInto(join(scratch, 'generated'));
  const changes = await compareFolders('generated', join(scratch, 'generated'));
  if (process.argv.includes('--check')) {
    if (changes.length > 0) {
      console.error(`generated/ is stale. Run "npm run generate" and commit:\n  ${changes.join('\n  ')}`);
      process.exitCode = 1;
    }
  } else {
    await rm('generated', { recursive: true, force: true });
    await cp(join(scratch, 'generated'), 'generated', { recursive: true });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      changes.length === 0
        ? `generated/ was up to date (${seconds} s)`
        : `${changes.join('\n')}\n(${seconds} s)`,
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
