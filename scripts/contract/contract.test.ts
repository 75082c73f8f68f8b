import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleContract } from './bundle.ts';
import { checkExamples } from './check-examples.ts';
import { compareFolders } from './compare-folders.ts';
import type { ContractDocument } from './document.ts';
import { listOperations } from './document.ts';
import type { ErrorTable } from './errors.ts';
import { checkContractRules } from './rules.ts';
import { writeApiTable, writeErrors, writeOperations } from './write-operations.ts';
import { writeValidators } from './write-validators.ts';

let errors: ErrorTable;
let contract: ContractDocument;

beforeAll(async () => {
  errors = parse(await readFile('openapi/common/errors.yaml', 'utf8')) as ErrorTable;
  contract = await bundleContract('openapi/openapi.yaml', errors);
});

const copy = () => structuredClone(contract);

function operationOf(document: ContractDocument, id: string) {
  const found = listOperations(document).find(({ operation }) => operation.operationId === id);
  if (!found) throw new Error(`no ${id}`);
  return found.operation;
}

describe('the authored contract', () => {
  it('keeps the rules of the house', () => {
    expect([...checkContractRules(contract), ...checkExamples(contract)]).toEqual([]);
  });

  it('gives every gated operation an envelope for a bad request, a missing key and an internal error', () => {
    for (const { operation, path } of listOperations(contract)) {
      if (path.endsWith('/health')) continue;
      expect(Object.keys(operation.responses), operation.operationId).toEqual(
        expect.arrayContaining(['400', '401', '500']),
      );
    }
  });

  it('uses every error code of the table, but for those of routes that do not exist', () => {
    const used = new Set(
      listOperations(contract).flatMap(({ operation }) => operation['x-error-codes'] ?? []),
    );
    expect(Object.keys(errors).filter((code) => !used.has(code))).toEqual(['METHOD_NOT_ALLOWED']);
  });

  it('links every id that one operation makes to the operations that take it', () => {
    const linked = JSON.stringify(listOperations(contract).map(({ operation }) => operation.responses));
    const withIds = listOperations(contract).filter(({ path }) => path.includes('{'));
    const unlinked = withIds.filter(({ operation }) => !linked.includes(`"${operation.operationId}"`));
    expect(unlinked.map(({ operation }) => operation.operationId)).toEqual([]);
  });
});

describe('a broken contract is named', () => {
  it.each<[string, (document: ContractDocument) => void, RegExp]>([
    [
      'an example that does not fit its schema',
      (document) => {
        const media = operationOf(document, 'createMachine').requestBody?.content['application/json'];
        media!.examples = { broken: { value: { displayName: ' ' } } };
      },
      /createMachine, request, example "broken"/,
    ],
    [
      'a link to nowhere',
      (document) => {
        operationOf(document, 'createMachine').responses['201']!.links = {
          lost: { operationId: 'getNothing' },
        };
      },
      /a link leads to "getNothing"/,
    ],
    [
      'a request schema named like an answer',
      (document) => {
        const media = operationOf(document, 'createMachine').requestBody!.content['application/json']!;
        media.schema = { $ref: '#/components/schemas/Machine' };
      },
      /name the request schema …Request/,
    ],
    [
      'a body without an example',
      (document) => {
        delete operationOf(document, 'getMachine').responses['200']!.content!['application/json']!.examples;
      },
      /getMachine: the 200 answer has no example/,
    ],
  ])('%s', (_title, breakIt, wanted) => {
    const document = copy();
    breakIt(document);
    expect([...checkContractRules(document), ...checkExamples(document)].join('\n')).toMatch(wanted);
  });

  it('an error code that the table lacks', async () => {
    const { VALIDATION_ERROR: _left, ...fewer } = errors;
    await expect(bundleContract('openapi/openapi.yaml', fewer)).rejects.toThrow(/names VALIDATION_ERROR/);
  });
});

describe('what is generated', () => {
  it('is the same text every time', () => {
    expect(writeOperations(copy())).toBe(writeOperations(contract));
    expect(writeValidators(copy())).toBe(writeValidators(contract));
  });

  it('gives every error code its status', () => {
    expect(writeErrors(errors)).toContain('MACHINE_IDENTITY_EXISTS: { status: 409');
  });

  it('shows every operation as one line', () => {
    expect(writeApiTable(contract).trimEnd().split('\n')).toHaveLength(listOperations(contract).length);
  });

  it('is found stale by name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compare-'));
    try {
      await Promise.all(['a', 'b'].map((name) => mkdir(join(folder, name, 'sub'), { recursive: true })));
      await writeFile(join(folder, 'a', 'same'), '1');
      await writeFile(join(folder, 'b', 'same'), '1');
      await writeFile(join(folder, 'a', 'sub', 'edited'), '1');
      await writeFile(join(folder, 'b', 'sub', 'edited'), '2');
      await writeFile(join(folder, 'a', 'gone'), '1');
      await writeFile(join(folder, 'b', 'new'), '1');
      const changes = await compareFolders(join(folder, 'a'), join(folder, 'b'));
      expect(changes).toEqual(['removed gone', 'added new', 'changed sub/edited']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
