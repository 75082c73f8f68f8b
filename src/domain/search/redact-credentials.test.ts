import { describe, expect, it } from 'vitest';
import { redactCredentials } from './redact-credentials.ts';

const marker = '[REDACTED]';

describe('redactCredentials', () => {
  it('replaces every leaf under providerCredentials and nothing else', () => {
    const request = {
      machineId: 'mach_1',
      input: { apiKey: 'kept', list: [1, null] },
      providerCredentials: {
        walrus: { publisherUrl: 'https://a', publisherToken: 's3cret' },
        akash: { restEndpoints: ['one', { deep: 'two' }, [3]], port: 8443, isOn: true, none: null },
        other: 'text',
        empty: {},
        nothing: [],
      },
    };
    const before = structuredClone(request);
    expect(redactCredentials(request)).toEqual({
      machineId: 'mach_1',
      input: { apiKey: 'kept', list: [1, null] },
      providerCredentials: {
        walrus: { publisherUrl: marker, publisherToken: marker },
        akash: {
          restEndpoints: [marker, { deep: marker }, [marker]],
          port: marker,
          isOn: marker,
          none: marker,
        },
        other: marker,
        empty: {},
        nothing: [],
      },
    });
    expect(request).toEqual(before);
  });

  it.each(['text', 7, true, ['text']])(
    'redacts credentials that are no object: %s',
    (providerCredentials) => {
      const text = JSON.stringify(redactCredentials({ providerCredentials }));
      expect(text).toContain(marker);
      expect(text).not.toContain(JSON.stringify(providerCredentials));
    },
  );

  it.each([{}, { providerCredentials: null }, { providerCredentials: undefined }])(
    'keeps a request without credentials: %o',
    (rest) => {
      expect(redactCredentials({ machineId: 'mach_1', ...rest })).toEqual({ machineId: 'mach_1' });
    },
  );

  it('keeps names that mean something to JavaScript', () => {
    const request = JSON.parse('{"providerCredentials":{"__proto__":{"token":"s3cret"}}}') as Record<
      string,
      unknown
    >;
    expect(JSON.stringify(redactCredentials(request))).toBe(
      `{"providerCredentials":{"__proto__":{"token":"${marker}"}}}`,
    );
  });
});
