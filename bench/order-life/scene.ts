// What both servers of the bench are told: where the provider is, and the secret that tokens are signed with.
export const sessionSecret = 'the session secret of the order life bench';
export const serviceId = 'walrus:read-blob';

/** What a server is started with, as its one argument. */
export interface Scene {
  sellerUrl: string;
  /** Folder of its database. */
  folder: string;
}

export const readScene = (): Scene => JSON.parse(process.argv[2] ?? '{}') as Scene;
