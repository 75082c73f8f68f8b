import { decodePercent } from './percent-decoding.ts';

/** One path of the API with the operations it has. */
export interface Route<Operation> {
  readonly template: string;
  /** Names of the parameters in the order of the path. */
  readonly names: readonly string[];
  /** Upper-case method → operation. HEAD is answered by the operation of GET. */
  readonly operations: Map<string, Operation>;
  /** Value of the Allow header. */
  allow: string;
}

export interface RouteMatch<Operation> {
  readonly route: Route<Operation>;
  /** Decoded parameter values, in the order of `route.names`. */
  readonly values: readonly string[];
}

/** Finds the route of a path without query; null when there is none, 'malformed' on bad percent-encoding. */
export type MatchPath<Operation> = (path: string) => RouteMatch<Operation> | 'malformed' | null;

interface Node<Operation> {
  readonly literals: Map<string, Node<Operation>>;
  parameter: Node<Operation> | null;
  route: Route<Operation> | null;
}

const createNode = <Operation>(): Node<Operation> => ({ literals: new Map(), parameter: null, route: null });
const isParameter = (segment: string) => segment.startsWith('{') && segment.endsWith('}');

function nodeOf<Operation>(root: Node<Operation>, path: string): Node<Operation> {
  let node = root;
  for (const segment of path.slice(1).split('/')) {
    let next = isParameter(segment) ? node.parameter : node.literals.get(segment);
    if (!next) {
      next = createNode<Operation>();
      if (isParameter(segment)) node.parameter = next;
      else node.literals.set(segment, next);
    }
    node = next;
  }
  return node;
}

function allowOf(methods: Iterable<string>): string {
  const all = [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...all, 'OPTIONS'].join(', ');
}

/** Literal segments beat parameters; a literal branch that leads nowhere is left again. */
function find<Operation>(
  node: Node<Operation>,
  path: string,
  from: number,
  values: string[],
): Route<Operation> | null {
  const slash = path.indexOf('/', from);
  const raw = slash < 0 ? path.slice(from) : path.slice(from, slash);
  if (raw === '') return null;
  const segment = decodePercent(raw) ?? raw;
  const literal = node.literals.get(segment);
  if (literal) {
    const route = slash < 0 ? literal.route : find(literal, path, slash + 1, values);
    if (route) return route;
  }
  if (!node.parameter) return null;
  values.push(segment);
  const route = slash < 0 ? node.parameter.route : find(node.parameter, path, slash + 1, values);
  if (!route) values.pop();
  return route;
}

/**
 * Compiles a route table once: fixed paths are found by one lookup, others segment by segment, so the cost of a request
 * does not grow with the number of operations. Paths are case-sensitive and have no trailing slash.
 */
export function compileRoutes<Operation extends { path: string; method: string }>(
  operations: Iterable<Operation>,
): MatchPath<Operation> {
  const root = createNode<Operation>();
  const fixed = new Map<string, RouteMatch<Operation>>();
  for (const operation of operations) {
    const { path } = operation;
    const node = nodeOf(root, path);
    const names = path
      .split('/')
      .filter(isParameter)
      .map((segment) => segment.slice(1, -1));
    node.route ??= { template: path, names, operations: new Map(), allow: '' };
    node.route.operations.set(operation.method.toUpperCase(), operation);
    node.route.allow = allowOf(node.route.operations.keys());
    if (names.length === 0) fixed.set(path, { route: node.route, values: [] });
  }
  return (path) => {
    const match = fixed.get(path);
    if (match) return match;
    if (decodePercent(path) === null) return 'malformed';
    if (!path.startsWith('/')) return null;
    const values: string[] = [];
    const route = find(root, path, 1, values);
    return route && { route, values };
  };
}
