import type { ContractDocument, Operation } from './document.ts';
import { dereference, listOperations } from './document.ts';

/** Rules of ours that the linter does not have. Returns one sentence for each break. */
export function checkContractRules(document: ContractDocument): string[] {
  const operations = listOperations(document);
  const ids = new Set(operations.map(({ operation }) => operation.operationId));
  return operations.flatMap(({ operation }) => [
    ...checkExamplesExist(document, operation),
    ...checkLinks(document, operation, ids),
    ...checkBodyNames(operation),
  ]);
}

function checkExamplesExist(document: ContractDocument, operation: Operation): string[] {
  const missing: string[] = [];
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (!media.examples) missing.push(`${operation.operationId}: the request body has no example.`);
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    for (const media of Object.values(dereference(document, response).content ?? {})) {
      if (!media.examples) missing.push(`${operation.operationId}: the ${status} answer has no example.`);
    }
  }
  return missing;
}

function checkLinks(document: ContractDocument, operation: Operation, ids: Set<string>): string[] {
  return Object.values(operation.responses).flatMap((response) =>
    Object.values(dereference(document, response).links ?? {}).flatMap((link) => {
      const target = dereference(document, link).operationId;
      return target !== undefined && ids.has(target)
        ? []
        : [`${operation.operationId}: a link leads to "${target}", which is no operation.`];
    }),
  );
}

/** Request and response never share a schema, so that one can change without the other. */
function checkBodyNames(operation: Operation): string[] {
  return Object.values(operation.requestBody?.content ?? {}).flatMap((media) => {
    const ref = media.schema['$ref'];
    if (typeof ref !== 'string')
      return [`${operation.operationId}: give the request body a schema of its own name.`];
    return ref.endsWith('Request')
      ? []
      : [`${operation.operationId}: name the request schema …Request, not "${ref}".`];
  });
}
