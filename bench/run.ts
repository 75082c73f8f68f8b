// npm run bench: our request path against Fastify 5, and against itself with a tenth of the operations.
import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, isPinned, nextMessage, startPinned } from './bench-process.ts';
import type { LoadKind, LoadOrder, LoadResult } from './load.ts';
import { median, type ResultRow } from './result-rows.ts';
import { runOrderLife } from './run-order-life.ts';

/**
 * Every generation starts all servers anew: how fast one process runs depends on its luck with memory and compilation
 * by up to a third, so a ratio of two single processes says little.
 */
const generations = Number(process.env['BENCH_GENERATIONS'] ?? 6);
const roundsEach = 3;
const turnSeconds = 1;
const warmUpSeconds = 2;
const serverCore = 0;
const loadCore = 1;

const kinds = ['GET', 'POST'] as const;

interface Side {
  name: string;
  script: string;
  operationCount: number;
}

/** A side whose server is up. */
interface RunningSide extends Side {
  server: ChildProcess;
  port: number;
}

const ours: Side = { name: 'ours', script: 'ours.ts', operationCount: 60 };
const small: Side = { name: 'ours with 6', script: 'ours.ts', operationCount: 6 };
const fastify: Side = { name: 'Fastify', script: 'fastify.ts', operationCount: 60 };

/** Requests answered, the seconds and the µs of server CPU they took. */
interface Figure {
  answered: number;
  seconds: number;
  cpuMicros: number;
}

const rateOf = ({ answered, seconds }: Figure) => answered / seconds;
/** Hardly moves when others use the machine. */
const cpuPerRequest = ({ answered, cpuMicros }: Figure) => cpuMicros / answered;

async function startSide(side: Side): Promise<RunningSide> {
  const server = startPinned(serverCore, side.script, String(side.operationCount));
  const { port } = await nextMessage<{ port: number }>(server);
  return { ...side, server, port };
}

async function measure(
  load: ChildProcess,
  side: RunningSide,
  kind: LoadKind,
  duration: number,
): Promise<Figure> {
  const cpuOf = async () => (await ask<{ cpuMicros: number }>(side.server, {})).cpuMicros;
  const before = await cpuOf();
  const order: LoadOrder = { port: side.port, kind, operationCount: side.operationCount, seconds: duration };
  const { answered, failed, seconds: took } = await ask<LoadResult>(load, order);
  if (failed > 0)
    throw new Error(`${side.name} failed ${failed} of ${answered + failed} requests (${kind}).`);
  return { answered, seconds: took, cpuMicros: (await cpuOf()) - before };
}

const keyOf = (side: Side, kind: LoadKind) => `${side.name} ${kind}`;

/** One turn of each side, so close together that all of them see the same machine. */
async function runRound(
  load: ChildProcess,
  sides: RunningSide[],
  kind: LoadKind,
  figures: Map<string, Figure[]>,
) {
  for (const side of sides) {
    const key = keyOf(side, kind);
    figures.set(key, [...(figures.get(key) ?? []), await measure(load, side, kind, turnSeconds)]);
  }
}

interface Comparison {
  name: string;
  kind: LoadKind;
  ours: Side;
  other: Side;
}

/** The ratio is the median of the ratios within a round. */
function toRows({ name, kind, ours, other }: Comparison, figures: Map<string, Figure[]>): ResultRow[] {
  const of = (side: Side) => figures.get(keyOf(side, kind)) ?? [];
  const row = (suffix: string, unit: string, pick: (figure: Figure) => number, digits: number): ResultRow => {
    const [a, b] = [of(ours).map(pick), of(other).map(pick)];
    return {
      name: `${name}${suffix}`,
      ours: Number(median(a).toFixed(digits)),
      other: Number(median(b).toFixed(digits)),
      unit,
      ratio: Number(median(a.map((value, at) => value / (b[at] ?? Number.NaN))).toFixed(3)),
    };
  };
  return [row('', 'requests/s', rateOf, 0), row(', server CPU', 'µs/request', cpuPerRequest, 2)];
}

function printRows(rows: ResultRow[]): void {
  const table = rows.map(({ name, ours, other, unit, ratio }) =>
    [name, ours, other, unit, ratio].map(String),
  );
  const lines = [['comparison', 'ours', 'other', 'unit', 'ratio'], ...table];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** Starts every side anew, in an order that changes, warms them up and takes the rounds. */
async function runGeneration(
  load: ChildProcess,
  generation: number,
  figures: Map<string, Figure[]>,
): Promise<void> {
  const sides: RunningSide[] = [];
  try {
    for (const side of generation % 2 === 1 ? [ours, fastify, small] : [small, fastify, ours]) {
      sides.push(await startSide(side));
    }
    for (const kind of kinds) for (const side of sides) await measure(load, side, kind, warmUpSeconds);
    for (let round = 1; round <= roundsEach; round++) {
      const order = round % 2 === 1 ? sides : sides.toReversed();
      for (const kind of kinds) await runRound(load, order, kind, figures);
    }
  } finally {
    for (const { server } of sides) server.disconnect();
  }
}

async function runRequestPath(): Promise<ResultRow[]> {
  const load = startPinned(loadCore, 'load.ts');
  const figures = new Map<string, Figure[]>();
  try {
    for (let generation = 1; generation <= generations; generation++) {
      await runGeneration(load, generation, figures);
      console.log(`generation ${generation} of ${generations} done`);
    }
  } finally {
    load.disconnect();
  }
  return kinds
    .flatMap((kind): Comparison[] => [
      { name: `${kind}: ours / Fastify 5, 60 operations`, kind, ours, other: fastify },
      { name: `${kind}: ours with 60 / with 6 operations`, kind, ours, other: small },
    ])
    .flatMap((comparison) => toRows(comparison, figures));
}

/** `node bench/run.ts order-life` or `request-path` runs that part alone and leaves results.json as it is. */
async function main(): Promise<void> {
  const parts = { 'request-path': runRequestPath, 'order-life': runOrderLife };
  const only = process.argv[2];
  const chosen = Object.entries(parts).filter(([name]) => only === undefined || name === only);
  const rows: ResultRow[] = [];
  for (const [, run] of chosen) rows.push(...(await run()));
  console.log(isPinned ? 'Server and load on one core each.' : 'Not pinned: taskset is missing here.');
  printRows(rows);
  if (only === undefined)
    await writeFile(join(import.meta.dirname, 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
}

await main();
