import { cursorChecks } from './cursors.ts';
import { queryChecks } from './queries.ts';

export const paginationChecks = [...queryChecks, ...cursorChecks];
