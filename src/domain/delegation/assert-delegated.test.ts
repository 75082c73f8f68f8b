import { describe, expect, it } from 'vitest';
import { aPolicy } from '../records.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import { assertDelegated, findDenial } from './assert-delegated.ts';

const service = { skillKey: 'pyth', id: 'pyth:feeds:price' };

describe('delegated skills and services', () => {
  it.each([
    [{}],
    [{ allowedSkillKeys: ['pyth'] }],
    [{ allowedServiceIds: ['pyth:feeds:price', 'other'] }],
    [{ allowedSkillKeys: ['pyth'], allowedServiceIds: ['pyth:feeds:price'] }],
    [{ deniedSkillKeys: ['walrus'], deniedServiceIds: ['walrus:blobs:write'] }],
  ])('passes %o', (changes) => {
    expect(findDenial(aPolicy(changes), service)).toBeNull();
    expect(() => assertDelegated(aPolicy(changes), service)).not.toThrow();
  });

  it.each([
    [{ deniedSkillKeys: ['pyth'] }, 'deniedSkillKeys'],
    [{ deniedServiceIds: ['pyth:feeds:price'] }, 'deniedServiceIds'],
    [{ deniedSkillKeys: ['pyth'], allowedSkillKeys: ['pyth'] }, 'deniedSkillKeys'],
    [{ deniedServiceIds: ['pyth:feeds:price'], allowedServiceIds: ['pyth:feeds:price'] }, 'deniedServiceIds'],
    [{ allowedSkillKeys: ['walrus'] }, 'allowedSkillKeys'],
    [{ allowedServiceIds: ['walrus:blobs:write'] }, 'allowedServiceIds'],
    [{ allowedSkillKeys: ['pyth'], allowedServiceIds: ['other'] }, 'allowedServiceIds'],
    [{ allowedSkillKeys: ['walrus'], allowedServiceIds: ['pyth:feeds:price'] }, 'allowedSkillKeys'],
    [{ allowedSkillKeys: ['PYTH'] }, 'allowedSkillKeys'],
  ])('refuses %o and names the list', (changes, list) => {
    expect(findDenial(aPolicy(changes), service)).toBe(list);
    expect(() => assertDelegated(aPolicy(changes), service)).toThrow(
      refusal('AGENT_POLICY_DENIED', { details: { list } }),
    );
  });
});
