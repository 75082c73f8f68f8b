import { styleText } from 'node:util';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { ConfigurationError } from '../engine/configuration-error.ts';
import { exitCodes } from '../engine/verdict.ts';
import { toBaseUrl } from '../target/base-url.ts';
import { diagnose } from '../target/diagnose.ts';
import type { Diagnosis } from '../target/diagnose.ts';
import { note, problem } from '../target/finding.ts';
import type { Finding } from '../target/finding.ts';
import { loadIdentities } from '../target/identities-file.ts';
import type { KnownIdentity } from '../target/identity-source.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { startManaged } from '../target/managed.ts';
import { defaultSet } from '../target/toggle-sets.ts';
import { tolerances } from '../target/tolerances.ts';
import { readApiKeys, toServerCommand } from './command-inputs.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { parseOptions } from './parse-options.ts';
import type { ParsedOptions } from './parse-options.ts';

const help = `Usage: machine-markets doctor [--target URL | --spawn "COMMAND"] [--api-key-file FILE] [--identities FILE]
                              [--registry URL] [--read-only] [--timeout MS]

Looks at everything that must be in order before a target can be tested: reachability, base path, envelope, clock,
API key, identity registry, identities. Each finding is one line, with its fix.

Exit codes: 0 in order · 2 usage · 3 not reachable · 4 something keeps conform from a verdict`;

/** Diagnoses a target; resolves to the exit code. */
export async function doctorCommand(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const files = { 'api-key-file': text, identities: text };
  const specs = {
    ...files,
    target: text,
    spawn: text,
    registry: text,
    timeout: text,
    'read-only': flag,
    help: flag,
  };
  const options = parseOptions(args, specs, false);
  if (options.has('help')) {
    console.log(help);
    return 0;
  }
  if (options.has('target') && options.has('spawn'))
    throw new ConfigurationError('Give only one of --target and --spawn.');
  const target = options.text('target');
  const { isReachable, findings } =
    target === undefined ? await diagnoseManaged(options) : await diagnoseTarget(target, options);
  for (const finding of findings) console.log(describe(finding));
  if (!isReachable) return exitCodes.unreachable;
  return findings.some(({ level }) => level === 'problem') ? exitCodes.inconclusive : exitCodes.conformant;
}

function probeLimit(options: ParsedOptions): { probeMs: number } {
  return { probeMs: options.number('timeout', 1) ?? tolerances.doctorProbeMs };
}

async function diagnoseTarget(target: string, options: ParsedOptions): Promise<Diagnosis> {
  const { url, corrections } = toBaseUrl(target);
  const early = corrections.map((correction) =>
    note('target URL', `${correction}.`, `write --target ${url}`),
  );
  const identities = await readIdentities(options.text('identities'), early);
  const registry = options.text('registry');
  const diagnosis = await diagnose({
    baseUrl: url,
    apiKeys: readApiKeys(options.text('api-key-file')),
    identities,
    registryUrl: registry === undefined ? undefined : toBaseUrl(registry).url,
    isReadOnly: options.has('read-only'),
    ...probeLimit(options),
  });
  return { isReachable: diagnosis.isReachable, findings: [...early, ...diagnosis.findings] };
}

/** A file with a mistake is a finding like any other, so that the rest is looked at too. */
async function readIdentities(file: string | undefined, findings: Finding[]): Promise<KnownIdentity[]> {
  if (file === undefined) return [];
  try {
    return await loadIdentities(file);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    findings.push(problem('identities file', error.message, 'correct the file.'));
    return [];
  }
}

async function diagnoseManaged(options: ParsedOptions): Promise<Diagnosis> {
  const { probeMs } = probeLimit(options);
  const started = await startManaged(defaultSet, {
    command: toServerCommand(options.text('spawn')),
    inheritedEnv: inheritedEnvironment(),
    declaredEnv: {},
    timeoutMs: probeMs,
  });
  try {
    return await diagnose({
      baseUrl: started.client.baseUrl,
      apiKeys: started.apiKeys,
      identities: [mintIdentity(started)],
      registryUrl: started.registry?.url,
      isReadOnly: options.has('read-only'),
      probeMs,
    });
  } finally {
    await started.close();
  }
}

function mintIdentity(target: LiveTarget): KnownIdentity {
  const account = privateKeyToAccount(generatePrivateKey());
  const machineId = target.registry?.mint(account.address).machineId ?? '0';
  return { identityRef: `did:peaq:${machineId}`, account };
}

const colours = { ok: 'green', note: 'yellow', problem: 'red' } as const;

function describe({ subject, level, text, fix }: Finding): string {
  const word = level.padEnd(7);
  const mark = process.stdout.isTTY ? styleText(colours[level], word) : word;
  return `${mark}  ${subject}: ${text}${fix === undefined ? '' : ` fix: ${fix}`}`;
}
