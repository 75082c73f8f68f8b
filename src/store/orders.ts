import type { Knex } from 'knex';
import type { MarketOrder } from '../domain/orders/order.ts';
import { fromOrderRow, toOrderChanges, toOrderRow } from './order-row.ts';
import type { OrderChanges, OrderRow } from './order-row.ts';
import { rowsOf } from './statement.ts';
import type { OrderFilters, OrderRepository, PageQuery } from './store.ts';
import type { Connections, Table, WritableTable } from './table.ts';
import { findRow, insertRow, isStorable, pageOf, replaceRow } from './table.ts';

const TABLE: Table<MarketOrder, OrderRow> = {
  name: 'market_orders',
  toRow: toOrderRow,
  fromRow: fromOrderRow,
};
/** What changes in an order's life; the rest, most of all the service as it was, is written once. */
const CHANGES: WritableTable<MarketOrder, OrderChanges> = { name: TABLE.name, toRow: toOrderChanges };
/** Orders that nothing was spent for (contract E.5). */
const UNSPENT = ['cancelled', 'failed'];
/** No order has this id. */
const NO_ORDER = '';
const SPEND =
  'select spend_amount, spend_currency, count(*) as count from market_orders ' +
  'where agent_pairing_id = ? and created_at >= ? and status not in (?, ?) and id <> ? group by spend_amount, spend_currency';

export function createOrderRepository({ read, write }: Connections): OrderRepository {
  return {
    insert: (order) => insertRow(write, TABLE, order),
    find: (id) => findRow(read, TABLE, id),
    findForUpdate: (id) => findRow(write, TABLE, id, 'lock'),
    update: (order) => replaceRow(write, CHANGES, order, ['id']),
    async list(filters, page) {
      if (!Object.values(filters).every(isStorable)) return [];
      const rows: OrderRow[] = await orderPage(read, filters, page);
      return rows.map(fromOrderRow);
    },
    async spendSince(pairingId, since, exceptId) {
      if (!isStorable(pairingId)) return [];
      const rows = rowsOf<SpendRow>(await spendQuery(read, { pairingId, since, exceptId }));
      return rows.map((row) => ({
        spend: { amount: Number(row.spend_amount), currency: row.spend_currency },
        count: Number(row.count),
      }));
    },
  };
}

/** The query behind the lists of orders; on its own so that its plan can be checked. */
export function orderPage(db: Knex, filters: OrderFilters, page: PageQuery): Knex.QueryBuilder {
  const { machineId, agentPairingId } = filters;
  const list = db(TABLE.name).where({
    ...(machineId === undefined ? {} : { machine_id: machineId }),
    ...(agentPairingId === undefined ? {} : { agent_pairing_id: agentPairingId }),
  });
  return pageOf(list, page);
}

/** `count` comes as text from PostgreSQL. */
type SpendRow = Pick<OrderRow, 'spend_amount' | 'spend_currency'> & { count: number | string };

interface SpendFilters {
  pairingId: string;
  since: string;
  exceptId: string | null;
}

/** The query behind spendSince; on its own so that its plan can be checked. */
export function spendQuery(db: Knex, { pairingId, since, exceptId }: SpendFilters): Knex.Raw {
  const except = exceptId !== null && isStorable(exceptId) ? exceptId : NO_ORDER;
  return db.raw(SPEND, [pairingId, since, ...UNSPENT, except]);
}
