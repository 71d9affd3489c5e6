/** Money received, in SQL: the rule of domain/received.ts, for many accounts. Each expression reads `fact f`. */
import { type RawBuilder, sql } from 'kysely';
import { RECEIVED_KINDS } from '../domain/received.ts';
import { literalsOf } from './literals.ts';

/** Whether the fact changes what counts as received; all other facts add 0. */
export const changesReceived: RawBuilder<boolean> = sql`f.kind in ${literalsOf(RECEIVED_KINDS)}`;

/** What the fact adds to the money received: minor units as numeric, negative when it takes money back. */
export const receivedMinor: RawBuilder<string> = sql`case f.kind
  when 'payment' then (f.body->>'minor')::numeric
  when 'reversal' then -(f.body->>'minor')::numeric
  when 'balance-update' then -(f.body->>'adjustment')::numeric
  when 'dispute-closed' then coalesce((f.body->>'reduceBy')::numeric, 0)
  else 0 end`;

/** The part of it that is money: no reduction after a dispute, no higher balance of the book. */
export const paidMinor: RawBuilder<string> = sql`case f.kind
  when 'dispute-closed' then 0
  when 'balance-update' then greatest(${receivedMinor}, 0)
  else ${receivedMinor} end`;
