import type { ContractDocument, MediaType, Operation } from './document.ts';
import { dereference, listOperations } from './document.ts';
import { createContractAjv, withSharedRefs } from './write-validators.ts';

/** Validates every example of every request body and answer. Returns one sentence for each that does not fit. */
export function checkExamples(document: ContractDocument): string[] {
  const ajv = createContractAjv(document);
  const problems: string[] = [];
  const check = (operation: Operation, where: string, media: MediaType | undefined) => {
    for (const [name, example] of Object.entries(media?.examples ?? {})) {
      const schema = withSharedRefs(media?.schema) as object;
      const { value } = dereference(document, example);
      if (!ajv.validate(schema, value)) {
        problems.push(`${operation.operationId}, ${where}, example "${name}": ${ajv.errorsText()}`);
      }
    }
  };
  for (const { operation } of listOperations(document)) {
    check(operation, 'request', operation.requestBody?.content['application/json']);
    for (const [status, response] of Object.entries(operation.responses)) {
      check(operation, status, dereference(document, response).content?.['application/json']);
    }
  }
  return problems;
}
