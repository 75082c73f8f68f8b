import { identityChallengeChecks } from './challenge.ts';
import { identityProofChecks } from './proof.ts';
import { identityRegistryChecks } from './registry.ts';
import { identitySingleUseChecks } from './single-use.ts';

export const identityChecks = [
  ...identityChallengeChecks,
  ...identityRegistryChecks,
  ...identityProofChecks,
  ...identitySingleUseChecks,
];
