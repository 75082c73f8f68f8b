/** The parts of an OpenAPI 3.1 document that the generator reads and writes. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Record<string, unknown>;
  example?: unknown;
  $ref?: string;
}

export interface MediaType {
  schema: Record<string, unknown>;
  examples?: Record<string, { value?: unknown; $ref?: string }>;
}

export interface Link {
  operationId?: string;
  $ref?: string;
}

export interface Response {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, MediaType>;
  links?: Record<string, Link>;
  $ref?: string;
}

export interface Operation {
  operationId: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Response>;
  'x-errors'?: string[];
  'x-error-codes'?: string[];
}

export type PathItem = { parameters?: Parameter[] } & Partial<Record<Method, Operation>>;

export interface Components {
  schemas: Record<string, Record<string, unknown>>;
  responses?: Record<string, Response>;
  parameters?: Record<string, Parameter>;
  links?: Record<string, Link>;
  examples?: Record<string, { value: unknown }>;
  securitySchemes: Record<string, unknown>;
}

export interface ContractDocument {
  openapi: string;
  info: Record<string, unknown>;
  security: Record<string, string[]>[];
  paths: Record<string, PathItem>;
  components: Components;
}

export const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
export type Method = (typeof methods)[number];

/** Every operation with its route, in the order of the document. */
export function listOperations(
  document: ContractDocument,
): { path: string; method: Method; operation: Operation; item: PathItem }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation, item }] : [];
    }),
  );
}

/** Follows one local `$ref`; other values come back as they are. Raises when the target is missing. */
export function dereference<T extends object>(document: ContractDocument, value: T): T {
  const ref = (value as { $ref?: string }).$ref;
  if (ref === undefined) return value;
  let target: unknown = document;
  for (const part of ref.replace(/^#\//, '').split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    target = (target as Record<string, unknown> | undefined)?.[key];
  }
  if (target === undefined) throw new Error(`The contract has no ${ref}.`);
  return dereference(document, target as T);
}

/** The parameters of an operation, those of its path included, with references followed. */
export function parametersOf(document: ContractDocument, item: PathItem, operation: Operation): Parameter[] {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    dereference(document, parameter),
  );
}
