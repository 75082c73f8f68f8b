import { describe, expect, it } from 'vitest';
import { agent, controller } from './records.fixture.ts';
import {
  findAddress,
  findCardController,
  findVerifiedController,
  toRegistryProfile,
} from './registry-reply.ts';

const lower = (address: string) => address.toLowerCase();
const profile = (peaqos: Record<string, unknown>) => ({
  schema_version: '1.1',
  name: 'Press 7',
  peaqos: { machine_id: '77', did: 'did:peaq:77', bond_status: 'bonded', ...peaqos },
});
const third = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

describe('toRegistryProfile', () => {
  it.each([
    ['as decimal text', '77', '77'],
    ['as an integer', 77, '77'],
    ['zero', 0, '0'],
    ['the largest integer a double holds', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['2^256-1 as text', (2n ** 256n - 1n).toString(), (2n ** 256n - 1n).toString()],
  ])('reads the machine id %s', (_case, machineId, expected) => {
    const read = toRegistryProfile(profile({ machine_id: machineId }), null);
    expect(read).toMatchObject({ machineId: expected, identityRef: `did:peaq:${expected}` });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'profile'],
    ['a list', [profile({})]],
    ['an empty object', {}],
    ['peaqos as null', { peaqos: null }],
    ['peaqos as a list', { peaqos: [] }],
    ['no machine id', profile({ machine_id: undefined })],
    ['a null machine id', profile({ machine_id: null })],
    ['a leading zero', profile({ machine_id: '077' })],
    ['a sign', profile({ machine_id: '-1' })],
    ['a negative integer', profile({ machine_id: -1 })],
    ['a fraction', profile({ machine_id: 7.5 })],
    ['an integer that lost digits', profile({ machine_id: 2 ** 60 })],
    ['an exponent', profile({ machine_id: '1e3' })],
    ['a space', profile({ machine_id: ' 77' })],
    ['a path', profile({ machine_id: '77/../../admin' })],
    ['2^256', profile({ machine_id: (2n ** 256n).toString() })],
  ])('is null for %s', (_case, reply) => {
    expect(toRegistryProfile(reply, null)).toBeNull();
  });

  it('collects every address that may sign, checksummed and once each', () => {
    const read = toRegistryProfile(
      profile({
        controller_addresses: [lower(controller.address), third, controller.address],
        controller: `did:peaq:${lower(agent.address)}`,
        owner: third,
        operator: `did:peaq:${controller.address}`,
        did: `did:peaq:${agent.address}`,
      }),
      null,
    );
    expect(read?.controllerAddresses).toEqual([controller.address, third, agent.address]);
  });

  it.each(['controller', 'owner', 'operator', 'did'])('finds the address in %s alone', (field) => {
    const read = toRegistryProfile(profile({ [field]: `did:peaq:${lower(controller.address)}` }), null);
    expect(read?.controllerAddresses).toEqual([controller.address]);
  });

  it('takes the address of an address-form question as a controller', () => {
    expect(toRegistryProfile(profile({}), agent.address)?.controllerAddresses).toEqual([agent.address]);
  });

  it.each([
    ['no field at all', {}],
    ['nulls', { controller: null, owner: null, operator: null, controller_addresses: null }],
    ['other DIDs', { controller: 'did:key:z6Mk', owner: 'did:peaq:77', operator: 'did:pkh:eip155:1:0x00' }],
    ['broken addresses', { controller: '0x12', owner: `${controller.address}0`, operator: 'f39f' }],
    ['other types', { controller: 5, owner: { address: controller.address }, controller_addresses: 'x' }],
    ['a list of other things', { controller_addresses: [null, 5, {}, ['0x']] }],
  ])('finds no controller in %s', (_case, fields) => {
    expect(toRegistryProfile(profile(fields), null)?.controllerAddresses).toEqual([]);
  });

  it.each([
    ['bonded', 'bonded'],
    ['unbonded', 'unbonded'],
    [undefined, 'unknown'],
    [true, 'unknown'],
    [null, 'unknown'],
  ])('reads the bond status %j as %s', (bondStatus, expected) => {
    expect(toRegistryProfile(profile({ bond_status: bondStatus }), null)?.bondStatus).toBe(expected);
  });
});

describe('findAddress', () => {
  it('finds an address bare or behind did:peaq: and nothing else', () => {
    expect(findAddress(lower(controller.address))).toBe(controller.address);
    expect(findAddress(`did:peaq:${controller.address}`)).toBe(controller.address);
    for (const value of [
      '',
      'did:peaq:77',
      ` ${controller.address}`,
      `did:pkh:${controller.address}`,
      7,
      null,
    ]) {
      expect(findAddress(value)).toBeNull();
    }
  });
});

describe('findCardController and findVerifiedController', () => {
  it('read the one address that each of the two replies may name', () => {
    expect(findCardController({ did: `did:peaq:${lower(agent.address)}` })).toBe(agent.address);
    expect(findVerifiedController({ didController: { kind: 'evm', address: lower(agent.address) } })).toBe(
      agent.address,
    );
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { did: 'did:peaq:77' },
    { didController: null },
    { didController: {} },
  ])('find nothing in %j', (reply) => {
    expect(findCardController(reply)).toBeNull();
    expect(findVerifiedController(reply)).toBeNull();
  });
});
