/** Rows of values as a table of SQL: one parameter, however many rows, so that a set of rows is one statement. */
import { type RawBuilder, sql } from 'kysely';

/** What a column of each type takes besides null. */
interface ColumnValues {
  uuid: string;
  text: string;
  int: number;
  bigint: bigint | number;
  boolean: boolean;
  date: string;
  timestamptz: Date;
  jsonb: unknown;
}
/** Names of columns with their types, in the order of the table. */
type Columns = Readonly<Record<string, keyof ColumnValues>>;
/** A row that has at least these columns. */
type RowOf<C extends Columns> = { readonly [Name in keyof C]: ColumnValues[C[Name]] | null };

/** The rows as the table `r`, with these columns: `select * from ${rowsOf(rows, { id: 'uuid' })}`. */
export function rowsOf<const C extends Columns>(rows: readonly RowOf<NoInfer<C>>[], columns: C): RawBuilder<unknown> {
  const named = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return sql`jsonb_to_recordset(${toJson(rows)}::jsonb) as r (${sql.raw(named.join(', '))})`;
}

/** JSON has no bigint: it is written as decimal text. */
const toJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
