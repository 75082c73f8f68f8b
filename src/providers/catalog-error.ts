/** The catalogue cannot be used; `problems` has one line per mistake: file, place and what to write. */
export class CatalogError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The catalogue has ${problems.length} mistake(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'CatalogError';
    this.problems = problems;
  }
}
