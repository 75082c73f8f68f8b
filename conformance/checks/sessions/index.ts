import { sessionForgeryChecks } from './forged.ts';
import { sessionIssueChecks } from './issued.ts';
import { sessionLifeChecks } from './life.ts';
import { sessionRestartChecks } from './restart.ts';
import { sessionRotationChecks } from './rotation.ts';

export const sessionChecks = [
  ...sessionIssueChecks,
  ...sessionForgeryChecks,
  ...sessionRotationChecks,
  ...sessionLifeChecks,
  ...sessionRestartChecks,
];
