import type { CatalogFile } from './catalog-file.ts';

/** A file as a self-hoster may write it: a seller of their own. A new one with each call, to be changed at will. */
export function sellerFile(): CatalogFile {
  return {
    updatedAt: '2026-11-25T00:00:00Z',
    provider: {
      key: 'acme',
      label: 'Acme',
      summary: 'Weather forecasts.',
      adapter: 'x402',
      credentialsBlock: null,
      authType: 'wallet',
      accessMode: 'public',
      executionMode: 'native',
      integrationStatus: 'native',
      values: [
        {
          key: 'sellerUrl',
          env: 'ACME_SELLER_URL',
          kind: 'url',
          default: 'https://acme.example/api/',
          required: true,
          description: 'Address of the seller.',
        },
      ],
      payment: { defaultRail: 'x402', supportedRails: ['x402'], required: true, notes: [] },
      setupSteps: ['Nothing to set up.'],
    },
    skills: [{ key: 'acme-forecast', label: 'Acme forecast', description: 'Forecasts the weather.' }],
    services: [
      {
        id: 'acme:forecast',
        skillKey: 'acme-forecast',
        name: 'Acme forecast',
        description: 'The weather of a place.',
        serviceType: 'machine.commerce',
        capabilities: ['weather'],
        freshnessSeconds: 3600,
        pricing: { mode: 'provider-defined', notes: [] },
        endpoints: [{ operation: 'forecast', method: 'GET', path: '/v1/{city}' }],
        operationContracts: [
          {
            operation: 'forecast',
            inputFields: [{ key: 'city', type: 'string', required: true }],
            outputFields: [],
            exampleInput: { city: 'berlin' },
            readOnly: false,
          },
        ],
      },
    ],
  };
}
