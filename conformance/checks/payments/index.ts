import { paymentAmountChecks } from './amounts.ts';
import { paymentChainChecks } from './chains.ts';
import { paymentEscrowChecks } from './escrow.ts';
import { paymentFieldChecks } from './fields.ts';
import { paymentIntentChecks } from './intent.ts';
import { paymentRailChecks } from './rails.ts';
import { paymentRefundChecks } from './refund.ts';
import { paymentReleaseChecks } from './release.ts';
import { paymentStateChecks } from './states.ts';

export const paymentChecks = [
  ...paymentIntentChecks,
  ...paymentRailChecks,
  ...paymentAmountChecks,
  ...paymentFieldChecks,
  ...paymentChainChecks,
  ...paymentStateChecks,
  ...paymentEscrowChecks,
  ...paymentReleaseChecks,
  ...paymentRefundChecks,
];
