import type { Ids } from '../ports/ids.ts';

const safeId = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request its correlation id: the client's own when it is harmless in a log, else a new one. */
export type RequestIdOf = (header: string | string[] | undefined) => string;

/** New ids are a random prefix per process and a counter: unique, and no random bytes are drawn per request. */
export function createRequestIds(ids: Ids): RequestIdOf {
  const prefix = ids.id('req');
  let count = 0;
  return (header) => {
    if (typeof header === 'string' && safeId.test(header)) return header;
    count++;
    return `${prefix}-${count.toString(36)}`;
  };
}
