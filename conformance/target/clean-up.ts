interface Action {
  key: string;
  run: () => Promise<void> | void;
}

/** What a check made and what it wants undone, undone newest first. */
export class CleanUp {
  readonly #actions: Action[] = [];
  #late: Promise<void> = Promise.resolve();
  #isOver = false;

  /**
   * Adds an action; the key lets it be dropped when the check undid it by itself. A check that was cut short may still
   * make something after its clean-up: that is undone at once.
   */
  add(key: string, run: Action['run']): void {
    if (this.#isOver) this.#late = this.#late.then(run).catch(() => undefined);
    else this.#actions.push({ key, run });
  }

  drop(key: string): void {
    const index = this.#actions.findLastIndex((action) => action.key === key);
    if (index >= 0) this.#actions.splice(index, 1);
  }

  /** Undoes everything; returns one sentence for each thing that could not be undone. */
  async run(): Promise<string[]> {
    const leftovers: string[] = [];
    this.#isOver = true;
    for (let action = this.#actions.pop(); action; action = this.#actions.pop()) {
      try {
        await action.run();
      } catch (error) {
        leftovers.push(`${action.key}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return leftovers;
  }
}
