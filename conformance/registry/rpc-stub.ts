import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** A way in which the node can be broken on purpose. */
export type RpcFault =
  /** This HTTP status without a JSON-RPC answer. */
  | { kind: 'status'; status: number }
  /** A JSON-RPC error. */
  | { kind: 'rpc-error'; code?: number; message?: string }
  /** The connection is cut without an answer. */
  | { kind: 'reset' }
  /** No answer until the stub closes. */
  | { kind: 'hang' }
  /** 200 with this body; by default one that is no JSON. */
  | { kind: 'garbage'; body?: string };

export interface RpcRequest {
  method: string;
  params: readonly unknown[];
}

export interface StubTransfer {
  token: string;
  from: string;
  to: string;
  rawAmount: bigint;
  /** Default `0x1`; `0x0` is a transaction that failed. */
  status?: string;
}

/** A JSON-RPC node over HTTP that knows only what it was told. */
export interface RpcStub {
  url: string;
  /** What was asked until now, oldest first. */
  requests(): readonly RpcRequest[];
  /** What eth_getTransactionReceipt answers for this hash; null (as for every unknown hash) is «not mined». */
  setReceipt(hash: string, receipt: Record<string, unknown> | null): void;
  /** As setReceipt, with a receipt that holds one ERC-20 Transfer. */
  addTransfer(hash: string, transfer: StubTransfer): void;
  /** Breaks every answer; null repairs. */
  setFault(fault: RpcFault | null): void;
  /** Ends every connection, also hanging ones, and frees the port. */
  close(): Promise<void>;
}

interface Knowledge {
  chainId: number;
  receipts: Map<string, Record<string, unknown>>;
  log: RpcRequest[];
  fault: RpcFault | null;
}

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const toWord = (hex: string): string => `0x${hex.replace(/^0x/, '').toLowerCase().padStart(64, '0')}`;

/** Starts a stub on a free port of 127.0.0.1. */
export async function startRpcStub(options: { chainId?: number } = {}): Promise<RpcStub> {
  const known: Knowledge = {
    chainId: options.chainId ?? 31_337,
    receipts: new Map(),
    log: [],
    fault: null,
  };
  const server = createServer((request, response) => void answer(known, request, response));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => [...known.log],
    setReceipt: (hash, receipt) => {
      if (receipt === null) known.receipts.delete(hash.toLowerCase());
      else known.receipts.set(hash.toLowerCase(), receipt);
    },
    addTransfer: (hash, transfer) => known.receipts.set(hash.toLowerCase(), toReceipt(hash, transfer)),
    setFault: (fault) => {
      known.fault = fault;
    },
    close: () => stop(server),
  };
}

function toReceipt(
  hash: string,
  { token, from, to, rawAmount, status }: StubTransfer,
): Record<string, unknown> {
  const place = {
    blockHash: toWord('b1'),
    blockNumber: '0x10',
    transactionHash: hash,
    transactionIndex: '0x0',
  };
  const topics = [transferTopic, toWord(from), toWord(to)];
  const log = { ...place, address: token, topics, data: toWord(rawAmount.toString(16)), logIndex: '0x0' };
  return {
    ...place,
    from,
    to: token,
    status: status ?? '0x1',
    type: '0x2',
    contractAddress: null,
    cumulativeGasUsed: '0xc350',
    gasUsed: '0xc350',
    effectiveGasPrice: '0x0',
    logsBloom: `0x${'0'.repeat(512)}`,
    logs: status === '0x0' ? [] : [{ ...log, removed: false }],
  };
}

async function answer(known: Knowledge, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const calls = readCalls(await readText(request));
  const list = Array.isArray(calls) ? calls : [calls];
  for (const { method, params } of list) known.log.push({ method, params });
  const { fault } = known;
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'status') return send(response, fault.status, 'The node is broken.');
  if (fault?.kind === 'garbage') return send(response, 200, fault.body ?? '{"jsonrpc": "2.0", <garbage>');
  const replies = list.map((call) => reply(known, call));
  send(response, 200, JSON.stringify(Array.isArray(calls) ? replies : replies[0]));
}

interface Call extends RpcRequest {
  id: unknown;
}

function reply(known: Knowledge, { id, method, params }: Call): Record<string, unknown> {
  const envelope = { jsonrpc: '2.0', id };
  if (known.fault?.kind === 'rpc-error') {
    const { code = -32_000, message = 'The node is broken.' } = known.fault;
    return { ...envelope, error: { code, message } };
  }
  if (method === 'eth_chainId') return { ...envelope, result: `0x${known.chainId.toString(16)}` };
  if (method === 'eth_getTransactionReceipt') {
    const hash = typeof params[0] === 'string' ? params[0].toLowerCase() : '';
    return { ...envelope, result: known.receipts.get(hash) ?? null };
  }
  return { ...envelope, error: { code: -32_601, message: `The method ${method} does not exist.` } };
}

function readCalls(text: string): Call | Call[] {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.map(toCall) : toCall(json);
  } catch {
    return toCall({});
  }
}

function toCall(json: unknown): Call {
  const fields: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {};
  const { id = null, method, params } = fields;
  return {
    id,
    method: typeof method === 'string' ? method : '',
    params: Array.isArray(params) ? (params as unknown[]) : [],
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new Error('The stub listens on no TCP port.'));
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
