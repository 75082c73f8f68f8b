import { isUtf8 } from 'node:buffer';
import { createValidationError } from './validation-error.ts';

const maxDepth = 64;
/** A longer body can hold a number that overflows without an exponent. */
const shortBody = 300;

const refuse = (message: string) => createValidationError([{ path: '', message }]);

function countOpeners(text: string, opener: string, limit: number): number {
  let count = 0;
  for (let at = text.indexOf(opener); at >= 0 && count <= limit; at = text.indexOf(opener, at + 1)) count++;
  return count;
}

/** Looks at the text, not at the value: parsing a hundred thousand levels costs more than refusing them. */
function isTooDeep(text: string): boolean {
  if (countOpeners(text, '{', maxDepth) + countOpeners(text, '[', maxDepth) <= maxDepth) return false;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length && depth <= maxDepth; at++) {
    const char = text[at];
    if (isInString) {
      if (char === '\\') at++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
  }
  return depth > maxDepth;
}

const isCleanText = (text: string) => !text.includes('\0') && text.isWellFormed();

/** What no field may hold, whatever its schema; null when the value is clean. Recursion is bounded by maxDepth. */
function findProblem(value: unknown): string | null {
  if (typeof value === 'string') {
    return isCleanText(value) ? null : 'text must hold neither NUL characters nor lone surrogates';
  }
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'a number is out of range';
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    if (!isCleanText(key)) return 'a key holds a NUL character or a lone surrogate';
    if (key === '__proto__') return 'a key is not allowed';
    const problem = findProblem(child);
    if (problem !== null) return problem;
  }
  return null;
}

/** Only these can bring in what findProblem looks for: escapes, exponents, a forbidden key, very long numbers. */
function isSuspicious(text: string): boolean {
  return text.length > shortBody || /\\u|\d[eE]|__proto__/.test(text);
}

/** The value of a JSON body. Raises VALIDATION_ERROR for anything that is not clean JSON in UTF-8. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw refuse('the body is not UTF-8');
  const text = bytes.toString('utf8');
  if (isTooDeep(text)) throw refuse(`the body is nested deeper than ${maxDepth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('the body is not valid JSON');
  }
  if (isSuspicious(text)) {
    const problem = findProblem(value);
    if (problem !== null) throw refuse(problem);
  }
  return value;
}
