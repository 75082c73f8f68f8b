import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { tolerances } from './tolerances.ts';

/** A program to start: an argument list, or a line for the shell as the user typed it. */
export type ServerCommand = { file: string; args: readonly string[] } | { line: string };

const keptLines = 200;
/** After its end, the last output of a server is waited for this long. */
const outputGraceMs = 500;
const running = new Set<ServerProcess>();

/** Ends every server the kit still has, at once and without waiting: for the very end of the process. */
export function killAllServers(): void {
  for (const server of running) server.kill('SIGKILL');
}

process.on('exit', killAllServers);

const toExitCode = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal]);

/** A server started by the kit, in a process group of its own so that nothing of it survives. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly ended: Promise<void>;
  exitCode: number | null = null;
  hasEnded = false;

  constructor(command: ServerCommand, env: Readonly<Record<string, string>>) {
    const isLine = 'line' in command;
    this.#child = spawn(isLine ? command.line : command.file, isLine ? [] : [...command.args], {
      env,
      detached: process.platform !== 'win32',
      shell: isLine,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    }
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => this.#keep(`${error.message}\n`));
      this.#child.on('error', () => this.#child.pid === undefined && this.#end(127, resolve));
      this.#child.on('close', (code, signal) => this.#end(toExitCode(code, signal), resolve));
      // What it started may hold its output open for ever; its own end is what counts.
      this.#child.on('exit', (code, signal) => {
        this.kill('SIGKILL');
        setTimeout(() => this.#end(toExitCode(code, signal), resolve), outputGraceMs).unref();
      });
    });
  }

  /** The last lines of what it printed. */
  output(): string {
    return this.#lines.join('');
  }

  /** Signals the whole process group. */
  kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch {
      // The group is gone already.
    }
  }

  /** Ends it and waits: SIGTERM first, SIGKILL when that is not heard. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), tolerances.stopMs);
    await this.ended;
    clearTimeout(timer);
  }

  #end(code: number, resolve: () => void): void {
    if (this.hasEnded) return;
    this.exitCode = code;
    this.hasEnded = true;
    running.delete(this);
    resolve();
  }

  #keep(text: string): void {
    this.#lines.push(...text.split(/(?<=\n)/));
    if (this.#lines.length > keptLines) this.#lines.splice(0, this.#lines.length - keptLines);
  }
}
