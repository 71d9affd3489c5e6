/** Types of columns whose values are read and written differently. */
import type { ColumnType } from 'kysely';
import type { Instant } from '../domain/time.ts';

/** timestamptz: read as epoch milliseconds, written as Date. */
export type Moment = ColumnType<Instant, Date, Date>;
export type MaybeMoment = ColumnType<Instant | null, Date | null | undefined, Date | null>;
export type DefaultMoment = ColumnType<Instant, Date | undefined, Date>;
/** jsonb: written as text of JSON.stringify. */
export type Json = ColumnType<unknown, string, string>;
export type MaybeJson = ColumnType<unknown, string | null, string | null>;
export type DefaultJson = ColumnType<unknown, string | undefined, string>;
