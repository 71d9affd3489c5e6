/** Rows of a file, read by a layout: numbers by feature, outcomes, and the traits for the checks by group. */
import type { ScoreLayout } from '../../contracts/score-layout.ts';
import { hash32 } from '../../hash.ts';
import { Problem } from '../../problems.ts';
import { type FeatureReader, type Measured, type Measurer, measurerOf } from './measure.ts';

/** A line of the file; `row` as a spreadsheet numbers it. */
export interface TextRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface ScoreRow {
  readonly row: number;
  /** Stored feature -> value; null for an empty cell. */
  readonly features: ReadonlyMap<string, number | null>;
  /** 1 for default. */
  readonly outcome: 0 | 1;
  readonly late: boolean;
  /** Trait -> its value or band. */
  readonly groups: ReadonlyMap<string, string>;
  /** Spreads rows over parts; the same row has the same hash in any file and order. */
  readonly hash: number;
  /** The row as text. */
  readonly text: string;
}

const DECIMAL = /^-?\d{1,15}(?:\.\d{1,9})?$/;

/** A plain decimal as the features file holds it; null for anything else. */
export const readDecimal = (text: string | undefined): number | null =>
  text !== undefined && DECIMAL.test(text) ? Number(text) : null;

/** Whether the account is late by the layout. Null when the feature that says so is missing. */
export function isLate(layout: Pick<ScoreLayout, 'late'>, read: FeatureReader): boolean | null {
  if (layout.late === undefined) return true;
  const value = read(layout.late.of);
  return value === null ? null : value >= layout.late.atLeast;
}

/** Functions of measures; a layout is read oftener than made. */
const measurers = new WeakMap<ScoreLayout['measures'], Map<string, Measurer>>();

/** The value of a measure of the layout. */
export function measured({ measures }: Pick<ScoreLayout, 'measures'>, name: string, read: FeatureReader): Measured {
  let known = measurers.get(measures);
  if (known === undefined) {
    known = new Map(Object.entries(measures).map(([each, { of }]) => [each, measurerOf(of)]));
    measurers.set(measures, known);
  }
  return known.get(name)?.(read) ?? null;
}

/** Cells that may be named in a refusal; more would hide the first. */
const MOST_NAMED = 5;

/**
 * Reads a header and its rows. Throws a Problem for a missing column, a cell that is no number, and an outcome that is
 * not 0 or 1; cells are named by row and column and never repeated. Without a target every outcome reads as 0.
 */
export function readDataset(layout: ScoreLayout, lines: readonly TextRow[], target: string | null): ScoreRow[] {
  const [header, ...rows] = lines;
  const names = header?.cells ?? [];
  if (header === undefined || rows.length === 0)
    throw new Problem('score-rows-too-few', { needed: LEAST_ROWS, found: 0 });
  const groupColumns = target === null ? [] : Object.values(layout.groups).map(({ column }) => column);
  const wanted = [...(target === null ? [] : [target]), ...Object.values(layout.columns), ...groupColumns];
  const missing = [...new Set(wanted)].filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Problem('score-columns-missing', { columns: missing.join(', ') });
  if (target !== null && Object.values(layout.columns).includes(target))
    throw new Problem('score-leak', { what: `the target ${target}` });
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const faults: string[] = [];
  const read = rows.map((line) => readRow(layout, line, target, placeOf, faults));
  if (faults.length > 0)
    throw new Problem('score-cells-refused', {
      count: faults.length,
      cells: faults.slice(0, MOST_NAMED).join(', '),
    });
  return read;
}

/** Least rows to learn from or to measure on. */
export const LEAST_ROWS = 200;

function readRow(
  layout: ScoreLayout,
  { row, cells }: TextRow,
  target: string | null,
  placeOf: ReadonlyMap<string, number>,
  faults: string[],
): ScoreRow {
  const cell = (column: string): string => cells[placeOf.get(column) ?? -1] ?? '';
  const number = (column: string): number | null => {
    const value = readDecimal(cell(column));
    if (value === null && cell(column) !== '') faults.push(`row ${row} column ${column}`);
    return value;
  };
  const features = new Map(Object.entries(layout.columns).map(([name, column]) => [name, number(column)]));
  const told = target === null ? '0' : cell(target);
  if (told !== '1' && told !== '0') faults.push(`row ${row} column ${target} (0 or 1 is needed)`);
  const groups = Object.entries(layout.groups).map(
    ([name, { column, bounds }]) =>
      [name, bounds === undefined ? cell(column) : bandOf(number(column), bounds)] as const,
  );
  const text = cells.join(',');
  return {
    row,
    features,
    outcome: told === '1' ? 1 : 0,
    late: isLate(layout, (name) => features.get(name) ?? null) === true,
    groups: new Map(groups),
    hash: hash32(text),
    text,
  };
}

/** "21-29" of bounds 30, 40: bounds are the first value of the next band. */
function bandOf(value: number | null, bounds: readonly number[]): string {
  if (value === null) return 'not told';
  const next = bounds.findIndex((bound) => value < bound);
  if (next === 0) return `below ${bounds[0]}`;
  return next < 0 ? `${bounds.at(-1)} and above` : `${bounds[next - 1]} to below ${bounds[next]}`;
}

const HELD_OUT_PARTS = 5;
/** A fifth of all rows, by what they hold and not by where they stand: never learnt from. */
export const isHeldOut = ({ hash }: ScoreRow): boolean => hash % HELD_OUT_PARTS === 0;

/**
 * Part (0 to parts - 1) of each row, for cross-validation: in each of late and not late, defaulted and not, the rows
 * are dealt out evenly in an order that the seed draws.
 */
export function foldsOf(rows: readonly ScoreRow[], parts: number, seed: number): number[] {
  const folds = new Array<number>(rows.length).fill(0);
  const order = rows
    .map(({ text, late, outcome }, at) => ({ at, kind: `${late}/${outcome}`, draw: hash32(`${seed}/${text}`) }))
    .sort((a, b) => a.draw - b.draw || a.at - b.at);
  const dealt = new Map<string, number>();
  for (const { at, kind } of order) {
    const count = dealt.get(kind) ?? 0;
    folds[at] = count % parts;
    dealt.set(kind, count + 1);
  }
  return folds;
}
