import { delegationAmountChecks } from './amounts.ts';
import { delegationDailyChecks } from './daily.ts';
import { delegationListChecks } from './lists.ts';

export const delegationChecks = [
  ...delegationListChecks,
  ...delegationAmountChecks,
  ...delegationDailyChecks,
];
