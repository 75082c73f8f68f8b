import type { ErrorObject } from 'ajv';
import { validators } from '../../generated/validators.gen.js';
import { show } from '../engine/expect.ts';
import type { Violation } from './exchange.ts';
import { isOperationId } from './operations.ts';
import type { Operation } from './operations.ts';
import { parseJson, valueAt } from './json.ts';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

const violation = (
  pointer: string,
  expected: string,
  actual: string,
  backing: Violation['backing'] = 'documented',
): Violation => ({
  pointer,
  expected,
  actual: actual.length > 200 ? `${actual.slice(0, 200)}…` : actual,
  backing,
});

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Every sentence of the contract that an answer to this operation breaks; empty when it conforms. */
export function findViolations(operation: Operation, answer: Answer): Violation[] {
  const status = String(answer.status);
  const isDeclared = operation.responses.includes(status);
  const found = isDeclared
    ? []
    : [
        violation(
          '',
          `one of the statuses ${operation.responses.join(', ')}`,
          status,
          backingOfStatus(answer.status),
        ),
      ];
  const judgedAs = isDeclared ? status : operation.responses.find((declared) => isSuccess(Number(declared)));
  if (isSuccess(answer.status))
    return [...found, ...findBodyViolations(operation, judgedAs ?? status, answer)];
  if (answer.status < 400) return found;
  const broken = findEnvelopeViolations(answer);
  if (broken.length > 0) return [...found, ...broken];
  return [...found, ...findErrorViolations(operation, isDeclared, answer)];
}

/** Which 2xx or 4xx it is, is mostly our choice; clients take any. No client understands 1xx and 3xx. */
function backingOfStatus(status: number): Violation['backing'] {
  return isSuccess(status) || status >= 400 ? 'chosen' : 'documented';
}

function findBodyViolations(operation: Operation, status: string, answer: Answer): Violation[] {
  const validate = isOperationId(operation.operationId)
    ? validators[operation.operationId].responses[status]
    : undefined;
  if (validate === null) {
    return answer.text === '' ? [] : [violation('', 'an empty body', answer.text)];
  }
  const notJson = findMediaViolations(answer);
  if (notJson.length > 0) return notJson;
  const json = parseJson(answer.text);
  if (validate === undefined || validate(json)) return [];
  return (validate.errors ?? []).slice(0, 5).map((error) => describeSchemaError(error, json));
}

function findMediaViolations(answer: Answer): Violation[] {
  if (answer.text === '') return [violation('', 'a JSON body', 'an empty body')];
  const type = answer.headers['content-type'] ?? 'none';
  const found = /^application\/json\s*(;|$)/i.test(type)
    ? []
    : [violation('', 'content-type: application/json', type)];
  return parseJson(answer.text) === undefined ? [...found, violation('', 'a JSON body', answer.text)] : found;
}

function findEnvelopeViolations(answer: Answer): Violation[] {
  const notJson = findMediaViolations(answer);
  if (notJson.length > 0) return notJson;
  const json = parseJson(answer.text);
  return ['code', 'message'].flatMap((key) => {
    const value = valueAt(json, `error.${key}`);
    return typeof value === 'string'
      ? []
      : [violation(`/error/${key}`, 'a string (error envelope)', show(value))];
  });
}

function findErrorViolations(operation: Operation, isDeclared: boolean, answer: Answer): Violation[] {
  const code = String(valueAt(parseJson(answer.text), 'error.code'));
  if (!operation.errorCodes.includes(code)) {
    return [violation('/error/code', `one of ${operation.errorCodes.join(', ')}`, code, 'chosen')];
  }
  if (!isDeclared) return [];
  return findBodyViolations(operation, String(answer.status), answer).map((found) => ({
    ...found,
    backing: 'chosen',
  }));
}

function describeSchemaError(error: ErrorObject, json: unknown): Violation {
  const value = valueAt(json, error.instancePath.slice(1).replaceAll('/', '.'));
  const params: Record<string, unknown> = error.params;
  const allowed = params['allowedValues'] ?? params['allowedValue'];
  const detail = allowed === undefined ? '' : `: ${show(allowed)}`;
  const isAbsent = error.keyword === 'required';
  const pointer = isAbsent ? `${error.instancePath}/${show(params['missingProperty'])}` : error.instancePath;
  return violation(
    pointer,
    `${isAbsent ? 'present' : (error.message ?? error.keyword)}${detail}`,
    isAbsent ? 'absent' : show(value),
  );
}
