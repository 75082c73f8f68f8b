/** A text without what JSON and URLs put before its characters, and where each of them stood in it. */
export interface UnescapedText {
  /** Bytes of UTF-8, one character each. */
  text: string;
  /** Per character: where its spelling begins and ends in the original. */
  starts: readonly number[];
  ends: readonly number[];
}

/** A percent sign may be encoded itself, and a backslash escaped, as often as texts lie in texts. */
const spelling = /\\+u([0-9a-f]{4})|\\+|%(?:25)*([0-9a-f]{2})|[^\\%]+|%/gisu;

/** Undoes JSON escapes and percent-encoding, however often they were applied. Backslashes are gone from the result. */
export function unescapeText(text: string): UnescapedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (bytes: string, start: number, end: number) => {
    for (const byte of bytes) {
      parts.push(byte);
      starts.push(start);
      ends.push(end);
    }
  };
  for (const { 0: part, 1: unit, 2: byte, index } of text.matchAll(spelling)) {
    const end = index + part.length;
    if (byte !== undefined) add(withoutBackslash(fromHex(byte)), index, end);
    else if (unit !== undefined) add(toBytes(withoutBackslash(fromHex(unit))), index, end);
    else if (!part.startsWith('\\')) addPlain(part, index, add);
  }
  return { text: parts.join(''), starts, ends };
}

function addPlain(
  part: string,
  index: number,
  add: (bytes: string, start: number, end: number) => void,
): void {
  let start = index;
  for (const character of part) {
    add(toBytes(character), start, start + character.length);
    start += character.length;
  }
}

const fromHex = (digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

const withoutBackslash = (character: string) => (character === '\\' ? '' : character);

const toBytes = (character: string) =>
  character <= '\x7f' ? character : Buffer.from(character, 'utf8').toString('latin1');
