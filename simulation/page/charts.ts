/**
 * The pictures of the page, as SVG. All are drawn 360 units wide, so that their letters stay readable on a telephone,
 * and scale with the page. Colours are classes of the page's style.
 */
import { type Markup, markup, NOTHING } from './markup.ts';
import { at, shortNumber, ticksUpTo } from './scales.ts';

const WIDTH = 360;
const HEIGHT = 220;
const FRAME = { left: 58, right: 14, top: 10, bottom: 36 } as const;
const INNER = { width: WIDTH - FRAME.left - FRAME.right, height: HEIGHT - FRAME.top - FRAME.bottom } as const;

interface Axes {
  /** For those who cannot see the picture. */
  title: string;
  x: { label: string; most: number; ticks: readonly number[]; name?(tick: number): string };
  y: { label: string; most: number };
}
interface Scaled {
  x(value: number): number;
  y(value: number): number;
}

/** A chart with its axes; `draw` places what is inside. */
function chart({ title, x, y }: Axes, draw: (scaled: Scaled) => readonly Markup[]): Markup {
  const ticks = ticksUpTo(y.most);
  const top = ticks.at(-1) ?? 1;
  const scaled: Scaled = {
    x: (value) => at(FRAME.left + (INNER.width * value) / Math.max(x.most, 1)),
    y: (value) => at(FRAME.top + INNER.height * (1 - value / top)),
  };
  const lines = ticks.map((tick) => {
    const height = scaled.y(tick);
    return markup`<line class="grid" x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${height}" y2="${height}"/>
<text class="tick" x="${FRAME.left - 5}" y="${height + 4}" text-anchor="end">${shortNumber(tick)}</text>`;
  });
  const below = x.ticks.map(
    (tick) =>
      markup`<text class="tick" x="${scaled.x(tick)}" y="${HEIGHT - FRAME.bottom + 14}" text-anchor="middle">${x.name?.(tick) ?? shortNumber(tick)}</text>`,
  );
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title>
${lines}${draw(scaled)}${below}
<text class="axis" x="${FRAME.left + INNER.width / 2}" y="${HEIGHT - 6}" text-anchor="middle">${x.label}</text>
<text class="axis" transform="translate(11 ${FRAME.top + INNER.height / 2}) rotate(-90)" text-anchor="middle">${y.label}</text></svg>`;
}

/** Days of an axis that ends with `days`: every month, or every second, third ... one. */
function dayTicks(days: number): number[] {
  const step = [7, 14, 30, 60, 90, 180, 360].find((wide) => days / wide <= 7) ?? 360;
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => index * step);
}

export interface Line {
  name: string;
  /** A value for the end of each day, from day 1 on. */
  values: readonly number[];
}

/** Lines over days, from 0 at the start. The first is drawn solid, the second dashed. */
export function dayLines(title: string, label: string, lines: readonly Line[]): Markup {
  const days = Math.max(1, ...lines.map(({ values }) => values.length));
  const most = Math.max(0, ...lines.flatMap(({ values }) => values));
  const axes = { title, x: { label: 'day', most: days, ticks: dayTicks(days) }, y: { label, most } };
  return chart(axes, ({ x, y }) =>
    lines.map(({ values }, index) => {
      const points = [0, ...values].map((value, day) => `${x(day)},${y(Math.max(0, value))}`);
      return markup`<polyline class="line l${index}" points="${points.join(' ')}"/>`;
    }),
  );
}

/** Areas that stand on each other, over days. The first stands lowest. */
export function stackedDays(title: string, label: string, areas: readonly Line[]): Markup {
  const days = Math.max(1, ...areas.map(({ values }) => values.length));
  const sums = Array.from({ length: days }, (_, day) => areas.reduce((sum, { values }) => sum + (values[day] ?? 0), 0));
  const axes = {
    title,
    x: { label: 'day', most: days, ticks: dayTicks(days) },
    y: { label, most: Math.max(0, ...sums) },
  };
  return chart(axes, ({ x, y }) => {
    let floor = Array.from({ length: days }, () => 0);
    return areas.map(({ values }, index) => {
      const top = floor.map((height, day) => height + (values[day] ?? 0));
      const upper = top.map((height, day) => `${x(day + 1)},${y(height)}`);
      const lower = floor.map((height, day) => `${x(day + 1)},${y(height)}`).reverse();
      floor = top;
      return markup`<polygon class="area a${index % AREA_COLOURS}" points="${[...upper, ...lower].join(' ')}"/>`;
    });
  });
}
/** Classes a0 ... of the page's style. */
export const AREA_COLOURS = 12;

/** Upright bars by whole numbers from 0; the last bar stands for its number and more where `open`. */
export function histogram(
  title: string,
  labels: { x: string; y: string },
  bars: readonly number[],
  open: boolean,
): Markup {
  const last = bars.length - 1;
  const step = Math.max(1, Math.ceil(bars.length / 10));
  const ticks = bars.flatMap((_, bar) =>
    bar % step === 0 && (bar === last || bar + step <= last || !open) ? [bar] : [],
  );
  const shown = open && !ticks.includes(last) ? [...ticks, last] : ticks;
  const axes = {
    title,
    x: {
      label: labels.x,
      most: bars.length,
      ticks: shown.map((bar) => bar + 0.5),
      name: (tick: number) => `${tick - 0.5}${open && tick - 0.5 === last ? '+' : ''}`,
    },
    y: { label: labels.y, most: Math.max(0, ...bars) },
  };
  return chart(axes, ({ x, y }) =>
    bars.map((value, bar) => {
      const [left, right, top] = [x(bar + 0.1), x(bar + 0.9), y(value)];
      const words = `${bar}${open && bar === last ? ' and more' : ''}: ${value}`;
      return markup`<rect class="bar" x="${left}" y="${top}" width="${at(right - left)}" height="${at(y(0) - top)}"><title>${words}</title></rect>`;
    }),
  );
}

/** Bars that lie, each below its name. */
export function namedBars(
  title: string,
  bars: readonly { name: string; values: readonly number[] }[],
  parts: readonly string[],
): Markup {
  const [rowHeight, barHeight] = [38, 13];
  const most = Math.max(1, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const height = Math.max(1, bars.length) * rowHeight + 4;
  const room = WIDTH - 62;
  const rows = bars.map(({ name, values }, row) => {
    const top = row * rowHeight;
    const sum = values.reduce((all, value) => all + value, 0);
    let left = 0;
    const pieces = values.map((value, index) => {
      const wide = at((room * value) / most);
      const piece = markup`<rect class="part p${index}" x="${left}" y="${top + 18}" width="${wide}" height="${barHeight}"><title>${parts[index] ?? ''}: ${value}</title></rect>`;
      left = at(left + wide);
      return value === 0 ? NOTHING : piece;
    });
    return markup`<text class="name" x="0" y="${top + 13}">${name}</text>${pieces}
<text class="tick" x="${left + 5}" y="${top + 29}">${sum.toLocaleString('en-US')}</text>`;
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}"><title>${title}</title>${rows}</svg>`;
}

/** Shares of each row over the columns, as a table of shaded squares. */
export function shareMatrix(
  title: string,
  names: { rows: readonly string[]; columns: readonly string[] },
  counts: readonly (readonly number[])[],
): Markup {
  const [label, head, row] = [66, 24, 30];
  const wide = (WIDTH - label) / names.columns.length;
  const height = head + names.rows.length * row + 2;
  const heads = names.columns.map(
    (name, column) =>
      markup`<text class="tick" text-anchor="middle" x="${at(label + (column + 0.5) * wide)}" y="${head - 7}">${name}</text>`,
  );
  const rows = names.rows.map((name, index) => {
    const all = (counts[index] ?? []).reduce((sum, value) => sum + value, 0);
    const top = head + index * row;
    const cells = names.columns.map((column, place) => {
      const value = counts[index]?.[place] ?? 0;
      const share = all === 0 ? 0 : value / all;
      const words = all === 0 ? '' : value === 0 ? '·' : share < 0.005 ? '<1' : String(Math.round(100 * share));
      const left = at(label + place * wide);
      return markup`<rect class="cell" x="${left}" y="${top}" width="${at(wide - 2)}" height="${row - 2}" fill-opacity="${at(share * 10) / 10}"><title>${name} to ${column}: ${value} of ${all}</title></rect>
<text class="share${share > 0.55 ? ' on' : ''}" x="${at(left + wide / 2 - 1)}" y="${top + row / 2 + 3}" text-anchor="middle">${words}</text>`;
    });
    return markup`<text class="tick" x="0" y="${top + row / 2 + 3}">${name}</text>${cells}`;
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}"><title>${title}</title>${heads}${rows}</svg>`;
}
