import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuntimeStub } from './runtime-stub.ts';
import { startRuntimeStub } from './runtime-stub.ts';

let stub: RuntimeStub;

beforeEach(async () => {
  stub = await startRuntimeStub();
});
afterEach(() => stub.close());

const ask = () =>
  fetch(`${stub.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer of-the-test' },
    body: JSON.stringify({ model: stub.model, messages: [{ role: 'user', content: 'ping' }] }),
  });

describe('the runtime stub', () => {
  it('answers at the root of its address, and remembers the call', async () => {
    const response = await ask();
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'You said: ping' } }] });
    const [call] = stub.calls();
    expect(call?.headers).toMatchObject({ authorization: 'Bearer of-the-test' });
    expect(call?.body).toContain('ping');
  });

  it('does not count a look at its models', async () => {
    await fetch(`${stub.url}/v1/models`);
    expect(stub.calls()).toEqual([]);
  });

  it('holds a call until it is released', async () => {
    stub.hold();
    const asked = ask().then(() => 'answered');
    await expect.poll(() => stub.calls().length).toBe(1);
    expect(await Promise.race([asked, Promise.resolve('held')])).toBe('held');
    stub.release();
    expect(await asked).toBe('answered');
  });

  it('breaks as told, and is repaired', async () => {
    stub.setFault({ kind: 'status', status: 500 });
    expect((await ask()).status).toBe(500);
    stub.setFault(null);
    expect((await ask()).status).toBe(200);
  });

  it('refuses connections once it is closed, a held one too', async () => {
    stub.hold();
    const held = ask().catch((error: unknown) => error);
    await expect.poll(() => stub.calls().length).toBe(1);
    await stub.close();
    expect(String(await held)).toContain('fetch failed');
    await expect(ask()).rejects.toThrow('fetch failed');
  });
});
