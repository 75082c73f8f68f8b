import { endpointResourceChecks } from './resource.ts';
import { endpointStateChecks } from './state.ts';

export const runtimeEndpointChecks = [...endpointResourceChecks, ...endpointStateChecks];
