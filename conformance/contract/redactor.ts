// Secrets are hidden where traffic is captured, so nothing behind the transport (evidence, reports, logs) ever holds one.

export const mask = '[REDACTED]';

const secretHeaders = new Set([
  'x-api-key',
  'x-agent-pairing-token',
  'x-machine-agent-token',
  'authorization',
  'proxy-authorization',
  'payment-signature',
  'x-payment',
  'cookie',
  'set-cookie',
]);

const secretKeys = [
  'pairingToken',
  'signature',
  'agentToken',
  'authToken',
  'auth_token',
  'provisioningToken',
  'accessToken',
  'apiKey',
  'api_key',
  'privateKey',
  'controllerKey',
  'secret',
  'sessionSecret',
  'password',
  'paymentSignature',
  'payerKey',
  'publisherToken',
  'consoleApiKey',
  'appKey',
  'ak',
  'sk',
];

/** Also matches a value cut off in the middle, as in truncated JSON. */
const keyedSecret = new RegExp(
  `("(?:${secretKeys.join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\[\\s\\S])*("|$)`,
  'gi',
);
/** Also the name of a payment's currency, whose symbols are short. */
const keyedToken = /("token"\s*:\s*)"(?:[^"\\]|\\[\s\S]){16,}("|$)/gi;
const jsonWebToken = /eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*/g;

/** Shorter values are too common in ordinary text to be hidden safely. */
const shortestSecret = 6;

/** The guard over finished reports looks only for values that cannot be there by accident. */
const shortestGuarded = 12;

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
  return [...new Set(forms)];
}

/** Knows secrets and hides them, in the forms in which they usually travel: plain, JSON-escaped, URL-encoded, base64. */
export class Redactor {
  readonly #parent: Redactor | undefined;
  readonly #secrets = new Set<string>();
  #forms: string[] = [];
  /** Every secret ever known, also by children: for the guard over finished reports. */
  readonly #known: Set<string>;

  constructor(parent?: Redactor) {
    this.#parent = parent;
    this.#known = parent ? parent.#known : new Set();
  }

  /** A redactor for one check: it knows all of this one's secrets, and what it learns ends with it. */
  createChild(): Redactor {
    return new Redactor(this);
  }

  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < shortestSecret || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#known.add(secret);
    // Longest first, so that a secret inside another one leaves no remainder.
    this.#forms = [...this.#forms, ...formsOf(secret)].sort((a, b) => b.length - a.length);
  }

  /** The text without secrets. */
  text(text: string): string {
    let safe = text
      .replace(keyedSecret, `$1"${mask}$2`)
      .replace(keyedToken, `$1"${mask}$2`)
      .replace(jsonWebToken, mask);
    for (const form of this.#allForms()) if (safe.includes(form)) safe = safe.replaceAll(form, mask);
    return safe;
  }

  /** The headers without secrets, names in lower case. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => {
        const lower = name.toLowerCase();
        return [lower, secretHeaders.has(lower) ? mask : this.text(value)];
      }),
    );
  }

  /** True when a text that is about to leave the kit still holds a secret that was ever known. */
  hasLeak(text: string): boolean {
    for (const secret of this.#known)
      if (secret.length >= shortestGuarded && text.includes(secret)) return true;
    return false;
  }

  /** The text with every secret that was ever known hidden: the last resort after hasLeak. */
  scrub(text: string): string {
    let safe = text;
    for (const secret of this.#known) safe = safe.replaceAll(secret, mask);
    return safe;
  }

  #allForms(): string[] {
    return this.#parent ? [...this.#forms, ...this.#parent.#allForms()] : this.#forms;
  }
}
