/** A cause of being stuck as a query. */
import { type RawBuilder, sql } from 'kysely';
import type { StuckCode } from '../../domain/stuck.ts';

/** One cause as parts of a query: the rows that have it, and what to report of each. */
export interface Cause {
  code: StuckCode;
  account: RawBuilder<unknown>;
  words: RawBuilder<unknown>;
  since: RawBuilder<unknown>;
  effect?: RawBuilder<unknown>;
  task?: RawBuilder<unknown>;
  file?: RawBuilder<unknown>;
  lane?: RawBuilder<unknown>;
  placement?: RawBuilder<unknown>;
  instruction?: RawBuilder<unknown>;
  from: RawBuilder<unknown>;
}

/** A part that the cause does not have. */
export const NONE = sql`null`;
/** The rows of a cause; `k` is the clock. */
export function select(cause: Cause): RawBuilder<unknown> {
  return sql`
    select
      ${cause.account}::uuid as account_id,
      ${cause.code}::text as code,
      (${cause.words})::text as words,
      (${cause.since})::timestamptz as since,
      (${cause.effect ?? NONE})::text as effect,
      (${cause.task ?? NONE})::bigint as task,
      (${cause.file ?? NONE})::text as file,
      (${cause.lane ?? NONE})::text as lane,
      (${cause.placement ?? NONE})::text as placement,
      (${cause.instruction ?? NONE})::bigint as instruction
    from k
    cross join ${cause.from}`;
}
