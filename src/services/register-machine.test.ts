import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../domain/refusal.fixture.ts';
import { json, text } from '../ports/registry-server.fixture.ts';
import { archiveMachine } from './archive-machine.ts';
import { createIdentityChallenge } from './create-identity-challenge.ts';
import { registerMachine } from './register-machine.ts';
import type { Workbench } from './services.fixture.ts';
import {
  agent,
  changeAtRegistry,
  controller,
  fields,
  mint,
  openWorkbench,
  proveIdentity,
} from './services.fixture.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

describe('an identity challenge', () => {
  it('is for the canonical identity, names the controllers, and lives ten minutes', async () => {
    const did = mint(bench);
    const challenge = await createIdentityChallenge(bench.deps, did.replace('did:peaq:', 'peaqos:machine:'));
    expect(challenge).toMatchObject({
      id: expect.stringMatching(/^mchal_[0-9a-f]{12}$/),
      identityRef: did,
      controllerAddresses: [controller.address],
      createdAt: '2026-05-16T12:00:00.000Z',
      expiresAt: '2026-05-16T12:10:00.000Z',
      consumedAt: null,
    });
    expect(challenge.message).toContain(challenge.id);
  });

  it('is another message each time', async () => {
    const did = mint(bench);
    const messages = await Promise.all([1, 2, 3].map(() => createIdentityChallenge(bench.deps, did)));
    expect(new Set(messages.map(({ message }) => message)).size).toBe(3);
  });

  it('is not given, nor stored, when the identity does not resolve', async () => {
    const before = (await bench.auditTypes()).length;
    const unknown = refusal('PEAQOS_IDENTITY_UNAVAILABLE', { details: { reason: 'unknown' }, status: 422 });
    await expect(createIdentityChallenge(bench.deps, 'did:peaq:999999')).rejects.toThrow(unknown);
    const down = refusal('PEAQOS_IDENTITY_UNAVAILABLE', { details: { reason: 'network' }, status: 503 });
    await expect(createIdentityChallenge(bench.cutOff(), mint(bench))).rejects.toThrow(down);
    expect(await bench.auditTypes()).toHaveLength(before);
  });
});

describe('registering a machine', () => {
  const register = (
    identityRef: string | null,
    identityProof: Parameters<typeof registerMachine>[1]['identityProof'],
  ) => registerMachine(bench.deps, { fields, identityRef, identityProof });
  const invalid = refusal('MACHINE_IDENTITY_PROOF_INVALID');

  it('stores a draft with its proof and records the creation', async () => {
    const did = mint(bench);
    const proof = await proveIdentity(bench.deps, did);
    const machine = await register(did, proof);
    expect(machine).toMatchObject({
      ...fields,
      id: expect.stringMatching(/^mach_[0-9a-f]{12}$/),
      status: 'draft',
      identityRef: did,
      identityProof: { signerAddress: controller.address, challengeId: proof.challengeId, identityRef: did },
    });
    expect(await bench.deps.store.machines.find(machine.id)).toEqual(machine);
    expect((await bench.auditTypes()).at(-1)).toBe('machine.created');
    expect(await bench.dump()).not.toContain(proof.signature.slice(2, 60));
  });

  it('accepts every form of the identity that was challenged', async () => {
    const [first, second] = [mint(bench), mint(bench)];
    bench.registry.answers.set(
      `/machine/did:peaq:${controller.address}`,
      json(200, await (await fetch(`${bench.registry.url}/machine/${second}`)).json()),
    );
    const alias = first.replace('did:peaq:', 'peaqos:machine:');
    expect(await register(alias, await proveIdentity(bench.deps, first))).toMatchObject({
      identityRef: first,
    });
    const address = `did:peaq:${controller.address}`;
    expect(await register(address, await proveIdentity(bench.deps, address))).toMatchObject({
      identityRef: second,
    });
  });

  it('needs both identity and proof', async () => {
    const required = refusal('MACHINE_IDENTITY_PROOF_REQUIRED');
    const did = mint(bench);
    await expect(register(did, null)).rejects.toThrow(required);
    await expect(register(null, await proveIdentity(bench.deps, did))).rejects.toThrow(required);
    await expect(register(null, null)).rejects.toThrow(required);
  });

  it('refuses a proof of another identity, by a stranger, or of no challenge', async () => {
    const [did, other] = [mint(bench), mint(bench)];
    const proof = await proveIdentity(bench.deps, did);
    await expect(register(other, proof)).rejects.toThrow(invalid);
    await expect(register(did, await proveIdentity(bench.deps, did, agent))).rejects.toThrow(invalid);
    await expect(register(did, { ...proof, challengeId: 'mchal_000000000000' })).rejects.toThrow(invalid);
    expect(await register(did, proof)).toMatchObject({ identityRef: did });
  });

  it('takes a proof once, and a failed attempt does not use it up', async () => {
    const did = mint(bench);
    const proof = await proveIdentity(bench.deps, did);
    const wrong = { ...proof, signature: await controller.signMessage({ message: 'another message' }) };
    await expect(register(did, wrong)).rejects.toThrow(invalid);
    await expect(register(did, wrong)).rejects.toThrow(invalid);
    const { id } = await register(did, proof);
    await archiveMachine(bench.deps, id);
    await expect(register(did, proof)).rejects.toThrow(invalid);
  });

  it('takes a proof until just before its time ends', async () => {
    const [early, late] = [mint(bench), mint(bench)];
    const proofs = [await proveIdentity(bench.deps, early), await proveIdentity(bench.deps, late)] as const;
    const start = bench.clock.time;
    bench.clock.time = start + 599_999;
    await expect(register(early, proofs[0])).resolves.toMatchObject({ identityRef: early });
    bench.clock.time = start + 600_000;
    await expect(register(late, proofs[1])).rejects.toThrow(refusal('MACHINE_IDENTITY_PROOF_EXPIRED'));
    bench.clock.time = start;
  });

  it('goes by the controllers of now', async () => {
    const did = mint(bench);
    const proof = await proveIdentity(bench.deps, did);
    changeAtRegistry(bench, did, { owner: agent.address });
    await expect(register(did, proof)).rejects.toThrow(invalid);
    const byNewOwner = await proveIdentity(bench.deps, did, agent);
    expect(await register(did, byNewOwner)).toMatchObject({
      identityProof: { signerAddress: agent.address },
    });
  });

  it('asks the registry now: what has vanished or does not answer is refused, and the proof stays good', async () => {
    const did = mint(bench);
    const proof = await proveIdentity(bench.deps, did);
    changeAtRegistry(bench, did, null);
    await expect(register(did, proof)).rejects.toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { status: 422 }),
    );
    bench.registry.answers.set(`/machine/${did}`, text(500, ''));
    await expect(register(did, proof)).rejects.toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { status: 503 }),
    );
    bench.registry.answers.set(`/machine/${did}`, json(409, {}));
    await expect(register(did, proof)).rejects.toThrow(refusal('MACHINE_NOT_ACTIVATED'));
    changeAtRegistry(bench, did, {});
    expect(await register(did, proof)).toMatchObject({ identityRef: did });
  });

  it('knows an identity only once; the proof of the refused attempt stays good', async () => {
    const did = mint(bench);
    const first = await register(did, await proveIdentity(bench.deps, did));
    const proof = await proveIdentity(bench.deps, did);
    await expect(register(did, proof)).rejects.toThrow(refusal('MACHINE_IDENTITY_EXISTS'));
    await archiveMachine(bench.deps, first.id);
    expect(await register(did, proof)).toMatchObject({ identityRef: did });
  });

  it('names no policy that does not exist', async () => {
    const did = mint(bench);
    const command = { fields: { ...fields, policyIds: ['pol_1'] }, identityRef: did, identityProof: null };
    await expect(registerMachine(bench.deps, command)).rejects.toThrow(refusal('VALIDATION_ERROR'));
  });
});

describe('registering with verification disabled', () => {
  const deps = () => bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });

  it('needs neither identity nor proof, nor the registry', async () => {
    const asked = bench.registry.paths.length;
    const without = await registerMachine(deps(), { fields, identityRef: null, identityProof: null });
    expect(without).toMatchObject({ identityRef: null, identityProof: null, status: 'draft' });
    const alias = { fields, identityRef: 'peaqos:machine:800001', identityProof: null };
    expect(await registerMachine(deps(), alias)).toMatchObject({
      identityRef: 'did:peaq:800001',
      identityProof: null,
    });
    expect(bench.registry.paths).toHaveLength(asked);
  });

  it('still knows an identity only once', async () => {
    const command = { fields, identityRef: 'did:peaq:800002', identityProof: null };
    await registerMachine(deps(), command);
    await expect(registerMachine(deps(), command)).rejects.toThrow(refusal('MACHINE_IDENTITY_EXISTS'));
  });

  it('still checks a proof that is sent', async () => {
    const did = mint(bench);
    const wrong = await proveIdentity(deps(), did, agent);
    const command = { fields, identityRef: did, identityProof: wrong };
    await expect(registerMachine(deps(), command)).rejects.toThrow(refusal('MACHINE_IDENTITY_PROOF_INVALID'));
    const identityProof = await proveIdentity(deps(), did);
    const machine = await registerMachine(deps(), { ...command, identityProof });
    expect(machine.identityProof?.signerAddress).toBe(controller.address);
  });
});
