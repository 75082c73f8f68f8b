import type { Check } from '../engine/define-check.ts';
import { marketAccessChecks } from './access-market.ts';
import { accessChecks } from './access.ts';
import { agentAuthChecks } from './agent-auth/index.ts';
import { bodyChecks } from './bodies/index.ts';
import { configurationChecks } from './configuration.ts';
import { delegationChecks } from './delegation/index.ts';
import { envelopeChecks } from './envelopes.ts';
import { executionChecks } from './execution/index.ts';
import { healthChecks } from './health.ts';
import { identityChecks } from './identity/index.ts';
import { machineChecks } from './machines/index.ts';
import { orderChecks } from './order/index.ts';
import { marketOrderChecks } from './orders/index.ts';
import { paginationChecks } from './pagination/index.ts';
import { pairingChecks } from './pairings/index.ts';
import { paymentRpcChecks } from './payment-rpc/index.ts';
import { paymentChecks } from './payments/index.ts';
import { policyChecks } from './policies/index.ts';
import { proofChecks } from './proofs/index.ts';
import { quoteChecks } from './quotes.ts';
import { runtimeEndpointChecks } from './runtime-endpoints/index.ts';
import { scalarChecks } from './scalars.ts';
import { searchChecks } from './search/index.ts';
import { secretChecks } from './secrets.ts';
import { serviceChecks } from './services/index.ts';
import { sessionChecks } from './sessions/index.ts';
import { skillChecks } from './skills/index.ts';
import { transportChecks } from './transport.ts';
import { x402Checks } from './x402/index.ts';

/** Every check of the kit, one array per group. A group that is not listed here does not run. */
export const allChecks: readonly Check[] = [
  ...healthChecks,
  ...transportChecks,
  ...envelopeChecks,
  ...bodyChecks,
  ...paginationChecks,
  ...scalarChecks,
  ...accessChecks,
  ...marketAccessChecks,
  ...orderChecks,
  ...configurationChecks,
  ...secretChecks,
  ...identityChecks,
  ...machineChecks,
  ...pairingChecks,
  ...sessionChecks,
  ...runtimeEndpointChecks,
  ...policyChecks,
  ...marketOrderChecks,
  ...delegationChecks,
  ...skillChecks,
  ...serviceChecks,
  ...searchChecks,
  ...quoteChecks,
  ...executionChecks,
  ...x402Checks,
  ...agentAuthChecks,
  ...paymentChecks,
  ...proofChecks,
  ...paymentRpcChecks,
];
