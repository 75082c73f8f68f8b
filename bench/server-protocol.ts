import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { destination, type Logger, pino } from 'pino';

/** What a server under load tells the bench: where it listens, and its CPU time in µs when asked. */
export type ServerMessage = { port: number } | { cpuMicros: number };

/** The same log on both sides: every line is made and written, to nowhere. */
export const createNullLogger = (): Logger => pino(destination({ dest: '/dev/null', sync: true }));

/** Tells the parent the port, answers its questions about CPU time and ends with it. */
export function answerForBench(port: number): void {
  const send = (message: ServerMessage) => process.send?.(message);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    send({ cpuMicros: user + system });
  });
  process.on('disconnect', () => process.exit());
  send({ port });
}

/** Listens on a free port and answers as answerForBench. */
export function serveForBench(server: Server): void {
  server.listen(0, '127.0.0.1', () => answerForBench((server.address() as AddressInfo).port));
}
