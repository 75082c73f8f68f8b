import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneModule from 'ajv/dist/standalone/index.js';
import formatsModule from 'ajv-formats';
import type { ContractDocument, Operation, Parameter } from './document.ts';
import { dereference, listOperations, parametersOf } from './document.ts';

// Both packages are CommonJS with a `default` export inside.
const standalone = standaloneModule as unknown as typeof standaloneModule.default;
const addFormats = formatsModule as unknown as typeof formatsModule.default;
const standaloneCode = 'default' in standalone ? (standalone.default as typeof standalone) : standalone;

type Schema = Record<string, unknown>;

/** Points every `#/components/…` reference of a schema at the shared document schema. */
export function withSharedRefs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withSharedRefs);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#/')
        ? `contract${value}`
        : withSharedRefs(value),
    ]),
  );
}

function parameterSchema(parameters: Parameter[]): Schema | null {
  if (parameters.length === 0) return null;
  return {
    type: 'object',
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
  };
}

/** Request parts and answers of one operation: name of the part → its schema, null where there is no body. */
export function schemasOf(
  document: ContractDocument,
  operation: Operation,
  all: Parameter[],
): Map<string, Schema | null> {
  const schemas = new Map<string, Schema | null>();
  for (const where of ['path', 'query'] as const) {
    const schema = parameterSchema(all.filter((parameter) => parameter.in === where));
    if (schema) schemas.set(where, schema);
  }
  const body = operation.requestBody?.content['application/json']?.schema;
  if (body) schemas.set('body', body);
  for (const [status, response] of Object.entries(operation.responses)) {
    schemas.set(status, dereference(document, response).content?.['application/json']?.schema ?? null);
  }
  return schemas;
}

/** An Ajv that knows the contract's components under the id `contract`. */
export function createContractAjv(document: ContractDocument): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: false,
    inlineRefs: false,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
  });
  addFormats(ajv, ['date-time']);
  ajv.addKeyword({ keyword: 'components', valid: true });
  ajv.addKeyword({ keyword: 'example', valid: true });
  ajv.addSchema({
    $id: 'contract',
    components: withSharedRefs({ schemas: document.components.schemas }) as Schema,
  });
  return ajv;
}

/** The text of `validators.gen.js`: Ajv standalone code for every request part and every answer. */
export function writeValidators(document: ContractDocument): string {
  const ajv = createContractAjv(document);
  const names: Record<string, string> = {};
  /** Equal schemas share one validator: most error answers are the same in many operations. */
  const nameOfSchema = new Map<string, string>();
  const table: string[] = [];
  for (const { operation, item } of listOperations(document)) {
    const request: string[] = [];
    const responses: string[] = [];
    for (const [part, schema] of schemasOf(document, operation, parametersOf(document, item, operation))) {
      const isResponse = /^\d/.test(part);
      const text = JSON.stringify(schema);
      const name = nameOfSchema.get(text) ?? `${operation.operationId}_${part}`;
      if (schema && !nameOfSchema.has(text)) {
        ajv.addSchema(withSharedRefs(schema) as Schema, name);
        names[name] = name;
        nameOfSchema.set(text, name);
      }
      const entry = `${isResponse ? `'${part}'` : part}: ${schema ? name : 'null'}`;
      (isResponse ? responses : request).push(entry);
    }
    table.push(
      `  ${operation.operationId}: { ${[...request, `responses: { ${responses.join(', ')} }`].join(', ')} },`,
    );
  }
  const code = standaloneCode(ajv, names).replace(/^"use strict";/, '');
  return [
    '// Written by "npm run generate" from openapi/. Do not edit.',
    "import { createRequire } from 'node:module';",
    'const require = createRequire(import.meta.url);',
    code,
    `export const validators = {\n${table.join('\n')}\n};`,
    '',
  ].join('\n');
}

/** The text of `validators.gen.d.ts`. */
export function writeValidatorTypes(): string {
  return `// Written by "npm run generate" from openapi/. Do not edit.
import type { ErrorObject } from 'ajv';
import type { OperationId } from './operations.gen.ts';

export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export interface OperationValidators {
  path?: Validate;
  query?: Validate;
  body?: Validate;
  /** By status; null where the answer has no body. */
  responses: Record<string, Validate | null>;
}

export const validators: Record<OperationId, OperationValidators>;
`;
}
