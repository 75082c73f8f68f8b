import { readFile } from 'node:fs/promises';

import { RegistryInputError, toMachine } from './machine-input.ts';
import type { RegistryMachine } from './machine.ts';

/** Reads a JSON list of machines. Raises RegistryInputError with every mistake and its correction, one a line. */
export function parseMachines(text: string): RegistryMachine[] {
  const list = parseList(text);
  const machines: RegistryMachine[] = [];
  const mistakes: string[] = [];
  const seen = new Map<string, number>();
  for (const [index, input] of list.entries()) {
    try {
      const machine = toMachine(input, `[${index}].`);
      const earlier = seen.get(machine.machineId);
      if (earlier !== undefined) {
        mistakes.push(
          `[${index}].machineId: "${machine.machineId}" is already that of [${earlier}]; give each machine its own`,
        );
      }
      seen.set(machine.machineId, index);
      machines.push(machine);
    } catch (error) {
      if (!(error instanceof RegistryInputError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length > 0) throw new RegistryInputError(mistakes.join('\n'));
  return machines;
}

function parseList(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RegistryInputError(
      `no valid JSON (${String(error)}); give a list such as [{"machineId": "77", "owner": "0x…"}]`,
    );
  }
  if (Array.isArray(value)) return value;
  throw new RegistryInputError(
    'no list; give a JSON list of machines such as [{"machineId": "77", "owner": "0x…"}]',
  );
}

/** Reads a machines file from disk. Raises RegistryInputError that names the file, also when it cannot be read. */
export async function loadMachinesFile(path: string): Promise<RegistryMachine[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new RegistryInputError(
      `${path} cannot be read (${String(error)}); check the path and its permissions`,
    );
  }
  try {
    return parseMachines(text);
  } catch (error) {
    if (!(error instanceof RegistryInputError)) throw error;
    throw new RegistryInputError(`${path}:\n${error.message}`);
  }
}
