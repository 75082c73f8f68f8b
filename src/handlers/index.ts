import type { Handlers } from '../http/handler.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { createHealthHandlers } from './health.ts';
import { createMachineHandlers } from './machines.ts';
import { createPairingHandlers } from './pairings.ts';

/** Every operation of the contract with its handler; one line per resource. */
export function createHandlers(deps: ServiceDeps): Handlers {
  return {
    ...createHealthHandlers(deps),
    ...createMachineHandlers(deps),
    ...createPairingHandlers(deps),
  };
}
