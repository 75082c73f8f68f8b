import type { Exchange } from './exchange.ts';

export interface OperationRecord {
  sent: number;
  accepted: number;
  /** How many answers broke a documented sentence, and how many only one of our choices. */
  violated: { documented: number; chosen: number };
  /** The first answers with a violation, as evidence; never more than five. */
  evidence: Exchange[];
}

const mostEvidence = 5;

/** What one toggle set's traffic showed of every operation. */
export class Ledger {
  readonly #records = new Map<string, OperationRecord>();

  add(exchange: Exchange): void {
    if (exchange.operationId === null || exchange.status === null) return;
    const record = this.recordOf(exchange.operationId);
    record.sent += 1;
    if (exchange.isAccepted) record.accepted += 1;
    if (exchange.violations.length === 0) return;
    const isDocumented = exchange.violations.some((violation) => violation.backing === 'documented');
    record.violated[isDocumented ? 'documented' : 'chosen'] += 1;
    if (record.evidence.length < mostEvidence) record.evidence.push(exchange);
    else if (isDocumented && record.violated.documented === 1) record.evidence[mostEvidence - 1] = exchange;
  }

  recordOf(operationId: string): OperationRecord {
    const record = this.#records.get(operationId) ?? {
      sent: 0,
      accepted: 0,
      violated: { documented: 0, chosen: 0 },
      evidence: [],
    };
    this.#records.set(operationId, record);
    return record;
  }
}
