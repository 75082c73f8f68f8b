import { defineCheck } from '../../engine/define-check.ts';
import type { Reply, Talk } from '../../engine/context.ts';
import { findRow, listAllMachines } from '../listed-rows.ts';
import { registerUnverified } from '../unverified-machine.ts';
import { expectAccepted } from '../acceptance.ts';

type Body = Record<string, unknown>;

const update = (talk: Talk, machineId: string, body: Body): Promise<Reply> =>
  talk.call('updateMachine', { path: { machineId }, body });

const read = (talk: Talk, machineId: string): Promise<Reply> =>
  talk.call('getMachine', { path: { machineId } });

export const machineUnverifiedChecks = [
  defineCheck('machines.unverified-not-listed', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx);
    const witness = await talk.machine();
    const rows = await listAllMachines(ctx, talk);
    ctx.expect.ok(findRow(rows, witness.id) !== undefined, 'a verified machine is listed', {
      expected: witness.id,
    });
    ctx.expect.equal(findRow(rows, machine.id), undefined, 'the row of a machine that was never verified');
  }),

  defineCheck('machines.unverified-not-readable', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx);
    await ctx.expectRejected({
      what: 'a machine that was never verified is not shown',
      code: 'MACHINE_NOT_ACTIVATED',
      request: () => read(talk, machine.id),
      control: async () => read(talk, (await talk.machine()).id),
    });
  }),

  defineCheck('machines.unverified-not-activated', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx);
    const body = { status: 'active' };
    await ctx.expectRejected({
      what: 'a machine that was never verified is not activated',
      code: 'MACHINE_NOT_ACTIVATED',
      request: () => update(talk, machine.id, body),
      control: async () => update(talk, (await talk.machine()).id, body),
    });
  }),

  defineCheck('machines.unverified-needs-proof', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx);
    const body = { displayName: 'Renamed' };
    await ctx.expectRejected({
      what: 'an update of a machine that was never verified needs a proof',
      code: 'MACHINE_IDENTITY_PROOF_REQUIRED',
      request: () => update(talk, machine.id, body),
      control: async () =>
        update(talk, machine.id, { ...body, identityProof: await talk.machineProof(machine.identity) }),
    });
  }),

  defineCheck('machines.first-identity', async (ctx) => {
    const { machine, talk } = await registerUnverified(ctx, { isWithoutIdentity: true });
    const identityProof = await talk.machineProof(machine.identity);
    const { identityRef } = machine.identity;
    const reply = await update(talk, machine.id, { identityRef, identityProof });
    ctx.expect.equal(reply.at('item.identityRef'), identityRef, 'identityRef after the update');
    expectAccepted(ctx, await read(talk, machine.id), 'the machine is readable from then on');
  }),
];
