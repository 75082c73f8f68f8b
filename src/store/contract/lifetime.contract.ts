import { beforeEach, expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { TRICKY_TEXT, aMachine, anAuditEvent, newId } from '../records.fixture.ts';
import type { Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

const PARALLEL = 50;

/** What holds for the store as a whole: its audit log, its durability, its health and its migrations. */
export function describeLifetime(current: () => StoreHarness): void {
  let harness: StoreHarness;
  let store: Store;
  beforeEach(() => {
    harness = current();
    store = harness.store;
  });

  test('Audit events are kept with every field.', async () => {
    const event = anAuditEvent({
      actor: TRICKY_TEXT,
      payload: { text: TRICKY_TEXT, list: [], nothing: null },
    });
    await store.auditEvents.append(event);
    await store.auditEvents.append(anAuditEvent({ id: 'aud_2', machineId: null }));
    const rows = await harness.readTable('audit_events');
    expect(rows).toHaveLength(2);
    expect(rows.find((row) => row['id'] === event.id)).toEqual({
      id: event.id,
      actor: event.actor,
      type: event.type,
      resource_type: event.resourceType,
      resource_id: event.resourceId,
      machine_id: event.machineId,
      payload: JSON.stringify(event.payload),
      created_at: event.createdAt,
    });
  });

  test('A read that starts after a write was acknowledged sees it.', async () => {
    for (let round = 0; round < PARALLEL; round += 1) {
      const machine = aMachine({ id: newId('mach') });
      await store.machines.insert(machine);
      expect(await store.machines.find(machine.id)).not.toBeNull();
    }
  });

  test('Records are still there after the database is opened again.', async () => {
    const machine = aMachine({ displayName: TRICKY_TEXT });
    await store.transaction((tx) => tx.machines.insert(machine));
    const reopened = await harness.reopen();
    expect(await reopened.machines.find(machine.id)).toEqual(machine);
    await expect(
      reopened.machines.insert(aMachine({ identityRef: machine.identityRef })),
    ).rejects.toMatchObject({ code: 'MACHINE_IDENTITY_EXISTS' });
  });

  test('Health tells missing migrations, and an error once the store is closed.', async () => {
    expect(await store.health()).toEqual({ reachable: true, pendingMigrations: [] });
    await harness.revert();
    expect(await store.health()).toEqual({
      reachable: true,
      pendingMigrations: migrations.map((migration) => migration.name),
    });
    await store.close();
    await store.close();
    expect(await store.health()).toMatchObject({ reachable: false, error: expect.stringMatching(/./) });
  });

  test('Migrations can be undone to nothing and done again.', async () => {
    await store.machines.insert(aMachine());
    await store.close();
    expect(await harness.revert()).toEqual(['knex_migrations', 'knex_migrations_lock']);
    const reopened = await harness.reopen();
    expect(await reopened.machines.list({ after: null, limit: 1 })).toEqual([]);
    await reopened.machines.insert(aMachine());
    expect(await reopened.health()).toEqual({ reachable: true, pendingMigrations: [] });
  });
}
