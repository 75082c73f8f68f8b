import { gateOrderChecks } from './gate.ts';
import { stepOrderChecks } from './steps.ts';
import { tokenOrderChecks } from './token.ts';

export const orderChecks = [...gateOrderChecks, ...stepOrderChecks, ...tokenOrderChecks];
