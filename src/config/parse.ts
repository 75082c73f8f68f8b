/** A value that does not fit its variable. The message never holds the value of a secret. */
export class BadValue extends Error {}

const truths: Record<string, boolean> = { true: true, '1': true, false: false, '0': false };

export function parseBoolean(text: string): boolean {
  const value = truths[text.toLowerCase()];
  if (value === undefined) throw new BadValue(`must be true, 1, false or 0, not "${text}"`);
  return value;
}

export function parseChoice<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) throw new BadValue(`must be ${choices.join(' or ')}, not "${text}"`);
    return choice;
  };
}

/** A whole number within bounds; `unit` goes into the message. */
export function parseInteger(minimum: number, maximum: number, unit = ''): (text: string) => number {
  const wanted = `must be a whole number${unit && ` of ${unit}`} from ${minimum} to ${maximum}`;
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= minimum && value <= maximum)) throw new BadValue(`${wanted}, not "${text}"`);
    return value;
  };
}

/** An http or https URL, without a trailing slash. */
export function parseHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new BadValue('must be an http or https URL');
  }
  return text.replace(/\/+$/, '');
}

export function parseAddress(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new BadValue('must be an EVM address: 0x and 40 hex digits');
  return text;
}

export function parseText(text: string): string {
  return text;
}

/** A comma-separated list; white space around an entry is dropped, an empty entry is a mistake. */
export function parseList(text: string): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  if (entries.includes('')) throw new BadValue('must be a comma-separated list without empty entries');
  return entries;
}

/** A comma-separated list of choices, in any order and each once. */
export function parseChoices<const T extends string>(
  ...choices: readonly T[]
): (text: string) => readonly T[] {
  const wanted = `must be a comma-separated list of ${choices.join(', ')}`;
  return (text) => {
    const entries = text.split(',').map((entry) => choices.find((choice) => choice === entry.trim()));
    const known = entries.filter((entry) => entry !== undefined);
    if (known.length < entries.length) throw new BadValue(wanted);
    return [...new Set(known)];
  };
}

const keyBytes = 32;

/** A comma-separated list of keys of 32 bytes, each in base64, base64url or hex. */
export function parseEncryptionKeys(text: string): readonly Uint8Array[] {
  return text.split(',').map((entry) => {
    const key = entry.trim();
    const isHex = /^[0-9a-fA-F]{64}$/.test(key);
    const isBase64 = /^(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})=?$/.test(key);
    if (!isHex && !isBase64) {
      throw new BadValue(`must be a comma-separated list of ${keyBytes}-byte keys in base64 or hex`);
    }
    return new Uint8Array(Buffer.from(key, isHex ? 'hex' : 'base64'));
  });
}
