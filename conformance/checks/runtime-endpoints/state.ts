import type { CheckContext, Machine, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { needAccepted } from '../acceptance.ts';
import { setFault, unknownMachine } from '../registry-faults.ts';
import { expectAllRejected } from '../rejections.ts';
import { activeMachine, get, list, put, read, readAll, register, remove } from './calls.ts';

const inOneHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const anHourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

async function setStatus(ctx: CheckContext, { id: machineId }: Machine, status: string): Promise<void> {
  const reply = await ctx.call('updateMachine', { path: { machineId }, body: { status } });
  needAccepted(ctx, reply, 'updateMachine');
}

/** Each of the four calls on the machine's endpoint `qvac`; the last one uses it up. */
function callsOf(ctx: CheckContext, machine: Machine): { what: string; request: () => Promise<Reply> }[] {
  return [
    { what: 'the list', request: () => list(ctx, machine) },
    { what: 'the read', request: () => get(ctx, machine, 'qvac') },
    { what: 'the PUT', request: () => put(ctx, machine, 'qvac') },
    { what: 'the DELETE', request: () => remove(ctx, machine, 'qvac') },
  ];
}

const secretOf = (ctx: CheckContext) => ({ authType: 'bearer', authToken: ctx.freshSecret() });

export const endpointStateChecks = [
  defineCheck('runtime-endpoints.token-never-shown', async (ctx) => {
    const machine = await activeMachine(ctx);
    const secret = secretOf(ctx);
    const replies = [
      await put(ctx, machine, 'qvac', secret),
      await put(ctx, machine, 'qvac', secret),
      await get(ctx, machine, 'qvac'),
      await list(ctx, machine),
    ];
    for (const reply of replies) {
      ctx.expect.ok(!reply.text.includes(secret.authToken), 'the answer does not have the token', {
        actual: 'an answer with the token',
      });
      needAccepted(ctx, reply, 'A call about the endpoint');
    }
  }),

  defineCheck('runtime-endpoints.token-flag', async (ctx) => {
    const machine = await activeMachine(ctx);
    const without = await register(ctx, machine, 'without', { authType: 'bearer' });
    ctx.expect.equal(without.hasAuthToken, false, 'hasAuthToken of an endpoint without token');
    const endpoint = await register(ctx, machine, 'with', secretOf(ctx));
    ctx.expect.equal(endpoint.hasAuthToken, true, 'hasAuthToken of an endpoint with one');
  }),

  defineCheck('runtime-endpoints.token-kept', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac', secretOf(ctx));
    const endpoint = await register(ctx, machine, 'qvac', { authType: 'bearer', label: 'Changed' });
    ctx.expect.equal(endpoint.hasAuthToken, true, 'hasAuthToken after a PUT without token');
  }),

  defineCheck('runtime-endpoints.token-deleted', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac', secretOf(ctx));
    needAccepted(ctx, await remove(ctx, machine, 'qvac'), 'deleteRuntimeEndpoint');
    const endpoint = await register(ctx, machine, 'qvac', { authType: 'bearer' });
    ctx.expect.equal(endpoint.hasAuthToken, false, 'hasAuthToken of an endpoint made anew without token');
  }),

  defineCheck('runtime-endpoints.lease-past', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac', { status: 'active', leaseExpiresAt: anHourAgo() });
    ctx.expect.equal((await read(ctx, machine, 'qvac')).status, 'unreachable', 'the status that is read');
    const statuses = (await readAll(ctx, machine)).map(({ status }) => status);
    ctx.expect.equal(statuses, ['unreachable'], 'the statuses that are listed');
  }),

  defineCheck('runtime-endpoints.lease-running', async (ctx) => {
    const machine = await activeMachine(ctx);
    const leaseExpiresAt = inOneHour();
    await register(ctx, machine, 'qvac', { status: 'active', leaseExpiresAt });
    const endpoint = await read(ctx, machine, 'qvac');
    ctx.expect.equal(endpoint.status, 'active', 'the status before the lease is over');
    ctx.expect.equal(Date.parse(endpoint.leaseExpiresAt ?? ''), Date.parse(leaseExpiresAt), 'leaseExpiresAt');
  }),

  defineCheck('runtime-endpoints.machine-active', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac');
    await setStatus(ctx, machine, 'degraded');
    const cases = callsOf(ctx, machine).map(({ what, request }) => ({
      what: `${what} of a machine that is not active is refused`,
      request,
    }));
    await expectAllRejected(ctx, cases, {
      code: 'MACHINE_NOT_ACTIVE',
      control: async () => {
        await setStatus(ctx, machine, 'active');
        return remove(ctx, machine, 'qvac');
      },
    });
  }),

  defineCheck('runtime-endpoints.machine-identity', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac');
    const { machineId } = machine.identity;
    await setFault(ctx, machineId, unknownMachine);
    const cases = callsOf(ctx, machine).map(({ what, request }) => ({
      what: `${what} of a machine whose identity does not resolve is refused`,
      request,
    }));
    await expectAllRejected(ctx, cases, {
      code: 'MACHINE_NOT_ACTIVATED',
      control: async () => {
        await setFault(ctx, machineId, null);
        return remove(ctx, machine, 'qvac');
      },
    });
  }),

  defineCheck('runtime-endpoints.unknown-machine', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac');
    const unknown = { ...machine, id: 'mach_000000000000' };
    const cases = callsOf(ctx, unknown).map(({ what, request }) => ({
      what: `${what} of a machine that does not exist is refused`,
      request,
    }));
    await expectAllRejected(ctx, cases, { code: 'NOT_FOUND', control: () => remove(ctx, machine, 'qvac') });
  }),
];
