import { orderAccessChecks } from './access.ts';
import { orderConfirmChecks } from './confirm.ts';
import { orderDisputeChecks } from './dispute.ts';
import { orderFieldChecks } from './fields.ts';
import { orderListChecks } from './lists.ts';
import { orderPreconditionChecks } from './preconditions.ts';

export const marketOrderChecks = [
  ...orderPreconditionChecks,
  ...orderFieldChecks,
  ...orderAccessChecks,
  ...orderListChecks,
  ...orderConfirmChecks,
  ...orderDisputeChecks,
];
