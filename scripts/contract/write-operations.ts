import type { ContractDocument, Method, Operation, Parameter } from './document.ts';
import { dereference, listOperations, parametersOf } from './document.ts';
import type { ErrorTable } from './errors.ts';

const header = '// Written by "npm run generate" from openapi/. Do not edit.\n';

type Auth = 'none' | 'platform' | 'platform+pairing' | 'platform+optional-pairing';

function authOf(document: ContractDocument, operation: Operation): Auth {
  const requirements = operation.security ?? document.security;
  if (requirements.length === 0) return 'none';
  const withToken = requirements.filter((requirement) => 'pairingToken' in requirement).length;
  if (withToken === 0) return 'platform';
  return withToken === requirements.length ? 'platform+pairing' : 'platform+optional-pairing';
}

function queryTypes(parameters: Parameter[]): Record<string, string> {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return Object.fromEntries(
    query.map(({ name, schema: { type } }) => [name, typeof type === 'string' ? type : 'string']),
  );
}

function tableRow(
  document: ContractDocument,
  path: string,
  method: Method,
  operation: Operation,
  all: Parameter[],
) {
  const links = Object.values(operation.responses).flatMap((response) =>
    Object.values(dereference(document, response).links ?? {}).map(
      (link) => dereference(document, link).operationId,
    ),
  );
  return {
    operationId: operation.operationId,
    method,
    path,
    tag: operation.tags[0] ?? '',
    auth: authOf(document, operation),
    pathParams: all.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
    query: queryTypes(all),
    hasBody: operation.requestBody !== undefined,
    isBodyRequired: operation.requestBody?.required === true,
    responses: Object.keys(operation.responses),
    errorCodes: operation['x-error-codes'] ?? [],
    links: [...new Set(links)],
  };
}

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function operationType(document: ContractDocument, operation: Operation, all: Parameter[]): string {
  const data = `types.${pascal(operation.operationId)}Operation`;
  const has = (where: string) => all.some((parameter) => parameter.in === where);
  const replies = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, response]) => {
      const body = dereference(document, response).content
        ? `types.${pascal(operation.operationId)}Replies[${status}]`
        : 'undefined';
      return `{ status: ${status}; body: ${body} }`;
    });
  return [
    `  ${operation.operationId}: {`,
    `    path: ${has('path') ? `NonNullable<${data}['path']>` : 'Record<string, never>'};`,
    `    query: ${has('query') ? `NonNullable<${data}['query']>` : 'Record<string, never>'};`,
    `    body: ${operation.requestBody ? bodyType(data, operation) : 'undefined'};`,
    `    reply: ${replies.join(' | ')};`,
    '  };',
  ].join('\n');
}

function bodyType(data: string, operation: Operation): string {
  return operation.requestBody?.required ? `NonNullable<${data}['body']>` : `${data}['body']`;
}

/** The text of `operations.gen.ts`: the route table at run time and the types of every operation. */
export function writeOperations(document: ContractDocument): string {
  const rows = listOperations(document).map(({ path, method, operation, item }) => {
    const all = parametersOf(document, item, operation);
    return {
      row: tableRow(document, path, method, operation, all),
      type: operationType(document, operation, all),
    };
  });
  const table = rows.map(({ row }) => `  ${row.operationId}: ${JSON.stringify(row)},`).join('\n');
  return [
    header,
    "import type * as types from './client/types.gen.ts';\n",
    '/** One row per operation: what the router, the security check and the kit need to know of it. */',
    `export const operations = {\n${table}\n} as const;\n`,
    'export type OperationId = keyof typeof operations;\n',
    '/** Request parts and success answers of every operation. Errors are thrown, never returned. */',
    `export interface Operations {\n${rows.map(({ type }) => type).join('\n')}\n}\n`,
  ].join('\n');
}

/** The text of `errors.gen.ts`: the error table of the contract. */
export function writeErrors(table: ErrorTable): string {
  const rows = Object.entries(table).map(
    ([code, { status, when }]) => `  ${code}: { status: ${status}, when: ${JSON.stringify(when.trim())} },`,
  );
  return [
    header,
    '/** Every error code with its usual status and when it is sent. */',
    `export const errorCodes = {\n${rows.join('\n')}\n} as const;\n`,
    'export type ErrorCode = keyof typeof errorCodes;\n',
  ].join('\n');
}

/** The text of `api-table.txt`: one aligned line per operation, so that an API change shows in review. */
export function writeApiTable(document: ContractDocument): string {
  const rows = listOperations(document).map(({ path, method, operation }) => [
    operation.tags[0] ?? '',
    operation.operationId,
    method.toUpperCase(),
    path,
    authOf(document, operation),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return `${rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
