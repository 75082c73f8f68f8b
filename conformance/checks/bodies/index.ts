import { bodyFieldChecks } from './fields.ts';
import { bodyLimitChecks } from './limits.ts';
import { bodySyntaxChecks } from './syntax.ts';
import { bodyTypeChecks } from './types.ts';

export const bodyChecks = [...bodySyntaxChecks, ...bodyFieldChecks, ...bodyTypeChecks, ...bodyLimitChecks];
