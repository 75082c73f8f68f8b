import type { Handlers } from '../http/handler.ts';
import { archiveMachine } from '../services/archive-machine.ts';
import { createIdentityChallenge } from '../services/create-identity-challenge.ts';
import { listMachines, readMachine } from '../services/read-machine.ts';
import { registerMachine } from '../services/register-machine.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { updateMachine } from '../services/update-machine.ts';
import { pick, withoutNulls } from './request-fields.ts';

type MachineOperations =
  | 'createMachineIdentityChallenge'
  | 'listMachines'
  | 'createMachine'
  | 'getMachine'
  | 'updateMachine'
  | 'archiveMachine';

const updatableFields = [
  'displayName',
  'ownerId',
  'machineType',
  'runtimeProfile',
  'status',
  'capabilities',
  'labels',
  'policyIds',
  'skillKeys',
] as const;

export function createMachineHandlers(deps: ServiceDeps): Pick<Handlers, MachineOperations> {
  return {
    async createMachineIdentityChallenge({ body }) {
      const challenge = await createIdentityChallenge(deps, body.identityRef);
      const { id: challengeId, identityRef, message, expiresAt, controllerAddresses } = challenge;
      const item = { challengeId, identityRef, message, expiresAt, controllerAddresses };
      return { status: 201, body: { item: { ...item, verificationMethod: 'eip191' } } };
    },
    async listMachines({ query }) {
      return { status: 200, body: await listMachines(deps, { cursor: query.cursor, limit: query.limit }) };
    },
    async createMachine({ body }) {
      const machine = await registerMachine(deps, {
        fields: {
          displayName: body.displayName,
          ownerId: body.ownerId,
          machineType: body.machineType,
          runtimeProfile: body.runtimeProfile,
          capabilities: body.capabilities ?? [],
          labels: body.labels ?? {},
          policyIds: body.policyIds ?? [],
          skillKeys: body.skillKeys ?? [],
        },
        identityRef: body.identityRef ?? null,
        identityProof: body.identityProof ?? null,
      });
      return { status: 201, body: { item: machine } };
    },
    async getMachine({ path }) {
      return { status: 200, body: { item: await readMachine(deps, path.machineId) } };
    },
    async updateMachine({ path, body }) {
      const machine = await updateMachine(deps, path.machineId, {
        fields: withoutNulls(pick(body, updatableFields)),
        identityRef: body.identityRef ?? null,
        identityProof: body.identityProof ?? null,
      });
      return { status: 200, body: { item: machine } };
    },
    async archiveMachine({ path }) {
      await archiveMachine(deps, path.machineId);
      return { status: 204, body: undefined };
    },
  };
}
