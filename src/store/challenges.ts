import type { ChallengeRepository } from './store.ts';
import type { Connections, Row, Table } from './table.ts';
import { findRow, insertRow, isStorable } from './table.ts';

/** What all kinds of challenges have in common: each is written once and used once. */
export function createChallengeRepository<
  Challenge,
  ChallengeRow extends Row & { consumed_at: string | null },
>({ read, write }: Connections, table: Table<Challenge, ChallengeRow>): ChallengeRepository<Challenge> {
  return {
    insert: (challenge) => insertRow(write, table, challenge),
    find: (id) => findRow(read, table, id),
    async consume(id, at) {
      if (!isStorable(id)) return false;
      // One statement: the engine lets exactly one of several parallel updates find the row still unused.
      const count: number = await write(table.name)
        .where({ id })
        .whereNull('consumed_at')
        .update({ consumed_at: at });
      return count === 1;
    },
  };
}
