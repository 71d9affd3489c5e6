/** The nearest right name to one that was typed wrong. */

/** Minimum number of letters to change, add, leave out or swap. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cheapest(rows, row, a, b, i, j));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cheapest(
  rows: readonly number[][],
  row: readonly number[],
  a: string,
  b: string,
  i: number,
  j: number,
): number {
  const above = rows[i - 1] ?? [];
  const same = a[i - 1] === b[j - 1];
  const steps = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1)];
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  if (swapped) steps.push((rows[i - 2]?.[j - 2] ?? 0) + 1);
  return Math.min(...steps);
}

/** The name nearest to what was typed, or the only one that starts with it; null when none is near enough. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const word = typed.toLowerCase();
  const begins = names.filter((name) => word !== '' && name.toLowerCase().startsWith(word));
  if (begins.length === 1) return begins[0] ?? null;
  let best: { name: string; far: number } | null = null;
  for (const name of names) {
    const far = distance(word, name.toLowerCase());
    if (best === null || far < best.far) best = { name, far };
  }
  if (best === null) return null;
  return best.far <= Math.max(1, Math.ceil(best.name.length * 0.4)) ? best.name : null;
}

/** "Did you mean call?", or all names when there are few and none is near. */
export function suggest(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  return near === null ? `One of: ${names.join(', ')}.` : `Did you mean ${near}?`;
}
