import { defineCheck } from '../../engine/define-check.ts';
import type { Service } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { executeService, setMachineStatus } from '../execution-calls.ts';
import { openProviders } from '../own-providers.ts';
import { updateRecord } from '../registry-faults.ts';

const readsOnly = ({ operationContracts }: Service['json']): boolean =>
  operationContracts?.some(({ readOnly }) => readOnly === true) === true;

const writesOnly = (service: Service['json']): boolean =>
  (service.operationContracts ?? []).length > 0 && !readsOnly(service);

/** Executions without an order. */
export const serviceExecutionChecks = [
  defineCheck('execution.service-answer', async (ctx) => {
    const service = await ctx.service('free-read', readsOnly);
    const reply = await executeService(ctx, await ctx.trader(), service);
    ctx.expect.status(reply, 200, 'the status');
    ctx.expect.equal(reply.at('execution.statusCode'), 200, 'execution.statusCode');
    ctx.expect.equal(reply.at('service.id'), service.id, 'service.id');
    const outcomeId = ctx.expect.string(reply.at('execution.outcome.id'), 'execution.outcome.id');
    for (const name of ['task', 'route', 'run'])
      ctx.expect.string(reply.at(`execution.${name}.id`), `execution.${name}.id`);
    ctx.expect.equal(reply.at('execution.run.outcomeId'), outcomeId, 'execution.run.outcomeId');
    ctx.expect.equal(reply.at('execution.outcome.status'), 'completed', 'execution.outcome.status');
  }),

  defineCheck('execution.service-provider-fails', async (ctx) => {
    const { walrus } = await openProviders(ctx);
    const service = await ctx.service('free-read', ({ providerKey }) => providerKey === 'walrus');
    walrus.setFault({ kind: 'status', status: 500 });
    const reply = await executeService(ctx, await ctx.trader(), service, {
      providerCredentials: { walrus: { aggregatorUrl: walrus.url } },
    });
    expectAccepted(ctx, reply, 'a service whose provider fails is executed');
    ctx.expect.equal(reply.at('execution.outcome.status'), 'failed', 'execution.outcome.status');
    ctx.expect.string(reply.at('execution.outcome.errorMessage'), 'execution.outcome.errorMessage');
  }),

  defineCheck('execution.service-not-free', async (ctx) => {
    const [paid, free] = [await ctx.service('paid'), await ctx.service('free-read', readsOnly)];
    const trader = await ctx.trader();
    await ctx.expectRejected({
      what: 'a service that has its price is not executed without an order',
      code: 'PAYMENT_REQUIRED',
      request: () => executeService(ctx, trader, paid),
      control: () => executeService(ctx, trader, free),
    });
  }),

  defineCheck('execution.service-handoff', async (ctx) => {
    const [handoff, free] = [await ctx.service('handoff'), await ctx.service('free-read', readsOnly)];
    const trader = await ctx.trader();
    await ctx.expectRejected({
      what: 'a hand-off is not executed without an order',
      code: 'EXECUTION_UNSUPPORTED',
      request: () => executeService(ctx, trader, handoff),
      control: () => executeService(ctx, trader, free),
    });
  }),

  defineCheck('execution.service-not-read-only', async (ctx) => {
    const writing = await ctx.service('free-read', writesOnly);
    const free = await ctx.service('free-read', readsOnly);
    const trader = await ctx.trader();
    await ctx.expectRejected({
      what: 'an operation that is not read-only is not executed without an order',
      code: 'EXECUTION_UNSUPPORTED',
      request: () => executeService(ctx, trader, writing),
      control: () => executeService(ctx, trader, free),
    });
  }),

  defineCheck('execution.service-unknown-operation', async (ctx) => {
    const service = await ctx.service('free-read', readsOnly);
    const trader = await ctx.trader();
    await ctx.expectRejected({
      what: 'an operation that the service has not is refused',
      code: 'VALIDATION_ERROR',
      request: () => executeService(ctx, trader, service, { operation: 'no-such-operation' }),
      control: () => executeService(ctx, trader, service),
    });
  }),

  defineCheck('execution.service-bad-input', async (ctx) => {
    const fieldOf = ({ operationContracts }: Service['json']): string | undefined =>
      operationContracts?.[0]?.inputFields.find(({ required }) => required === true)?.key;
    const service = await ctx.service('free-read', (json) => readsOnly(json) && fieldOf(json) !== undefined);
    const trader = await ctx.trader();
    const { [fieldOf(service.json) ?? '']: _left, ...input } = service.exampleInput;
    await ctx.expectRejected({
      what: 'an input without a field that the operation requires is refused',
      code: 'VALIDATION_ERROR',
      request: () => executeService(ctx, trader, service, { input }),
      control: () => executeService(ctx, trader, service),
    });
  }),

  defineCheck('execution.service-machine-inactive', async (ctx) => {
    const service = await ctx.service('free-read', readsOnly);
    const trader = await ctx.trader();
    await ctx.expectRejected({
      what: 'a machine that is not active executes no service',
      code: 'MACHINE_NOT_ACTIVE',
      request: async () => {
        await setMachineStatus(ctx, trader, 'degraded');
        return executeService(ctx, trader, service);
      },
      control: async () => {
        await setMachineStatus(ctx, trader, 'active');
        return executeService(ctx, trader, service);
      },
    });
  }),

  defineCheck('execution.service-bond-lost', async (ctx) => {
    const service = await ctx.service('free-read', readsOnly);
    const trader = await ctx.trader();
    const { machineId } = trader.machine.identity;
    await ctx.expectRejected({
      what: 'a machine without bond executes no service',
      code: 'MACHINE_NOT_ACTIVATED',
      request: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'unbonded' });
        return executeService(ctx, trader, service);
      },
      control: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'bonded' });
        return executeService(ctx, trader, service);
      },
    });
  }),
];
