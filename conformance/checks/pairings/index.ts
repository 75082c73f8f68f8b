import { pairingChallengeChecks } from './challenge.ts';
import { pairingMachineChecks } from './machine-standing.ts';
import { pairingProofChecks } from './proof.ts';
import { pairingResourceChecks } from './resource.ts';
import { pairingUnprovenChecks } from './unproven.ts';

export const pairingChecks = [
  ...pairingChallengeChecks,
  ...pairingProofChecks,
  ...pairingMachineChecks,
  ...pairingResourceChecks,
  ...pairingUnprovenChecks,
];
