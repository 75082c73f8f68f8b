// Part of npm run bench: whole order lives per second, our server against a hand-written one that does the same writes.
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, nextMessage, startPinned } from './bench-process.ts';
import type { LifeOrder, LifeResult } from './order-life/load.ts';
import type { Scene } from './order-life/scene.ts';
import { median, type ResultRow } from './result-rows.ts';

const generations = Number(process.env['BENCH_GENERATIONS'] ?? 6);
const roundsEach = 3;
const turnSeconds = 2;
const warmUpSeconds = 3;
const serverCore = 0;
const loadCore = 1;
/** The time of the disk is the same for both sides and would hide their own. */
const memoryFolder = '/dev/shm';

const scripts = { ours: 'order-life/ours.ts', hand: 'order-life/hand-written.ts' } as const;
type SideName = keyof typeof scripts;

interface Figure {
  livesPerSecond: number;
  cpuMicros: number;
}

interface Side {
  server: ChildProcess;
  port: number;
}

async function measure(load: ChildProcess, { server, port }: Side, seconds: number): Promise<Figure> {
  const cpuOf = async () => (await ask<{ cpuMicros: number }>(server, {})).cpuMicros;
  const before = await cpuOf();
  const order: LifeOrder = { port, seconds };
  const { lives, seconds: took } = await ask<LifeResult>(load, order);
  return { livesPerSecond: lives / took, cpuMicros: ((await cpuOf()) - before) / lives };
}

async function runGeneration(generation: number, figures: Record<SideName, Figure[]>): Promise<void> {
  const folder = await mkdtemp(
    join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), 'machine-markets-bench-'),
  );
  const load = startPinned(loadCore, 'order-life/load.ts');
  const { sellerUrl } = await nextMessage<{ sellerUrl: string }>(load);
  const scene: Scene = { sellerUrl, folder };
  const names: SideName[] = generation % 2 === 1 ? ['ours', 'hand'] : ['hand', 'ours'];
  const sides = new Map<SideName, Side>();
  try {
    for (const name of names) {
      const server = startPinned(serverCore, scripts[name], JSON.stringify(scene));
      const { port } = await nextMessage<{ port: number }>(server);
      sides.set(name, { server, port });
    }
    for (const side of sides.values()) await measure(load, side, warmUpSeconds);
    for (let round = 1; round <= roundsEach; round++) {
      for (const [name, side] of round % 2 === 1 ? [...sides] : [...sides].toReversed()) {
        figures[name].push(await measure(load, side, turnSeconds));
      }
    }
  } finally {
    for (const { server } of sides.values()) server.disconnect();
    load.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the comparison; the ratio is the median of the ratios within a round. */
export async function runOrderLife(): Promise<ResultRow[]> {
  const figures: Record<SideName, Figure[]> = { ours: [], hand: [] };
  for (let generation = 1; generation <= generations; generation++) {
    await runGeneration(generation, figures);
    console.log(`order life, generation ${generation} of ${generations} done`);
  }
  const row = (suffix: string, unit: string, pick: (figure: Figure) => number): ResultRow => {
    const [a, b] = [figures.ours.map(pick), figures.hand.map(pick)];
    return {
      name: `Order life: ours / Fastify + better-sqlite3 by hand${suffix}`,
      ours: Number(median(a).toFixed(1)),
      other: Number(median(b).toFixed(1)),
      unit,
      ratio: Number(median(a.map((value, at) => value / (b[at] ?? Number.NaN))).toFixed(3)),
    };
  };
  return [
    row('', 'lives/s', ({ livesPerSecond }) => livesPerSecond),
    row(', server CPU', 'µs/life', ({ cpuMicros }) => cpuMicros),
  ];
}
