import type { OutboundAnswer, OutboundFailure } from '../ports/outbound-http.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { isObject } from './operation-input.ts';
import type { ProviderResult, Settlement } from './provider-adapter.ts';
import { parseJson } from './result-body.ts';

export type FailedResult = Extract<ProviderResult, { status: 'failed' }>;

/** A failed result; the message ends with a full stop. */
export function failed(errorMessage: string, settlement: Settlement | null = null): FailedResult {
  return { status: 'failed', errorMessage, errorCode: null, settlement };
}

/** Why a provider gave no answer, in one sentence. */
export function describeFailure(label: string, failure: OutboundFailure, timeoutMs: number): string {
  const sentences: Record<OutboundFailure, string> = {
    timeout: `${label} gave no answer in ${timeoutMs / 1_000} s.`,
    network: `${label} cannot be reached.`,
    'too-large': describeTooLarge(label),
    'forbidden-address': `The address of ${label} is none that this server may call.`,
    redirect: `${label} answered with a redirection, which is not followed.`,
  };
  return sentences[failure];
}

export function describeTooLarge(label: string): string {
  return `${label} answered with more than ${largestResultBytes / 1_024} KiB.`;
}

/** What a provider answered in place of a success, with its own reason when it gave a short one. */
export function describeStatus(label: string, answer: OutboundAnswer): string {
  const reason = findReason(answer);
  return `${label} answered HTTP ${answer.status}${reason === null ? '' : `: ${reason}`}.`;
}

/** A success that does not hold what the provider documents. */
export function describeMisfit(label: string): string {
  return `${label} gave an answer that is not understood.`;
}

/** The reason in an error body, on one line; null when there is none. */
export function findReason({ headers, body }: OutboundAnswer): string | null {
  const text = body.toString('utf8');
  const isPlainText = headers['content-type']?.startsWith('text/plain') === true;
  return toLine(pickReason(parseJson(text)) ?? (isPlainText ? text : ''));
}

function pickReason(value: unknown): string | null {
  if (!isObject(value)) return null;
  for (const key of ['error', 'detail', 'message', 'reason', 'code']) {
    const found = value[key];
    if (typeof found === 'string' && found !== '') return found;
    const inner = pickReason(found);
    if (inner !== null) return inner;
  }
  return null;
}

/** Text as it can stand in a message: one line without a full stop; null when nothing is left. */
export function toLine(text: string): string | null {
  const line = text
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return line === '' ? null : line;
}

const longestMessage = 200;

/**
 * A message or a phrase of a limited length. Only for one that holds no secret any more: of a secret that was cut nobody
 * would recognise the rest.
 */
export function shorten(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}
