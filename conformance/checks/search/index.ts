import { searchActorChecks } from './actor.ts';
import { searchDelegationChecks } from './delegation.ts';
import { searchFilterChecks } from './filters.ts';
import { searchPreconditionChecks } from './preconditions.ts';
import { searchQuoteChecks } from './quotes.ts';
import { searchRecordChecks } from './record.ts';
import { searchTaskChecks } from './task.ts';

export const searchChecks = [
  ...searchPreconditionChecks,
  ...searchActorChecks,
  ...searchTaskChecks,
  ...searchFilterChecks,
  ...searchDelegationChecks,
  ...searchQuoteChecks,
  ...searchRecordChecks,
];
