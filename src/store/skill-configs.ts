import type { SettingValue, SkillConfig } from '../domain/catalog/skill.ts';
import type { SkillConfigRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, replaceRow, toStorableRow } from './table.ts';

type SkillConfigRow = {
  skill_key: string;
  enabled: string;
  settings: string;
  sealed_credentials: string | null;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<SkillConfig, SkillConfigRow> = {
  name: 'skill_configs',
  key: 'skill_key',
  toRow,
  fromRow,
};

export function createSkillConfigRepository({ read, write }: Connections): SkillConfigRepository {
  return {
    find: (skillKey) => findRow(read, TABLE, skillKey),
    async listAll() {
      const rows: SkillConfigRow[] = await read(TABLE.name).orderBy('skill_key');
      return rows.map(fromRow);
    },
    async findOrInsertForUpdate(initial) {
      // One statement, so that of parallel first writers one adds the row and the others wait for it and see its changes.
      // Writing the key over itself changes nothing; it holds the row that is there and gives it back.
      const [row] = (await write(TABLE.name)
        .insert(toStorableRow(TABLE, initial))
        .onConflict('skill_key')
        .merge(['skill_key'])
        .returning('*')) as [SkillConfigRow];
      return fromRow(row);
    },
    update: (config) => replaceRow(write, TABLE, config, ['skill_key', 'created_at']),
  };
}

function toRow(config: SkillConfig): SkillConfigRow {
  return {
    skill_key: config.skillKey,
    enabled: String(config.enabled),
    settings: JSON.stringify(config.settings),
    sealed_credentials: config.sealedCredentials,
    created_at: config.createdAt,
    updated_at: config.updatedAt,
  };
}

function fromRow(row: SkillConfigRow): SkillConfig {
  return {
    skillKey: row.skill_key,
    enabled: row.enabled === 'true',
    settings: JSON.parse(row.settings) as Record<string, SettingValue>,
    sealedCredentials: row.sealed_credentials,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
