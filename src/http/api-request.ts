import type { IncomingMessage } from 'node:http';

/** A request on its way through the API; the shape of openapi-backend's Request plus what reads the body. */
export interface ApiRequest {
  method: string;
  /** The request target: path and query, as sent. */
  path: string;
  headers: { [header: string]: string | string[] };
  source: IncomingMessage;
  requestId: string;
  /** Template of the matched route; null until one matched. */
  route: string | null;
}
