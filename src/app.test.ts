import { expect, it } from 'vitest';
import { type AppDeps, createApp } from './app.ts';
import { createMemoryLogger, echoHandlers, loadDocument } from './http/api.fixture.ts';
import type { Handlers } from './http/handler.ts';
import { randomIds } from './ports/ids.ts';

async function createDeps(handlers: Handlers): Promise<AppDeps> {
  return {
    handlers,
    verifyPairingToken: () => Promise.reject(new Error('no token expected')),
    ids: randomIds,
    apiKeys: [],
    requireApiAuth: false,
    requireAgentPairingAuth: true,
    responseValidation: 'all',
    logger: createMemoryLogger([]),
    document: await loadDocument(),
  };
}

const handlers: Handlers = {
  ...(echoHandlers as unknown as Handlers),
  getHealth: () => ({ status: 200, body: { ok: true } }),
};

it('serves the contract', async () => {
  const app = await createApp(await createDeps(handlers));
  const server = app.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect([health.status, await health.json()]).toEqual([200, { ok: true }]);
    // An echo is no list of machines: the mistake is loud.
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/machines`)).status).toBe(500);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

it('does not start without all handlers', async () => {
  const { getMachine: _left, ...rest } = handlers;
  await expect(createApp(await createDeps(rest as Handlers))).rejects.toThrow('getMachine');
});
