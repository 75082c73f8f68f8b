import type { Check } from '../engine/define-check.ts';
import { healthChecks } from './health.ts';

/** Every check of the kit, one array per group. A group that is not listed here does not run. */
export const allChecks: readonly Check[] = [...healthChecks];
