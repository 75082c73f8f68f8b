import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { verifyMessage } from 'viem';
import { afterAll, describe, expect, test } from 'vitest';
import { Untestable } from '../engine/outcomes.ts';
import { loadIdentities } from './identities-file.ts';
import { IdentityPool } from './identity-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'machine-markets-identities-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = generatePrivateKey();
const account = privateKeyToAccount(key);

function write(content: unknown): string {
  const file = join(folder, 'identities.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('A pool of identities', () => {
  test('leases each to one at a time and hands it on when it is given back', async () => {
    const pool = new IdentityPool([{ identityRef: 'did:peaq:7', account }]);
    const first = await pool.lease();
    const order: string[] = [];
    const second = pool.lease().then((identity) => {
      order.push('leased');
      return identity;
    });
    await Promise.resolve();
    order.push('released');
    first.release();
    first.release();
    expect(await second).toMatchObject({
      identityRef: 'did:peaq:7',
      machineId: '7',
      address: account.address,
    });
    expect(order).toEqual(['released', 'leased']);
  });

  test('that is empty says which option fills it', async () => {
    await expect(new IdentityPool([]).lease()).rejects.toThrow(Untestable);
    await expect(new IdentityPool([]).lease()).rejects.toThrow('--identities FILE');
  });

  test('signs as the controller (EIP-191)', async () => {
    const identity = await new IdentityPool([{ identityRef: 'did:peaq:7', account }]).lease();
    const signature = (await identity.sign('text')) as `0x${string}`;
    expect(await verifyMessage({ address: account.address, message: 'text', signature })).toBe(true);
  });
});

describe('An identities file', () => {
  test('gives the identities, with keys inside or in files of their own', async () => {
    writeFileSync(join(folder, 'key'), `${key}\n`);
    const file = write([
      { identityRef: 'did:peaq:1', controllerKey: key },
      { identityRef: 'did:peaq:2', controllerKeyFile: 'key' },
    ]);
    const identities = await loadIdentities(file);
    expect(identities.map((identity) => [identity.identityRef, identity.account.address])).toEqual([
      ['did:peaq:1', account.address],
      ['did:peaq:2', account.address],
    ]);
  });

  test.each([
    ['no JSON', '[', 'expected a JSON array'],
    ['no entry', [], 'expected a JSON array'],
    [
      'another DID form',
      [{ identityRef: 'did:peaq:0x12', controllerKey: key }],
      'must be did:peaq:<decimal>',
    ],
    ['an unknown key', [{ identityRef: 'did:peaq:1', controllerkey: key }], 'unknown key controllerkey'],
    ['no key', [{ identityRef: 'did:peaq:1' }], 'exactly one of controllerKey and controllerKeyFile'],
    ['a short key', [{ identityRef: 'did:peaq:1', controllerKey: '0xabcdef' }], '64 hexadecimal digits'],
    [
      'a key out of range',
      [{ identityRef: 'did:peaq:1', controllerKey: `0x${'f'.repeat(64)}` }],
      'no private key',
    ],
    [
      'an identity twice',
      [1, 2].map(() => ({ identityRef: 'did:peaq:1', controllerKey: key })),
      'is there twice',
    ],
  ])('with %s is refused, and the key is not told', async (_case, content, message) => {
    const error: unknown = await loadIdentities(write(content)).catch((reason: unknown) => reason);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain(key.slice(2));
  });
});
