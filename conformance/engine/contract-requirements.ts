import type { Ledger } from '../contract/ledger.ts';
import { chosenOperations, operationList } from '../contract/operations.ts';
import type { Operation } from '../contract/operations.ts';
import { longestText } from './limits.ts';
import type { Finding } from './run-check.ts';
import type { Backing, Requirement } from './types.ts';

const group = 'contract';

function toRequirement(operation: Operation): Requirement {
  const { operationId, method, path } = operation;
  return {
    id: `${group}.${operationId}`,
    group,
    level: 'MUST',
    text: `Every answer of ${operationId} conforms to the contract, and at least one of its requests is accepted.`,
    source: `generated/openapi.json, ${method.toUpperCase()} ${path}`,
    backing: chosenOperations.has(operationId) ? 'chosen' : 'documented',
    operations: [operationId],
    when: {},
    needs: [],
    writes: method !== 'get',
    process: false,
    liveness: 'required',
    everySet: false,
    mutants: [],
    why: 'Clients break on answers of another shape; and what was never answered with success was never tested.',
    fix: 'Compare the answer with the schema of its status in the contract; the JSON pointer names the place.',
  };
}

/** The built-in requirements: one per operation, judged from the traffic of all checks. */
export const contractGroup = {
  group,
  title: 'Answers conform to the contract (built in, from all traffic)',
  requirements: operationList.map(toRequirement),
};

export const isContractRequirement = (requirement: Requirement): boolean => requirement.group === group;

/** What a toggle set's traffic showed of one operation; undefined when nothing was seen and nothing had to be. */
export function judgeOperation(
  requirement: Requirement,
  ledger: Ledger,
  options: { mustBeReached: boolean; counts: readonly Backing[] },
): Finding | undefined {
  const [operationId = ''] = requirement.operations;
  const record = ledger.recordOf(operationId);
  const base = {
    durationMs: 0,
    assertions: record.sent,
    exchangeCount: record.sent,
    exchanges: [],
    leftovers: [],
  };
  const isCounted =
    record.violated.documented > 0 || (record.violated.chosen > 0 && options.counts.includes('chosen'));
  if (isCounted) return { ...base, ...describeViolations(record), outcome: 'fail' };
  if (record.accepted > 0 && record.violated.chosen > 0)
    return { ...base, ...describeViolations(record), outcome: 'warn' };
  if (record.accepted > 0) return { ...base, outcome: 'pass' };
  if (!options.mustBeReached) return undefined;
  const tried =
    record.sent === 0
      ? 'No request of this operation was sent'
      : `None of ${record.sent} requests was accepted`;
  return { ...base, outcome: 'untestable', message: `${tried}, so its answers prove nothing.` };
}

function describeViolations(
  record: ReturnType<Ledger['recordOf']>,
): Pick<Finding, 'message' | 'expected' | 'actual' | 'exchanges'> {
  const all = record.evidence.flatMap((exchange) => exchange.violations);
  const first = all.find(({ backing }) => backing === 'documented') ?? all[0];
  const exchange = record.evidence.find(
    ({ violations }) => first !== undefined && violations.includes(first),
  );
  const count = record.violated.documented + record.violated.chosen;
  return {
    message: `${count} of ${record.sent} answers broke the contract; the first at ${first?.pointer || 'the whole answer'} (status ${exchange?.status ?? 'none'}).`,
    expected: (first?.expected ?? '').slice(0, longestText),
    actual: (first?.actual ?? '').slice(0, longestText),
    exchanges: record.evidence,
  };
}
