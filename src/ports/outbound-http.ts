import { lookup as resolveName } from 'node:dns';
import http from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { AddressScope } from './address-scope.ts';
import { findAddressScope } from './address-scope.ts';

export type OutboundMethod = 'GET' | 'HEAD' | 'POST' | 'PUT';

export interface OutboundRequest {
  /** http or https, without credentials. */
  url: string;
  method: OutboundMethod;
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** For everything together: name, connection, answer to its last byte, and the retry. */
  timeoutMs: number;
  /** Largest body that is read. */
  maxBytes: number;
  /** What a request brought may only reach the allowed scopes; what the operator configured may reach any address. */
  origin: 'operator' | 'request';
  /** How often a GET or HEAD is sent again after a network error. Other methods are never sent twice. */
  retries: 0 | 1;
}

/** `redirect` is any redirection: none is followed. */
export type OutboundFailure = 'timeout' | 'network' | 'too-large' | 'forbidden-address' | 'redirect';

export interface OutboundAnswer {
  status: number;
  /** By names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** An answer, or why there is none; `headers` when its head came nevertheless. */
export type OutboundReply =
  | OutboundAnswer
  | { failure: OutboundFailure; headers?: Readonly<Record<string, string>> };

export interface OutboundHttp {
  /** Never rejects. */
  send(request: OutboundRequest): Promise<OutboundReply>;
}

/** Challenges of sellers travel in a header and describe their whole API there. */
const largestHeadBytes = 65_536;

class Refused extends Error {
  readonly failure: OutboundFailure;

  constructor(failure: OutboundFailure) {
    super(failure);
    this.failure = failure;
  }
}

/**
 * Real HTTP for calls whose target others may name. The scope is decided on the address that is connected to, so that
 * neither a spelling nor a name whose answer changes gets around it; no proxy is asked, which would connect elsewhere.
 */
export function createOutboundHttp(options: { allowedScopes: readonly AddressScope[] }): OutboundHttp {
  const allowed = new Set<AddressScope>(options.allowedScopes);
  const isAllowed = (address: string) => {
    const scope = findAddressScope(address);
    return scope !== null && allowed.has(scope);
  };
  // A connection that the operator's calls opened must not carry a request's: each origin has its own.
  const routes = { operator: createRoute(() => true), request: createRoute(isAllowed) };
  return { send: (request) => send(request, routes[request.origin]) };
}

interface Route {
  isAllowed: (address: string) => boolean;
  lookup: LookupFunction;
  agents: Record<'http:' | 'https:', { kept: http.Agent; single: http.Agent }>;
}

function createRoute(isAllowed: Route['isAllowed']): Route {
  const agents = {
    'http:': { kept: new http.Agent({ keepAlive: true }), single: new http.Agent() },
    'https:': { kept: new https.Agent({ keepAlive: true }), single: new https.Agent() },
  };
  return { isAllowed, lookup: createLookup(isAllowed), agents };
}

/** Name resolution that knows only the allowed addresses. */
function createLookup(isAllowed: Route['isAllowed']): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const addresses = found.filter(({ address }) => isAllowed(address));
      const [first] = addresses;
      if (!first) return callback(new Refused('forbidden-address'), '');
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function send(request: OutboundRequest, route: Route): Promise<OutboundReply> {
  const deadline = performance.now() + request.timeoutMs;
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  const first = await attempt(request, route, deadline);
  const isWorthRepeating = 'failure' in first && first.failure === 'network' && request.retries > 0 && isSafe;
  return isWorthRepeating ? attempt(request, route, deadline) : first;
}

async function attempt(request: OutboundRequest, route: Route, deadline: number): Promise<OutboundReply> {
  const target = URL.parse(request.url);
  if (!target || !isReachable(target, route)) return { failure: 'forbidden-address' };
  const late = AbortSignal.timeout(Math.max(0, Math.ceil(deadline - performance.now())));
  let headers: Record<string, string> | undefined;
  try {
    const response = await open(request, target, route, late);
    headers = flatten(response.headers);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      response.destroy();
      return { failure: 'redirect', headers };
    }
    return { status, headers, body: await readBody(response, request.maxBytes) };
  } catch (error) {
    const failure = late.aborted ? 'timeout' : error instanceof Refused ? error.failure : 'network';
    return headers ? { failure, headers } : { failure };
  }
}

function isReachable(target: URL, route: Route): boolean {
  const { protocol, username, password } = target;
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  if (username !== '' || password !== '') return false;
  // URL has turned every spelling of an IPv4 address into its usual one; such a host is never looked up.
  const host = target.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 || route.isAllowed(host);
}

/** Sends the request; resolves with the head of the answer. `late` ends the body too. */
function open(
  { method, headers, body }: OutboundRequest,
  target: URL,
  { agents, lookup }: Route,
  late: AbortSignal,
): Promise<IncomingMessage> {
  const protocol = target.protocol === 'https:' ? 'https:' : 'http:';
  // A kept connection may die under a request; only what can be sent again is sent on one.
  const agent = method === 'GET' || method === 'HEAD' ? agents[protocol].kept : agents[protocol].single;
  return new Promise((resolve, reject) => {
    const { request: start } = protocol === 'https:' ? https : http;
    const request = start(target, {
      method,
      agent,
      lookup,
      signal: late,
      maxHeaderSize: largestHeadBytes,
      headers: { 'accept-encoding': 'identity', ...headers },
    });
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** Raises Refused when the body is too large. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Refused('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
