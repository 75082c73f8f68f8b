import type { CheckContext, Reply } from '../engine/context.ts';

/** None of the secrets is in the text, in any case of its letters. */
export function expectHidden(
  ctx: CheckContext,
  text: string,
  secrets: Readonly<Record<string, string>>,
  where: string,
): void {
  const searched = text.toLowerCase();
  for (const [what, secret] of Object.entries(secrets)) {
    ctx.expect.ok(!searched.includes(secret.toLowerCase()), `${what} is not in ${where}`, {
      expected: `${where} without it`,
      actual: `it is in ${where}`,
    });
  }
}

/** None of the secrets is in any of the answers. */
export function expectHiddenInAll(
  ctx: CheckContext,
  replies: Readonly<Record<string, Reply>>,
  secrets: Readonly<Record<string, string>>,
): void {
  for (const [what, { text, status }] of Object.entries(replies))
    expectHidden(ctx, text, secrets, `the answer ${status} to ${what}`);
}

/** The signature inside a payment header, with which the header can be written anew; empty when it cannot be read. */
export function signatureInside(paymentSignature: string): string {
  const text = Buffer.from(paymentSignature, 'base64').toString('utf8');
  return /"signature":"0x([0-9a-f]+)"/i.exec(text)?.[1] ?? '';
}
