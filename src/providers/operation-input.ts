import type { ContractField } from '../domain/catalog/market-service.ts';
import { DomainError } from '../domain/errors.ts';
import type { ProviderCall } from './provider-adapter.ts';

type Rule<T> = { is: (value: unknown) => value is T; wanted: string };

/** Reads the fields of an operation's input and collects what is wrong with them. */
export class OperationInput {
  readonly #input: Readonly<Record<string, unknown>>;
  readonly #issues: { path: string; message: string }[] = [];

  constructor(input: Readonly<Record<string, unknown>>) {
    this.#input = input;
  }

  /** The field's value; undefined when it is absent (null counts as absent) or not valid. */
  read<T>(
    key: string,
    { is, wanted }: Rule<T>,
    presence: 'required' | 'optional' = 'optional',
  ): T | undefined {
    const value = Object.hasOwn(this.#input, key) ? (this.#input[key] ?? undefined) : undefined;
    if (value === undefined && presence === 'optional') return undefined;
    if (is(value)) return value;
    this.refuse(key, value === undefined ? 'is required' : `must be ${wanted}`);
    return undefined;
  }

  /** The message never holds the value. */
  refuse(key: string, message: string): void {
    this.#issues.push({ path: `input.${key}`, message });
  }

  /** Raises VALIDATION_ERROR with everything that was wrong. */
  assertValid(): void {
    if (this.#issues.length === 0) return;
    throw new DomainError('VALIDATION_ERROR', 'The input does not fit the operation.', {
      issues: this.#issues,
    });
  }
}

export const anyText: Rule<string> = { is: (value) => typeof value === 'string', wanted: 'text' };
export const flag: Rule<boolean> = { is: (value) => typeof value === 'boolean', wanted: 'true or false' };

/** Text in one form. */
export function textLike(pattern: RegExp, wanted: string): Rule<string> {
  return { is: (value): value is string => typeof value === 'string' && pattern.test(value), wanted };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Rule<T> {
  return {
    is: (value): value is T => choices.some((choice) => choice === value),
    wanted: choices.join(' or '),
  };
}

export function wholeNumber(minimum: number, maximum: number): Rule<number> {
  return {
    is: (value): value is number => Number.isSafeInteger(value) && isWithin(value, minimum, maximum),
    wanted: `a whole number from ${minimum} to ${maximum}`,
  };
}

export function numberWithin(minimum: number, maximum: number): Rule<number> {
  return {
    is: (value): value is number => isWithin(value, minimum, maximum),
    wanted: `a number from ${minimum} to ${maximum}`,
  };
}

function isWithin(value: unknown, minimum: number, maximum: number): boolean {
  return typeof value === 'number' && value >= minimum && value <= maximum;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list whose entries are objects. */
export const nonEmptyObjects: Rule<Record<string, unknown>[]> = {
  is: (value): value is Record<string, unknown>[] =>
    Array.isArray(value) && value.length > 0 && value.every(isObject),
  wanted: 'a list of at least one object',
};

const fieldTypes: Readonly<Record<string, Rule<unknown>>> = {
  string: anyText,
  boolean: flag,
  number: { is: (value): value is unknown => typeof value === 'number', wanted: 'a number' },
  integer: { is: (value): value is unknown => Number.isSafeInteger(value), wanted: 'a whole number' },
  array: { is: (value): value is unknown => Array.isArray(value), wanted: 'a list' },
  object: { is: (value): value is unknown => isObject(value), wanted: 'an object' },
};

/** Checks presence and type of every field that the operation's contract names; a type of its own words fits any value. */
export function readContractFields(call: ProviderCall): OperationInput {
  const contract = call.service.operationContracts.find(({ operation }) => operation === call.operation);
  const input = new OperationInput(call.input);
  for (const field of contract?.inputFields ?? []) readField(input, field);
  return input;
}

const anyValue: Rule<unknown> = { is: (value): value is unknown => value !== undefined, wanted: 'given' };

function readField(input: OperationInput, { key, type, required }: ContractField): void {
  const rule = Object.hasOwn(fieldTypes, type) ? fieldTypes[type] : undefined;
  input.read(key, rule ?? anyValue, required === true ? 'required' : 'optional');
}
