import { inflate } from '../bodies/limits.ts';
import { challengeText, jsonType } from '../bodies/requests.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';

const sendChallenge = (ctx: CheckContext, rawBody: string, apiKey: string): Promise<Reply> => {
  const path = '/api/v1/machine-identity/challenges';
  return ctx.send({ method: 'POST', path, headers: jsonType, rawBody, apiKey });
};

/** Two defects at once: the one that is checked first decides. */
export const gateOrderChecks = [
  defineCheck('order.size-before-key', async (ctx) => {
    const text = await challengeText(ctx);
    await ctx.expectRejected({
      what: 'a body of 2 MiB without a key is rejected for its size',
      request: () => sendChallenge(ctx, inflate(text), 'none'),
      control: () => sendChallenge(ctx, text, 'valid'),
      code: 'VALIDATION_ERROR',
      status: 413,
    });
  }),

  defineCheck('order.json-before-key', async (ctx) => {
    const text = await challengeText(ctx);
    await ctx.expectRejected({
      what: 'broken JSON without a key is rejected for the JSON',
      request: () => sendChallenge(ctx, text.slice(0, -1), 'none'),
      control: () => sendChallenge(ctx, text, 'valid'),
      code: 'VALIDATION_ERROR',
    });
  }),

  defineCheck('order.key-before-token', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    await ctx.expectRejected({
      what: 'a bad pairing token without a key is rejected for the key',
      request: () => ctx.call('getAgentPairing', { path, apiKey: 'none', pairingToken: 'no.such.token' }),
      control: () => ctx.call('getAgentPairing', { path, pairingToken: pairing.token }),
      code: 'AUTH_REQUIRED',
    });
  }),

  defineCheck('order.key-before-shape', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    await ctx.expectRejected({
      what: 'a machine of wrong types without a key is rejected for the key',
      request: () => ctx.call('createMachine', { body: { ...body, displayName: 7 }, apiKey: 'none' }),
      control: () => ctx.call('createMachine', { body }),
      code: 'AUTH_REQUIRED',
    });
  }),

  defineCheck('order.key-before-existence', async (ctx) => {
    const machine = await ctx.machine();
    await ctx.expectRejected({
      what: 'an unknown machine without a key is rejected for the key',
      request: () => ctx.call('getMachine', { path: { machineId: 'mach_000000000000' }, apiKey: 'none' }),
      control: () => ctx.call('getMachine', { path: { machineId: machine.id } }),
      code: 'AUTH_REQUIRED',
    });
  }),
];
