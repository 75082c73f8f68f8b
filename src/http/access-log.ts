import type { Logger } from 'pino';

export interface AccessRecord {
  requestId: string;
  method: string;
  /** Template of the route, never the path itself; null when no route matched. */
  route: string | null;
  status: number;
  ms: number;
}

/** Routes that probes call every few seconds. */
const quietRoutes = new Set(['/health', '/api/v1/health']);

/** Writes one line per request: no query, no headers, no ids. Health probes are at level debug. */
export function logAccess(logger: Logger, entry: AccessRecord): void {
  if (entry.route !== null && quietRoutes.has(entry.route)) logger.debug(entry, 'request');
  else logger.info(entry, 'request');
}
