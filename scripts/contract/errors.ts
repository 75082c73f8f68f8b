import type { ContractDocument, Operation, Response } from './document.ts';
import { listOperations, parametersOf } from './document.ts';

/** `openapi/common/errors.yaml`: code → its statuses and when it is sent. */
export type ErrorTable = Record<string, { status: number; statuses?: number[]; when: string }>;

/**
 * Writes every error response of every operation: the codes under `x-errors` and those that follow from the
 * operation's form (openapi/README.md lists the rules). So a code's status and text stand in one file only.
 */
export function expandErrors(document: ContractDocument, table: ErrorTable): ContractDocument {
  for (const { operation, item } of listOperations(document)) {
    const hasPathId = parametersOf(document, item, operation).some((parameter) => parameter.in === 'path');
    const codes = [
      ...new Set([...commonCodes(document, operation, hasPathId), ...(operation['x-errors'] ?? [])]),
    ];
    delete operation['x-errors'];
    operation['x-error-codes'] = codes;
    for (const [status, response] of Object.entries(errorResponses(codes, table, operation))) {
      operation.responses[status] = response;
    }
  }
  document.components.schemas['ErrorBody'] = errorBody();
  return document;
}

function commonCodes(document: ContractDocument, operation: Operation, hasPathId: boolean): string[] {
  const schemes = (operation.security ?? document.security).flatMap((requirement) =>
    Object.keys(requirement),
  );
  if (schemes.length === 0) return ['INTERNAL_ERROR'];
  return [
    'VALIDATION_ERROR',
    'AUTH_REQUIRED',
    'AUTH_INVALID',
    ...(hasPathId ? ['NOT_FOUND'] : []),
    ...(schemes.includes('pairingToken')
      ? ['AGENT_AUTH_REQUIRED', 'AGENT_AUTH_INVALID', 'AGENT_AUTH_EXPIRED', 'AGENT_PAIRING_INACTIVE']
      : []),
    'INTERNAL_ERROR',
  ];
}

function errorResponses(codes: string[], table: ErrorTable, operation: Operation): Record<string, Response> {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const row = table[code];
    if (!row)
      throw new Error(`${operation.operationId} names ${code}, which openapi/common/errors.yaml lacks.`);
    for (const status of row.statuses ?? [row.status]) {
      if (status === 413 && !operation.requestBody) continue;
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, list]) => [String(status), errorResponse(list, table)]));
}

function errorResponse(codes: string[], table: ErrorTable): Response {
  return {
    description: codes.map((code) => `\`${code}\`: ${table[code]?.when}`).join('\n\n'),
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: {
                code: { type: 'string', enum: codes },
                message: { type: 'string' },
                details: { description: 'More about the refusal; never a secret.' },
              },
            },
          },
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: { error: { code, message: table[code]?.when ?? code } } }]),
        ),
      },
    },
  };
}

function errorBody(): Record<string, unknown> {
  return {
    type: 'object',
    description: 'The body of every 4xx and 5xx answer.',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
      },
    },
  };
}
