import type { Knex } from 'knex';
import type { MarketOrder } from '../domain/orders/order.ts';
import { fromOrderRow, toOrderRow } from './order-row.ts';
import type { OrderRow } from './order-row.ts';
import type { OrderFilters, OrderRepository, PageQuery } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, insertRow, isStorable, pageOf, replaceRow } from './table.ts';

const TABLE: Table<MarketOrder, OrderRow> = {
  name: 'market_orders',
  toRow: toOrderRow,
  fromRow: fromOrderRow,
};
/** Orders that nothing was spent for (contract E.5). */
const UNSPENT = ['cancelled', 'failed'];

export function createOrderRepository({ read, write }: Connections): OrderRepository {
  return {
    insert: (order) => insertRow(write, TABLE, order),
    find: (id) => findRow(read, TABLE, id),
    findForUpdate: (id) => findRow(write, TABLE, id, 'lock'),
    update: (order) =>
      replaceRow(write, TABLE, order, ['id', 'machine_id', 'agent_pairing_id', 'created_at']),
    async list(filters, page) {
      if (!Object.values(filters).every(isStorable)) return [];
      const rows: OrderRow[] = await orderPage(read, filters, page);
      return rows.map(fromOrderRow);
    },
    async spendSince(pairingId, since, exceptId) {
      if (!isStorable(pairingId)) return [];
      const rows: SpendRow[] = await spendQuery(read, { pairingId, since, exceptId });
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
export function spendQuery(db: Knex, { pairingId, since, exceptId }: SpendFilters): Knex.QueryBuilder {
  const orders = db(TABLE.name)
    .where({ agent_pairing_id: pairingId })
    .where('created_at', '>=', since)
    .whereNotIn('status', UNSPENT);
  const all = exceptId === null || !isStorable(exceptId);
  return (all ? orders : orders.whereNot({ id: exceptId }))
    .select('spend_amount', 'spend_currency')
    .count({ count: '*' })
    .groupBy('spend_amount', 'spend_currency');
}
