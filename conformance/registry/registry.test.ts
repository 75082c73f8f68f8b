import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startRegistry } from './registry.ts';
import type { Registry } from './registry.ts';
import { RequestLog } from './request-log.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const second = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const third = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

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

async function read(
  path: string,
  init?: RequestInit,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(registry.url + path, init);
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

describe('the machine profile', () => {
  it('names the machine and its signers in the fields that real clients accept', async () => {
    const { status, body } = await read('/machine/did:peaq:77');
    expect(status).toBe(200);
    expect(body).toEqual({
      schema_version: '1.0',
      name: 'Machine #77',
      peaqos: {
        machine_id: '77',
        did: 'did:peaq:77',
        operator: `did:peaq:${owner}`,
        mcr: 'Provisioned',
        mcr_score: 0,
        negative_flag: false,
        bond_status: 'bonded',
        event_count: 0,
        data_visibility: 'private',
        documentation_url: null,
        controller_addresses: [owner],
      },
    });
  });

  it.each([
    ['a percent-encoded DID', '/machine/did%3Apeaq%3A77'],
    ['the owner in an address DID', `/machine/did:peaq:${owner.toLowerCase()}`],
    ['a bare address', `/machine/${owner}`],
  ])('is found by %s', async (_name, path) => {
    expect((await read(path)).body).toMatchObject({ peaqos: { did: 'did:peaq:77' } });
  });

  it('prefers the machine that has an address itself over one that the address owns', async () => {
    registry.add({ machineId: '78', owner: second, address: owner });
    expect((await read(`/machine/did:peaq:${owner}`)).body).toMatchObject({ peaqos: { machine_id: '78' } });
  });

  it('lists owner and controller, or exactly the addresses given', async () => {
    registry.update('77', { controller: second.toLowerCase() });
    expect((await read('/machine/did:peaq:77')).body).toMatchObject({
      peaqos: { controller_addresses: [owner, second] },
    });
    registry.update('77', { controllerAddresses: [third] });
    expect((await read('/machine/did:peaq:77')).body).toMatchObject({
      peaqos: { controller_addresses: [third], operator: null },
    });
  });

  it('gives the older integer form of the id only when asked to', async () => {
    registry.update('77', { machineIdForm: 'integer' });
    expect((await read('/machine/did:peaq:77')).body).toMatchObject({ peaqos: { machine_id: 77 } });
  });

  it('shows an unbonded machine as not rated', async () => {
    registry.update('77', { bondStatus: 'unbonded' });
    expect((await read('/machine/did:peaq:77')).body).toMatchObject({
      peaqos: { bond_status: 'unbonded', mcr: 'NR' },
    });
  });

  it.each(['did:peaq:007', 'did:peaq:-1', 'did:peaq:', '77', 'peaqos:machine:77', `did:peaq:${2n ** 256n}`])(
    'refuses %s with 400',
    async (did) => {
      expect((await read(`/machine/${did}`)).status).toBe(400);
    },
  );
});

describe('the other reads', () => {
  it('give the credit rating with every key that clients need', async () => {
    registry.update('77', { mcr: 'BBB', mcrScore: 61, eventCount: 4 });
    expect((await read('/mcr/did:peaq:77')).body).toEqual({
      did: 'did:peaq:77',
      machine_id: '77',
      mcr: 'BBB',
      mcr_score: 61,
      negative_flag: false,
      bond_status: 'bonded',
      event_count: 4,
      revenue_event_count: 0,
      activity_event_count: 4,
      revenue_trend: 'insufficient',
      total_revenue: 0,
      average_revenue_per_event: null,
      last_updated: 5,
      mcr_degraded: false,
    });
  });

  it('give the machines an account owns or operates, in pages', async () => {
    registry.add({ machineId: '78', owner: second, operator: owner });
    registry.add({ machineId: '79', owner: second });
    const { body } = await read(`/operator/did:peaq:${owner.toLowerCase()}/machines?offset=1&limit=1`);
    expect(body).toEqual({
      operator_did: `did:peaq:${owner.toLowerCase()}`,
      machines: [
        { did: 'did:peaq:78', machine_id: '78', mcr: 'Provisioned', mcr_score: 0, negative_flag: false },
      ],
      pagination: { offset: 1, limit: 1, total: 2 },
    });
  });

  it.each([
    ['/operator/did:peaq:77/machines', 400],
    [`/operator/did:peaq:${owner}/machines?limit=21`, 422],
    [`/operator/did:peaq:${owner}/machines?limit=0`, 422],
    [`/operator/did:peaq:${owner}/machines?offset=-1`, 422],
    ['/machines/x', 422],
    ['/v1/verify/machines/0', 400],
  ])('answer %s with %i', async (path, status) => {
    expect((await read(path)).status).toBe(status);
  });

  it('give the card with the address form of the DID', async () => {
    expect((await read('/machines/77')).body).toMatchObject({
      type: 'peaqos:registration:v1',
      did: `did:peaq:${owner}`,
      active: true,
      bond_status: 'bonded',
    });
  });

  it('give the verify record with exactly the keys and headers that clients insist on', async () => {
    const { body, headers } = await read('/v1/verify/machines/77');
    expect(body).toEqual({
      machineId: '77',
      machineDid: 'did:peaq:77',
      homeChain: { kind: 'evm', chainId: '3338' },
      didController: { kind: 'evm', address: owner },
      operator: { kind: 'evm', address: owner },
      verification: { kyb: { status: 'unverified' }, chip: { status: 'unverified' } },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  it('name the addresses only on the card, or only in the verify record, when a machine says so', async () => {
    registry.update('77', { addressSource: 'card' });
    expect(JSON.stringify((await read('/machine/did:peaq:77')).body)).not.toContain('0x');
    expect((await read('/machines/77')).body).toMatchObject({ did: `did:peaq:${owner}` });
    registry.update('77', { addressSource: 'verify' });
    expect((await read('/machines/77')).body).toMatchObject({ did: 'did:peaq:77' });
    expect((await read('/v1/verify/machines/77')).body).toMatchObject({ didController: { address: owner } });
  });

  it('say at the root what this server is', async () => {
    expect(JSON.stringify((await read('/')).body)).toContain('development');
  });
});

describe('what is not there', () => {
  it.each(['/machine/did:peaq:5', '/mcr/did:peaq:5', '/machines/5', `/machine/did:peaq:${third}`])(
    '%s is 404 with the detail of the real registry',
    async (path) => {
      expect(await read(path)).toMatchObject({ status: 404, body: { detail: 'Machine not found' } });
    },
  );

  it('is 404 with a code on the verify route', async () => {
    const { status, body } = await read('/v1/verify/machines/5');
    expect(status).toBe(404);
    expect(body).toEqual({ detail: { code: 'MACHINE_NOT_FOUND', message: 'Machine not found' } });
  });

  it.each(['/nothing', '/machine', '/machine/did:peaq:77/more', '/v2/verify/machines/77'])(
    '%s is no route',
    async (path) => {
      expect(await read(path)).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
    },
  );

  it('a wrong method is 405 with Allow, and HEAD answers without a body', async () => {
    const refused = await read('/machine/did:peaq:77', { method: 'POST', body: '{}' });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
    expect(await read('/machine/did:peaq:77', { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: undefined,
    });
  });

  it('broken percent-encoding is 400', async () => {
    expect((await read('/machine/%zz')).status).toBe(400);
  });

  it('a removed machine is unknown until it is added again', async () => {
    registry.remove('77');
    expect((await read('/machine/did:peaq:77')).status).toBe(404);
    registry.add({ machineId: '77', owner });
    expect((await read('/machine/did:peaq:77')).status).toBe(200);
  });
});

describe('minting', () => {
  it('gives ids nobody had, above what a JSON number holds', async () => {
    const ids = [registry.mint(owner), registry.mint(owner)].map(({ machineId }) => machineId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) {
      expect(BigInt(id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
      expect((await read(`/machine/did:peaq:${id}`)).body).toMatchObject({ peaqos: { machine_id: id } });
    }
  });

  it('does not give the id of a removed machine again', () => {
    const { machineId } = registry.mint(owner);
    registry.remove(machineId);
    expect(registry.mint(owner).machineId).not.toBe(machineId);
  });

  it('happens on demand with a default owner, but not for a removed machine', async () => {
    const eager = await startRegistry({ mintOnDemand: true, defaultOwner: second });
    const reply = await fetch(`${eager.url}/machine/did:peaq:4242`);
    expect(await reply.json()).toMatchObject({
      peaqos: { machine_id: '4242', controller_addresses: [second] },
    });
    eager.remove('4242');
    expect((await fetch(`${eager.url}/machine/did:peaq:4242`)).status).toBe(404);
    await eager.close();
  });

  it('refuses a taken id and a bad owner', () => {
    expect(() => registry.mint(owner, { machineId: '77' })).toThrow(/exists already/);
    expect(() => registry.mint('0x12')).toThrow(/40 hexadecimal digits/);
    expect(() => registry.update('5', {})).toThrow(/unknown/);
  });
});

describe('the record of requests', () => {
  it('holds method, path and time of every read and no admin request', async () => {
    await read('/machine/did%3Apeaq%3A77?x=1');
    await read('/admin/requests');
    await read('/mcr/did:peaq:5', { method: 'HEAD' });
    expect(registry.requests()).toEqual([
      { method: 'GET', path: '/machine/did%3Apeaq%3A77?x=1', at: 5_000 },
      { method: 'HEAD', path: '/mcr/did:peaq:5', at: 5_000 },
    ]);
  });
});

describe('a request log', () => {
  it('keeps the last 10,000 in order', () => {
    const log = new RequestLog();
    for (let at = 0; at < 25_001; at += 1) log.record({ method: 'GET', path: '/', at });
    const kept = log.list();
    expect([kept.length, kept[0]?.at, kept.at(-1)?.at]).toEqual([10_000, 15_001, 25_000]);
  });
});

describe('a registry', () => {
  it('closes twice and frees its port', async () => {
    await registry.close();
    await registry.close();
    await expect(read('/')).rejects.toThrow('fetch failed');
    registry = await startRegistry({ port: registry.port });
    expect((await read('/')).status).toBe(200);
  });

  it('says when its port is taken', async () => {
    await expect(startRegistry({ port: registry.port })).rejects.toThrow('EADDRINUSE');
  });
});
