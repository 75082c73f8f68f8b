import { describe, expect, test } from 'vitest';
import { defineCheck } from '../engine/define-check.ts';
import { createCatalog, loadCatalog } from './load-catalog.ts';

const check = (id: string) => defineCheck(id, async () => undefined);
const row = (more: string): string =>
  `group: sample\ntitle: Sample\nrequirements:\n  - { level: MUST, text: A, source: s, backing: client, operations: [], ${more} }\n`;

function mistakesOf(yaml: string, ...ids: string[]): string {
  try {
    createCatalog([{ file: 'sample.yaml', yaml }], ids.map(check));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('The catalogue of this kit', () => {
  test('is in order: every requirement has a check or a reason, every check a requirement', () => {
    const { requirements, checks } = loadCatalog();
    expect(requirements.length).toBeGreaterThan(checks.size);
  });
});

describe('A catalogue', () => {
  test('with one requirement and its check is in order', () => {
    expect(mistakesOf(row('id: sample.one'), 'sample.one')).toBe('');
  });

  test.each([
    ['an unknown key', row('id: sample.one, sorce: x'), 'unknown key «sorce». Did you mean «source»?'],
    ['a missing key', row('id: sample.one').replace('level: MUST, ', ''), 'sample.one: «level» is missing.'],
    [
      'a wrong level',
      row('id: sample.one').replace('MUST', 'MAY'),
      'level must be equal to one of the allowed values',
    ],
    ['an id of another group', row('id: other.one'), 'must start with its group, «sample.»'],
    [
      'an unknown operation',
      row('id: sample.one').replace('[]', '[getMachin]'),
      'Did you mean «getMachine»?',
    ],
    [
      'an unknown toggle',
      row('id: sample.one, when: { PEAQOS_API_KYE: set }'),
      'Did you mean «PEAQOS_API_KEY»?',
    ],
    [
      'an unknown state',
      row('id: sample.one, when: { PEAQOS_API_KEY: on }'),
      'has no state «on»; write one of unset, set',
    ],
    [
      'an unquoted boolean state',
      row('id: sample.one, when: { PEAQOS_REQUIRE_API_AUTH: true }'),
      'quote true and false',
    ],
    ['no YAML', 'group: [', 'not YAML'],
  ])('with %s is refused with the correction', (_case, yaml, message) => {
    expect(mistakesOf(yaml, 'sample.one')).toContain(message);
  });

  test('with a requirement without check is refused', () => {
    expect(mistakesOf(row('id: sample.one'))).toContain("Write defineCheck('sample.one', …), or «excluded:»");
  });

  test('with a check without requirement is refused', () => {
    expect(mistakesOf(row('id: sample.one'), 'sample.one', 'sample.onn')).toContain(
      'sample.onn: a check without requirement. Did you mean «sample.one»?',
    );
  });

  test('with an excluded requirement needs no check, and must not have one', () => {
    expect(mistakesOf(row('id: sample.one, excluded: not visible'))).toBe('');
    expect(mistakesOf(row('id: sample.one, excluded: not visible'), 'sample.one')).toContain(
      'Remove one of both',
    );
  });

  test('with an id twice is refused', () => {
    expect(
      mistakesOf(row('id: sample.one') + row('id: sample.one').split('requirements:\n')[1], 'sample.one'),
    ).toContain('two requirements have this id');
    expect(mistakesOf(row('id: sample.one'), 'sample.one', 'sample.one')).toContain(
      'two checks have this id',
    );
  });
});
