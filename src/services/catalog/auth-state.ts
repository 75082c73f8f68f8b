import type { AuthState, Skill } from '../../domain/catalog/skill.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { SkillAccess } from './skill-configs.ts';
import { readAllSkillAccess } from './skill-configs.ts';

/** Whether this deployment can use a skill as it is configured now (contract C.5). */
export async function readAuthState(deps: ServiceDeps): Promise<(skill: Skill) => AuthState> {
  const access = await readAllSkillAccess(deps);
  return (skill) => authStateOf(deps, skill, access.get(skill.key));
}

function authStateOf(deps: ServiceDeps, skill: Skill, access: SkillAccess | undefined): AuthState {
  const provider = deps.catalog.findProvider(skill.providerKey);
  const isSet = (variable: string): boolean => {
    const key = provider?.values.find(({ env }) => env === variable)?.key ?? variable;
    const isInSkill = access?.credentials[key] !== undefined || access?.settings[key] !== undefined;
    return isInSkill || deps.providerVariables[variable] !== undefined;
  };
  if (skill.requiredEnv.every(isSet)) return 'configured';
  const isRestricted = skill.accessMode === 'partner-approved' || skill.accessMode === 'whitelisted';
  return isRestricted ? 'restricted' : 'unconfigured';
}
