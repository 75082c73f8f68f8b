import { proofRecordedChecks } from './recorded.ts';
import { proofReferenceChecks } from './references.ts';
import { proofStateChecks } from './states.ts';

export const proofChecks = [...proofRecordedChecks, ...proofReferenceChecks, ...proofStateChecks];
