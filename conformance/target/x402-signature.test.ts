import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { Untestable } from '../engine/outcomes.ts';
import { startProviderStandIns } from '../registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../registry/providers/provider-stand-ins.ts';
import { signChallenge } from './x402-signature.ts';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());

const account = privateKeyToAccount(generatePrivateKey());

async function readChallenge(url: string): Promise<string> {
  const answer = await fetch(url);
  const header = answer.headers.get('payment-required');
  return header ?? Buffer.from(await answer.text()).toString('base64');
}

describe.each([
  ['x402', 'payment-signature'],
  ['x402-v1', 'x-payment'],
] as const)('The seller %s', (name, headerName) => {
  test('takes what the kit signs, once', async () => {
    const url = `${standIns.urls[name]}/goods`;
    const { header } = await signChallenge(await readChallenge(url), account, {});
    const pay = () => fetch(url, { headers: { [headerName]: header } });
    expect((await pay()).status).toBe(200);
    expect((await pay()).status).toBe(402);
  });

  test('refuses what was changed before it was signed', async () => {
    const url = `${standIns.urls[name]}/goods`;
    const { header } = await signChallenge(await readChallenge(url), account, { value: '1' });
    expect((await fetch(url, { headers: { [headerName]: header } })).status).toBe(402);
  });
});

test.each([
  ['no base64 of JSON', 'x'],
  ['without an offer', Buffer.from('{"x402Version":2,"accepts":[]}').toString('base64')],
  ['of an offer that lacks its domain', Buffer.from('{"accepts":[{"network":"base"}]}').toString('base64')],
])('A challenge that is %s makes the check untestable', async (_case, challenge) => {
  await expect(signChallenge(challenge, account, {})).rejects.toThrow(Untestable);
});
