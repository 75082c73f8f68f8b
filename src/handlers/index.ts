import type { Handlers } from '../http/handler.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { createHealthHandlers } from './health.ts';
import { createMachineHandlers } from './machines.ts';
import { createOrderHandlers } from './orders.ts';
import { createPairingHandlers } from './pairings.ts';
import { createPaymentHandlers } from './payments.ts';
import { createPolicyHandlers } from './policies.ts';
import { createRuntimeEndpointHandlers } from './runtime-endpoints.ts';
import { createSearchHandlers } from './searches.ts';
import { createServiceHandlers } from './services.ts';
import { createSkillHandlers } from './skills.ts';

/** Every operation of the contract with its handler; one line per resource. */
export function createHandlers(deps: ServiceDeps): Handlers {
  return {
    ...createHealthHandlers(deps),
    ...createMachineHandlers(deps),
    ...createPairingHandlers(deps),
    ...createSkillHandlers(deps),
    ...createServiceHandlers(deps),
    ...createSearchHandlers(deps),
    ...createOrderHandlers(deps),
    ...createPaymentHandlers(deps),
    ...createPolicyHandlers(deps),
    ...createRuntimeEndpointHandlers(deps),
  };
}
