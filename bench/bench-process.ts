import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Starts a script of this folder on one core where the system can pin processes; an IPC channel is open to it. */
export function startPinned(core: number, script: string, ...args: string[]): ChildProcess {
  const command = [process.execPath, join(import.meta.dirname, script), ...args];
  const pinned = canPin ? ['taskset', '-c', String(core), ...command] : command;
  const [file = '', ...rest] = pinned;
  return spawn(file, rest, {
    // A server's own log goes where the other side's goes: nowhere.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** The next message of a child; raises when it ends instead. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error('A process of the bench ended early.'));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [Message];
    return message;
  } finally {
    child.off('exit', onExit);
  }
}

/** Sends a question to a child and waits for its answer. */
export async function ask<Answer>(child: ChildProcess, question: object): Promise<Answer> {
  const answer = nextMessage<Answer>(child);
  child.send(question);
  return answer;
}

/** Whether the figures come from pinned processes. */
export const isPinned = canPin;
