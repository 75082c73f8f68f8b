import { cursorChecks } from './cursors.ts';
import { marketListChecks } from './market-lists.ts';
import { queryChecks } from './queries.ts';

export const paginationChecks = [...queryChecks, ...cursorChecks, ...marketListChecks];
