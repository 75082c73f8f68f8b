// Our server with N static operations: node bench/ours.ts N
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeValidators } from '../scripts/contract/write-validators.ts';
import type { ValidatorTable } from '../src/http/contract-tables.ts';
import { createHttpApp, type HttpAppOptions } from '../src/http/http-app.ts';
import { randomIds } from '../src/ports/ids.ts';
import { createNullLogger, serveForBench } from './server-protocol.ts';
import { createDocument, createOperations, staticReply } from './synthetic-api.ts';

const operationCount = Number(process.argv[2] ?? 60);
const document = createDocument(operationCount);
const operations = createOperations(operationCount);

/** Generated code resolves Ajv's run-time parts from where it lies. */
async function loadValidators(): Promise<ValidatorTable> {
  const folder = join(import.meta.dirname, '..', 'node_modules', '.cache', 'machine-markets-bench');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `validators-${process.pid}.mjs`);
  await writeFile(file, writeValidators(document));
  const loaded = (await import(pathToFileURL(file).href)) as { validators: ValidatorTable };
  await rm(file);
  return loaded.validators;
}

const app = await createHttpApp({
  document: document as unknown as HttpAppOptions['document'],
  operations,
  validators: await loadValidators(),
  handlers: Object.fromEntries(
    Object.keys(operations).map((id) => [id, () => ({ status: 200, body: staticReply })]),
  ),
  verifyPairingToken: () => Promise.reject(new Error('The bench sends no pairing token.')),
  ids: randomIds,
  apiKeys: [],
  requireApiAuth: false,
  requireAgentPairingAuth: true,
  responseValidation: 'sample',
  logger: createNullLogger(),
});
serveForBench(app.createServer());
