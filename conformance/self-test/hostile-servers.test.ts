import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../contract/redactor.ts';
import { runConformance } from '../engine/run.ts';
import type { RunReport } from '../engine/report.ts';
import { loadProfile } from '../profiles/load-profile.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { connectBlackBox } from '../target/black-box.ts';
import { hostileServers } from './hostile-servers.ts';
import { startTestServer } from './test-server.ts';

const catalog = loadCatalog();
const identities = Array.from({ length: 32 }, (_, index) => ({
  identityRef: `did:peaq:${index + 1}`,
  account: privateKeyToAccount(generatePrivateKey()),
}));

async function conform(
  baseUrl: string,
  profile: string,
  declaredEnv: Record<string, string> = {},
): Promise<RunReport> {
  const apiKeys = ['a-key-of-the-self-test'];
  const { target, detected } = await connectBlackBox({
    baseUrl,
    apiKeys,
    identities,
    declaredEnv,
    timeoutMs: 150,
  });
  return runConformance({
    catalog,
    profile: loadProfile(profile),
    strict: false,
    target: { mode: 'black-box', address: baseUrl },
    sets: [{ name: 'declared', env: {}, why: 'self-test' }],
    openTarget: async () => target,
    detected,
    only: [],
    skip: new Map(),
    isReadOnly: false,
    concurrency: 32,
    setsAtOnce: 1,
    seed: 1,
    bail: false,
    baseline: [],
    redactor: new Redactor(),
    reporters: [],
    signal: new AbortController().signal,
  });
}

/** Undeclared toggles are detected from what the server answers; the other run declares the gate closed. */
const runs: [string, Record<string, string>][] = [
  ['reference', {}],
  ['core', { PEAQOS_REQUIRE_API_AUTH: 'true' }],
];

describe.each(Object.entries(hostileServers))('a server that %s', (_name, answer) => {
  test.each(runs)('passes no MUST and is never green under %s %j', async (profile, declared) => {
    const server = await startTestServer(answer);
    try {
      const { verdict, results } = await conform(server.url, profile, declared);
      const passed = results.filter((result) => result.verdict === 'pass' && result.level === 'MUST');
      const errors = results.filter((result) => result.verdict === 'error');
      expect(passed.map(({ id }) => id)).toEqual([]);
      expect(errors.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
      expect(verdict.conformant).toBe(false);
      expect([1, 4]).toContain(verdict.exitCode);
    } finally {
      await server.close();
    }
  });
});
