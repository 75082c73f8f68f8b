import { executionCredentialChecks } from './credentials.ts';
import { failureChecks } from './failures.ts';
import { inFlightChecks } from './in-flight.ts';
import { ownRuntimeChecks } from './own-runtime.ts';
import { executionPaymentChecks } from './payment.ts';
import { repeatChecks } from './repeats.ts';
import { resultChecks } from './results.ts';
import { serviceExecutionChecks } from './service.ts';
import { standingChecks } from './standing.ts';

export const executionChecks = [
  ...resultChecks,
  ...repeatChecks,
  ...failureChecks,
  ...executionPaymentChecks,
  ...inFlightChecks,
  ...standingChecks,
  ...ownRuntimeChecks,
  ...executionCredentialChecks,
  ...serviceExecutionChecks,
];
