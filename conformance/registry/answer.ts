import type { IncomingMessage, ServerResponse } from 'node:http';

import { answerAdmin, readJsonBody } from './admin.ts';
import type { AdminParts } from './admin.ts';
import { toFaultReply } from './faults.ts';
import type { Fault } from './faults.ts';
import type { MachineKey } from './machine.ts';
import { findMcrRoute } from './mcr-routes.ts';
import { sendReply, toErrorReply } from './reply.ts';

/** A registry's parts; `now` gives ms since the epoch. */
export interface RegistryParts extends AdminParts {
  now: () => number;
}

function findSegments(path: string): string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function faultsOn(parts: RegistryParts, key: MachineKey | undefined): Fault[] {
  const machineId =
    key === undefined || 'machineId' in key ? key?.machineId : parts.store.find(key)?.machineId;
  const found = [parts.faults.get('all'), machineId === undefined ? undefined : parts.faults.get(machineId)];
  return found.filter((fault) => fault !== undefined);
}

/** Waits, but no longer than the connection lives; false when the client or the registry has gone. */
function waitWhileOpen(response: ServerResponse, delayMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), delayMs);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** True when the fault has taken the answer over, whatever it did with it. */
async function hasFaultAnswered(fault: Fault, response: ServerResponse, isVerify: boolean): Promise<boolean> {
  if (fault.kind === 'hang') return true;
  if (fault.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (fault.kind === 'slow') return !(await waitWhileOpen(response, fault.delayMs));
  const reply = toFaultReply(fault, isVerify);
  if (reply !== undefined) sendReply(response, reply);
  return reply !== undefined;
}

async function answerRead(
  parts: RegistryParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const [path = '/', query] = url.split('?');
  parts.log.record({ method, path: url, at: parts.now() });
  const segments = findSegments(path);
  const route = segments && findMcrRoute(segments, new URLSearchParams(query));
  const faults = faultsOn(parts, route?.key);
  for (const fault of faults) {
    if (await hasFaultAnswered(fault, response, route?.isVerify === true)) return;
  }
  if (segments === undefined)
    return sendReply(response, toErrorReply(400, 'Malformed percent-encoding in the path'));
  if (route === undefined) return sendReply(response, toErrorReply(404, 'Not Found'));
  if (method !== 'GET' && method !== 'HEAD') {
    return sendReply(response, toErrorReply(405, 'Method Not Allowed', { allow: 'GET, HEAD' }));
  }
  const isWithoutControllers = faults.some((fault) => fault.kind === 'no-controllers');
  sendReply(response, route.answer({ store: parts.store, now: parts.now(), isWithoutControllers }));
}

/** Answers one request: an admin route, or a read with the faults that are set. */
export async function answer(
  parts: RegistryParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const segments = findSegments((request.url ?? '/').split('?')[0] ?? '/');
  if (segments?.[0] !== 'admin') return answerRead(parts, request, response);
  const reply = await answerAdmin(parts, {
    method: request.method ?? 'GET',
    segments: segments.slice(1),
    peer: request.socket.remoteAddress,
    readBody: () => readJsonBody(request),
  });
  sendReply(response, reply);
}
