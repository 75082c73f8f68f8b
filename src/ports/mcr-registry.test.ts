import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { McrOptions } from './mcr-registry.ts';
import { createRegistryOn, did, other, owner, path, resolved, unavailable } from './mcr-registry.fixture.ts';
import {
  cut,
  findDeadUrl,
  gated,
  json,
  profile,
  redirect,
  silence,
  stall,
  startRegistryServer,
  text,
} from './registry-server.fixture.ts';
import type { Answer, RegistryServer } from './registry-server.fixture.ts';

let server: RegistryServer;
let deadUrl = '';
let time = 0;

beforeAll(async () => {
  server = await startRegistryServer();
  deadUrl = await findDeadUrl();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.paths.length = 0;
  server.answers.clear();
  time = Date.now();
});

const createRegistry = (changes: Partial<McrOptions> = {}) => createRegistryOn(server, () => time, changes);
const answerWith = (...answers: Answer[]) => server.answers.set(path, answers);

describe('a question', () => {
  it.each(['did:peaq:77', 'peaqos:machine:77'])(
    'for %s asks for the canonical identity',
    async (identityRef) => {
      answerWith(json(200, profile('77', owner)));
      expect(await createRegistry().resolve(identityRef)).toEqual(resolved([owner]));
      expect(server.paths).toEqual([path]);
    },
  );

  it('for an address passes the address through and learns the number', async () => {
    server.answers.set(
      `/machine/did:peaq:${other}`,
      json(200, profile('77', owner, { bond_status: 'unbonded' })),
    );
    expect(await createRegistry().resolve(`did:peaq:${other}`)).toEqual(resolved([owner, other], 'unbonded'));
    expect(server.paths).toEqual([`/machine/did:peaq:${other}`]);
  });

  it('understands the older integer machine id', async () => {
    answerWith(json(200, profile('77', owner, { machine_id: 77 })));
    expect(await createRegistry().resolve(did)).toEqual(resolved([owner]));
  });

  it('raises VALIDATION_ERROR for no identity at all, and asks nothing', async () => {
    const code = expect.objectContaining({ code: 'VALIDATION_ERROR' });
    await expect(createRegistry().resolve('did:peaq:../admin')).rejects.toThrow(code);
    await expect(createRegistry().resolveCached('did:peaq:../admin')).rejects.toThrow(code);
    expect(server.paths).toEqual([]);
  });
});

describe('an answer', () => {
  const big = JSON.stringify({ ...(profile('77', owner) as object), padding: 'x'.repeat(1_100_000) });

  it.each<[string, Answer, unknown]>([
    ['404', json(404, { detail: 'Machine not found' }), { outcome: 'unknown' }],
    ['409', json(409, { detail: { code: 'MACHINE_HOMED_ELSEWHERE' } }), { outcome: 'homed-elsewhere' }],
    ['429', json(429, { detail: 'slow down' }), unavailable('rate-limited')],
    ['500', text(500, 'oops'), unavailable('server-error')],
    ['503', json(503, { detail: 'later' }), unavailable('server-error')],
    ['599', json(599, profile('77', owner)), unavailable('server-error')],
    ['a profile with 201', json(201, profile('77', owner)), unavailable('invalid-reply')],
    ['400', json(400, { detail: 'bad did' }), unavailable('invalid-reply')],
    ['401', json(401, {}), unavailable('invalid-reply')],
    ['no body', text(200, ''), unavailable('invalid-reply')],
    ['no JSON', text(200, '<html>'), unavailable('invalid-reply')],
    ['truncated JSON', text(200, '{"peaqos": {"machine_id": "77"'), unavailable('invalid-reply')],
    ['JSON that is no profile', json(200, ['77']), unavailable('invalid-reply')],
    ['another machine', json(200, profile('78', owner)), unavailable('invalid-reply')],
    ['more than a MiB', text(200, big), unavailable('invalid-reply')],
    ['a redirect', redirect('/elsewhere'), unavailable('invalid-reply')],
  ])('of %s becomes a value', async (_case, answer, expected) => {
    answerWith(answer);
    server.answers.set('/elsewhere', json(200, profile('77', owner)));
    expect(await createRegistry().resolve(did)).toEqual(expected);
    expect(server.paths).toEqual([path]);
  });
});

describe('controllers', () => {
  const card = '/machines/77';
  const verification = '/v1/verify/machines/77';

  it('come from the profile, and then nothing else is asked', async () => {
    answerWith(json(200, profile('77', owner, { operator: `did:peaq:${other.toLowerCase()}` })));
    expect(await createRegistry().resolve(did)).toEqual(resolved([owner, other]));
    expect(server.paths).toEqual([path]);
  });

  it('come from the card when the profile names none', async () => {
    answerWith(json(200, profile('77', null)));
    server.answers.set(card, json(200, { did: `did:peaq:${owner}` }));
    expect(await createRegistry().resolve(did)).toEqual(resolved([owner]));
    expect(server.paths).toEqual([path, card]);
  });

  it.each<[string, Answer]>([
    ['names none', json(200, { did })],
    ['is missing', json(404, {})],
    ['is broken', text(200, '<html>')],
    ['is cut off', cut],
  ])('come from the verify API when the card %s', async (_case, answer) => {
    answerWith(json(200, profile('77', null)));
    server.answers.set(card, answer);
    server.answers.set(
      verification,
      json(200, { didController: { kind: 'evm', address: owner.toLowerCase() } }),
    );
    expect(await createRegistry().resolve(did)).toEqual(resolved([owner]));
    expect(server.paths.at(-1)).toBe(verification);
  });

  it('that nobody names make the identity unavailable', async () => {
    answerWith(json(200, profile('77', null)));
    expect(await createRegistry().resolve(did)).toEqual(unavailable('no-controllers'));
    expect(server.paths).toEqual([path, card, verification]);
  });
});

describe('a broken connection', () => {
  it('is tried once more', async () => {
    answerWith(cut, json(200, profile('77', owner)));
    expect(await createRegistry().resolve(did)).toEqual(resolved([owner]));
    expect(server.paths).toEqual([path, path]);
  });

  it('is tried no more than once more', async () => {
    answerWith(cut);
    expect(await createRegistry().resolve(did)).toEqual(unavailable('network'));
    expect(server.paths).toEqual([path, path]);
  });

  it('to nobody is a network error', async () => {
    expect(await createRegistry({ baseUrl: deadUrl }).resolve(did)).toEqual(unavailable('network'));
  });

  it.each([
    ['an answer that does not come', silence],
    ['a body that does not end', stall],
  ])('is not what %s is: that is a time-out, and not tried again', async (_case, answer) => {
    answerWith(answer);
    const start = performance.now();
    expect(await createRegistry({ timeoutMs: 200 }).resolve(did)).toEqual(unavailable('timeout'));
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(server.paths).toEqual([path]);
  });
});

describe('parallel questions', () => {
  it('of lists about one identity share a request, also under its other name', async () => {
    const gate = gated(json(200, profile('77', owner)));
    answerWith(gate.answer);
    const registry = createRegistry({ cacheMs: 30_000 });
    const asked = ['did:peaq:77', 'peaqos:machine:77', 'did:peaq:77'].map((ref) =>
      registry.resolveCached(ref),
    );
    gate.open();
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 3 }, () => resolved([owner])));
    expect(server.paths).toEqual([path]);
  });

  it('of reads and writes are asked one by one, so that each answer is of now', async () => {
    answerWith(json(200, profile('77', owner)), json(404, {}));
    const registry = createRegistry({ cacheMs: 30_000 });
    const answers = await Promise.all([registry.resolve(did), registry.resolve(did)]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['resolved', 'unknown']);
    expect(server.paths).toEqual([path, path]);
  });

  it('about different identities do not share', async () => {
    answerWith(json(200, profile('77', owner)));
    const registry = createRegistry();
    const answers = await Promise.all([registry.resolve(did), registry.resolve('did:peaq:78')]);
    expect(answers).toEqual([resolved([owner]), { outcome: 'unknown' }]);
  });

  it('end with the request: the next question asks anew', async () => {
    answerWith(json(200, profile('77', owner)), json(404, {}));
    const registry = createRegistry({ cacheMs: 60_000 });
    expect(await registry.resolve(did)).toEqual(resolved([owner]));
    expect(await registry.resolve(did)).toEqual({ outcome: 'unknown' });
  });
});

describe('isReachable', () => {
  it.each<[string, Answer, boolean]>([
    ['an unknown machine', json(404, {}), true],
    ['a machine', json(200, profile('0', owner)), true],
    ['a rate limit', json(429, {}), true],
    ['an error of its own', text(503, ''), false],
    ['a cut connection', cut, false],
  ])('with %s as the answer is told by the status', async (_case, answer, expected) => {
    server.answers.set('/machine/did:peaq:0', answer);
    expect(await createRegistry().isReachable()).toBe(expected);
  });

  it('is false in time when no answer comes', async () => {
    server.answers.set('/machine/did:peaq:0', silence);
    expect(await createRegistry({ timeoutMs: 200 }).isReachable()).toBe(false);
    expect(await createRegistry({ baseUrl: deadUrl }).isReachable()).toBe(false);
  });
});
