import type { Skill, SkillManifest } from '../../domain/catalog/skill.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Page, PageRequest } from '../paging.ts';
import { pageOfSorted } from '../paging.ts';
import type { ServiceDeps } from '../service-deps.ts';

const noSkill = () => new DomainError('NOT_FOUND', 'There is no such skill.');

export interface SkillFilters {
  scope: string | undefined;
  direction: string | undefined;
  source: string | undefined;
}

/** A page of skills in the order of their keys. */
export function listSkills(deps: ServiceDeps, filters: SkillFilters, request: PageRequest): Page<Skill> {
  const { scope, direction, source } = filters;
  const items = deps.catalog.skills.filter(
    (skill) =>
      (scope === undefined || skill.scope === scope) &&
      (direction === undefined || skill.direction === direction) &&
      (source === undefined || skill.source === source),
  );
  const list = { list: 'skills', filters: { ...filters } };
  return pageOfSorted(deps, list, { items, keyOf: (skill) => skill.key }, request);
}

/** One skill. Raises NOT_FOUND. */
export function findSkill(deps: ServiceDeps, skillKey: string): Skill {
  const skill = deps.catalog.findSkill(skillKey);
  if (!skill) throw noSkill();
  return skill;
}

/** What a skill takes and gives. Raises NOT_FOUND. */
export function findManifest(deps: ServiceDeps, skillKey: string): SkillManifest {
  const manifest = deps.catalog.findManifest(findSkill(deps, skillKey).key);
  if (!manifest) throw noSkill();
  return manifest;
}
