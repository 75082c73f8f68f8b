import { describe, expect, it } from 'vitest';
import type { MachineStatus } from './machine.ts';
import {
  assertActive,
  assertIdentityUnchanged,
  assertMayBeUpdated,
  assertNotArchived,
  assertPoliciesKnown,
} from './machine-rules.ts';
import { aMachine } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const statuses: MachineStatus[] = ['draft', 'active', 'degraded', 'blocked', 'archived'];
const notActive = statuses.filter((status) => status !== 'active');
const notArchived = statuses.filter((status) => status !== 'archived');

describe('assertActive', () => {
  it('passes an active machine', () => {
    expect(() => assertActive(aMachine())).not.toThrow();
  });

  it.each(notActive)('refuses a %s machine and names its status', (status) => {
    expect(() => assertActive(aMachine({ status }))).toThrow(
      refusal('MACHINE_NOT_ACTIVE', { details: { status } }),
    );
  });
});

describe('assertNotArchived', () => {
  it.each(notArchived)('passes a %s machine', (status) => {
    expect(() => assertNotArchived(aMachine({ status }))).not.toThrow();
  });

  it('refuses an archived machine', () => {
    expect(() => assertNotArchived(aMachine({ status: 'archived' }))).toThrow(refusal('MACHINE_NOT_ACTIVE'));
  });
});

describe('assertMayBeUpdated', () => {
  it.each(notArchived.flatMap((from) => [...statuses, undefined].map((to) => [from, to] as const)))(
    'lets a %s machine go to %s',
    (from, to) => {
      expect(() => assertMayBeUpdated(aMachine({ status: from }), to)).not.toThrow();
    },
  );

  it.each(notArchived)('refuses to bring an archived machine back as %s', (to) => {
    const details = { issues: [expect.objectContaining({ path: 'status' })] };
    expect(() => assertMayBeUpdated(aMachine({ status: 'archived' }), to)).toThrow(
      refusal('VALIDATION_ERROR', { details }),
    );
  });

  it.each([undefined, 'archived'] as const)(
    'refuses any other change of an archived machine (status %s)',
    (to) => {
      expect(() => assertMayBeUpdated(aMachine({ status: 'archived' }), to)).toThrow(
        refusal('MACHINE_NOT_ACTIVE'),
      );
    },
  );
});

describe('assertIdentityUnchanged', () => {
  it('lets the same identity pass, and a first one', () => {
    expect(() => assertIdentityUnchanged(aMachine(), 'did:peaq:77')).not.toThrow();
    expect(() => assertIdentityUnchanged(aMachine({ identityRef: null }), 'did:peaq:77')).not.toThrow();
  });

  it('refuses another identity', () => {
    expect(() => assertIdentityUnchanged(aMachine(), 'did:peaq:78')).toThrow(
      refusal('MACHINE_IDENTITY_IMMUTABLE'),
    );
  });
});

describe('assertPoliciesKnown', () => {
  it('passes no policies, and known ones', () => {
    expect(() => assertPoliciesKnown([], new Set())).not.toThrow();
    expect(() => assertPoliciesKnown(['pol_1', 'pol_1'], new Set(['pol_1']))).not.toThrow();
  });

  it('points at every unknown policy by its place', () => {
    const details = {
      issues: [
        { path: 'policyIds.0', message: 'must name a policy that exists' },
        { path: 'policyIds.2', message: 'must name a policy that exists' },
      ],
    };
    expect(() => assertPoliciesKnown(['pol_a', 'pol_1', ''], new Set(['pol_1']))).toThrow(
      refusal('VALIDATION_ERROR', { details }),
    );
  });
});
