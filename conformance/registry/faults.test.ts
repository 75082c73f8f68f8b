import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startRegistry } from './registry.ts';
import type { Fault, Registry } from './registry.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const second = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let registry: Registry;

beforeEach(async () => {
  registry = await startRegistry({
    machines: [{ machineId: '77', owner: owner.toLowerCase() }],
    now: () => 5_000,
  });
});

afterEach(async () => {
  await registry.close();
});

async function read(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(registry.url + path);
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

describe('faults', () => {
  const path = '/machine/did:peaq:77';

  it.each([404, 409, 429, 500, 503] as const)('answer with status %i', async (status) => {
    registry.setFault('77', { kind: 'status', status });
    const reply = await read(path);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ detail: expect.any(String) });
  });

  it('answer with a body of choice', async () => {
    registry.setFault('77', {
      kind: 'status',
      status: 409,
      body: { detail: { code: 'OTHER', message: 'no' } },
    });
    expect(await read(path)).toMatchObject({ status: 409, body: { detail: { code: 'OTHER' } } });
  });

  it('delay the right answer', async () => {
    registry.setFault('77', { kind: 'slow', delayMs: 120 });
    const start = performance.now();
    expect((await read(path)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  });

  it('cut the connection', async () => {
    registry.setFault('77', { kind: 'reset' });
    await expect(read(path)).rejects.toThrow('fetch failed');
  });

  it('never answer, until the registry closes', async () => {
    registry.setFault('77', { kind: 'hang' });
    let outcome = 'waiting';
    const hanging = read(path).then(
      () => (outcome = 'answered'),
      () => (outcome = 'cut'),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(outcome).toBe('waiting');
    await registry.close();
    await hanging;
    expect(outcome).toBe('cut');
  });

  it('answer 200 with what is no JSON', async () => {
    registry.setFault('77', { kind: 'garbage' });
    const response = await fetch(registry.url + path);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('name no address anywhere', async () => {
    registry.setFault('77', { kind: 'no-controllers' });
    const replies = await Promise.all([read(path), read('/machines/77'), read('/v1/verify/machines/77')]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 404]);
    const { did, operator } = Object(replies[1]?.body);
    expect([did, operator]).toEqual(['did:peaq:77', null]);
    expect(JSON.stringify(replies[0]?.body)).not.toContain('0x');
  });

  it('home the machine elsewhere', async () => {
    registry.setFault('77', { kind: 'homed-elsewhere' });
    expect(await read(path)).toMatchObject({
      status: 409,
      body: {
        detail: { code: 'MACHINE_HOMED_ELSEWHERE', message: expect.any(String), home_protocol_chain_id: 5 },
      },
    });
    expect(await read('/v1/verify/machines/77')).toMatchObject({
      status: 503,
      body: { detail: { code: 'VERIFY_READ_UNAVAILABLE' } },
    });
  });

  it('touch one machine under every name it has, and no other', async () => {
    registry.add({ machineId: '78', owner: second });
    registry.setFault('77', { kind: 'status', status: 500 });
    expect((await read(`/machine/did:peaq:${owner}`)).status).toBe(500);
    expect((await read('/mcr/did:peaq:77')).status).toBe(500);
    expect((await read('/machine/did:peaq:78')).status).toBe(200);
  });

  it('touch the whole registry, except the admin routes, until they are lifted', async () => {
    registry.setFault('all', { kind: 'status', status: 503 });
    for (const any of [path, '/', '/nothing', `/operator/${owner}/machines`])
      expect((await read(any)).status).toBe(503);
    expect((await read('/admin/machines')).status).toBe(200);
    registry.setFault('all', null);
    expect((await read(path)).status).toBe(200);
  });

  it('refuse targets and kinds that do not exist', () => {
    expect(() => registry.setFault('mach_1', { kind: 'reset' })).toThrow(/no machine id/);
    expect(() => registry.setFault('77', Object({ kind: 'explode' }) as Fault)).toThrow(
      /give one of status, slow/,
    );
  });
});
