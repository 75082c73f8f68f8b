import { randomBytes } from 'node:crypto';

/** Makes ids of contract A.4: a prefix, an underscore and 12 lowercase hex characters. */
export interface Ids {
  id(prefix: string): string;
  /** `bytes` random bytes as lowercase hex. */
  hex(bytes: number): string;
}

export const randomIds: Ids = {
  id: (prefix) => `${prefix}_${randomBytes(6).toString('hex')}`,
  hex: (bytes) => randomBytes(bytes).toString('hex'),
};
