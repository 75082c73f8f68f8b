import { describe, expect, test } from 'vitest';
import { createCatalog } from '../requirements/load-catalog.ts';
import { missingInBlackBox } from '../target/capabilities.ts';
import { statesOf } from '../target/toggles.ts';
import { defineCheck } from './define-check.ts';
import { createPlan } from './plan.ts';
import type { PlanOptions, SetPlan } from './plan.ts';

const yaml = `
group: sample
title: Sample
requirements:
  - { id: sample.always, level: MUST, text: A, source: s, backing: client, operations: [getMachine] }
  - { id: sample.everywhere, level: MUST, text: A, source: s, backing: client, operations: [getHealth], writes: false, everySet: true }
  - { id: sample.everywhere-gated, level: MUST, text: A, source: s, backing: client, operations: [listMachines], everySet: true }
  - { id: sample.gated, level: MUST, text: A, source: s, backing: client, operations: [listMachines],
      when: { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: set } }
  - { id: sample.shut, level: MUST, text: A, source: s, backing: client, operations: [listMachines],
      when: { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: unset }, writes: false }
  - { id: sample.open, level: MUST, text: A, source: s, backing: client, operations: [],
      when: { PEAQOS_REQUIRE_API_AUTH: 'false' } }
  - { id: sample.outage, level: MUST, text: A, source: s, backing: client, operations: [], needs: [registry] }
  - { id: sample.transfer, level: MUST, text: A, source: s, backing: client, operations: [], needs: [chain] }
  - { id: sample.not-observable, level: MUST, text: A, source: s, backing: client, operations: [], excluded: not visible over HTTP }
`;
const checked = ['always', 'everywhere', 'everywhere-gated', 'gated', 'shut', 'open', 'outage', 'transfer'];
const checks = checked.map((name) => defineCheck(`sample.${name}`, async () => undefined));
const catalog = createCatalog([{ file: 'sample.yaml', yaml }], checks);

function plan(env: Record<string, string>, more: Partial<PlanOptions> = {}): SetPlan {
  return createPlan({
    catalog,
    states: statesOf(env),
    isDefaultSet: true,
    missing: {},
    isReadOnly: false,
    only: [],
    skip: new Map(),
    ...more,
  });
}

const running = (found: SetPlan): string[] =>
  found.run.map(({ requirement }) => requirement.id.replace('sample.', ''));
const decided = (found: SetPlan): Record<string, string> =>
  Object.fromEntries(
    found.decided.map(({ requirement, verdict }) => [requirement.id.replace('sample.', ''), verdict]),
  );

const closed = { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: 'k' };

describe('The plan of the default set', () => {
  test('runs everything that applies, and says of the rest that it does not apply', () => {
    const found = plan({});
    expect(running(found)).toEqual([
      'always',
      'everywhere',
      'everywhere-gated',
      'open',
      'outage',
      'transfer',
    ]);
    expect(decided(found)).toEqual({ gated: 'not-applicable', shut: 'not-applicable' });
  });

  test('judges every operation and wants each to be reached', () => {
    const { contract } = plan({});
    expect(contract.length).toBeGreaterThan(10);
    expect(contract.every(({ mustBeReached }) => mustBeReached)).toBe(true);
  });

  test('leaves excluded requirements out', () => {
    expect(JSON.stringify(plan({}))).not.toContain('not-observable');
  });
});

describe('The plan of another set', () => {
  test('runs what its toggles change and what runs everywhere', () => {
    const found = plan(closed, { isDefaultSet: false });
    expect(running(found)).toEqual(['everywhere', 'everywhere-gated', 'gated']);
    expect(found.decided).toEqual([]);
    expect(found.contract.some(({ mustBeReached }) => mustBeReached)).toBe(false);
  });

  test('asks nothing of a gate that nobody can open, unless the requirement is about it', () => {
    const found = plan({ PEAQOS_REQUIRE_API_AUTH: 'true' }, { isDefaultSet: false });
    expect(running(found)).toEqual(['everywhere', 'shut']);
    expect(decided(found)['everywhere-gated']).toBe('not-applicable');
  });
});

describe('The plan', () => {
  test('of a read-only run holds no writing check', () => {
    const found = plan({}, { isReadOnly: true });
    expect(running(found)).toEqual(['everywhere']);
    expect(decided(found)).toMatchObject({ always: 'untestable', outage: 'untestable' });
  });

  test('of a black box cannot steer the registry, and proves transfers where a chain was given', () => {
    expect(decided(plan({}, { missing: missingInBlackBox(true) }))).toEqual({
      gated: 'not-applicable',
      shut: 'not-applicable',
      outage: 'untestable',
    });
  });

  test('says which options a running target lacks', () => {
    const found = plan({}, { missing: missingInBlackBox(false) });
    const message = found.decided.find(({ requirement }) => requirement.id === 'sample.transfer')?.message;
    for (const option of ['--payment-rpc-url', '--payment-token', '--payer-key-file'])
      expect(message).toContain(option);
  });

  test('shows what --skip leaves out, with the reason', () => {
    const found = plan({}, { skip: new Map([['sample.always', 'flaky here']]) });
    expect(found.decided.find(({ verdict }) => verdict === 'skipped')).toMatchObject({
      requirement: { id: 'sample.always' },
      message: 'Skipped by --skip: flaky here',
    });
  });

  test('of a selection holds only that, and wants no operation to be reached', () => {
    const found = plan({}, { only: ['sample.always'] });
    expect(running(found)).toEqual(['always']);
    expect(found.decided).toEqual([]);
    expect(found.contract.some(({ mustBeReached }) => mustBeReached)).toBe(false);
  });

  test('of a built-in requirement runs the checks that exercise its operation', () => {
    const found = plan({}, { only: ['contract.getMachine'] });
    expect(running(found)).toEqual(['always']);
    const reached = found.contract.filter(({ mustBeReached }) => mustBeReached);
    expect(reached.map(({ requirement }) => requirement.id)).toEqual(['contract.getMachine']);
  });
});
