import { describe, expect, it } from 'vitest';
import { createDelegationPolicy, hashDelegationPolicy } from './delegation-policy.ts';
import { aPolicy } from './records.fixture.ts';

/** SHA-256 by Node's own cryptography, as lowercase hex. */
async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
}

describe('createDelegationPolicy', () => {
  it.each([undefined, null, {}])('makes %j a policy without any restriction', (input) => {
    expect(createDelegationPolicy(input)).toEqual(aPolicy());
  });

  it('takes null as absent and keeps a limit of 0, which is a limit', () => {
    const input = { allowedSkillKeys: null, deniedSkillKeys: ['a'], perTransactionLimit: 0, currency: null };
    expect(createDelegationPolicy(input)).toEqual(
      aPolicy({ deniedSkillKeys: ['a'], perTransactionLimit: 0 }),
    );
  });

  it('keeps no field that is not of the policy', () => {
    const input: object = { currency: 'USDT', admin: true };
    expect(createDelegationPolicy(input)).toEqual(aPolicy({ currency: 'USDT' }));
  });
});

describe('hashDelegationPolicy', () => {
  it('is SHA-256 over sorted JSON with unset limits as null', async () => {
    const canonical =
      '{"allowedServiceIds":[],"allowedSkillKeys":[],"currency":null,"dailySpendLimit":null,' +
      '"deniedServiceIds":[],"deniedSkillKeys":[],"perTransactionLimit":null}';
    expect(hashDelegationPolicy(aPolicy())).toBe(await sha256(canonical));
  });

  it('is SHA-256 over sorted JSON of a full policy, in UTF-8', async () => {
    const policy = aPolicy({
      allowedSkillKeys: ['ö', 'z', 'B', 'a', 'é'],
      deniedServiceIds: ['svc:2', 'svc:10'],
      perTransactionLimit: 0.1,
      dailySpendLimit: 1e21,
      currency: 'U"SDT\n',
    });
    const canonical =
      '{"allowedServiceIds":[],"allowedSkillKeys":["B","a","z","é","ö"],"currency":"U\\"SDT\\n",' +
      '"dailySpendLimit":1e+21,"deniedServiceIds":["svc:10","svc:2"],"deniedSkillKeys":[],"perTransactionLimit":0.1}';
    expect(hashDelegationPolicy(policy)).toBe(await sha256(canonical));
  });

  it('does not depend on the order of lists or of fields', () => {
    const lists = { allowedSkillKeys: ['a', 'b', 'c'], deniedServiceIds: ['x', 'y'] };
    const reversed = { allowedSkillKeys: ['c', 'b', 'a'], deniedServiceIds: ['y', 'x'] };
    const hash = hashDelegationPolicy(aPolicy(lists));
    expect(hashDelegationPolicy(aPolicy(reversed))).toBe(hash);
    const fieldsReversed = Object.fromEntries(Object.entries(aPolicy(lists)).toReversed());
    expect(hashDelegationPolicy(fieldsReversed as unknown as ReturnType<typeof aPolicy>)).toBe(hash);
  });

  it('leaves the policy itself as it is', () => {
    const policy = aPolicy({ allowedSkillKeys: ['b', 'a'] });
    hashDelegationPolicy(policy);
    expect(policy.allowedSkillKeys).toEqual(['b', 'a']);
  });

  it.each([
    { allowedSkillKeys: ['a'] },
    { deniedSkillKeys: ['a'] },
    { allowedServiceIds: ['a'] },
    { deniedServiceIds: ['a'] },
    { perTransactionLimit: 0 },
    { dailySpendLimit: 0 },
    { currency: '' },
    { allowedSkillKeys: ['a', 'a'] },
    { allowedSkillKeys: ['a,b'] },
    { allowedSkillKeys: ['a', 'b'] },
  ])('is another hash for %j', (change) => {
    const others = [aPolicy(), aPolicy({ allowedSkillKeys: ['b'] }), aPolicy({ perTransactionLimit: 1 })];
    expect(others.map(hashDelegationPolicy)).not.toContain(hashDelegationPolicy(aPolicy(change)));
  });
});
