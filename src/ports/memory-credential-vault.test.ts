import { beforeEach, describe, expect, it } from 'vitest';
import { createCredentialVault } from './memory-credential-vault.ts';

const day = 86_400_000;
const keyOf = (value: string) => ({ geodnet: { apiKey: value } });

let time = 0;
const clock = { now: () => time };
beforeEach(() => {
  time = 1_000;
});

describe('a credential vault', () => {
  it('finds what was kept for an order, again and again, and nothing of another', () => {
    const vault = createCredentialVault({ clock });
    vault.keep('ord_1', keyOf('a'));
    vault.keep('ord_2', keyOf('b'));
    expect(vault.find('ord_1')).toEqual(keyOf('a'));
    expect(vault.find('ord_1')).toEqual(keyOf('a'));
    expect(vault.find('ord_2')).toEqual(keyOf('b'));
    expect(vault.find('ord_3')).toBeUndefined();
  });

  it('forgets what was dropped, and only that', () => {
    const vault = createCredentialVault({ clock });
    vault.keep('ord_1', keyOf('a'));
    vault.keep('ord_2', keyOf('b'));
    vault.drop('ord_1');
    vault.drop('ord_9');
    expect(vault.find('ord_1')).toBeUndefined();
    expect(vault.find('ord_2')).toEqual(keyOf('b'));
  });

  it('keeps its own copy', () => {
    const vault = createCredentialVault({ clock });
    const credentials = keyOf('a');
    vault.keep('ord_1', credentials);
    credentials.geodnet.apiKey = '[REDACTED]';
    expect(vault.find('ord_1')).toEqual(keyOf('a'));
  });

  it('forgets after a day, unless told another time', () => {
    const vault = createCredentialVault({ clock });
    const short = createCredentialVault({ clock, ttlMs: 10 });
    for (const each of [vault, short]) each.keep('ord_1', keyOf('a'));
    time += 9;
    expect(short.find('ord_1')).toEqual(keyOf('a'));
    time += 1;
    expect(short.find('ord_1')).toBeUndefined();
    time += day - 11;
    expect(vault.find('ord_1')).toEqual(keyOf('a'));
    time += 1;
    expect(vault.find('ord_1')).toBeUndefined();
  });

  it('counts from the last time that credentials were kept', () => {
    const vault = createCredentialVault({ clock, ttlMs: 10 });
    vault.keep('ord_1', keyOf('a'));
    vault.keep('ord_2', keyOf('b'));
    time += 6;
    vault.keep('ord_1', keyOf('c'));
    time += 6;
    expect(vault.find('ord_1')).toEqual(keyOf('c'));
    expect(vault.find('ord_2')).toBeUndefined();
  });

  it('never finds what is past its time, though the clock was set back before', () => {
    const vault = createCredentialVault({ clock, ttlMs: 10 });
    vault.keep('ord_1', keyOf('a'));
    time -= 5;
    vault.keep('ord_2', keyOf('b'));
    time += 12;
    expect(vault.find('ord_1')).toEqual(keyOf('a'));
    expect(vault.find('ord_2')).toBeUndefined();
  });

  it('drops the oldest when there are too many', () => {
    const vault = createCredentialVault({ clock, maxEntries: 2 });
    vault.keep('ord_1', keyOf('a'));
    vault.keep('ord_2', keyOf('b'));
    vault.keep('ord_1', keyOf('c'));
    vault.keep('ord_3', keyOf('d'));
    expect(vault.find('ord_2')).toBeUndefined();
    expect(vault.find('ord_1')).toEqual(keyOf('c'));
    expect(vault.find('ord_3')).toEqual(keyOf('d'));
  });

  it('holds 10000 orders', () => {
    const vault = createCredentialVault({ clock });
    for (let i = 0; i <= 10_000; i += 1) vault.keep(`ord_${i}`, keyOf(String(i)));
    expect(vault.find('ord_0')).toBeUndefined();
    expect(vault.find('ord_1')).toEqual(keyOf('1'));
    expect(vault.find('ord_10000')).toEqual(keyOf('10000'));
  });
});
