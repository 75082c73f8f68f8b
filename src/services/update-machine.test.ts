import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MachineFields } from '../domain/machine-rules.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { cut, gated, json, profile } from '../ports/registry-server.fixture.ts';
import { archiveMachine } from './archive-machine.ts';
import { registerMachine } from './register-machine.ts';
import type { Workbench } from './services.fixture.ts';
import {
  agent,
  changeAtRegistry,
  controller,
  fields,
  mint,
  onboard,
  openWorkbench,
  pair,
  proveIdentity,
} from './services.fixture.ts';
import type { UpdateMachine } from './update-machine.ts';
import { updateMachine } from './update-machine.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const change = (changed: Partial<MachineFields>, rest: Partial<UpdateMachine> = {}): UpdateMachine => ({
  fields: changed,
  identityRef: null,
  identityProof: null,
  ...rest,
});
const open = () => bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
const registerUnverified = (identityRef: string | null) =>
  registerMachine(open(), { fields, identityRef, identityProof: null });

describe('updating a machine', () => {
  it('changes the given fields and no others, and replaces lists and labels', async () => {
    const id = await onboard(bench.deps, mint(bench));
    const before = await updateMachine(
      bench.deps,
      id,
      change({ labels: { a: '1' }, capabilities: ['x', 'y'] }),
    );
    bench.clock.time += 1_000;
    const after = await updateMachine(bench.deps, id, change({ labels: { b: '2' }, capabilities: [] }));
    expect(after).toEqual({
      ...before,
      labels: { b: '2' },
      capabilities: [],
      updatedAt: '2026-05-16T12:00:01.000Z',
    });
    expect(await bench.deps.store.machines.find(id)).toEqual(after);
    expect((await bench.auditTypes()).at(-1)).toBe('machine.updated');
  });

  it('activates with the proof of the registration', async () => {
    const did = mint(bench);
    const { id } = await registerMachine(bench.deps, {
      fields,
      identityRef: did,
      identityProof: await proveIdentity(bench.deps, did),
    });
    expect(await updateMachine(bench.deps, id, change({ status: 'active' }))).toMatchObject({
      status: 'active',
    });
  });

  it('checks the stored proof at each change, even at an empty one', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const notActivated = refusal('MACHINE_NOT_ACTIVATED');
    changeAtRegistry(bench, did, { owner: agent.address });
    await expect(updateMachine(bench.deps, id, change({}))).rejects.toThrow(notActivated);
    changeAtRegistry(bench, did, null);
    await expect(updateMachine(bench.deps, id, change({ displayName: 'x' }))).rejects.toThrow(notActivated);
    bench.registry.answers.set(`/machine/${did}`, cut);
    await expect(updateMachine(bench.deps, id, change({}))).rejects.toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { status: 503 }),
    );
    changeAtRegistry(bench, did, {});
    await expect(updateMachine(bench.deps, id, change({}))).resolves.toMatchObject({
      displayName: 'Press 7',
    });
  });

  it('stores a fresh proof in place of the old one', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    changeAtRegistry(bench, did, { owner: agent.address });
    const identityProof = await proveIdentity(bench.deps, did, agent);
    const updated = await updateMachine(bench.deps, id, change({ displayName: 'new' }, { identityProof }));
    expect(updated).toMatchObject({ displayName: 'new', identityProof: { signerAddress: agent.address } });
    await expect(updateMachine(bench.deps, id, change({}, { identityProof }))).rejects.toThrow(
      refusal('MACHINE_IDENTITY_PROOF_INVALID'),
    );
  });

  it('refuses the fresh proof of another machine, and changes nothing', async () => {
    const id = await onboard(bench.deps, mint(bench));
    const identityProof = await proveIdentity(bench.deps, mint(bench));
    await expect(
      updateMachine(bench.deps, id, change({ displayName: 'x' }, { identityProof })),
    ).rejects.toThrow(refusal('MACHINE_IDENTITY_PROOF_INVALID'));
    expect(await bench.deps.store.machines.find(id)).toMatchObject({ displayName: 'Press 7' });
  });

  it('accepts its own identity in any form and no other', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    for (const identityRef of [did, did.replace('did:peaq:', 'peaqos:machine:')]) {
      expect(await updateMachine(bench.deps, id, change({}, { identityRef }))).toMatchObject({
        identityRef: did,
      });
    }
    await expect(updateMachine(bench.deps, id, change({}, { identityRef: mint(bench) }))).rejects.toThrow(
      refusal('MACHINE_IDENTITY_IMMUTABLE'),
    );
    await expect(updateMachine(bench.deps, id, change({}, { identityRef: 'did:peaq:07' }))).rejects.toThrow(
      refusal('VALIDATION_ERROR'),
    );
  });

  it('knows no machine that is not there', async () => {
    await expect(updateMachine(bench.deps, 'mach_000000000000', change({}))).rejects.toThrow(
      refusal('NOT_FOUND'),
    );
  });
});

describe('a machine that was never verified', () => {
  it.each([null, 'did:peaq:700001'])(
    '(identity %s) needs a proof for any change, and may not be activated',
    async (ref) => {
      const { id } = await registerUnverified(ref);
      await expect(updateMachine(bench.deps, id, change({ status: 'active' }))).rejects.toThrow(
        refusal('MACHINE_NOT_ACTIVATED', { details: { reason: 'unverified' } }),
      );
      await expect(updateMachine(bench.deps, id, change({ displayName: 'x' }))).rejects.toThrow(
        refusal('MACHINE_IDENTITY_PROOF_REQUIRED'),
      );
    },
  );

  it('gets its first identity with a proof', async () => {
    const { id } = await registerUnverified(null);
    const identityRef = mint(bench);
    const identityProof = await proveIdentity(bench.deps, identityRef);
    expect(
      await updateMachine(bench.deps, id, change({ status: 'active' }, { identityRef, identityProof })),
    ).toMatchObject({
      status: 'active',
      identityRef,
      identityProof: { signerAddress: controller.address },
    });
  });

  it('does not get the identity of another machine', async () => {
    const { id } = await registerUnverified(null);
    const identityRef = mint(bench);
    await onboard(bench.deps, identityRef);
    const identityProof = await proveIdentity(bench.deps, identityRef);
    await expect(updateMachine(bench.deps, id, change({}, { identityRef, identityProof }))).rejects.toThrow(
      refusal('MACHINE_IDENTITY_EXISTS'),
    );
  });

  it('keeps an identity that another request gave it meanwhile', async () => {
    const { id } = await registerUnverified(null);
    const [first, second] = [mint(bench), mint(bench)];
    const identityProof = await proveIdentity(bench.deps, first);
    const otherProof = await proveIdentity(bench.deps, second);
    // The slow request waits for the registry after it has read the machine.
    const gate = gated(json(200, profile(second.slice('did:peaq:'.length), controller.address)));
    bench.registry.answers.set(`/machine/${second}`, gate.answer);
    const slow = updateMachine(
      bench.deps,
      id,
      change({}, { identityRef: second, identityProof: otherProof }),
    );
    await expect.poll(() => bench.registry.paths.at(-1), { timeout: 10_000 }).toBe(`/machine/${second}`);
    await updateMachine(bench.deps, id, change({}, { identityRef: first, identityProof }));
    gate.open();
    await expect(slow).rejects.toThrow(refusal('MACHINE_IDENTITY_IMMUTABLE'));
    expect(await bench.deps.store.machines.find(id)).toMatchObject({ identityRef: first });
  });

  it('keeps its new identity when a change of other fields was under way', async () => {
    const { id } = await registerUnverified(null);
    const requests = [
      updateMachine(open(), id, change({}, { identityRef: 'did:peaq:700002' })),
      ...['a', 'b', 'c', 'd'].map((displayName) => updateMachine(open(), id, change({ displayName }))),
    ];
    await Promise.all(requests);
    expect(await bench.deps.store.machines.find(id)).toMatchObject({ identityRef: 'did:peaq:700002' });
  });
});

describe('an archived machine', () => {
  it('stays archived', async () => {
    const id = await onboard(bench.deps, mint(bench));
    await archiveMachine(bench.deps, id);
    const update = (changed: Partial<MachineFields>) => updateMachine(bench.deps, id, change(changed));
    await expect(update({ status: 'active' })).rejects.toThrow(refusal('VALIDATION_ERROR'));
    await expect(update({ status: 'archived' })).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE'));
    await expect(update({})).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE'));
  });

  it('was archived the same way by an update as by archiving: pairings end, the identity is free', async () => {
    const did = mint(bench);
    const id = await onboard(bench.deps, did);
    const { pairing } = await pair(bench.deps, id);
    expect(await updateMachine(bench.deps, id, change({ status: 'archived' }))).toMatchObject({
      status: 'archived',
    });
    expect(await bench.deps.store.pairings.find(pairing.id)).toMatchObject({ status: 'revoked' });
    expect((await bench.auditTypes()).slice(-3)).toEqual([
      'machine.updated',
      'machine.archived',
      'agent-pairing.revoked',
    ]);
    await expect(onboard(bench.deps, did)).resolves.toMatch(/^mach_/);
  });

  it('is archived once: a repetition changes and records nothing', async () => {
    const id = await onboard(bench.deps, mint(bench));
    await archiveMachine(bench.cutOff(), id);
    const once = await bench.deps.store.machines.find(id);
    const events = await bench.auditTypes();
    bench.clock.time += 1_000;
    await archiveMachine(bench.cutOff(), id);
    expect(await bench.deps.store.machines.find(id)).toEqual(once);
    expect(await bench.auditTypes()).toEqual(events);
    await expect(archiveMachine(bench.deps, 'mach_000000000000')).rejects.toThrow(refusal('NOT_FOUND'));
  });
});
