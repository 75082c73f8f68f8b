import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { CatalogFile } from './catalog-file.ts';
import { sellerFile } from './catalog-file.fixture.ts';
import { CatalogError, loadCatalog } from './load-catalog.ts';
import { builtInFolder } from './read-catalog-files.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-markets-catalog-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

/** The mistakes that the folder is refused for; empty when it is accepted. */
async function problemsOf(): Promise<readonly string[]> {
  try {
    await loadCatalog(folder);
    return [];
  } catch (error) {
    if (error instanceof CatalogError) return error.problems;
    throw error;
  }
}

describe('a folder of one’s own', () => {
  it('adds its provider to the built-in ones', async () => {
    await write('acme.yaml', stringify(sellerFile()));
    const [catalog, builtIn] = await Promise.all([loadCatalog(folder), loadCatalog(null)]);
    expect(catalog.services).toHaveLength(builtIn.services.length + 1);
    expect(catalog.providers).toHaveLength(builtIn.providers.length + 1);
    expect(catalog.environmentNames()).toContain('ACME_SELLER_URL');
    expect(catalog.findProvider('ACME')?.adapter).toBe('x402');
    expect(catalog.findService('acme:forecast')).toEqual({
      id: 'acme:forecast',
      skillKey: 'acme-forecast',
      providerKey: 'acme',
      providerId: 'acme',
      providerLabel: 'Acme',
      companyName: null,
      name: 'Acme forecast',
      description: 'The weather of a place.',
      region: 'global',
      serviceType: 'machine.commerce',
      operations: ['forecast'],
      capabilities: ['weather'],
      authType: 'wallet',
      accessMode: 'public',
      executionMode: 'native',
      integrationStatus: 'native',
      distribution: 'openapi',
      maturity: 'beta',
      kind: 'reference',
      freshnessSeconds: 3600,
      requiresHumanEnablement: false,
      metadata: {},
      updatedAt: '2026-11-25T00:00:00.000Z',
      referenceUrl: null,
      artifactUrl: null,
      handoff: null,
      pricing: { mode: 'provider-defined', notes: [] },
      payment: { defaultRail: 'x402', supportedRails: ['x402'], required: true, notes: [] },
      endpoints: [
        {
          label: 'Acme forecast',
          operation: 'forecast',
          url: 'https://acme.example/api/v1/{city}',
          method: 'GET',
          path: '/v1/{city}',
          providerName: 'Acme',
          key: null,
          protocols: [],
          networks: [],
        },
      ],
      operationContracts: [{ ...sellerFile().services[0]!.operationContracts[0], notes: [] }],
    });
    expect(catalog.findSkill('acme-forecast')).toMatchObject({ listedBy: 'operator', source: 'partner' });
    expect(catalog.findManifest('acme-forecast')).toEqual({
      key: 'acme-forecast',
      providerKey: 'acme',
      label: 'Acme forecast',
      summary: 'Forecasts the weather.',
      inputs: [{ key: 'city', type: 'string', required: true, description: '' }],
      outputs: [],
    });
  });

  it('keeps every list in the order of its keys', async () => {
    await write('acme.json', JSON.stringify(sellerFile()));
    const { services, skills, adapters } = await loadCatalog(folder);
    for (const keys of [
      services.map(({ id }) => id),
      skills.map(({ key }) => key),
      adapters.map(({ providerKey }) => providerKey),
    ])
      expect(keys).toEqual(keys.toSorted());
  });

  it('may hold YAML, JSON and files that are no catalogue', async () => {
    await write('one.yml', stringify(sellerFile()));
    const other = JSON.stringify(sellerFile()).replaceAll('acme', 'other');
    await write('two.json', other);
    await write('README.md', '# not a catalogue');
    await write('catalog.schema.json', '{}');
    await write('.draft.yaml', 'half a');
    const catalog = await loadCatalog(folder);
    expect(catalog.findService('acme:forecast')).toBeDefined();
    expect(catalog.findService('other:forecast')).toBeDefined();
  });

  it('may give a service what its provider has otherwise', async () => {
    const file = sellerFile();
    file.provider.handoff = { label: 'Acme', url: 'https://acme.example', notes: [] };
    file.services[0]!.executionMode = 'external-handoff';
    file.services[0]!.integrationStatus = 'setup-required';
    await write('acme.yaml', stringify(file));
    const catalog = await loadCatalog(folder);
    expect(catalog.findService('acme:forecast')).toMatchObject({
      executionMode: 'external-handoff',
      integrationStatus: 'setup-required',
      requiresHumanEnablement: true,
      handoff: { url: 'https://acme.example' },
    });
    expect(catalog.findSkill('acme-forecast')).toMatchObject({ executionMode: 'native', handoff: null });
  });

  it('may use a type of service that the contract does not list', async () => {
    const file = sellerFile();
    file.services[0]!.serviceType = 'weather.forecast';
    await write('acme.yaml', stringify(file));
    expect((await loadCatalog(folder)).findService('acme:forecast')?.serviceType).toBe('weather.forecast');
  });

  it('may hold the example of the README', async () => {
    const readme = await readFile(join(builtInFolder, 'README.md'), 'utf8');
    await write('example.yaml', readme.match(/```yaml\n([^]*?)```/)?.[1] ?? '');
    expect((await loadCatalog(folder)).findService('acme-weather:forecast')?.endpoints[0]?.url).toBe(
      'https://weather.example.com/v1/forecast/{city}',
    );
  });

  it('is refused when it is no folder', async () => {
    const missing = join(folder, 'missing');
    await expect(loadCatalog(missing)).rejects.toMatchObject({
      problems: [`${missing}: is not a folder that can be read.`],
    });
  });
});

type Change = (file: CatalogFile) => void;

const bad: [mistake: string, change: Change, problem: string][] = [
  [
    'an unknown key',
    (f) => Object.assign(f, { servcies: [] }),
    'unknown key "servcies". Did you mean "services"?',
  ],
  [
    'an unknown key of a value',
    (f) => Object.assign(f.provider.values[0]!, { secret: true }),
    'provider.values[0]: unknown key "secret". Write one of key, env, kind, default, required, description.',
  ],
  ['a missing key', (f) => Reflect.deleteProperty(f.provider, 'label'), 'provider: "label" is missing.'],
  [
    'a wrong type',
    (f) => Object.assign(f.services[0]!, { freshnessSeconds: 'daily' }),
    'services[0].freshnessSeconds: must be a whole number.',
  ],
  [
    'a word that is no choice',
    (f) => Object.assign(f.services[0]!.pricing, { mode: 'fixd' }),
    'services[0].pricing.mode: must be one of provider-defined, fixed, quote-required. Did you mean "fixed"?',
  ],
  [
    'an unknown rail',
    (f) => Object.assign(f.provider.payment, { supportedRails: ['x402', 'cash'] }),
    'provider.payment.supportedRails[1]: must be one of not-required, wallet, xvv42, x402, vault-stripe, escrow, offchain-record, external, onchain-escrow, wdk-usdt-transfer.',
  ],
  [
    'an id that cannot stand in a path',
    (f) => Object.assign(f.services[0]!, { id: 'acme/forecast' }),
    'services[0].id: must be letters, digits, . _ - in parts joined by :.',
  ],
  [
    'an address without a scheme',
    (f) => (f.provider.referenceUrl = 'acme.example'),
    'provider.referenceUrl: must be an address that starts with http:// or https://.',
  ],
  [
    'text in place of a hand-off',
    (f) => Object.assign(f.provider, { handoff: 'https://acme.example' }),
    'provider.handoff: must be a group of keys.',
  ],
  [
    'half a hand-off',
    (f) => Object.assign(f.provider, { handoff: { label: 'Acme', url: 'https://acme.example' } }),
    'provider.handoff: "notes" is missing.',
  ],
  ['no service', (f) => (f.services = []), 'services: must not be empty.'],
];

describe('a file with a mistake', () => {
  it.each(bad)('%s is refused with what to write', async (_mistake, change, problem) => {
    const file = sellerFile();
    change(file);
    await write('acme.yaml', stringify(file));
    expect(await problemsOf()).toContain(`acme.yaml: ${problem}`);
  });

  it('is the only reason for a refusal: the unchanged file is accepted', async () => {
    await write('acme.yaml', stringify(sellerFile()));
    expect(await problemsOf()).toEqual([]);
  });

  it.each([
    ['broken.yaml', 'provider: [', /^broken\.yaml: cannot be read: /],
    ['broken.json', '{"provider":', /^broken\.json: cannot be read: /],
    ['list.yaml', '- a', /^list\.yaml: must be a group of keys\.$/],
    ['empty.yaml', '', /^empty\.yaml: must be a group of keys\.$/],
  ])('%s is no catalogue file', async (name, text, problem) => {
    await write(name, text);
    expect(await problemsOf()).toEqual([expect.stringMatching(problem)]);
  });

  it('is named with all others at once, in the message too', async () => {
    const [one, two] = [sellerFile(), sellerFile()];
    one.provider.payment.defaultRail = 'wallet';
    one.services[0]!.skillKey = 'nothing';
    await write('a.yaml', stringify(one));
    await write('b.json', JSON.stringify({ ...two, updatedAt: 'yesterday', extra: 1 }));
    await write('c.yaml', 'provider: [');
    const problems = await problemsOf();
    expect(problems.map((line) => line.split(':', 1)[0])).toEqual(
      expect.arrayContaining(['a.yaml', 'b.json', 'c.yaml']),
    );
    expect(problems).toHaveLength(6);
    await expect(loadCatalog(folder)).rejects.toThrow('The catalogue has 6 mistake(s):');
    for (const problem of problems) await expect(loadCatalog(folder)).rejects.toThrow(problem);
  });

  it('names two files of the folder that claim the same', async () => {
    await write('a.yaml', stringify(sellerFile()));
    await write('b.yaml', stringify(sellerFile()));
    expect(await problemsOf()).toEqual([
      'b.yaml: provider.key: the provider "acme" is taken by provider.key of a.yaml.',
      'b.yaml: skills[0].key: the skill "acme-forecast" is taken by skills[0].key of a.yaml.',
      'b.yaml: services[0].id: the service "acme:forecast" is taken by services[0].id of a.yaml.',
    ]);
  });
});
