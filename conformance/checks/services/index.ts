import { adapterChecks } from './adapters.ts';
import { serviceContentChecks } from './content.ts';
import { serviceMachineChecks } from './machine-query.ts';
import { serviceReadChecks } from './read.ts';

export const serviceChecks = [
  ...serviceReadChecks,
  ...serviceMachineChecks,
  ...serviceContentChecks,
  ...adapterChecks,
];
