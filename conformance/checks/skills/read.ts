import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { encodeAll, expectFiltered, listCatalogue, namesOf } from '../catalogue-rows.ts';
import type { Row } from '../listed-rows.ts';

const unknownKey = 'no-such-skill.of-this:deployment';

/** At most three skills, of different providers where there are several. */
async function someSkills(ctx: CheckContext): Promise<Row[]> {
  const rows = await listCatalogue(ctx, 'listSkills');
  if (rows.length === 0) return ctx.untestable('The target lists no skill.');
  const middle = Math.floor(rows.length / 2);
  const some = new Set([rows[0], rows[middle], rows.at(-1)]);
  return [...some].filter((row) => row !== undefined);
}

/** The key of a skill that the target lists. */
export async function aSkillKey(ctx: CheckContext): Promise<string> {
  const [first] = await someSkills(ctx);
  return String(first?.['key']);
}

export const skillReadChecks = [
  defineCheck('skills.listed-readable', async (ctx) => {
    for (const row of await someSkills(ctx)) {
      const skillKey = String(row['key']);
      const reply = await ctx.call('getSkill', { path: { skillKey } });
      expectAccepted(ctx, reply, `the listed skill ${skillKey} is read`);
      ctx.expect.equal(reply.at('item'), row, `the skill ${skillKey} as read, compared with the list`);
    }
  }),

  defineCheck('skills.unknown-key', async (ctx) => {
    const skillKey = await aSkillKey(ctx);
    for (const operationId of ['getSkill', 'getSkillManifest', 'updateSkillConfig'] as const) {
      const body = operationId === 'updateSkillConfig' ? { body: {} } : {};
      await ctx.expectRejected({
        what: `${operationId} of an unknown key is rejected`,
        code: 'NOT_FOUND',
        request: () => ctx.call(operationId, { path: { skillKey: unknownKey }, ...body }),
        control: () => ctx.call(operationId, { path: { skillKey }, ...body }),
      });
    }
  }),

  defineCheck('skills.encoded-key', async (ctx) => {
    const skillKey = await aSkillKey(ctx);
    for (const tail of ['', '/manifest']) {
      const path = `/api/v1/skills/${encodeAll(skillKey)}${tail}`;
      const reply = await ctx.send({ method: 'GET', path });
      expectAccepted(ctx, reply, 'a key that is wholly percent-encoded is found');
      ctx.expect.equal(reply.at('item.key'), skillKey, 'the key in the answer');
    }
  }),

  defineCheck('skills.scope-filter', (ctx) =>
    expectFiltered(ctx, {
      list: 'listSkills',
      filter: 'scope',
      values: ['core-product', 'bootstrap-reference', 'ecosystem'],
    }),
  ),

  defineCheck('skills.direction-filter', (ctx) =>
    expectFiltered(ctx, {
      list: 'listSkills',
      filter: 'direction',
      values: ['machine-offers', 'machine-consumes'],
    }),
  ),

  defineCheck('skills.source-filter', (ctx) =>
    expectFiltered(ctx, {
      list: 'listSkills',
      filter: 'source',
      values: ['peaq', 'partner', 'clawhub', 'external-marketplace'],
    }),
  ),

  defineCheck('skills.filters-together', async (ctx) => {
    const rows = await listCatalogue(ctx, 'listSkills');
    const first = rows[0] ?? ctx.untestable('The target lists no skill.');
    const other = first['direction'] === 'machine-offers' ? 'machine-consumes' : 'machine-offers';
    for (const direction of [String(first['direction']), other]) {
      const query = { source: String(first['source']), direction };
      const wanted = rows.filter((row) => row['source'] === query.source && row['direction'] === direction);
      ctx.expect.equal(
        namesOf('listSkills', await listCatalogue(ctx, 'listSkills', { query })),
        namesOf('listSkills', wanted),
        `skills with source=${query.source} and direction=${direction}`,
      );
    }
  }),

  defineCheck('skills.manifest-of-its-skill', async (ctx) => {
    for (const row of await someSkills(ctx)) {
      const path = { skillKey: String(row['key']) };
      const reply = await ctx.call('getSkillManifest', { path });
      expectAccepted(ctx, reply, `the manifest of ${path.skillKey} is read`);
      for (const field of ['key', 'providerKey', 'label'])
        ctx.expect.equal(
          reply.at(`item.${field}`),
          row[field],
          `${field} of the manifest of ${path.skillKey}`,
        );
    }
  }),

  defineCheck('skills.manifest-inputs', async (ctx) => {
    const service = await ctx.service('any', ({ operationContracts }) =>
      (operationContracts ?? []).some(({ inputFields }) => inputFields.length > 0),
    );
    const path = { skillKey: service.skillKey };
    const manifest = needAccepted(ctx, await ctx.call('getSkillManifest', { path }), 'getSkillManifest');
    const keys = manifest.body.item.inputs.map(({ key }) => key);
    for (const { inputFields } of service.json.operationContracts ?? [])
      for (const { key } of inputFields) ctx.expect.includes(keys, key, 'the inputs of the manifest');
  }),
];
