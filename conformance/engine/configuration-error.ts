/** The user asked for something that cannot be done as written; found before any test. The message says the correction. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The kit itself is broken, such as a requirement without a check. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
}

/** The target does not answer or did not start. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}
