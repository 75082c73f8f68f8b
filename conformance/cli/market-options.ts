import { readFileSync } from 'node:fs';
import { isAddress } from 'viem';
import type { Hex } from 'viem';
import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import type { BlackBoxChainOptions } from '../target/black-box-chain.ts';
import type { NamedServices } from '../target/service-directory.ts';
import { serviceKinds } from '../target/service-kinds.ts';
import type { ParsedOptions } from './parse-options.ts';

/** Options that together name a chain; one alone means nothing. */
export const chainOptions = ['payment-rpc-url', 'payment-token', 'payer-key-file'] as const;

/** The services of --service KIND=ID. Raises ConfigurationError with the correction. */
export function toServices(list: readonly string[]): NamedServices {
  const pairs = list.map((text): [string, string] => {
    const at = text.indexOf('=');
    const kind = text.slice(0, Math.max(at, 0));
    if (at <= 0 || at === text.length - 1)
      throw new ConfigurationError(`--service ${text}: write --service KIND=ID.`);
    if (serviceKinds.some((known) => known === kind)) return [kind, text.slice(at + 1)];
    throw new ConfigurationError(
      `--service ${text}: no kind «${kind}»; write one of ${serviceKinds.join(', ')}.${suggest(kind, serviceKinds)}`,
    );
  });
  const twice = pairs.find(([kind], index) => pairs.findIndex(([other]) => other === kind) !== index);
  if (twice) throw new ConfigurationError(`--service ${twice[0]}: given twice; keep one.`);
  return Object.fromEntries(pairs);
}

/** The files and values that name a chain, unread; undefined when none was given. */
export interface ChainFiles {
  rpcUrl: string;
  tokenAddress: Hex;
  payerKeyFile: string;
}

/** Raises ConfigurationError when some of the three options are given and not all, or one of them is malformed. */
export function toChainFiles(parsed: ParsedOptions): ChainFiles | undefined {
  const [rpcUrl, token, payerKeyFile] = chainOptions.map((name) => parsed.text(name));
  if (rpcUrl === undefined && token === undefined && payerKeyFile === undefined) return undefined;
  if (rpcUrl === undefined || token === undefined || payerKeyFile === undefined) {
    throw new ConfigurationError(
      `${chainOptions.map((name) => `--${name}`).join(', ')} go together; give all three or none.`,
    );
  }
  if (!URL.canParse(rpcUrl) || !/^https?:/.test(rpcUrl))
    throw new ConfigurationError(`--payment-rpc-url ${rpcUrl}: write a URL such as http://127.0.0.1:8545.`);
  if (!isAddress(token, { strict: false }))
    throw new ConfigurationError(
      `--payment-token ${token}: write the address of a token, 0x and 40 hex digits.`,
    );
  return { rpcUrl, tokenAddress: token, payerKeyFile };
}

/** The chain with the payer's key read. Raises ConfigurationError, which never shows what the file holds. */
export function readChainFiles(files: ChainFiles | undefined): BlackBoxChainOptions | undefined {
  if (files === undefined) return undefined;
  const { rpcUrl, tokenAddress, payerKeyFile } = files;
  let text: string;
  try {
    text = readFileSync(payerKeyFile, 'utf8').trim();
  } catch (error) {
    throw new ConfigurationError(`--payer-key-file ${payerKeyFile}: cannot be read.`, { cause: error });
  }
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(text)?.[1];
  if (digits === undefined)
    throw new ConfigurationError(
      `--payer-key-file ${payerKeyFile}: write one private key, 0x and 64 hex digits.`,
    );
  return { rpcUrl, tokenAddress, payerKey: `0x${digits}` };
}
