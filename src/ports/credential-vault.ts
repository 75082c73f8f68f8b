/** Credentials as a request brings them: block of a provider → name → value. */
export type ProviderCredentials = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Credentials that a request gave for one order, in this process only: never on disk, gone after execution, after
 * `ttlMs`, or with the process (contract E.11).
 */
export interface CredentialVault {
  keep(orderId: string, credentials: ProviderCredentials): void;
  find(orderId: string): ProviderCredentials | undefined;
  drop(orderId: string): void;
}
