import { randomBytes } from 'node:crypto';

/** Makes ids of contract A.4: a prefix, an underscore and 12 lowercase hex characters. */
export interface Ids {
  id(prefix: string): string;
  /** `bytes` random bytes as lowercase hex. */
  hex(bytes: number): string;
}

const idBytes = 6;
/** Asking the system for random bytes costs more than an id is worth, so many ids share one question. */
const poolBytes = 512 * idBytes;

let pool = Buffer.alloc(0);
let used = 0;

function takeIdBytes(): string {
  if (used >= pool.length) {
    pool = randomBytes(poolBytes);
    used = 0;
  }
  used += idBytes;
  return pool.toString('hex', used - idBytes, used);
}

export const randomIds: Ids = {
  id: (prefix) => `${prefix}_${takeIdBytes()}`,
  hex: (bytes) => randomBytes(bytes).toString('hex'),
};
