import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one request. */
export type Answer = (response: ServerResponse) => void;

/** A real HTTP server in the place of MCR, which answers as the test says. */
export interface RegistryServer {
  url: string;
  /** The paths asked for, in order. */
  paths: string[];
  /** Answers for a path; a list is used up one by one, its last answer stays. Any other path is 404. */
  answers: Map<string, Answer | Answer[]>;
  stop(): Promise<void>;
}

export async function startRegistryServer(): Promise<RegistryServer> {
  const paths: string[] = [];
  const answers: RegistryServer['answers'] = new Map();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    nextAnswer(answers, path)(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, paths, answers, stop: () => stopServer(server) };
}

function nextAnswer(answers: RegistryServer['answers'], path: string): Answer {
  const known = answers.get(path);
  if (!Array.isArray(known)) return known ?? json(404, { detail: 'Machine not found' });
  const answer = known.length > 1 ? known.shift() : known[0];
  return answer ?? json(404, {});
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A URL on which nothing listens. */
export async function findDeadUrl(): Promise<string> {
  const server = await startRegistryServer();
  await server.stop();
  return server.url;
}

export function json(status: number, body: unknown): Answer {
  return text(status, JSON.stringify(body));
}

export function text(status: number, body: string): Answer {
  return (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** The connection is cut before an answer. */
export const cut: Answer = (response) => void response.destroy();

/** No answer comes, and the connection stays open. */
export const silence: Answer = () => undefined;

/** The head comes, then a part of the body, then nothing. */
export const stall: Answer = (response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).write('{"peaqos":');

export function redirect(location: string): Answer {
  return (response) => void response.writeHead(302, { location }).end();
}

/** An answer that waits until it is let go. */
export function gated(answer: Answer): { answer: Answer; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { answer: (response) => void opened.then(() => answer(response)), open };
}

/** A profile as MCR answers it, bonded and owned by `owner`. */
export function profile(
  machineId: string,
  owner: string | null,
  changes: Record<string, unknown> = {},
): unknown {
  const did = `did:peaq:${machineId}`;
  const peaqos = { machine_id: machineId, did, owner, operator: null, bond_status: 'bonded', ...changes };
  return { schema_version: '1.1', name: `Machine ${machineId}`, peaqos };
}

/** From now on the registry knows the machine, bonded and owned by `owner`. */
export function knowMachine(
  server: RegistryServer,
  machineId: string,
  owner: string | null,
  changes: Record<string, unknown> = {},
): void {
  server.answers.set(`/machine/did:peaq:${machineId}`, json(200, profile(machineId, owner, changes)));
}
