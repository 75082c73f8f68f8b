import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { challengeText, jsonType, sendChallenge, without } from './requests.ts';

const invalid = { code: 'VALIDATION_ERROR', status: 400 };

/** The body of a new machine as bytes, with the bytes given in place of its name. */
function withName(body: Record<string, unknown>, name: Uint8Array): Uint8Array {
  const [before = '', after = ''] = JSON.stringify({ ...body, displayName: '<name>' }).split('<name>');
  return Buffer.concat([Buffer.from(before), name, Buffer.from(after)]);
}

const machinePost = { method: 'POST', path: '/api/v1/machines', headers: jsonType };

export const bodySyntaxChecks = [
  defineCheck('bodies.malformed-json', async (ctx) => {
    const text = await challengeText(ctx);
    const texts = [
      text.slice(0, -1),
      text.slice(0, 10),
      `${text}}`,
      text.replaceAll('"', "'"),
      `${text.slice(0, -1)},}`,
      'nul',
    ];
    const cases = texts.map((broken) => ({
      what: `${broken} is rejected`,
      request: () => sendChallenge(ctx, broken),
    }));
    await expectAllRejected(ctx, cases, { ...invalid, control: () => sendChallenge(ctx, text) });
  }),

  defineCheck('bodies.not-an-object', async (ctx) => {
    const text = await challengeText(ctx);
    const cases = [`[${text}]`, '[]', '"text"', '7', 'true', 'null'].map((other) => ({
      what: `the body ${other} is rejected`,
      request: () => sendChallenge(ctx, other),
    }));
    await expectAllRejected(ctx, cases, { ...invalid, control: () => sendChallenge(ctx, text) });
  }),

  defineCheck('bodies.required-body', async (ctx) => {
    const text = await challengeText(ctx);
    await ctx.expectRejected({
      what: 'a challenge request without a body is rejected',
      request: () => sendChallenge(ctx, undefined, {}),
      control: () => sendChallenge(ctx, text),
      ...invalid,
    });
  }),

  defineCheck('bodies.wrong-content-type', async (ctx) => {
    const text = await challengeText(ctx);
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'];
    const cases = types.map((type) => ({
      what: `JSON as ${type} is rejected`,
      request: () => sendChallenge(ctx, text, { 'content-type': type }),
    }));
    await expectAllRejected(ctx, cases, { ...invalid, control: () => sendChallenge(ctx, text) });
  }),

  defineCheck('bodies.charset-parameter', async (ctx) => {
    const text = await challengeText(ctx);
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON',
    ]) {
      const reply = await sendChallenge(ctx, text, { 'content-type': type });
      expectAccepted(ctx, reply, `a body as ${type} is accepted`);
    }
  }),

  defineCheck('bodies.utf-8', async (ctx) => {
    const displayName = 'Zürich – 測試 – 🤖 – e\u0301 – "\\/';
    const created = await ctx.machine({ fields: { displayName } });
    ctx.expect.equal(created.json['displayName'], displayName, 'the name in the answer to its creation');
    const read = await ctx.call('getMachine', { path: { machineId: created.id } });
    ctx.expect.equal(read.at('item.displayName'), displayName, 'the name when read');
  }),

  defineCheck('bodies.json-type-without-body', async (ctx) => {
    const { id } = await ctx.machine();
    await ctx.expectRejected({
      what: 'DELETE with a JSON content type and no body is rejected',
      request: () => ctx.send({ method: 'DELETE', path: `/api/v1/machines/${id}`, headers: jsonType }),
      control: () => ctx.call('archiveMachine', { path: { machineId: id } }),
      ...invalid,
    });
  }),

  defineCheck('bodies.bodyless-post', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    expectAccepted(
      ctx,
      await ctx.call('rotateAgentPairingSession', { path }),
      'a session request without a body is accepted',
    );
  }),

  defineCheck('bodies.nul-characters', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    await ctx.expectRejected({
      what: 'a name with a NUL character is rejected',
      request: () =>
        ctx.call('createMachine', { body: { ...body, displayName: 'Conformance\u0000machine' } }),
      control: () => ctx.call('createMachine', { body }),
      ...invalid,
    });
  }),

  defineCheck('bodies.lone-surrogates', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const cases = ['\\ud83e', '\\udd16\\ud83e'].map((half) => ({
      what: `a name with ${half} is rejected`,
      request: () => ctx.send({ ...machinePost, rawBody: withName(body, Buffer.from(half)) }),
    }));
    await expectAllRejected(ctx, cases, { ...invalid, control: () => ctx.call('createMachine', { body }) });
  }),

  defineCheck('bodies.invalid-utf-8', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const cases = ['ff', 'c0af', 'eda080', 'e282'].map((hex) => ({
      what: `a name of the bytes ${hex} is rejected`,
      request: () => ctx.send({ ...machinePost, rawBody: withName(body, Buffer.from(`41${hex}42`, 'hex')) }),
    }));
    await expectAllRejected(ctx, cases, { ...invalid, control: () => ctx.call('createMachine', { body }) });
  }),

  defineCheck('bodies.prototype-keys', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const nameless = JSON.stringify(without(body, 'displayName'));
    const rawBody = `{"__proto__":{"displayName":"Inherited"},${nameless.slice(1)}`;
    await ctx.expectRejected({
      what: 'a body whose name is only in __proto__ is rejected',
      request: () => ctx.send({ ...machinePost, rawBody }),
      control: () => ctx.call('createMachine', { body }),
      ...invalid,
    });
  }),
];
