/** What every benchmark prints: one JSON line a figure. A figure with a gate that is missed makes the command fail. */
export interface Figure {
  figure: string;
  value: number;
  unit: string;
  /** What it must be: `atLeast` or `atMost`. */
  atLeast?: number;
  atMost?: number;
  /** Decimals of the value; by its size when left out. */
  decimals?: number;
}

export function report(
  bench: string,
  { value, decimals, ...figure }: Figure,
  parameters: Readonly<Record<string, unknown>> = {},
): void {
  const missed =
    (figure.atLeast !== undefined && value < figure.atLeast) || (figure.atMost !== undefined && value > figure.atMost);
  const rounded = Number(value.toFixed(decimals ?? (Math.abs(value) >= 100 ? 0 : 2)));
  process.stdout.write(
    `${JSON.stringify({ bench, ...figure, value: rounded, ...(missed ? { missed } : {}), ...parameters })}\n`,
  );
  if (missed) process.exitCode = 1;
}

/** The number below which this share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] as number;
}
