import type { ProviderCredentials } from '../ports/credential-vault.ts';

/** The credentials of a request: block → name → text. What is no text, null included, is as good as not sent. */
export function toCredentials(input: object | null | undefined): ProviderCredentials | null {
  if (input === null || input === undefined) return null;
  const blocks = Object.entries(input).flatMap(([block, leaves]: [string, unknown]) => {
    if (typeof leaves !== 'object' || leaves === null) return [];
    const texts = Object.entries(leaves).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    );
    return texts.length === 0 ? [] : [[block, Object.fromEntries(texts)] as const];
  });
  return blocks.length === 0 ? null : Object.fromEntries(blocks);
}
