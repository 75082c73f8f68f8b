import { describe, expect, it } from 'vitest';
import { catalogFiles } from '../../generated/catalog.gen.js';
import { validators } from '../../generated/validators.gen.js';
import { loadConfig } from '../config/config.ts';
import { toggles } from '../config/toggles.ts';
import { paymentRailTypes, serviceTypes } from '../domain/catalog/market-service.ts';
import { CatalogError } from './catalog-error.ts';
import { withPayees } from './catalog-payees.ts';
import { checkCatalog } from './check-catalog.ts';
import { createProviders } from './index.ts';
import { loadCatalog } from './load-catalog.ts';
import { builtInFolder, readCatalogFiles } from './read-catalog-files.ts';

const catalog = await loadCatalog(null);
const native = catalog.services.filter(({ executionMode }) => executionMode === 'native');
const handedOff = catalog.services.filter(({ executionMode }) => executionMode === 'external-handoff');
const payee = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

describe('the built-in catalogue', () => {
  it('is what its files say, and they have no mistake', async () => {
    const { sources, problems } = await readCatalogFiles(builtInFolder);
    expect([...problems, ...checkCatalog(sources)]).toEqual([]);
    expect(catalogFiles, 'run "npm run generate"').toEqual(sources);
  });

  it('has services of all eight types', () => {
    const types = new Set<string>(catalog.services.map(({ serviceType }) => serviceType));
    expect([...types].toSorted()).toEqual([...serviceTypes].toSorted());
  });

  it('has a paid service that needs no seller for every rail, and sellers for x402', () => {
    const rails = catalog.services.filter(({ payment }) => payment.required).map(({ payment }) => payment);
    const supported = new Set(rails.flatMap(({ supportedRails }) => supportedRails));
    expect([...supported, 'not-required'].toSorted()).toEqual([...paymentRailTypes].toSorted());
    expect(catalog.services.filter(({ payment }) => payment.defaultRail === 'x402').length).toBeGreaterThan(
      1,
    );
  });

  it('has a free service that works without any credentials', () => {
    const free = native.filter(
      (service) => service.integrationStatus === 'native' && !service.payment.required,
    );
    expect(free.map(({ id }) => id)).toContain('walrus:read-blob');
    expect(catalog.findSkill('walrus-read')?.requiredEnv).toEqual([]);
  });

  it.each(native.map(({ id, providerKey }) => [id, providerKey]))(
    '%s is native and has an adapter',
    (_id, providerKey) => {
      const http = {
        send: () => {
          throw new Error('nothing is sent');
        },
      };
      const adapter = createProviders({ catalog, http }).adapterFor(providerKey);
      expect(adapter?.providerKey).toBe(providerKey);
    },
  );

  it.each(handedOff.map((service) => [service.id, service] as const))(
    '%s is handed off to a place where a person goes on',
    (_id, { handoff, requiresHumanEnablement }) => {
      expect(handoff?.url).toMatch(/^https:\/\//);
      expect(requiresHumanEnablement).toBe(true);
    },
  );

  it('has skill, manifest, adapter and provider of every service', () => {
    for (const { skillKey, providerKey } of catalog.services) {
      expect(catalog.findSkill(skillKey)?.providerKey).toBe(providerKey);
      expect(catalog.findManifest(skillKey)?.providerKey).toBe(providerKey);
      expect(catalog.findAdapter(providerKey.toUpperCase())?.providerKey).toBe(providerKey);
      expect(catalog.findProvider(providerKey.toUpperCase())?.key).toBe(providerKey);
    }
  });

  it('answers undefined for what it does not have', () => {
    expect(catalog.findSkill('nothing')).toBeUndefined();
    expect(catalog.findManifest('nothing')).toBeUndefined();
    expect(catalog.findService('WALRUS:READ-BLOB')).toBeUndefined();
    expect(catalog.findAdapter('nothing')).toBeUndefined();
    expect(catalog.findProvider('nothing')).toBeUndefined();
  });

  it('obeys the contract', () => {
    const isAdapterList = validators.listAdapters.responses['200'];
    const isManifest = validators.getSkillManifest.responses['200'];
    expect(isAdapterList?.({ items: catalog.adapters }), JSON.stringify(isAdapterList?.errors)).toBe(true);
    for (const item of catalog.manifests) {
      expect(isManifest?.({ item }), `${item.key} ${JSON.stringify(isManifest?.errors)}`).toBe(true);
    }
    const isSkillList = validators.listSkills.responses['200'];
    const skills = catalog.skills.map((skill) => ({ ...skill, authState: 'configured' }));
    expect(isSkillList?.({ items: skills }), JSON.stringify(isSkillList?.errors)).toBe(true);
    const isServiceList = validators.listMarketServices.responses['200'];
    expect(isServiceList?.({ items: catalog.services }), JSON.stringify(isServiceList?.errors)).toBe(true);
  });

  it('takes the credentials that clients send, by the names of the contract', () => {
    const leaves = new Map(
      catalog.providers.map(({ credentialsBlock, values }) => [
        credentialsBlock,
        values.map(({ key }) => key),
      ]),
    );
    expect(leaves.get('walrus')).toEqual(
      expect.arrayContaining(['publisherUrl', 'aggregatorUrl', 'publisherToken']),
    );
    expect(leaves.get('akash')).toEqual(
      expect.arrayContaining(['consoleApiKey', 'consoleBaseUrl', 'restEndpoints']),
    );
    expect(leaves.get('worldId')).toEqual(expect.arrayContaining(['rpId', 'appId', 'verifyBaseUrl']));
    expect(leaves.get('geodnet')).toEqual(expect.arrayContaining(['appId', 'appKey', 'baseUrl']));
    expect(leaves.get('aethir')).toEqual(expect.arrayContaining(['ak', 'sk', 'baseUrl']));
  });

  it('reads variables that the configuration neither owns nor takes for a misspelling', () => {
    const names = catalog.environmentNames();
    const own = new Set<string>(Object.values(toggles).map(({ variable }) => variable));
    expect(names.filter((name) => own.has(name))).toEqual([]);
    expect(() => loadConfig(Object.fromEntries(names.map((name) => [name, 'anything'])))).not.toThrow();
  });

  it('cannot be changed', () => {
    const [service] = catalog.services;
    expect(() => service?.operations.push('other')).toThrow(TypeError);
    expect(() => Object.assign(catalog.services, [null])).toThrow(TypeError);
  });
});

describe('the operator’s address', () => {
  it('is the payee of paid services that name none, and of nothing else', () => {
    const paid = withPayees(catalog, { PEAQOS_MARKET_PAYEE_ADDRESS: payee });
    expect(paid.findService('walrus:store-blob')?.payment.payeeAddress).toBe(payee);
    expect(paid.findAdapter('walrus')?.payment.payeeAddress).toBe(payee);
    expect(paid.services.filter(({ payment }) => payment.payeeAddress).map(({ id }) => id)).toEqual([
      'walrus:store-blob',
    ]);
    expect(paid.environmentNames()).toEqual(catalog.environmentNames());
    expect(catalog.findService('walrus:store-blob')?.payment.payeeAddress).toBeUndefined();
  });

  it('changes nothing when it is not set', () => {
    expect(withPayees(catalog, {}).services).toEqual(catalog.services);
    expect(withPayees(catalog, { PEAQOS_MARKET_PAYEE_ADDRESS: '' }).services).toEqual(catalog.services);
  });

  it('must be an EVM address', () => {
    const start = () => withPayees(catalog, { PEAQOS_MARKET_PAYEE_ADDRESS: 'hunter2' });
    expect(start).toThrow(CatalogError);
    expect(start).toThrow('PEAQOS_MARKET_PAYEE_ADDRESS must be an EVM address: 0x and 40 hex digits.');
    expect(start).not.toThrow('hunter2');
  });
});
