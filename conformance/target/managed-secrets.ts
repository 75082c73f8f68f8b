import { randomBytes } from 'node:crypto';
import type { ManagedSecrets } from './toggle-sets.ts';

/** Fresh secrets for the servers of one run. */
export function createManagedSecrets(): ManagedSecrets {
  const secret = (): string => randomBytes(24).toString('hex');
  return { apiKey: secret(), listedKeys: [secret(), secret()], sessionSecret: secret() };
}
