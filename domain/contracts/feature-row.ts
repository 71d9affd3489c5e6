/** One row of the features file: a figure or word about an account. Pure; docs/import-format.md describes it. */
import type { CalendarDate } from '../time.ts';
import type { BookContext } from './book-row.ts';
import { type CellFault, type Cells, fileFormat, RowReading, SIGNED_VALUE } from './cells.ts';

/** All columns, in the order of a row's cells. */
export const FEATURE_COLUMNS = ['creditor', 'account', 'as_of', 'name', 'value'] as const;
type FeatureColumn = (typeof FEATURE_COLUMNS)[number];

export const FEATURE_FORMAT = fileFormat<FeatureColumn>({
  columns: FEATURE_COLUMNS,
  optional: new Set<FeatureColumn>(),
  absent: new Set<FeatureColumn>(),
  signed: { value: SIGNED_VALUE },
  lists: new Set<FeatureColumn>(),
});

/** A checked row. */
export interface FeatureRow {
  creditor: string;
  account: string;
  /** Date in the creditor's zone. */
  asOf: CalendarDate;
  name: string;
  /** A decimal in its shortest form, or a short key that starts with a letter. */
  value: string;
}

/** Reads a value: `0.250` is `0.25`, `-0` is `0`. Null when it is neither a number nor a short key. */
function parseValue(text: string): string | null {
  if (/^[A-Za-z][A-Za-z0-9._-]{0,31}$/.test(text)) return text;
  const [, minus, whole, part] = /^(-?)0*(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const decimals = part?.replace(/0+$/, '') ?? '';
  const figure = decimals === '' ? whole : `${whole}.${decimals}`;
  return figure === '0' ? figure : `${minus}${figure}`;
}

/** Reads one row, with its cells in the order of FEATURE_COLUMNS. Returns the row, or every fault found in it. */
export function parseFeatureRow(
  cells: Cells,
  context: Pick<BookContext, 'creditorOf'>,
): FeatureRow | CellFault<FeatureColumn>[] {
  const reading = new RowReading(FEATURE_FORMAT, cells);
  const creditor = reading.key('creditor');
  const known = reading.isBad('creditor') ? null : context.creditorOf(creditor);
  if (!reading.isBad('creditor') && known === null) reading.fail('creditor', 'unknown-creditor');
  const row: FeatureRow = {
    creditor,
    account: reading.key('account'),
    asOf: reading.date('as_of') ?? '',
    name: reading.shortKey('name') ?? '',
    value: reading.parsed('value', parseValue, 'bad-value') ?? '',
  };
  if (known !== null && row.asOf > known.today) reading.fail('as_of', 'date-in-future');
  return reading.faults.length > 0 ? reading.faults : row;
}
