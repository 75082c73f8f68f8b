import type { CheckContext } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import { expectAccepted } from './acceptance.ts';
import { expectAllRejected } from './rejections.ts';

const largest = 2n ** 256n - 1n;

/** A local time with a Z behind it is at least a quarter of an hour off; clocks that are not synchronised less. */
const farthestClockMs = 10 * 60_000;

async function expectIdsRejected(
  ctx: CheckContext,
  ids: readonly string[],
  code: string | readonly string[],
): Promise<void> {
  const machine = await ctx.machine();
  const read = (machineId: string) => ctx.call('getMachine', { path: { machineId } });
  const cases = ids.map((id) => ({ what: `the id ${id.slice(0, 40)} is rejected`, request: () => read(id) }));
  await expectAllRejected(ctx, cases, { code, control: () => read(machine.id) });
}

const identityChecks = [
  defineCheck('scalars.malformed-signature', async (ctx) => {
    const identity = await ctx.identity();
    const proof = await ctx.machineProof(identity);
    const body = await ctx.machineRequest(identity, { identityProof: proof });
    const { signature } = proof;
    const forms = [`${signature}00`, signature.slice(0, -2), signature.slice(2), `${signature} `];
    const create = (form: string) =>
      ctx.call('createMachine', { body: { ...body, identityProof: { ...proof, signature: form } } });
    const cases = forms.map((form) => ({
      what: `a signature of ${form.length} characters is rejected`,
      request: () => create(form),
    }));
    const code = ['VALIDATION_ERROR', 'MACHINE_IDENTITY_PROOF_INVALID'];
    await expectAllRejected(ctx, cases, { code, control: () => create(signature) });
  }),

  defineCheck('scalars.identity-ref-bounds', async (ctx) => {
    for (const machineId of ['0', String(largest)]) {
      ctx.registry.mint(ctx.agent().address, { machineId });
      const body = { identityRef: `did:peaq:${machineId}` };
      const reply = await ctx.call('createMachineIdentityChallenge', { body });
      expectAccepted(ctx, reply, `a challenge for did:peaq:${machineId} is accepted`);
      ctx.expect.equal(reply.at('item.identityRef'), `did:peaq:${machineId}`, 'identityRef');
    }
  }),
];

const idChecks = [
  defineCheck('scalars.machine-id-style', async (ctx) => {
    const { id } = await ctx.machine();
    ctx.expect.match(id, /^mach_/, 'the id of a machine');
  }),

  defineCheck('scalars.pairing-id-style', async (ctx) => {
    const { id } = await ctx.pairing(await ctx.machine({ activate: true }));
    ctx.expect.match(id, /^pair_/, 'the id of a pairing');
  }),

  defineCheck('scalars.other-id-style', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { json } = await ctx.pairing(machine);
    ctx.expect.match(
      (await ctx.challenge(machine.identity)).challengeId,
      /^mchal_/,
      'the id of an identity challenge',
    );
    ctx.expect.match(
      (await ctx.pairingChallenge(machine, ctx.agent())).challengeId,
      /^achal_/,
      'the id of a pairing challenge',
    );
    ctx.expect.match(json['sessionId'], /^sess_/, 'sessionId');
    ctx.expect.match(json['sessionTokenId'], /^tok_/, 'sessionTokenId');
  }),

  defineCheck('scalars.ids-without-slash', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    for (const id of [machine.id, pairing.id]) ctx.expect.match(id, /^[^/]+$/, 'an id');
  }),

  defineCheck('scalars.on-chain-number-is-no-id', async (ctx) => {
    const machine = await ctx.machine();
    const read = (machineId: string) => ctx.call('getMachine', { path: { machineId } });
    const cases = [machine.identity.machineId, machine.identityRef].map((id) => ({
      what: `the machine is not found as ${id}`,
      request: () => read(id),
    }));
    await expectAllRejected(ctx, cases, { code: 'NOT_FOUND', control: () => read(machine.id) });
  }),

  defineCheck('scalars.absurd-ids', (ctx) =>
    expectIdsRejected(
      ctx,
      ['a'.repeat(6000), 'mach_\u0000', "mach_' OR '1'='1", 'mach_🤖', '..', '../machines', '*', '__proto__'],
      ['NOT_FOUND', 'VALIDATION_ERROR'],
    ),
  ),

  defineCheck('scalars.times-are-utc', async (ctx) => {
    const { json } = await ctx.machine();
    const createdAt = Date.parse(ctx.expect.string(json['createdAt'], 'createdAt'));
    const isNow = Math.abs(createdAt - Date.now()) < farthestClockMs;
    ctx.expect.ok(isNow, 'createdAt is the present time', {
      expected: new Date().toISOString(),
      actual: json['createdAt'],
    });
  }),
];

export const scalarChecks = [...identityChecks, ...idChecks];
