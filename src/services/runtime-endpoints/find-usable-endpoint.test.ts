import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../domain/refusal.fixture.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { Workbench } from '../services.fixture.ts';
import { mint, onboard, openWorkbench } from '../services.fixture.ts';
import { upsertCommand, withKeys } from './endpoints.fixture.ts';
import { findUsableEndpoint } from './find-usable-endpoint.ts';
import { upsertRuntimeEndpoint } from './upsert-endpoint.ts';

let bench: Workbench;
let deps: ServiceDeps;
beforeAll(async () => {
  bench = await openWorkbench();
  deps = withKeys(bench.deps, 1);
});
afterAll(() => bench.close());

/** A machine with one endpoint, and the ids of both. */
async function registered(
  ...command: Parameters<typeof upsertCommand>
): Promise<{ machineId: string; id: string }> {
  const machineId = await onboard(deps, mint(bench));
  const { endpoint } = await upsertRuntimeEndpoint(deps, machineId, 'qvac', upsertCommand(...command));
  return { machineId, id: endpoint.id };
}

const lacksToken = (id: string) =>
  refusal('EXECUTION_UNSUPPORTED', { details: { missing: ['authToken'], runtimeEndpointId: id } });
const unreachable = (id: string) =>
  refusal('EXECUTION_UNSUPPORTED', {
    details: { reason: 'runtime-endpoint-unreachable', runtimeEndpointId: id },
  });

describe('the endpoint that an execution uses', () => {
  it('is none when the machine has none of the provider', async () => {
    const { machineId } = await registered();
    expect(await findUsableEndpoint(deps, machineId, 'pyth')).toBeNull();
    expect(await findUsableEndpoint(deps, 'mach_000000000000', 'qvac')).toBeNull();
  });

  it('comes with its token in clear', async () => {
    const { machineId, id } = await registered({ authType: 'bearer', modelAlias: 'llama' }, 'the-token');
    expect(await findUsableEndpoint(deps, machineId, 'QVAC')).toEqual({
      id,
      endpointBaseUrl: 'http://127.0.0.1:11434',
      authType: 'bearer',
      authToken: 'the-token',
      modelAlias: 'llama',
    });
  });

  it('needs no token without authentication, and may be degraded', async () => {
    const { machineId } = await registered({ status: 'degraded' });
    expect(await findUsableEndpoint(deps, machineId, 'qvac')).toMatchObject({
      authType: 'none',
      authToken: null,
    });
  });

  it('must not be unreachable', async () => {
    const { machineId, id } = await registered({ status: 'unreachable' });
    await expect(findUsableEndpoint(deps, machineId, 'qvac')).rejects.toThrow(unreachable(id));
  });

  it('lasts until its lease ends', async () => {
    const ends = bench.clock.time + 1_000;
    const { machineId, id } = await registered({ leaseExpiresAt: new Date(ends).toISOString() });
    bench.clock.time = ends - 1;
    expect(await findUsableEndpoint(deps, machineId, 'qvac')).toMatchObject({ id });
    bench.clock.time = ends;
    await expect(findUsableEndpoint(deps, machineId, 'qvac')).rejects.toThrow(unreachable(id));
  });

  it('is of no use without the token that it needs', async () => {
    const { machineId, id } = await registered({ authType: 'api-key' });
    await expect(findUsableEndpoint(deps, machineId, 'qvac')).rejects.toThrow(lacksToken(id));
  });

  it('is of no use once nobody has the key of its token', async () => {
    const { machineId, id } = await registered({ authType: 'bearer' }, 'the-token');
    const rotated = withKeys(bench.deps, 2, 1);
    expect(await findUsableEndpoint(rotated, machineId, 'qvac')).toMatchObject({ authToken: 'the-token' });
    await expect(findUsableEndpoint(withKeys(bench.deps, 2), machineId, 'qvac')).rejects.toThrow(
      lacksToken(id),
    );
  });
});
