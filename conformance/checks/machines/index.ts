import { machineArchiveChecks } from './archive.ts';
import { machineCreateChecks } from './create.ts';
import { machineReadChecks } from './read.ts';
import { machineUncheckedChecks } from './unchecked.ts';
import { machineUnverifiedChecks } from './unverified.ts';
import { machineUpdateChecks } from './update.ts';

export const machineChecks = [
  ...machineCreateChecks,
  ...machineReadChecks,
  ...machineUpdateChecks,
  ...machineArchiveChecks,
  ...machineUncheckedChecks,
  ...machineUnverifiedChecks,
];
