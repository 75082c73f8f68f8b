import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../generated/errors.gen.ts';
import { aMachinePolicy, aService } from '../market.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import { assertPoliciesAllow, findViolation } from './machine-policy.ts';
import type { Policy } from './policy.ts';

const native = aService({ region: 'eu', capabilities: ['Price', 'oracle'] });
const handoff = aService({ executionMode: 'external-handoff' });
const spend = { amount: 2, currency: 'USDC' };

describe('findViolation', () => {
  it.each([
    ['no rule', {}, native],
    ['an allowed skill', { allowedSkillKeys: ['pyth'] }, native],
    ['another denied skill', { deniedSkillKeys: ['walrus'] }, native],
    ['a listed region', { regionRules: ['us', 'EU'] }, native],
    ['a region in another case', { regionRules: ['eu'] }, aService({ region: 'EU' })],
    ['global among the rules', { regionRules: ['Global'] }, native],
    ['a hand-off', {}, handoff],
    ['native only', { nativeOnly: true }, native],
    ['no hand-offs', { handoffAllowed: false }, native],
    ['capabilities in any case', { requiredCapabilities: ['price', 'ORACLE'] }, native],
    ['a cap that is just reached', { budgetCap: { amount: 2, currency: 'USD' } }, native],
  ])('passes %s', (_name, changes, service) => {
    expect(findViolation(aMachinePolicy(changes), service, spend)).toBeNull();
  });

  it.each([
    ['skill', { deniedSkillKeys: ['pyth'] }, native],
    ['skill', { deniedSkillKeys: ['pyth'], allowedSkillKeys: ['pyth'] }, native],
    ['skill', { allowedSkillKeys: ['walrus'] }, native],
    ['region', { regionRules: ['us'] }, native],
    ['region', { regionRules: ['eu'] }, aService({ region: 'global' })],
    ['hand-off', { nativeOnly: true }, handoff],
    ['hand-off', { handoffAllowed: false }, handoff],
    ['capabilities', { requiredCapabilities: ['price', 'rtk'] }, native],
    ['budget', { budgetCap: { amount: 1.99, currency: 'USD' } }, native],
    ['currency', { budgetCap: { amount: 100, currency: 'EUR' } }, native],
  ])('finds a violation of %s in %o', (violation, changes, service) => {
    expect(findViolation(aMachinePolicy(changes), service, spend)).toBe(violation);
  });

  it('compares numbers where the amount has no currency', () => {
    const policy = aMachinePolicy({ budgetCap: { amount: 1, currency: 'EUR' } });
    expect(findViolation(policy, native, { amount: 1, currency: null })).toBeNull();
    expect(findViolation(policy, native, { amount: 2, currency: null })).toBe('budget');
  });
});

describe('assertPoliciesAllow', () => {
  const open = aMachinePolicy({ id: 'pol_open' });

  it('passes no policy, and policies that all pass', () => {
    expect(() => assertPoliciesAllow([], native, spend)).not.toThrow();
    expect(() => assertPoliciesAllow([open, open], native, spend)).not.toThrow();
  });

  it.each<[ErrorCode, string, Partial<Policy>]>([
    ['AGENT_POLICY_DENIED', 'skill', { deniedSkillKeys: ['pyth'] }],
    ['AGENT_POLICY_DENIED', 'currency', { budgetCap: { amount: 100, currency: 'EUR' } }],
    ['AGENT_SPEND_LIMIT_EXCEEDED', 'budget', { budgetCap: { amount: 1, currency: 'USD' } }],
  ])('refuses as %s (%s) and names the policy, whichever place it has', (code, rule, changes) => {
    const strict = aMachinePolicy({ id: 'pol_strict', ...changes });
    const error = refusal(code, { details: { policyId: 'pol_strict', rule } });
    expect(() => assertPoliciesAllow([open, strict], native, spend)).toThrow(error);
    expect(() => assertPoliciesAllow([strict, open], native, spend)).toThrow(error);
  });
});
