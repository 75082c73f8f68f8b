import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { McrOptions } from './mcr-registry.ts';
import { createRegistryOn, did, other, owner, path, resolved, unavailable } from './mcr-registry.fixture.ts';
import { cut, json, profile, text, startRegistryServer } from './registry-server.fixture.ts';
import type { Answer, RegistryServer } from './registry-server.fixture.ts';

let server: RegistryServer;
let time = 0;

beforeAll(async () => {
  server = await startRegistryServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.paths.length = 0;
  server.answers.clear();
  time = Date.now();
});

const createRegistry = (changes: Partial<McrOptions> = {}) => createRegistryOn(server, () => time, changes);
const answerWith = (...answers: Answer[]) => server.answers.set(path, answers);

describe('the cache', () => {
  it('answers lists for its time, and no longer', async () => {
    answerWith(json(200, profile('77', owner)), json(200, profile('77', other)));
    const registry = createRegistry({ cacheMs: 30_000 });
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
    time += 30_000;
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
    time += 1;
    expect(await registry.resolveCached(did)).toEqual(resolved([other]));
    expect(server.paths).toHaveLength(2);
  });

  it('is never read by a single question, which refreshes it', async () => {
    answerWith(json(200, profile('77', owner)), json(200, profile('77', other)));
    const registry = createRegistry({ cacheMs: 30_000 });
    await registry.resolveCached(did);
    expect(await registry.resolve(did)).toEqual(resolved([other]));
    expect(await registry.resolveCached(did)).toEqual(resolved([other]));
    expect(server.paths).toHaveLength(2);
  });

  it('also remembers that a machine is unknown or homed elsewhere', async () => {
    answerWith(json(404, {}), json(409, {}), json(200, profile('77', owner)));
    const registry = createRegistry({ cacheMs: 30_000 });
    expect(await registry.resolveCached(did)).toEqual({ outcome: 'unknown' });
    expect(await registry.resolveCached(did)).toEqual({ outcome: 'unknown' });
    expect(await registry.resolve(did)).toEqual({ outcome: 'homed-elsewhere' });
    expect(await registry.resolveCached(did)).toEqual({ outcome: 'homed-elsewhere' });
    expect(server.paths).toHaveLength(2);
  });

  it('of 0 ms remembers nothing', async () => {
    answerWith(json(200, profile('77', owner)), json(404, {}));
    const registry = createRegistry({ cacheMs: 0 });
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
    expect(await registry.resolveCached(did)).toEqual({ outcome: 'unknown' });
  });

  it.each<[string, Answer]>([
    ['a rate limit', json(429, {})],
    ['an error', text(500, '')],
    ['garbage', text(200, '<html>')],
  ])('does not remember %s', async (_case, answer) => {
    answerWith(answer, json(200, profile('77', owner)));
    const registry = createRegistry({ cacheMs: 30_000 });
    expect(await registry.resolveCached(did)).toMatchObject({ outcome: 'unavailable' });
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
  });
});

/** Each question is asked once more after a network error. */
const cutThrice = Array.from({ length: 6 }, () => cut);

describe('an outage', () => {
  it('spares lists further waiting for two seconds, for every identity', async () => {
    answerWith(...cutThrice, json(200, profile('77', owner)));
    server.answers.set('/machine/did:peaq:78', json(200, profile('78', owner)));
    const registry = createRegistry({ cacheMs: 30_000 });
    for (let i = 0; i < 3; i += 1) expect(await registry.resolveCached(did)).toEqual(unavailable('network'));
    expect(await registry.resolveCached('did:peaq:78')).toEqual(unavailable('network'));
    time += 1_999;
    expect(await registry.resolveCached(did)).toEqual(unavailable('network'));
    expect(server.paths).toEqual(cutThrice.map(() => path));
    time += 1;
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
  });

  it('is not what the trouble with one machine is', async () => {
    answerWith(cut, cut, cut, cut);
    server.answers.set('/machine/did:peaq:78', json(200, profile('78', owner)));
    const registry = createRegistry({ cacheMs: 30_000 });
    for (let i = 0; i < 2; i += 1) expect(await registry.resolveCached(did)).toEqual(unavailable('network'));
    expect(await registry.resolveCached('did:peaq:78')).toMatchObject({ outcome: 'resolved' });
  });

  it('does not stop a single question, and ends with its answer', async () => {
    answerWith(...cutThrice, json(200, profile('77', owner)));
    server.answers.set('/machine/did:peaq:78', json(200, profile('78', owner)));
    const registry = createRegistry({ cacheMs: 30_000 });
    for (let i = 0; i < 3; i += 1) await registry.resolveCached(did);
    expect(await registry.resolve(did)).toEqual(resolved([owner]));
    expect(await registry.resolveCached('did:peaq:78')).toMatchObject({ outcome: 'resolved' });
  });

  it('does not hide an answer that is fresh enough', async () => {
    answerWith(json(200, profile('77', owner)), cut, cut);
    const registry = createRegistry({ cacheMs: 30_000 });
    await registry.resolveCached(did);
    expect(await registry.resolve(did)).toEqual(unavailable('network'));
    expect(await registry.resolveCached(did)).toEqual(resolved([owner]));
  });
});
