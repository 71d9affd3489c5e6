/** Constants of the domain as SQL literals: a partial index serves only a query that spells its condition out. */
import { type RawBuilder, sql } from 'kysely';

/** The values as a list for `in`: `('planned', 'deferred')`. */
export function literalsOf(values: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(values.map((value) => sql.lit(value)))})`;
}
