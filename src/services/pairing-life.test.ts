import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../domain/refusal.fixture.ts';
import { archiveMachine } from './archive-machine.ts';
import { pairAgent } from './pair-agent.ts';
import { listPairings, readPairing } from './read-pairing.ts';
import { rotateSession } from './rotate-session.ts';
import type { Workbench } from './services.fixture.ts';
import {
  agentInput,
  mint,
  onboard,
  openWorkbench,
  pairCommand,
  pair,
  proveAgent,
} from './services.fixture.ts';
import { updateMachine } from './update-machine.ts';
import { revokePairing, updatePairing } from './update-pairing.ts';
import { verifyPairingToken } from './verify-pairing-token.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const invalid = refusal('AGENT_PAIRING_PROOF_INVALID');
const inactive = refusal('AGENT_PAIRING_INACTIVE');

describe('rotating a session', () => {
  it('ends the token before it, and keeps the policy', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing, pairingToken } = await pair(bench.deps, machineId);
    const proof = await proveAgent(bench.deps, machineId);
    const rotated = await rotateSession(bench.deps, machineId, pairing.id, proof);
    expect(rotated.pairing.session?.id).not.toBe(pairing.session?.id);
    await expect(verifyPairingToken(bench.deps, rotated.pairingToken)).resolves.toMatchObject({
      id: pairing.id,
    });
    await expect(verifyPairingToken(bench.deps, pairingToken)).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
    await expect(rotateSession(bench.deps, machineId, pairing.id, proof)).rejects.toThrow(invalid);
    expect((await bench.auditTypes()).at(-1)).toBe('agent-pairing.session-rotated');
  });

  it('needs a proof for the values that the pairing has now', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing } = await pair(bench.deps, machineId);
    const old = await proveAgent(bench.deps, machineId);
    await updatePairing(bench.deps, machineId, pairing.id, { agentRole: 'ops' });
    await expect(rotateSession(bench.deps, machineId, pairing.id, old)).rejects.toThrow(invalid);
    const fresh = await proveAgent(bench.deps, machineId, { ...agentInput, agentRole: 'ops' });
    await expect(rotateSession(bench.deps, machineId, pairing.id, fresh)).resolves.toMatchObject({
      pairing: { id: pairing.id },
    });
    await expect(rotateSession(bench.deps, machineId, pairing.id, null)).rejects.toThrow(
      refusal('AGENT_PAIRING_PROOF_REQUIRED'),
    );
  });

  it('is for active pairings of this machine', async () => {
    const [machineId, other] = [
      await onboard(bench.deps, mint(bench)),
      await onboard(bench.deps, mint(bench)),
    ];
    const { pairing } = await pair(bench.deps, machineId);
    await expect(rotateSession(bench.deps, other, pairing.id, null)).rejects.toThrow(refusal('NOT_FOUND'));
    await updatePairing(bench.deps, machineId, pairing.id, { status: 'paused' });
    await expect(rotateSession(bench.deps, machineId, pairing.id, null)).rejects.toThrow(inactive);
  });
});

describe('updating a pairing', () => {
  it('pauses and resumes the same token', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing, pairingToken } = await pair(bench.deps, machineId);
    await updatePairing(bench.deps, machineId, pairing.id, { status: 'paused' });
    await expect(verifyPairingToken(bench.deps, pairingToken)).rejects.toThrow(inactive);
    await updatePairing(bench.deps, machineId, pairing.id, { status: 'active' });
    await expect(verifyPairingToken(bench.deps, pairingToken)).resolves.toMatchObject({ status: 'active' });
  });

  it('with another policy ends the token, with the same one in another order it does not', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const agentProof = await proveAgent(bench.deps, machineId);
    const delegationPolicy = { allowedSkillKeys: ['a', 'b'], perTransactionLimit: 1 };
    const { pairing, pairingToken } = await pairAgent(
      bench.deps,
      machineId,
      pairCommand({ agentProof, delegationPolicy }),
    );
    const update = (policy: object) =>
      updatePairing(bench.deps, machineId, pairing.id, { delegationPolicy: policy });
    await update({ allowedSkillKeys: ['b', 'a'], perTransactionLimit: 1 });
    await expect(verifyPairingToken(bench.deps, pairingToken)).resolves.toMatchObject({ id: pairing.id });
    // The whole policy is replaced: the limit that is not named is gone.
    expect((await update({ allowedSkillKeys: ['b', 'a'] })).delegationPolicy.perTransactionLimit).toBeNull();
    await expect(verifyPairingToken(bench.deps, pairingToken)).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
  });

  it('keeps what is not named, and clears the description on null', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing } = await pair(bench.deps, machineId);
    const update = (changes: object) => updatePairing(bench.deps, machineId, pairing.id, changes);
    expect(await update({ description: 'x' })).toMatchObject({ description: 'x', agentRole: 'buyer' });
    expect(await update({})).toMatchObject({ description: 'x', status: 'active' });
    expect(await update({ description: null })).toMatchObject({ description: null });
  });

  it('does not need an active machine or the registry, but one that is not archived', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing } = await pair(bench.deps, machineId);
    await updateMachine(bench.deps, machineId, {
      fields: { status: 'blocked' },
      identityRef: null,
      identityProof: null,
    });
    await expect(
      updatePairing(bench.cutOff(), machineId, pairing.id, { agentRole: 'ops' }),
    ).resolves.toBeDefined();
    await archiveMachine(bench.deps, machineId);
    const notActive = refusal('MACHINE_NOT_ACTIVE');
    await expect(updatePairing(bench.deps, machineId, pairing.id, {})).rejects.toThrow(notActive);
    await expect(revokePairing(bench.deps, machineId, pairing.id)).rejects.toThrow(notActive);
    await expect(listPairings(bench.deps, machineId, { cursor: undefined, limit: 1 })).rejects.toThrow(
      notActive,
    );
    await expect(readPairing(bench.deps, machineId, pairing.id, null)).rejects.toThrow(notActive);
  });

  it.each(['by an update', 'by revoking'])('revokes for good, %s', async (way) => {
    const machineId = await onboard(bench.deps, mint(bench));
    const { pairing, pairingToken } = await pair(bench.deps, machineId);
    if (way === 'by revoking') await revokePairing(bench.deps, machineId, pairing.id);
    else await updatePairing(bench.deps, machineId, pairing.id, { status: 'revoked' });
    expect((await bench.auditTypes()).at(-1)).toBe('agent-pairing.revoked');
    await expect(verifyPairingToken(bench.deps, pairingToken)).rejects.toThrow(inactive);
    for (const changes of [{}, { status: 'active' as const }, { description: 'x' }]) {
      await expect(updatePairing(bench.deps, machineId, pairing.id, changes)).rejects.toThrow(inactive);
    }
    const events = await bench.auditTypes();
    await revokePairing(bench.deps, machineId, pairing.id);
    expect(await bench.auditTypes()).toEqual(events);
  });
});

describe('reading pairings', () => {
  it('shows those of the machine, oldest first, revoked ones too, and no others', async () => {
    const [machineId, other] = [
      await onboard(bench.deps, mint(bench)),
      await onboard(bench.deps, mint(bench)),
    ];
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      bench.clock.time += 1;
      ids.push((await pair(bench.deps, machineId)).pairing.id);
    }
    await revokePairing(bench.deps, machineId, ids[1] ?? '');
    const firstPage = await listPairings(bench.deps, machineId, { cursor: undefined, limit: 2 });
    expect(firstPage.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const lastPage = await listPairings(bench.deps, machineId, { cursor: firstPage.nextCursor, limit: 2 });
    expect(lastPage.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(lastPage).not.toHaveProperty('nextCursor');
    expect(await listPairings(bench.deps, other, { cursor: undefined, limit: 2 })).toEqual({ items: [] });
    await expect(listPairings(bench.deps, other, { cursor: firstPage.nextCursor, limit: 2 })).rejects.toThrow(
      refusal('VALIDATION_ERROR'),
    );
    await expect(readPairing(bench.deps, other, ids[0] ?? '', null)).rejects.toThrow(refusal('NOT_FOUND'));
  });

  it('refuses the token of another pairing', async () => {
    const machineId = await onboard(bench.deps, mint(bench));
    const [one, two] = [await pair(bench.deps, machineId), await pair(bench.deps, machineId)];
    const token = { machineId, pairingId: one.pairing.id };
    await expect(readPairing(bench.deps, machineId, one.pairing.id, token)).resolves.toEqual(one.pairing);
    await expect(readPairing(bench.deps, machineId, two.pairing.id, token)).rejects.toThrow(
      refusal('AGENT_AUTH_INVALID'),
    );
  });
});
