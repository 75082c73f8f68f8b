import { describe, expect, it } from 'vitest';
import { loadDocument } from './api.fixture.ts';
import { CompiledRouter } from './api.ts';
import { compileRoutes } from './router.ts';

/** A repeatable stream of numbers in 0..1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const random = createRandom(7);
const pick = <T>(values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

const words = [
  'machines',
  'agent-pairings',
  'challenges',
  'sessions',
  'a.b',
  'x:y',
  'mach_1',
  'health',
  'v1',
  'api',
];
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** A path near a template: mostly filled in, at times with a segment changed, added or left out. */
function vary(template: string): string {
  const segments = template
    .slice(1)
    .split('/')
    .map((segment) => (segment.startsWith('{') || random() < 0.05 ? pick(words) : segment));
  const change = random();
  if (change < 0.1) segments.push(pick(words));
  else if (change < 0.2) segments.pop();
  return `/${segments.join('/')}`;
}

/** openapi-backend's own router, which ours extends. */
const GenericRouter = Object.getPrototypeOf(CompiledRouter) as new (options: {
  definition: Awaited<ReturnType<typeof loadDocument>>;
  ignoreTrailingSlashes: boolean;
}) => Pick<CompiledRouter, 'matchOperation'>;

describe('the compiled router', () => {
  it("agrees with openapi-backend's own on generated paths, save that a literal path hides a parameter", async () => {
    const document = await loadDocument();
    const compiled = new CompiledRouter(document);
    const generic = new GenericRouter({ definition: document, ignoreTrailingSlashes: false });
    const templates = Object.keys(document.paths ?? {});
    let matched = 0;
    /** Where they fall through to a parameter and we answer 405: `GET …/agent-pairings/challenges`. */
    const hidden = new Set<unknown>();
    for (let n = 0; n < 2_000; n++) {
      const request = { method: pick(methods), path: vary(pick(templates)), headers: {} };
      const ours = compiled.matchOperation(request)?.operationId;
      const theirs = generic.matchOperation(request)?.operationId;
      if (ours === theirs) matched += ours === undefined ? 0 : 1;
      else hidden.add([ours, request.path.split('/').at(-1)].join());
    }
    expect([...hidden]).toEqual([',challenges']);
    expect(matched).toBeGreaterThan(300);
  });

  it('finds every operation by its template and its id', async () => {
    const compiled = new CompiledRouter(await loadDocument());
    for (const operation of compiled.getOperations()) {
      const { method, path, operationId = '' } = operation;
      const request = { method, path: path.replaceAll(/\{\w+\}/g, 'x'), headers: {} };
      expect(compiled.matchOperation(request, true)).toBe(operation);
      expect(compiled.getOperation(operationId)).toBe(operation);
    }
  });

  it('raises as openapi-backend does in strict mode', async () => {
    const compiled = new CompiledRouter(await loadDocument());
    expect(() => compiled.matchOperation({ method: 'get', path: '/nope', headers: {} }, true)).toThrow(
      /^404/,
    );
    expect(() => compiled.matchOperation({ method: 'put', path: '/health', headers: {} }, true)).toThrow(
      /^405/,
    );
  });
});

describe('compileRoutes', () => {
  const table = ['/a/{x}/c', '/a/b/d', '/a/b/{y}', '/a/{x}', '/f', '/a/{x}/c/{z}/e'];
  const match = compileRoutes(table.map((path) => ({ path, method: 'get' })));
  const found = (path: string) => {
    const result = match(path);
    return result === null || result === 'malformed' ? result : [result.route.template, ...result.values];
  };

  it.each([
    ['/f', ['/f']],
    ['/a/1', ['/a/{x}', '1']],
    ['/a/b', ['/a/{x}', 'b']],
    ['/a/1/c', ['/a/{x}/c', '1']],
    ['/a/b/d', ['/a/b/d']],
    ['/a/b/c', ['/a/b/{y}', 'c']],
    ['/a/b/c/2/e', ['/a/{x}/c/{z}/e', 'b', '2']],
    ['/a/x%2Fy', ['/a/{x}', 'x/y']],
    ['/a/svc:x.y-z_1', ['/a/{x}', 'svc:x.y-z_1']],
    ['/a/svc%3Ax', ['/a/{x}', 'svc:x']],
    ['/%61/1', ['/a/{x}', '1']],
    ['/%66', ['/f']],
    ['/a/%7Bx%7D', ['/a/{x}', '{x}']],
    ['/a/__proto__', ['/a/{x}', '__proto__']],
    ['/__proto__', null],
    ['/constructor', null],
    ['/a', null],
    ['/a/', null],
    ['/f/', null],
    ['//f', null],
    ['/F', null],
    ['f', null],
    ['', null],
    ['/', null],
    ['/a/%', 'malformed'],
    ['/a/%c3', 'malformed'],
    ['/nope/%00', 'malformed'],
  ])('matches %s', (path, expected) => {
    expect(found(path)).toEqual(expected);
  });

  it('lists the methods of a path, HEAD beside GET', () => {
    const routes = compileRoutes(['get', 'post', 'delete'].map((method) => ({ path: '/a', method })));
    expect(routes('/a')).toMatchObject({ route: { allow: 'GET, HEAD, POST, DELETE, OPTIONS' } });
  });
});
