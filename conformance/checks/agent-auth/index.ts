import { openMarketChecks } from './open.ts';
import { requiredTokenChecks } from './required.ts';

export const agentAuthChecks = [...requiredTokenChecks, ...openMarketChecks];
