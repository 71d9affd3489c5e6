/** Constants of the domain as literals of SQL: an index with a condition serves only a query that writes the condition out. */
import { type RawBuilder, sql } from 'kysely';

/** The values in brackets, as `in` wants them: `('planned', 'deferred')`. */
export function literalsOf(values: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(values.map((value) => sql.lit(value)))})`;
}
