import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { answerAdmin, isLoopback } from './admin.ts';
import { MachineStore } from './machine-store.ts';
import { startRegistry } from './registry.ts';
import type { Registry } from './registry.ts';
import { RequestLog } from './request-log.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const second = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let registry: Registry;

beforeEach(async () => {
  registry = await startRegistry({ machines: [{ machineId: '77', owner }] });
});

afterEach(async () => {
  await registry.close();
});

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${registry.url}/admin${path}`, {
    method,
    ...(text === undefined ? {} : { body: text }),
  });
  const reply = await response.text();
  return { status: response.status, body: reply === '' ? undefined : JSON.parse(reply) };
}

describe('machines', () => {
  it('are minted with an id of the registry or with one of choice', async () => {
    const minted = await ask('POST', '/machines', { owner: second.toLowerCase() });
    expect(minted).toMatchObject({
      status: 201,
      body: { owner: second, machineId: expect.stringMatching(/^\d+$/) },
    });
    const chosen = await ask('POST', '/machines', { owner, machineId: '5', bondStatus: 'unbonded' });
    expect(chosen).toEqual({ status: 201, body: { machineId: '5', owner, bondStatus: 'unbonded' } });
    expect(registry.get('5')?.bondStatus).toBe('unbonded');
  });

  it('are listed in the form of a machines file', async () => {
    expect(await ask('GET', '/machines')).toEqual({ status: 200, body: [{ machineId: '77', owner }] });
  });

  it('are changed, and the next read shows it', async () => {
    const changed = await ask('PATCH', '/machines/77', { bondStatus: 'unbonded', owner: second });
    expect(changed).toEqual({
      status: 200,
      body: { machineId: '77', owner: second, bondStatus: 'unbonded' },
    });
    const profile = await (await fetch(`${registry.url}/machine/did:peaq:77`)).json();
    expect(profile).toMatchObject({ peaqos: { bond_status: 'unbonded', controller_addresses: [second] } });
  });

  it('become unknown', async () => {
    expect((await ask('DELETE', '/machines/77')).status).toBe(204);
    expect((await fetch(`${registry.url}/machine/did:peaq:77`)).status).toBe(404);
    expect((await ask('DELETE', '/machines/77')).status).toBe(404);
    expect((await ask('PATCH', '/machines/77', {})).status).toBe(404);
  });
});

describe('faults', () => {
  it('are set, listed and lifted for one machine and for all', async () => {
    expect(await ask('PUT', '/faults/77', { kind: 'slow', delayMs: 1 })).toEqual({
      status: 200,
      body: { kind: 'slow', delayMs: 1 },
    });
    await ask('PUT', '/faults/all', { kind: 'status', status: 503 });
    expect((await ask('GET', '/faults')).body).toEqual({
      '77': { kind: 'slow', delayMs: 1 },
      all: { kind: 'status', status: 503 },
    });
    expect((await fetch(`${registry.url}/machine/did:peaq:77`)).status).toBe(503);
    expect((await ask('DELETE', '/faults/all')).status).toBe(204);
    expect((await fetch(`${registry.url}/machine/did:peaq:77`)).status).toBe(200);
  });
});

describe('requests', () => {
  it('are shown without the admin ones', async () => {
    await fetch(`${registry.url}/machine/did:peaq:77`);
    expect((await ask('GET', '/requests')).body).toEqual([
      { method: 'GET', path: '/machine/did:peaq:77', at: expect.any(Number) },
    ]);
  });
});

describe('bad input', () => {
  it.each([
    ['POST', '/machines', {}, 'owner is missing'],
    ['POST', '/machines', { owner: '0x1' }, 'owner: "0x1" is no EVM address'],
    ['POST', '/machines', { owner, machineId: 5 }, 'machineId: write the id as a string, "5"'],
    ['POST', '/machines', { owner, machineId: '77' }, 'exists already'],
    ['POST', '/machines', { owner, bond_status: 'bonded' }, 'bond_status: unknown key; write bondStatus'],
    ['POST', '/machines', 'null', 'is no machine'],
    ['POST', '/machines', '{"owner":', 'no valid JSON'],
    ['POST', '/machines', { owner, name: 'x'.repeat(70_000) }, 'at most 64 KiB'],
    ['PATCH', '/machines/77', { bondStatus: 'half' }, 'give one of bonded, unbonded'],
    ['PATCH', '/machines/77', { machineId: '78' }, 'machineId cannot change'],
    ['PUT', '/faults/some', { kind: 'reset' }, 'no machine id'],
    ['PUT', '/faults/all', { kind: 'status', status: 418 }, 'give one of 404, 409'],
    ['PUT', '/faults/all', { kind: 'slow', delayMs: -1 }, 'delayMs'],
    ['PUT', '/faults/all', { kind: 'reset', delayMs: 5 }, 'remove delayMs'],
    ['PUT', '/faults/all', [], 'kind: give one of'],
  ])('%s %s %j is 400 and names the correction', async (method, path, body, message) => {
    expect(await ask(method, path, body)).toEqual({
      status: 400,
      body: { detail: expect.stringContaining(message) },
    });
    expect(registry.list()).toEqual([{ machineId: '77', owner }]);
  });

  it.each(['/nothing', '/constructor', '/machines/77/more'])('%s is no admin route', async (path) => {
    expect((await ask('GET', path)).status).toBe(404);
  });

  it('a wrong method is 405', async () => {
    expect((await ask('PUT', '/machines/77', {})).status).toBe(405);
  });
});

describe('peers', () => {
  const parts = { store: new MachineStore(), faults: new Map(), log: new RequestLog() };
  const readBody = (): Promise<unknown> => Promise.resolve({ owner });

  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('%s is loopback', (peer) => {
    expect(isLoopback(peer)).toBe(true);
  });

  it.each(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', undefined])('%s gets 403', async (peer) => {
    const reply = await answerAdmin(parts, { method: 'POST', segments: ['machines'], peer, readBody });
    expect(reply.status).toBe(403);
    expect(parts.store.list()).toEqual([]);
  });
});
