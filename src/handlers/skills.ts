import type { Handlers } from '../http/handler.ts';
import { readAuthState } from '../services/catalog/auth-state.ts';
import { findManifest, findSkill, listSkills } from '../services/catalog/read-skills.ts';
import { configureSkill } from '../services/catalog/skill-configs.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { pick, withoutNulls } from './request-fields.ts';

type SkillOperations = 'listSkills' | 'getSkill' | 'getSkillManifest' | 'updateSkillConfig';

export function createSkillHandlers(deps: ServiceDeps): Pick<Handlers, SkillOperations> {
  return {
    async listSkills({ query }) {
      const { scope, direction, source, cursor, limit } = query;
      const { items, ...rest } = listSkills(deps, { scope, direction, source }, { cursor, limit });
      const authStateOf = await readAuthState(deps);
      const shown = items.map((skill) => ({ ...skill, authState: authStateOf(skill) }));
      return { status: 200, body: { items: shown, ...rest } };
    },
    async getSkill({ path }) {
      const skill = findSkill(deps, path.skillKey);
      const authStateOf = await readAuthState(deps);
      return { status: 200, body: { item: { ...skill, authState: authStateOf(skill) } } };
    },
    getSkillManifest({ path }) {
      return { status: 200, body: { item: findManifest(deps, path.skillKey) } };
    },
    async updateSkillConfig({ path, body }) {
      const changes = withoutNulls(pick(body, ['enabled', 'credentials', 'settings']));
      const { skill, config } = await configureSkill(deps, path.skillKey, changes);
      const { skillKey, enabled, settings, updatedAt } = config;
      const hasCredentials = config.sealedCredentials !== null;
      const item = { skillKey, providerKey: skill.providerKey, enabled, settings, hasCredentials, updatedAt };
      return { status: 200, body: { item } };
    },
  };
}
