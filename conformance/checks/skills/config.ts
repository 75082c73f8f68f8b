import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { listCatalogue } from '../catalogue-rows.ts';
import { expectAllRejected } from '../rejections.ts';
import { aSkillKey } from './read.ts';

type Body = Record<string, unknown>;

// Settings and credentials can be replaced but not taken away again, so these names are the same in every run, and no
// provider knows them.
const [first, second] = ['conformanceKit', 'conformanceKitSecond'];
const oddNames = ['conformance_kit_snake', 'CONFORMANCE_KIT_UPPER', 'conformance-kit.dashed'];

/** Changes one skill; its values are put back after the check. */
const configure = (ctx: CheckContext, skillKey: string, body: Body): Promise<Reply> =>
  ctx.call('updateSkillConfig', { path: { skillKey }, body });

const change = async (ctx: CheckContext, skillKey: string, body: Body): Promise<Reply> =>
  needAccepted(ctx, await configure(ctx, skillKey, body), 'updateSkillConfig');

const settingOf = (reply: Reply, name: string): unknown => {
  const settings = reply.at('item.settings');
  return typeof settings === 'object' && settings !== null ? (settings as Body)[name] : undefined;
};

/** Expects a change to be accepted and to leave `enabled` and one setting as they were. */
async function expectUnchanged(ctx: CheckContext, changes: readonly Body[]): Promise<void> {
  const skillKey = await aSkillKey(ctx);
  await change(ctx, skillKey, { enabled: false, settings: { [first]: 'kept' } });
  for (const body of changes) {
    const what = JSON.stringify(body);
    const reply = expectAccepted(ctx, await configure(ctx, skillKey, body), `the change ${what} is accepted`);
    ctx.expect.equal(reply.at('item.enabled'), false, `enabled after ${what}`);
    ctx.expect.equal(settingOf(reply, first), 'kept', `the setting after ${what}`);
  }
}

const exclusive = { exclusive: true } as const;

export const skillConfigChecks = [
  defineCheck(
    'skills.config-answer',
    async (ctx) => {
      const [skill] = await listCatalogue(ctx, 'listSkills');
      const skillKey = String(skill?.['key']);
      for (const enabled of [false, true]) {
        const reply = await configure(ctx, skillKey, { enabled });
        expectAccepted(ctx, reply, `enabled=${enabled} is accepted`);
        ctx.expect.equal(reply.at('item.enabled'), enabled, 'enabled in the answer');
        ctx.expect.equal(reply.at('item.skillKey'), skillKey, 'skillKey');
        ctx.expect.equal(reply.at('item.providerKey'), skill?.['providerKey'], 'providerKey');
      }
    },
    exclusive,
  ),

  defineCheck(
    'skills.config-merges-settings',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      await change(ctx, skillKey, { settings: { [first]: 'old', [second]: 'old' } });
      const reply = await change(ctx, skillKey, { settings: { [second]: 'new' } });
      ctx.expect.equal(settingOf(reply, first), 'old', 'a setting that the second change does not name');
      ctx.expect.equal(settingOf(reply, second), 'new', 'a setting that it names');
    },
    exclusive,
  ),

  defineCheck(
    'skills.config-empty-change',
    (ctx) => expectUnchanged(ctx, [{}, { settings: {}, credentials: {} }]),
    exclusive,
  ),

  defineCheck(
    'skills.config-null-is-absent',
    (ctx) => expectUnchanged(ctx, [{ enabled: null }, { settings: null }, { credentials: null }]),
    exclusive,
  ),

  defineCheck(
    'skills.config-keys-verbatim',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      const settings = Object.fromEntries(oddNames.map((name) => [name, `value of ${name}`]));
      await change(ctx, skillKey, { settings });
      const kept = await change(ctx, skillKey, {});
      for (const [name, value] of Object.entries(settings))
        ctx.expect.equal(settingOf(kept, name), value, `the setting ${name}`);
    },
    exclusive,
  ),

  defineCheck(
    'skills.config-values',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      for (const value of ['text', 2.5, false]) {
        const reply = await configure(ctx, skillKey, { settings: { [first]: value } });
        expectAccepted(ctx, reply, `the setting ${value} is accepted`);
        ctx.expect.equal(settingOf(reply, first), value, 'the setting in the answer');
      }
    },
    exclusive,
  ),

  defineCheck(
    'skills.config-values-refused',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      const bodies = [
        { settings: { [first]: { nested: true } } },
        { settings: { [first]: ['list'] } },
        { credentials: { [first]: 7 } },
        { credentials: { [first]: { nested: 'text' } } },
        { enabled: 'true' },
      ];
      const cases = bodies.map((body) => ({
        what: `the change ${JSON.stringify(body)} is rejected`,
        request: () => configure(ctx, skillKey, body),
      }));
      await expectAllRejected(ctx, cases, {
        code: 'VALIDATION_ERROR',
        control: () => configure(ctx, skillKey, { settings: { [first]: 'text' } }),
      });
    },
    exclusive,
  ),

  defineCheck(
    'skills.credential-names-free',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      const credentials = Object.fromEntries(oddNames.map((name) => [name, ctx.freshSecret()]));
      const reply = await configure(ctx, skillKey, { credentials });
      expectAccepted(ctx, reply, 'credentials of any name are accepted');
      ctx.expect.equal(reply.at('item.hasCredentials'), true, 'hasCredentials');
    },
    exclusive,
  ),

  defineCheck(
    'skills.credentials-never-returned',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      const secret = ctx.freshSecret();
      const path = { skillKey };
      const answers = [
        await change(ctx, skillKey, { credentials: { [second]: secret } }),
        await change(ctx, skillKey, {}),
        needAccepted(ctx, await ctx.call('getSkill', { path }), 'getSkill'),
        needAccepted(ctx, await ctx.call('listSkills', { query: { limit: 500 } }), 'listSkills'),
      ];
      for (const answer of answers) {
        const isHeld = answer.text.includes(secret);
        ctx.expect.ok(!isHeld, 'no answer holds the credential', {
          expected: 'no credential',
          actual: 'the credential',
        });
        ctx.expect.equal(answer.at('item.credentials'), undefined, 'credentials in the answer');
      }
    },
    exclusive,
  ),

  defineCheck(
    'skills.has-credentials',
    async (ctx) => {
      const skillKey = await aSkillKey(ctx);
      const given = await change(ctx, skillKey, { credentials: { [second]: ctx.freshSecret() } });
      ctx.expect.equal(given.at('item.hasCredentials'), true, 'hasCredentials once they were given');
      const later = await change(ctx, skillKey, { settings: { [second]: 'later' } });
      ctx.expect.equal(later.at('item.hasCredentials'), true, 'hasCredentials after a change without any');
    },
    exclusive,
  ),

  defineCheck(
    'skills.no-credentials-yet',
    async (ctx) => {
      const answers: Reply[] = [];
      for (const { key } of await listCatalogue(ctx, 'listSkills')) {
        answers.push(await change(ctx, String(key), {}));
        if (answers.at(-1)?.at('item.hasCredentials') === false) break;
      }
      const untouched = answers.at(-1);
      ctx.expect.equal(
        untouched?.at('item.hasCredentials'),
        false,
        'hasCredentials of a skill that was given none',
      );
      ctx.expect.equal(untouched?.at('item.enabled'), true, 'enabled of a skill that nobody disabled');
    },
    exclusive,
  ),
];
