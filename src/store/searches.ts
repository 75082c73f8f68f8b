import type { Knex } from 'knex';
import type { MarketSearch, NormalizedTask } from '../domain/search/market-search.ts';
import { findBoundQuote, insertQuotes, listQuotes } from './quotes.ts';
import type { SearchRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, insertRow } from './table.ts';
import { runTransaction } from './transaction.ts';

/** The row of a search; its quotes lie in a table of their own. */
type SearchRecord = Omit<MarketSearch, 'quotes'>;

type SearchRow = {
  id: string;
  machine_id: string;
  agent_pairing_id: string | null;
  request_payload: string;
  normalized_task: string;
  status: string;
  created_at: string;
};

const TABLE: Table<SearchRecord, SearchRow> = { name: 'market_searches', toRow, fromRow };

export function createSearchRepository({ read, write }: Connections): SearchRepository {
  return {
    insert: (search) =>
      write.isTransaction === true
        ? insertSearch(write, search)
        : runTransaction(write, (trx) => insertSearch(trx, search)),
    async find(id) {
      const record = await findRow(read, TABLE, id);
      return record === null ? null : { ...record, quotes: await listQuotes(read, id) };
    },
    findQuote: (quoteId) => findBoundQuote(read, quoteId),
  };
}

async function insertSearch(db: Knex, search: MarketSearch): Promise<void> {
  await insertRow(db, TABLE, search);
  await insertQuotes(db, search.id, search.quotes);
}

function toRow(search: SearchRecord): SearchRow {
  return {
    id: search.id,
    machine_id: search.machineId,
    agent_pairing_id: search.agentPairingId,
    request_payload: JSON.stringify(search.requestPayload),
    normalized_task: JSON.stringify(search.normalizedTask),
    status: search.status,
    created_at: search.createdAt,
  };
}

function fromRow(row: SearchRow): SearchRecord {
  return {
    id: row.id,
    machineId: row.machine_id,
    agentPairingId: row.agent_pairing_id,
    requestPayload: JSON.parse(row.request_payload) as Record<string, unknown>,
    normalizedTask: JSON.parse(row.normalized_task) as NormalizedTask,
    status: row.status as MarketSearch['status'],
    createdAt: row.created_at,
  };
}
