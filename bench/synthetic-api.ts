import type { ContractDocument, Operation } from '../scripts/contract/document.ts';
import type { OperationRow } from '../src/http/contract-tables.ts';

type Schema = Record<string, unknown>;

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });

export const pathSchema: Schema = {
  type: 'object',
  required: ['resourceId'],
  properties: { resourceId: text(100) },
};
const limit: Schema = { type: 'integer', minimum: 1, maximum: 500 };
export const querySchema: Schema = { type: 'object', properties: { limit } };

/** Schemas differ a little from resource to resource, as those of a real API do: no two share a validator. */
export const bodySchemaOf = (at: number): Schema => ({
  type: 'object',
  required: ['displayName', 'ownerId', 'kind', 'amount', 'identityRef'],
  properties: {
    displayName: text(200 + at),
    ownerId: text(100),
    kind: { type: 'string', enum: ['robot', 'sensor', 'vehicle', 'charger'] },
    amount: { type: 'number', minimum: 0 },
    count: { type: 'integer', minimum: 0, maximum: 1000 },
    isActive: { type: 'boolean' },
    identityRef: { type: 'string', pattern: '^did:peaq:(0|[1-9][0-9]*)$' },
    capabilities: { type: 'array', maxItems: 20, items: { type: 'string', minLength: 1 } },
  },
});

export const replySchemaOf = (at: number): Schema => ({
  type: 'object',
  required: ['item'],
  properties: {
    item: {
      type: 'object',
      required: ['id', 'displayName', 'status', 'amount', 'labels', 'createdAt'],
      properties: {
        id: { type: 'string' },
        displayName: text(200 + at),
        status: { type: 'string', enum: ['draft', 'active', 'archived'] },
        amount: { type: 'number' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        capabilities: { type: 'array', items: { type: 'string' } },
        createdAt: { type: 'string' },
      },
    },
  },
});

/** The one answer that every operation on either side gives. */
export const staticReply = {
  item: {
    id: 'res_0a1b2c3d4e5f',
    displayName: 'Rooftop weather station',
    status: 'active',
    amount: 0.02,
    labels: { site: 'roof', floor: '7' },
    capabilities: ['temperature', 'humidity'],
    createdAt: '2026-05-16T12:00:00.000Z',
  },
};

export const sampleBody = {
  displayName: 'Rooftop weather station',
  ownerId: 'owner-1',
  kind: 'sensor',
  amount: 12.5,
  count: 3,
  isActive: true,
  identityRef: 'did:peaq:77',
  capabilities: ['temperature', 'humidity'],
};

const json = (schema: Schema) => ({ 'application/json': { schema } });

function operationOf(operationId: string, at: number, parts: Partial<Operation>): Operation {
  return {
    operationId,
    tags: ['bench'],
    responses: { '200': { description: 'The resource.', content: json(replySchemaOf(at)) } },
    ...parts,
  };
}

/** One resource: a GET with a path parameter and a query limit, and a POST with a body of eight checked fields. */
export interface Resource {
  /** Position in the table. */
  at: number;
  collection: string;
  getId: string;
  postId: string;
}

export function listResources(operationCount: number): Resource[] {
  return Array.from({ length: operationCount / 2 }, (_, at) => ({
    at,
    collection: `/api/v1/resources-${at}`,
    getId: `getResource${at}`,
    postId: `createResource${at}`,
  }));
}

/** An OpenAPI document of `operationCount` operations, half of them GET and half POST. */
export function createDocument(operationCount: number): ContractDocument {
  const paths: ContractDocument['paths'] = {};
  for (const { at, collection, getId, postId } of listResources(operationCount)) {
    paths[`${collection}/{resourceId}`] = {
      parameters: [{ name: 'resourceId', in: 'path', required: true, schema: text(100) }],
      get: operationOf(getId, at, { parameters: [{ name: 'limit', in: 'query', schema: limit }] }),
    };
    paths[collection] = {
      post: operationOf(postId, at, { requestBody: { required: true, content: json(bodySchemaOf(at)) } }),
    };
  }
  const apiKey = (name: string) => ({ type: 'apiKey', in: 'header', name });
  return {
    openapi: '3.1.0',
    info: { title: 'Bench', version: '1.0.0' },
    security: [{ platformKey: [] }],
    paths,
    components: {
      schemas: {},
      securitySchemes: { platformKey: apiKey('x-api-key'), pairingToken: apiKey('x-agent-pairing-token') },
    },
  };
}

/** The rows that `npm run generate` would write for the document. */
export function createOperations(operationCount: number): Record<string, OperationRow> {
  const rows = listResources(operationCount).flatMap(({ collection, getId, postId }): OperationRow[] => [
    {
      operationId: getId,
      method: 'get',
      path: `${collection}/{resourceId}`,
      auth: 'platform',
      query: { limit: 'integer' },
      hasBody: false,
      isBodyRequired: false,
    },
    {
      operationId: postId,
      method: 'post',
      path: collection,
      auth: 'platform',
      query: {},
      hasBody: true,
      isBodyRequired: true,
    },
  ]);
  return Object.fromEntries(rows.map((row) => [row.operationId, row]));
}
