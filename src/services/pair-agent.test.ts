import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashDelegationPolicy } from '../domain/delegation-policy.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { gated, json, profile } from '../ports/registry-server.fixture.ts';
import { archiveMachine } from './archive-machine.ts';
import { createPairingChallenge } from './create-pairing-challenge.ts';
import { pairAgent } from './pair-agent.ts';
import { registerMachine } from './register-machine.ts';
import { rotateSession } from './rotate-session.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Workbench } from './services.fixture.ts';
import {
  agent,
  agentInput,
  changeAtRegistry,
  controller,
  fields,
  mint,
  onboard,
  openWorkbench,
  pairCommand,
  proveAgent,
} from './services.fixture.ts';
import { updateMachine } from './update-machine.ts';
import { verifyPairingToken } from './verify-pairing-token.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const invalid = refusal('AGENT_PAIRING_PROOF_INVALID');

/** The three calls that need a machine which is ready to pair. */
const gatedCalls: [string, (deps: ServiceDeps, machineId: string) => Promise<unknown>][] = [
  ['a challenge', (deps, machineId) => createPairingChallenge(deps, machineId, agentInput)],
  ['a pairing', (deps, machineId) => pairAgent(deps, machineId, pairCommand())],
  ['a session', (deps, machineId) => rotateSession(deps, machineId, 'pair_000000000000', null)],
];

describe.each(gatedCalls)('%s is refused', (_title, request) => {
  const attempt = (machineId: string, deps: ServiceDeps = bench.deps) => request(deps, machineId);

  it('for an unknown machine', async () => {
    await expect(attempt('mach_000000000000')).rejects.toThrow(refusal('NOT_FOUND'));
  });

  it('unless the machine is active, whatever the registry says', async () => {
    const id = await onboard(bench.deps, mint(bench));
    for (const status of ['draft', 'blocked', 'degraded'] as const) {
      await updateMachine(bench.deps, id, { fields: { status }, identityRef: null, identityProof: null });
      await expect(attempt(id, bench.cutOff())).rejects.toThrow(
        refusal('MACHINE_NOT_ACTIVE', { details: { status } }),
      );
    }
    await archiveMachine(bench.deps, id);
    await expect(attempt(id)).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE'));
  });

  it('for a machine without proof', async () => {
    const open = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    const { id } = await registerMachine(open, { fields, identityRef: null, identityProof: null });
    await updateMachine(open, id, { fields: { status: 'active' }, identityRef: null, identityProof: null });
    await expect(attempt(id)).rejects.toThrow(refusal('MACHINE_IDENTITY_PROOF_REQUIRED'));
  });

  it('unless the identity stands and is bonded now', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const reason = (details: Record<string, unknown>) => refusal('MACHINE_NOT_ACTIVATED', { details });
    changeAtRegistry(bench, did, { bond_status: 'unbonded' });
    await expect(attempt(id)).rejects.toThrow(reason({ reason: 'unbonded', bondStatus: 'unbonded' }));
    changeAtRegistry(bench, did, { owner: agent.address });
    await expect(attempt(id)).rejects.toThrow(reason({ reason: 'controller-changed' }));
    changeAtRegistry(bench, did, null);
    await expect(attempt(id)).rejects.toThrow(reason({ reason: 'unknown' }));
    await expect(attempt(id, bench.cutOff())).rejects.toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { status: 503 }),
    );
  });
});

describe('pairing an agent', () => {
  let machineId = '';
  beforeAll(async () => {
    machineId = await onboard(bench.deps, mint(bench));
  });

  it('has a challenge that names the canonical identity, or the machine itself where it has none', async () => {
    const did = mint(bench);
    const challenge = await createPairingChallenge(bench.deps, await onboard(bench.deps, did), agentInput);
    expect(challenge).toMatchObject({
      machineIdentityRef: did,
      agentAddress: agent.address,
      consumedAt: null,
    });
    expect(challenge.message).toContain(`Identity: ${did}\n`);

    const open = bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    const { id } = await registerMachine(open, { fields, identityRef: null, identityProof: null });
    await updateMachine(open, id, { fields: { status: 'active' }, identityRef: null, identityProof: null });
    expect(await createPairingChallenge(open, id, agentInput)).toMatchObject({ machineIdentityRef: id });
  });

  it('stores the pairing with its session, and never token or signature', async () => {
    const agentProof = await proveAgent(bench.deps, machineId);
    const delegationPolicy = { allowedSkillKeys: ['a.b'], dailySpendLimit: 5 };
    const issued = await pairAgent(
      bench.deps,
      machineId,
      pairCommand({ agentProof, description: 'x', delegationPolicy }),
    );
    expect(issued.pairing).toMatchObject({
      id: expect.stringMatching(/^pair_[0-9a-f]{12}$/),
      status: 'active',
      description: 'x',
      agentDid: `did:pkh:eip155:1:${agent.address}`,
      verification: { method: 'eip191', signerAddress: agent.address },
      session: {
        id: expect.stringMatching(/^sess_[0-9a-f]{12}$/),
        tokenId: expect.stringMatching(/^tok_[0-9a-f]{12}$/),
        tokenLastFour: issued.pairingToken.slice(-4),
      },
    });
    expect(await bench.deps.store.pairings.find(issued.pairing.id)).toEqual(issued.pairing);
    const stored = await bench.dump();
    expect(stored).not.toContain(issued.pairingToken.split('.')[2]);
    expect(stored).not.toContain(agentProof.signature.slice(2, 60));
    expect((await bench.auditTypes()).at(-1)).toBe('agent-pairing.created');
  });

  it('gives a token of the configured life, in whole seconds', async () => {
    bench.clock.time += 345;
    const deps = bench.configured({ PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: '61999' });
    const agentProof = await proveAgent(deps, machineId);
    const { pairing, pairingToken } = await pairAgent(deps, machineId, pairCommand({ agentProof }));
    const claims = JSON.parse(Buffer.from(pairingToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
    expect(claims.exp - claims.iat).toBe(61);
    expect(pairing.session).toMatchObject({
      issuedAt: new Date(claims.iat * 1000).toISOString(),
      expiresAt: new Date(claims.exp * 1000).toISOString(),
    });
    expect(claims.delegationPolicyHash).toBe(hashDelegationPolicy(pairing.delegationPolicy));
    await expect(verifyPairingToken(deps, pairingToken)).resolves.toMatchObject({ id: pairing.id });
    bench.clock.time += 61_000;
    await expect(verifyPairingToken(deps, pairingToken)).rejects.toThrow(refusal('AGENT_AUTH_EXPIRED'));
  });

  it('needs a proof', async () => {
    await expect(pairAgent(bench.deps, machineId, pairCommand())).rejects.toThrow(
      refusal('AGENT_PAIRING_PROOF_REQUIRED'),
    );
  });

  it('takes a proof once, for its machine, in its time, and by the agent itself', async () => {
    const agentProof = await proveAgent(bench.deps, machineId);
    const other = await onboard(bench.deps, mint(bench));
    await expect(pairAgent(bench.deps, other, pairCommand({ agentProof }))).rejects.toThrow(invalid);
    const challenge = await createPairingChallenge(bench.deps, machineId, agentInput);
    const stolen = {
      challengeId: challenge.id,
      signature: await controller.signMessage({ message: challenge.message }),
    };
    await expect(pairAgent(bench.deps, machineId, pairCommand({ agentProof: stolen }))).rejects.toThrow(
      invalid,
    );
    await pairAgent(bench.deps, machineId, pairCommand({ agentProof }));
    await expect(pairAgent(bench.deps, machineId, pairCommand({ agentProof }))).rejects.toThrow(invalid);

    const short = bench.configured({ PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS: '1000' });
    const late = await proveAgent(short, machineId);
    bench.clock.time += 1_000;
    await expect(pairAgent(bench.deps, machineId, pairCommand({ agentProof: late }))).rejects.toThrow(
      refusal('AGENT_PAIRING_PROOF_EXPIRED'),
    );
  });

  it.each([
    { agentProvider: 'openai' },
    { agentRole: 'ops' },
    { agentDid: `did:pkh:eip155:2:${agent.address}` },
    { agentAddress: controller.address },
  ])('refuses values other than those of the challenge: %j', async (change) => {
    const agentProof = await proveAgent(bench.deps, machineId);
    const changed = pairCommand({ agent: { ...agentInput, ...change }, agentProof });
    await expect(pairAgent(bench.deps, machineId, changed)).rejects.toThrow(invalid);
  });

  it('accepts the same agent in another spelling: lower case, its default DID written out', async () => {
    const agentProof = await proveAgent(bench.deps, machineId);
    const lower = agent.address.toLowerCase();
    const spelt = { ...agentInput, agentAddress: lower, agentDid: `did:pkh:eip155:1:${lower}` };
    const { pairing } = await pairAgent(bench.deps, machineId, pairCommand({ agent: spelt, agentProof }));
    expect(pairing.agentAddress).toBe(agent.address);
  });

  it('refuses a challenge whose row was altered in the database', async () => {
    const { id, message } = await createPairingChallenge(bench.deps, machineId, {
      ...agentInput,
      agentRole: 'ops',
    });
    const agentProof = { challengeId: id, signature: await agent.signMessage({ message }) };
    await bench.alter('pairing_challenges', id, { agent_role: 'buyer' });
    await expect(pairAgent(bench.deps, machineId, pairCommand({ agentProof }))).rejects.toThrow(invalid);
  });

  it('with pairing verification off needs no proof, and still checks one', async () => {
    const off = bench.configured({ PEAQOS_AGENT_PAIRING_VERIFICATION: 'disabled' });
    const { pairing, pairingToken } = await pairAgent(off, machineId, pairCommand());
    expect(pairing.verification).toBeNull();
    await expect(verifyPairingToken(off, pairingToken)).resolves.toMatchObject({ id: pairing.id });
    const agentProof = { ...(await proveAgent(off, machineId)), signature: `0x${'0'.repeat(130)}` };
    await expect(pairAgent(off, machineId, pairCommand({ agentProof }))).rejects.toThrow(invalid);
  });

  it('does not pair with a machine that is archived while the registry is being asked', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const agentProof = await proveAgent(bench.deps, id);
    const gate = gated(json(200, profile(did.slice('did:peaq:'.length), controller.address)));
    bench.registry.answers.set(`/machine/${did}`, gate.answer);
    const asked = bench.registry.paths.length;
    const slow = pairAgent(bench.deps, id, pairCommand({ agentProof }));
    await expect.poll(() => bench.registry.paths.length, { timeout: 10_000 }).toBe(asked + 1);
    await archiveMachine(bench.deps, id);
    gate.open();
    await expect(slow).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE'));
    expect(await bench.deps.store.pairings.list(id, { after: null, limit: 10 })).toEqual([]);
  });
});
