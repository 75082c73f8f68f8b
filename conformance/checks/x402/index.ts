import { x402ExecutionChecks } from './executions.ts';
import { x402IntentChecks } from './intents.ts';
import { x402ProofChecks } from './proofs.ts';

export const x402Checks = [...x402IntentChecks, ...x402ProofChecks, ...x402ExecutionChecks];
