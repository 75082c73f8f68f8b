import type { SettingValue, Skill, SkillConfig } from '../../domain/catalog/skill.ts';
import type { Repositories } from '../../store/store.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { findSkill } from './read-skills.ts';

export interface UpdateSkillConfig {
  enabled?: boolean;
  credentials?: Record<string, string>;
  settings?: Record<string, SettingValue>;
}

const purpose = 'skill-credentials';

/** A configuration as it counts: a skill nobody configured is enabled and has neither settings nor credentials. */
export interface SkillAccess {
  enabled: boolean;
  settings: Readonly<Record<string, SettingValue>>;
  credentials: Readonly<Record<string, string>>;
}

/**
 * Configures a skill: settings and credentials are merged by key, credentials are sealed and never given back. Raises
 * NOT_FOUND (contract B.4, C.5).
 */
export async function configureSkill(
  deps: ServiceDeps,
  skillKey: string,
  changes: UpdateSkillConfig,
): Promise<{ skill: Skill; config: SkillConfig }> {
  const skill = findSkill(deps, skillKey);
  const config = await deps.store.transaction(async (repositories) => {
    const present = await repositories.skillConfigs.findOrInsertForUpdate(newConfig(deps, skill.key));
    const changed: SkillConfig = {
      ...present,
      enabled: changes.enabled ?? present.enabled,
      settings: { ...present.settings, ...changes.settings },
      sealedCredentials: mergeCredentials(deps, present, changes.credentials ?? {}),
      updatedAt: timestamp(deps.clock),
    };
    await repositories.skillConfigs.update(changed);
    await recordAuditEvent(deps, repositories, {
      type: 'skill.configured',
      resourceId: skill.key,
      machineId: null,
      payload: { changed: Object.keys(changes), enabled: changed.enabled },
    });
    return changed;
  });
  return { skill, config };
}

function newConfig(deps: ServiceDeps, skillKey: string): SkillConfig {
  const now = timestamp(deps.clock);
  return { skillKey, enabled: true, settings: {}, sealedCredentials: null, createdAt: now, updatedAt: now };
}

function mergeCredentials(
  deps: ServiceDeps,
  present: SkillConfig,
  added: Record<string, string>,
): string | null {
  if (Object.keys(added).length === 0) return present.sealedCredentials;
  return deps.secretBox.seal(JSON.stringify({ ...openCredentials(deps, present), ...added }), purpose);
}

/** Credentials that no key opens any more count as absent: they must be given again. */
function openCredentials(deps: ServiceDeps, { sealedCredentials }: SkillConfig): Record<string, string> {
  const text = sealedCredentials === null ? null : deps.secretBox.open(sealedCredentials, purpose);
  return text === null ? {} : (JSON.parse(text) as Record<string, string>);
}

function toAccess(deps: ServiceDeps, config: SkillConfig | null): SkillAccess {
  if (config === null) return { enabled: true, settings: {}, credentials: {} };
  return { enabled: config.enabled, settings: config.settings, credentials: openCredentials(deps, config) };
}

/** What is configured for one skill. */
export async function readSkillAccess(
  deps: ServiceDeps,
  repositories: Repositories,
  skillKey: string,
): Promise<SkillAccess> {
  return toAccess(deps, await repositories.skillConfigs.find(skillKey));
}

/** What is configured, by skill key; skills nobody configured are not in it. */
export async function readAllSkillAccess(deps: ServiceDeps): Promise<ReadonlyMap<string, SkillAccess>> {
  const configs = await deps.store.skillConfigs.listAll();
  return new Map(configs.map((config) => [config.skillKey, toAccess(deps, config)]));
}

/** How many skills have credentials that none of the present keys opens. */
export async function countLockedSkills(deps: ServiceDeps): Promise<number> {
  const configs = await deps.store.skillConfigs.listAll();
  return configs.filter(
    ({ sealedCredentials }) =>
      sealedCredentials !== null && deps.secretBox.open(sealedCredentials, purpose) === null,
  ).length;
}
