/** ` Did you mean "x"?`, or nothing when no known name is near. */
export function suggestName(
  name: string,
  known: readonly string[],
  mostEdits = Math.max(2, Math.floor(name.length / 3)),
): string {
  const near = known
    .map((candidate) => ({ candidate, away: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ away }) => away <= mostEdits)
    .sort((a, b) => a.away - b.away)[0];
  return near === undefined ? '' : ` Did you mean "${near.candidate}"?`;
}

/** The Levenshtein distance. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
