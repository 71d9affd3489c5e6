/** Numbers as places on a chart and as words on its axes. */

/** About `wanted` round numbers from 0 that cover `most`; the last is not below it. */
export function ticksUpTo(most: number, wanted = 4): number[] {
  if (most <= 0) return [0, 1];
  const raw = most / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((round) => round * power >= raw * 0.999) ?? 10) * power;
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push((Math.round(((ticks.length * step) / power) * 1000) * power) / 1000);
  return ticks;
}

/** "1.2 M", "350 k", "12". */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const shown = (number: number) => String(Number(number.toFixed(Math.abs(number) < 10 ? 1 : 0)));
  if (size >= 1e9) return `${shown(value / 1e9)} bn`;
  if (size >= 1e6) return `${shown(value / 1e6)} M`;
  if (size >= 1e4) return `${shown(value / 1e3)} k`;
  return Number.isInteger(value) ? value.toLocaleString('en-US') : shown(value);
}

/** A coordinate, short enough for a file. */
export const at = (value: number): number => Math.round(value * 10) / 10;
