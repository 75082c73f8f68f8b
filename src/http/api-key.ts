import { hash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';

const digest = (bytes: Buffer) => hash('sha256', bytes, 'buffer');

/** Checks the value of an `x-api-key` header; raises AUTH_REQUIRED or AUTH_INVALID. */
export type AssertApiKey = (header: string | string[] | undefined) => void;

/**
 * The gate of the deployment (contract E.1 step 2). Every configured key is compared, as digests of equal length, so
 * that the time taken says nothing about which key came close. With the gate on and no key configured nobody passes.
 */
export function createApiKeyGate(isRequired: boolean, keys: readonly string[]): AssertApiKey {
  if (!isRequired) return () => {};
  const digests = keys.filter((key) => key !== '').map((key) => digest(Buffer.from(key, 'utf8')));
  return (header) => {
    if (header === undefined || header === '') {
      throw new DomainError('AUTH_REQUIRED', 'This deployment asks for an API key in x-api-key.');
    }
    // Node hands header bytes over as latin1.
    const candidate = digest(Buffer.from(String(header), 'latin1'));
    let matches = 0;
    for (const known of digests) matches += timingSafeEqual(known, candidate) ? 1 : 0;
    if (matches === 0) throw new DomainError('AUTH_INVALID', 'The API key is not valid.');
  };
}
