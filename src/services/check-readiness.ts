import { countLockedSkills } from './catalog/skill-configs.ts';
import type { ServiceDeps } from './service-deps.ts';

export interface ReadinessCheck {
  name: string;
  status: 'pass' | 'fail';
  message?: string;
}

export interface Readiness {
  status: 'ready' | 'not_ready';
  checks: ReadinessCheck[];
}

/** Looks at each part of the deployment now. Never raises: a part that cannot be checked has failed. */
export async function checkReadiness(deps: ServiceDeps): Promise<Readiness> {
  const [store, runtime, skills] = await Promise.all([
    checkStore(deps),
    checkRuntime(deps),
    checkSkills(deps),
  ]);
  const checks = [store, checkCatalog(deps), checkAuth(deps), runtime, skills];
  return { status: checks.every((check) => check.status === 'pass') ? 'ready' : 'not_ready', checks };
}

const pass = (name: string): ReadinessCheck => ({ name, status: 'pass' });
const fail = (name: string, message: string): ReadinessCheck => ({ name, status: 'fail', message });

async function checkStore({ store }: ServiceDeps): Promise<ReadinessCheck> {
  const { reachable, pendingMigrations } = await store.health();
  if (!reachable) return fail('store', 'The database does not answer.');
  return pendingMigrations.length === 0
    ? pass('store')
    : fail('store', `The database lacks ${pendingMigrations.length} migration(s).`);
}

function checkAuth({ config }: ServiceDeps): ReadinessCheck {
  const hasKey = config.apiKey !== null || (config.apiKeys?.length ?? 0) > 0;
  return config.requireApiAuth && !hasKey
    ? fail('auth', 'API authentication is on and no key is configured, so every request is refused.')
    : pass('auth');
}

async function checkRuntime({ config, registry }: ServiceDeps): Promise<ReadinessCheck> {
  if (config.machineIdentityVerification === 'disabled' || (await registry.isReachable()))
    return pass('runtime');
  return fail('runtime', 'The identity registry does not answer.');
}

/** A catalogue with mistakes stops the start; an empty one would leave nothing to buy. */
function checkCatalog({ catalog }: ServiceDeps): ReadinessCheck {
  return catalog.services.length > 0 ? pass('catalog') : fail('catalog', 'The catalogue has no service.');
}

async function checkSkills(deps: ServiceDeps): Promise<ReadinessCheck> {
  try {
    const locked = await countLockedSkills(deps);
    if (locked === 0) return pass('skills');
    return fail('skills', `The credentials of ${locked} skill(s) cannot be opened with the present keys.`);
  } catch {
    return fail('skills', 'The configuration of skills cannot be read.');
  }
}
