import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../providers/load-catalog.ts';
import { loadConfig } from './config.ts';
import { providerVariables } from './provider-variables.ts';

describe('providerVariables', () => {
  const environment = {
    PEAQOS_PAY_SH_URL: 'http://127.0.0.1:1',
    WORLD_ID_APP_ID: 'app',
    EMPTY: '',
    PATH: '/bin',
  };

  it('reads the variables that are named and no other', () => {
    const names = ['PEAQOS_PAY_SH_URL', 'WORLD_ID_APP_ID'];
    expect(providerVariables(environment, names)).toEqual({
      PEAQOS_PAY_SH_URL: 'http://127.0.0.1:1',
      WORLD_ID_APP_ID: 'app',
    });
  });

  it('leaves out what is unset or empty', () => {
    expect(providerVariables(environment, ['EMPTY', 'UNSET'])).toEqual({});
  });

  it.each(['PEAQOS_AGENT_PAIRING_SESSION_SECRET', 'PEAQOS_API_KEY', 'PEAQOS_STORE_ENCRYPTION_KEY'])(
    'never hands out %s of the server itself',
    (name) => {
      expect(providerVariables({ [name]: 'secret' }, [name])).toEqual({});
    },
  );
});

describe('the variables of the built-in catalogue', () => {
  it('are not taken for misspelt settings', async () => {
    const names = (await loadCatalog(null)).environmentNames();
    expect(names).toContain('PEAQOS_PAY_SH_URL');
    const environment = Object.fromEntries(names.map((name) => [name, 'anything']));
    expect(loadConfig(environment)).toEqual(loadConfig({}));
  });
});
