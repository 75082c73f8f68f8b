import type { Handlers } from '../http/handler.ts';
import { checkReadiness } from '../services/check-readiness.ts';
import type { ServiceDeps } from '../services/service-deps.ts';

export function createHealthHandlers(
  deps: ServiceDeps,
): Pick<Handlers, 'getHealth' | 'getApiHealth' | 'getReadiness'> {
  return {
    getHealth: () => ({ status: 200, body: { ok: true } }),
    getApiHealth: () => ({ status: 200, body: { ok: true } }),
    getReadiness: async () => ({ status: 200, body: await checkReadiness(deps) }),
  };
}
