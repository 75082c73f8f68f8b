import type { Knex } from 'knex';
import type { PaymentRecommendation, Pricing } from '../domain/catalog/market-service.ts';
import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../domain/catalog/skill.ts';
import type { BoundQuote, MarketQuote } from '../domain/search/market-search.ts';
import type { WritableTable } from './table.ts';
import { isStorable, toStorableRow } from './table.ts';

type QuoteRow = {
  id: string;
  search_id: string;
  position: number;
  service_id: string;
  skill_key: string;
  provider_key: string;
  execution_mode: string;
  integration_status: string;
  operation: string;
  score: string;
  reasons: string;
  pricing: string;
  payment: string;
  handoff: string | null;
  expires_at: string;
};

type BoundQuoteRow = QuoteRow & { machine_id: string; agent_pairing_id: string | null };

interface PlacedQuote {
  quote: MarketQuote;
  searchId: string;
  position: number;
}

const TABLE: WritableTable<PlacedQuote, QuoteRow> = { name: 'market_quotes', toRow };
/** SQLite takes at most 500 rows in one statement. */
const ROWS_PER_STATEMENT = 200;

/** Adds the quotes of a search in their order. */
export async function insertQuotes(
  db: Knex,
  searchId: string,
  quotes: readonly MarketQuote[],
): Promise<void> {
  const rows = quotes.map((quote, position) => toStorableRow(TABLE, { quote, searchId, position }));
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await db(TABLE.name).insert(rows.slice(start, start + ROWS_PER_STATEMENT));
}

/** The quotes of a search in their order. */
export async function listQuotes(db: Knex, searchId: string): Promise<MarketQuote[]> {
  const rows: QuoteRow[] = await db(TABLE.name).where({ search_id: searchId }).orderBy('position');
  return rows.map(fromRow);
}

/** The quote with this id and what its search binds it to, or null. */
export async function findBoundQuote(db: Knex, id: string): Promise<BoundQuote | null> {
  if (!isStorable(id)) return null;
  const row: BoundQuoteRow | undefined = await db(TABLE.name)
    .join('market_searches', 'market_searches.id', 'market_quotes.search_id')
    .where({ 'market_quotes.id': id })
    .first('market_quotes.*', 'market_searches.machine_id', 'market_searches.agent_pairing_id');
  if (row === undefined) return null;
  return {
    quote: fromRow(row),
    searchId: row.search_id,
    machineId: row.machine_id,
    agentPairingId: row.agent_pairing_id,
  };
}

function toRow({ quote, searchId, position }: PlacedQuote): QuoteRow {
  return {
    id: quote.id,
    search_id: searchId,
    position,
    service_id: quote.serviceId,
    skill_key: quote.skillKey,
    provider_key: quote.providerKey,
    execution_mode: quote.executionMode,
    integration_status: quote.integrationStatus,
    operation: quote.operation,
    score: String(quote.score),
    reasons: JSON.stringify(quote.reasons),
    pricing: JSON.stringify(quote.pricing),
    payment: JSON.stringify(quote.payment),
    handoff: quote.handoff === null ? null : JSON.stringify(quote.handoff),
    expires_at: quote.expiresAt,
  };
}

function fromRow(row: QuoteRow): MarketQuote {
  return {
    id: row.id,
    serviceId: row.service_id,
    skillKey: row.skill_key,
    providerKey: row.provider_key,
    executionMode: row.execution_mode as ExecutionMode,
    integrationStatus: row.integration_status as IntegrationStatus,
    operation: row.operation,
    score: Number(row.score),
    reasons: JSON.parse(row.reasons) as string[],
    pricing: JSON.parse(row.pricing) as Pricing,
    payment: JSON.parse(row.payment) as PaymentRecommendation,
    handoff: row.handoff === null ? null : (JSON.parse(row.handoff) as ExternalHandoff),
    expiresAt: row.expires_at,
  };
}
