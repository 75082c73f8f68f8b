import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { createCall, execute } from './provider-call.fixture.ts';

const service = 'world-id:verify';
const proof = { identifier: 'orb', proof: '0x1aa8', merkle_root: '0x2264', nullifier: '0x2bf8' };
const input = { protocol_version: '3.0', nonce: '0x3b', action: 'pair-machine', responses: [proof] };

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());
beforeEach(() => {
  standIns.forgetCalls();
  standIns.setFault('world-id', null);
  standIns.providers['world-id'].invalidProofs.clear();
});

describe('a proof', () => {
  it('that holds is forwarded as it is, with fields that no catalogue names', async () => {
    const sent = { ...input, environment: 'staging' };
    expect(await execute(standIns, service, { input: sent })).toEqual({
      status: 'completed',
      result: {
        success: true,
        action: 'pair-machine',
        nullifier: '0x2bf8',
        results: [{ identifier: 'orb', success: true, nullifier: '0x2bf8' }],
      },
      externalRef: null,
      settlement: null,
    });
    const [call] = standIns.calls();
    expect(call).toMatchObject({ method: 'POST', path: '/api/v4/verify/rp_0123456789abcdef' });
    expect(JSON.parse(call!.body)).toEqual(sent);
  });

  it('that does not hold fails with the reason', async () => {
    standIns.providers['world-id'].invalidProofs.add(proof.proof);
    expect(await execute(standIns, service, { input })).toEqual({
      status: 'failed',
      errorMessage: 'World ID answered HTTP 400: All proof verifications failed.',
      errorCode: null,
      settlement: null,
    });
  });

  it.each([
    [{ success: false }, 'World ID did not verify the proof.'],
    [{ verified: true }, 'World ID gave an answer that is not understood.'],
    [{ success: 'true' }, 'World ID gave an answer that is not understood.'],
  ])('fails for the answer 200 %j', async (body, errorMessage) => {
    standIns.setFault('world-id', { kind: 'status', status: 200, body });
    expect(await execute(standIns, service, { input })).toMatchObject({ status: 'failed', errorMessage });
  });

  it.each([
    ['protocol_version', '2.0'],
    ['nonce', undefined],
    ['action', 7],
    ['responses', []],
    ['responses', ['0x1aa8']],
    ['responses', undefined],
    ['action_description', 7],
  ])('is refused for its %s %j', (field, value) => {
    const { adapter, call } = createCall(standIns, service, { input: { ...input, [field]: value } });
    const issues = [{ path: `input.${field}`, message: expect.any(String) }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });
});

describe('who verifies', () => {
  const withoutParty = { PEAQOS_WORLD_ID_RP_ID: null };

  it('is the app where there is no relying party', async () => {
    const environment = { ...withoutParty, PEAQOS_WORLD_ID_APP_ID: 'app_1/x' };
    await execute(standIns, service, { input, environment });
    expect(standIns.calls()[0]?.path).toBe('/api/v4/verify/app_1%2Fx');
  });

  it('must be configured', () => {
    const { adapter, call } = createCall(standIns, service, { input, environment: withoutParty });
    const details = { missing: ['rpId'] };
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
  });
});
