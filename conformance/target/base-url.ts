import { ConfigurationError } from '../engine/configuration-error.ts';

export interface BaseUrl {
  /** Without trailing slash and without /api/v1. */
  url: string;
  /** What had to be taken off the URL that was given; empty when it was right. */
  corrections: readonly string[];
}

/** The base URL of an orchestrator. Raises ConfigurationError when it is no http or https URL, or holds a credential. */
export function toBaseUrl(text: string): BaseUrl {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigurationError(`--target ${text}: write a URL such as http://127.0.0.1:8787.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError(
      '--target: a credential in the URL would show in every report; use --api-key-file FILE.',
    );
  }
  if (url.search !== '' || url.hash !== '')
    throw new ConfigurationError(`--target ${text}: leave out what follows «?» or «#».`);
  const corrections: string[] = [];
  let path = url.pathname;
  if (/\/api\/v1\/*$/.test(path)) corrections.push('the URL ends with /api/v1, which the kit adds by itself');
  path = path
    .replace(/\/+$/, '')
    .replace(/\/api\/v1$/, '')
    .replace(/\/+$/, '');
  if (corrections.length === 0 && url.pathname !== '/' && url.pathname.endsWith('/'))
    corrections.push('the URL ends with a slash');
  return { url: url.origin + path, corrections };
}
