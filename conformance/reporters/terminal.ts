import { stripVTControlCharacters, styleText } from 'node:util';
import type { Reporter, RunEvent } from '../engine/events.ts';
import type { RunReport } from '../engine/report.ts';
import type { Result, Verdict } from '../engine/types.ts';
import { describeEvidence } from './evidence.ts';
import { groupTable } from './group-table.ts';

export interface TerminalOptions {
  /** Where text goes; one call is one or more whole lines, except for the live line. */
  write: (text: string) => void;
  /** True: one line is redrawn while checks run. */
  isLive: boolean;
  hasColour: boolean;
  /** Only failures and the verdict. */
  isQuiet: boolean;
  columns: () => number;
}

type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

const colours: Record<Verdict, Colour> = {
  pass: 'green',
  fail: 'red',
  error: 'red',
  untestable: 'red',
  warn: 'yellow',
  skipped: 'yellow',
  'not-applicable': 'dim',
};

interface Progress {
  planned: number;
  done: number;
  counts: Partial<Record<Verdict, number>>;
}

/** Shows a run to people: progress while it runs, then failures, a table of all groups, and the verdict. */
export function createTerminalReporter(options: TerminalOptions): Reporter {
  return new TerminalReporter(options);
}

class TerminalReporter implements Reporter {
  readonly #options: TerminalOptions;
  readonly #sets = new Map<string, Progress>();
  #hasLiveLine = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  handle(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.#say(
        `${this.#paint('bold', 'Conformance')} of ${clean(event.target.address)} (${event.target.mode}), profile ${event.profile}, seed ${event.seed}`,
      );
    } else if (event.type === 'set-started') {
      this.#sets.set(event.set.name, { planned: event.set.planned, done: 0, counts: {} });
    } else if (event.type === 'check-started') {
      this.#redraw(event.id);
    } else if (event.type === 'result') {
      this.#count(event.result);
    } else if (event.type === 'set-finished') {
      this.#say(
        `${event.toggleSet}: ${this.#describeCounts(event.toggleSet)} in ${(event.durationMs / 1000).toFixed(1)} s`,
      );
      this.#sets.delete(event.toggleSet);
    } else {
      this.#finish(event.report);
    }
  }

  #count(result: Result): void {
    const progress = this.#sets.get(result.toggleSet);
    if (!progress) return;
    progress.done += result.group === 'contract' ? 0 : 1;
    progress.counts[result.verdict] = (progress.counts[result.verdict] ?? 0) + 1;
    this.#redraw(result.id);
  }

  #describeCounts(toggleSet: string): string {
    const counts = Object.entries(this.#sets.get(toggleSet)?.counts ?? {}) as [Verdict, number][];
    const order = Object.keys(colours);
    return counts
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .map(([verdict, count]) => this.#paint(colours[verdict], `${count} ${verdict}`))
      .join(', ');
  }

  #redraw(id: string): void {
    if (!this.#options.isLive || this.#options.isQuiet) return;
    const parts = [...this.#sets].map(
      ([name, { done, planned }]) => `${name} ${done}/${planned} ${this.#describeCounts(name)}`,
    );
    const line = `${parts.join(' · ')} · ${id}`;
    const isTooLong = stripVTControlCharacters(line).length >= this.#options.columns();
    const shown = isTooLong ? stripVTControlCharacters(line).slice(0, this.#options.columns() - 1) : line;
    this.#options.write(`\r\u001b[2K${shown}`);
    this.#hasLiveLine = true;
  }

  #wipe(): void {
    if (this.#hasLiveLine) this.#options.write('\r\u001b[2K');
    this.#hasLiveLine = false;
  }

  #say(line: string): void {
    this.#wipe();
    if (!this.#options.isQuiet) this.#options.write(`${line}\n`);
  }

  #finish(report: RunReport): void {
    this.#wipe();
    const lines = [
      ...report.results.filter(isNotable).flatMap((result) => this.#describeResult(result)),
      ...(this.#options.isQuiet ? [] : ['', ...groupTable(report)]),
      ...report.leftovers.map((leftover) => `left over: ${clean(leftover)}`),
      ...report.staleBaseline.map(({ id, problem }) => `baseline: ${id}: ${problem}`),
      '',
      this.#describeVerdict(report),
    ];
    this.#options.write(`${lines.join('\n')}\n`);
  }

  #describeResult(result: Result): string[] {
    const mark = this.#paint(
      colours[result.verdict],
      result.known ? 'known failure' : result.verdict.toUpperCase(),
    );
    const head = `${mark} ${this.#paint('bold', result.id)} [${result.level}, ${result.toggleSet}]`;
    return ['', head, ...describeEvidence(result).map((line) => `  ${clean(line)}`)];
  }

  #describeVerdict({ verdict, durationMs }: RunReport): string {
    const colour = verdict.exitCode === 0 ? 'green' : 'red';
    const total = `(exit ${verdict.exitCode}, ${(durationMs / 1000).toFixed(1)} s)`;
    return `${this.#paint(colour, clean(verdict.reason))} ${total}`;
  }

  #paint(colour: Colour, text: string): string {
    return this.#options.hasColour ? styleText(colour, text, { validateStream: false }) : text;
  }
}

const isNotable = ({ verdict }: Result): boolean => verdict !== 'pass' && verdict !== 'not-applicable';

/** What a target sent must not steer the terminal. */
function clean(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '\ufffd');
}
