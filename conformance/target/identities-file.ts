import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { isRecord, parseJson } from '../contract/json.ts';
import { ConfigurationError } from '../engine/configuration-error.ts';
import type { KnownIdentity } from './identity-source.ts';

const example =
  '[{"identityRef": "did:peaq:77", "controllerKey": "0x…"}] (or controllerKeyFile: a file that holds the key)';

/** The identities of --identities FILE. Raises ConfigurationError, with the correction and never with a key. */
export async function loadIdentities(file: string): Promise<KnownIdentity[]> {
  const json = parseJson(await readText(file));
  if (!Array.isArray(json) || json.length === 0) {
    throw new ConfigurationError(
      `${file}: expected a JSON array with at least one identity, such as ${example}.`,
    );
  }
  const identities = await Promise.all(
    json.map((entry: unknown, index) => toKnownIdentity(entry, index, file)),
  );
  const seen = new Set<string>();
  for (const { identityRef } of identities) {
    if (seen.has(identityRef))
      throw new ConfigurationError(`${file}: ${identityRef} is there twice; remove one.`);
    seen.add(identityRef);
  }
  return identities;
}

async function toKnownIdentity(entry: unknown, index: number, file: string): Promise<KnownIdentity> {
  const where = `${file}: entry ${index + 1}`;
  if (!isRecord(entry)) throw new ConfigurationError(`${where} is no object; write ${example}.`);
  const known = ['identityRef', 'controllerKey', 'controllerKeyFile'];
  const unknown = Object.keys(entry).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new ConfigurationError(
      `${where}: unknown key ${unknown.join(', ')}; the keys are ${known.join(', ')}.`,
    );
  }
  const { identityRef } = entry;
  if (typeof identityRef !== 'string' || !/^did:peaq:(0|[1-9][0-9]*)$/.test(identityRef)) {
    throw new ConfigurationError(`${where}: identityRef must be did:peaq:<decimal>, such as did:peaq:77.`);
  }
  const key = await readKey(entry, where, file);
  if (!isHex(key) || key.length !== 66) {
    throw new ConfigurationError(`${where}: the controller key must be 0x and 64 hexadecimal digits.`);
  }
  try {
    return { identityRef, account: privateKeyToAccount(key) };
  } catch (error) {
    throw new ConfigurationError(`${where}: the controller key is no private key of secp256k1.`, {
      cause: error,
    });
  }
}

async function readKey(entry: Record<string, unknown>, where: string, file: string): Promise<string> {
  const { controllerKey, controllerKeyFile } = entry;
  if (typeof controllerKey === 'string' && controllerKeyFile === undefined) return controllerKey.trim();
  if (typeof controllerKeyFile === 'string' && controllerKey === undefined) {
    return (await readText(resolve(dirname(file), controllerKeyFile))).trim();
  }
  throw new ConfigurationError(`${where}: give exactly one of controllerKey and controllerKeyFile, as text.`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigurationError(`${file}: cannot be read (${code}).`, { cause: error });
  }
}
