import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { RegistryInputError } from './machine-input.ts';
import { loadMachinesFile, parseMachines } from './machines-file.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const second = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machines-file-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function mistakesOf(...machines: unknown[]): string {
  try {
    parseMachines(JSON.stringify(machines));
  } catch (error) {
    if (error instanceof RegistryInputError) return error.message;
    throw error;
  }
  return '';
}

describe('a machines file', () => {
  it('gives the machines with every address in its checksum form', async () => {
    const path = join(folder, 'machines.json');
    const all = {
      machineId: '77',
      owner: owner.toLowerCase(),
      controller: second.toUpperCase().replace('0X', '0x'),
      operator: `did:peaq:${second.toLowerCase()}`,
      controllerAddresses: [second.toLowerCase()],
      bondStatus: 'unbonded',
      address: second,
      name: 'Arm',
      addressSource: 'card',
      machineIdForm: 'integer',
      mcr: 'AA',
      mcrScore: 88,
      negativeFlag: true,
      eventCount: 3,
      dataVisibility: 'public',
      documentationUrl: null,
    };
    await writeFile(path, JSON.stringify([all, { machineId: '0', owner, controller: null }]));
    expect(await loadMachinesFile(path)).toEqual([
      { ...all, owner, controller: second, operator: second, controllerAddresses: [second] },
      { machineId: '0', owner, controller: null },
    ]);
  });

  it('may be an empty list', () => {
    expect(parseMachines('[]')).toEqual([]);
  });

  it('is named in the message when it is missing or wrong', async () => {
    const path = join(folder, 'wrong.json');
    await expect(loadMachinesFile(path)).rejects.toThrow(`${path} cannot be read`);
    await writeFile(path, '[{"machineId": "1"}]');
    await expect(loadMachinesFile(path)).rejects.toThrow(`${path}:\n[0].owner is missing`);
  });

  it.each(['{}', '"x"', '[', ''])('that holds %j is refused with an example', (text) => {
    expect(() => parseMachines(text)).toThrow('[{"machineId": "77", "owner": "0x…"}]');
  });

  it.each([
    [{ machineId: '1', owner, onwer: owner }, '[0].onwer: unknown key; known keys are machineId, owner'],
    [{ machineId: '1', owner, bond_status: 'bonded' }, '[0].bond_status: unknown key; write bondStatus'],
    [{ machineId: 1, owner }, '[0].machineId: write the id as a string, "1"'],
    [{ machineId: '01', owner }, '[0].machineId: "01" is no machine id; give a decimal string'],
    [{ machineId: String(2n ** 256n), owner }, 'is no machine id'],
    [{ machineId: '1', owner: `${owner}0` }, '[0].owner: '],
    [{ machineId: '1', owner: 7 }, '[0].owner: 7 is no EVM address; give 0x and 40 hexadecimal digits'],
    [{ machineId: '1', owner, operator: 'did:peaq:77' }, '[0].operator: '],
    [
      { machineId: '1', owner, controllerAddresses: [] },
      '[0].controllerAddresses: give a list with at least one',
    ],
    [{ machineId: '1', owner, controllerAddresses: ['x'] }, '[0].controllerAddresses: "x" is no EVM address'],
    [
      { machineId: '1', owner, bondStatus: null },
      '[0].bondStatus: null is not known; give one of bonded, unbonded',
    ],
    [{ machineId: '1', owner, mcr: 'C' }, '[0].mcr: "C" is not known'],
    [
      { machineId: '1', owner, mcrScore: 101 },
      '[0].mcrScore: 101 is out of range; give a whole number from 0 to 100',
    ],
    [{ machineId: '1', owner, negativeFlag: 'no' }, '[0].negativeFlag: "no" is neither true nor false'],
    [{ machineId: '1', owner, name: '' }, '[0].name: "" is no text'],
    [{ machineId: '9007199254740993', owner, machineIdForm: 'integer' }, '[0].machineIdForm: integer needs'],
    ['77', '[0]."77" is no machine; give an object'],
  ])('with %j is refused with the correction', (machine, message) => {
    expect(mistakesOf(machine)).toContain(message);
  });

  it('lists all mistakes at once, also an id given twice', () => {
    const mistakes = mistakesOf(
      { machineId: '1', owner: 'a', x: 1 },
      { machineId: '2', owner },
      { machineId: '2', owner },
    );
    expect(mistakes.split('\n')).toEqual([
      expect.stringContaining('[0].owner'),
      expect.stringContaining('[0].x'),
      '[2].machineId: "2" is already that of [1]; give each machine its own',
    ]);
  });
});
