/** Payments of a provider that it takes back, whole or in parts: named by the provider, never by likeness. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** A payment that a refund or charge-back names. */
export interface NamedPayment {
  /** Id of the line that takes it back. */
  readonly of: string;
  /** Id of the line of the payment. */
  readonly id: string;
  /** What of it has not gone back yet, minor units. */
  readonly left: bigint;
  /** Whether one account has all of it: only then may a part go back by a machine. */
  readonly ofOneAccount: boolean;
}

/** Of lines of a provider that take money back, the payments that they name and that have enough left. Locks those. */
export async function paymentsTakenBack(trx: Transaction<Database>, ids: readonly string[]): Promise<NamedPayment[]> {
  const { rows } = await sql<NamedPayment & { back: bigint }>`
    select l.id as "of", earlier.id, l.minor as back,
      earlier.minor - coalesce((
        select sum(part.minor)
        from bank_line part
        where part.takes_back_line = earlier.id), 0)::bigint as left,
      earlier.state in ('matched', 'allocated') and (
        select count(*)
        from bank_allocation p
        where p.line_id = earlier.id
          and p.ended_by is null) = 1 as "ofOneAccount"
    from bank_line l
    join bank_line earlier on earlier.creditor_id = l.creditor_id
      and earlier.bank_account = l.bank_account
      and earlier.payment = l.payment
    where l.id = any(${[...ids]}::uuid[])
      and earlier.direction = 'in'
      and earlier.currency = l.currency
      and earlier.state in ('matched', 'allocated', 'review', 'set-aside')
    order by l.id
    for no key update of earlier`.execute(trx);
  return rows.filter(({ back, left, ofOneAccount }) => back === left || (ofOneAccount && back < left));
}
