import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';
import type { Settlement } from './provider-adapter.ts';

/** Nobody knows what became of the payment. */
export const unknownSettlement: Settlement = { status: 'unknown', response: null, payerAddress: null };

/** What the seller says about the payment in the headers of its answer; null when it says nothing (contract E.9). */
export async function readSettlement(headers: Readonly<Record<string, string>>): Promise<Settlement | null> {
  const header = headers['payment-response'] ?? headers['x-payment-response'];
  const response = header === undefined ? undefined : await decodeBase64Json(header);
  if (!isFields(response)) return null;
  const { success, payer } = response;
  const known = success === true ? 'settled' : 'failed';
  return {
    status: typeof success === 'boolean' ? known : 'unknown',
    response: { ...response },
    payerAddress: typeof payer === 'string' ? payer : null,
  };
}

/** The transaction that moved the money; null when the seller names none. */
export function findTransaction(settlement: Settlement | null): string | null {
  const transaction = settlement?.response?.['transaction'];
  return typeof transaction === 'string' && transaction !== '' ? transaction : null;
}
