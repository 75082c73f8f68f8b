import type { MarketPayment, PaymentProof, PaymentStatus, Rail } from '../domain/payments/payment.ts';
import { toDomainError, usedForAnotherPayment } from './db-errors.ts';
import type { PaymentRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRowBy, insertRow, replaceRow } from './table.ts';

type PaymentRow = {
  id: string;
  order_id: string;
  machine_id: string;
  status: string;
  rail: string;
  amount: string | null;
  currency: string | null;
  proof: string | null;
  notes: string;
  reference: string | null;
  signature_digest: string | null;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<MarketPayment, PaymentRow> = { name: 'market_payments', toRow, fromRow };

export function createPaymentRepository({ read, write }: Connections): PaymentRepository {
  return {
    insert: (payment) =>
      insertRow(write, TABLE, payment).catch((error: unknown) => raiseKnown(error, payment)),
    findByOrder: (orderId) => findRowBy(read, TABLE, 'order_id', orderId),
    update: (payment) =>
      replaceRow(write, TABLE, payment, ['id', 'order_id', 'machine_id', 'created_at']).catch(
        (error: unknown) => raiseKnown(error, payment),
      ),
  };
}

function raiseKnown(error: unknown, payment: MarketPayment): never {
  const known = toDomainError(error);
  // A signature used twice breaks both rules, and engines differ in which they name: an x402 payment stands by its signature.
  if (known !== error && payment.signatureDigest !== null)
    throw usedForAnotherPayment('payment.paymentSignature');
  throw known;
}

function toRow(payment: MarketPayment): PaymentRow {
  return {
    id: payment.id,
    order_id: payment.orderId,
    machine_id: payment.machineId,
    status: payment.status,
    rail: JSON.stringify(payment.rail),
    amount: payment.amount === null ? null : String(payment.amount),
    currency: payment.currency,
    proof: payment.proof === null ? null : JSON.stringify(payment.proof),
    notes: JSON.stringify(payment.notes),
    reference: payment.reference,
    signature_digest: payment.signatureDigest,
    created_at: payment.createdAt,
    updated_at: payment.updatedAt,
  };
}

function fromRow(row: PaymentRow): MarketPayment {
  return {
    id: row.id,
    orderId: row.order_id,
    machineId: row.machine_id,
    status: row.status as PaymentStatus,
    rail: JSON.parse(row.rail) as Rail,
    amount: row.amount === null ? null : Number(row.amount),
    currency: row.currency,
    proof: row.proof === null ? null : (JSON.parse(row.proof) as PaymentProof),
    notes: JSON.parse(row.notes) as string[],
    reference: row.reference,
    signatureDigest: row.signature_digest,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
