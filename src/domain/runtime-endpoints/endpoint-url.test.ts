import { describe, expect, it } from 'vitest';
import { refusal } from '../refusal.fixture.ts';
import { toEndpointOrigin } from './endpoint-url.ts';

describe('toEndpointOrigin', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434'],
    ['https://runtime.example/v1/models?key=1#top', 'https://runtime.example'],
    ['HTTPS://Runtime.Example:8443/A', 'https://runtime.example:8443'],
    ['https://runtime.example:443', 'https://runtime.example'],
    ['http://runtime.example:80/x', 'http://runtime.example'],
    ['http://[::1]:8080/x', 'http://[::1]:8080'],
    ['http://0x7f.1/x', 'http://127.0.0.1'],
    ['http://münchen.example', 'http://xn--mnchen-3ya.example'],
    ['http://host/a@b', 'http://host'],
  ])('keeps scheme, host and port of %s', (text, origin) => {
    expect(toEndpointOrigin(text)).toBe(origin);
  });

  it.each([
    ['', 'must be a URL'],
    ['runtime.example', 'must be a URL'],
    ['http://', 'must be a URL'],
    ['http://a b', 'must be a URL'],
    ['http://host:70000', 'must be a URL'],
    ['ftp://runtime.example', 'must be an http or https URL'],
    ['ws://runtime.example', 'must be an http or https URL'],
    ['file:///etc/passwd', 'must be an http or https URL'],
    ['localhost:8080', 'must be an http or https URL'],
    ['http://user@runtime.example', 'must not hold a user or password'],
    ['http://user:secret@runtime.example', 'must not hold a user or password'],
    ['http://:secret@runtime.example', 'must not hold a user or password'],
  ])('refuses "%s" and does not repeat it', (text, message) => {
    expect(() => toEndpointOrigin(text)).toThrow(
      refusal('VALIDATION_ERROR', { details: { issues: [{ path: 'endpointBaseUrl', message }] } }),
    );
  });
});
