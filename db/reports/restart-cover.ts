/** Which bulk restart has an account, in words. */
import { type Kysely, sql } from 'kysely';
import { count } from '../../domain/count.ts';
import type { CalendarDate } from '../../domain/time.ts';
import type { Database } from '../schema.ts';

interface CoverRow {
  batch: bigint;
  state: 'waiting' | 'dropped';
  reason: string | null;
  judged_on: CalendarDate | null;
  proposed_by: string;
  approved_by: string | null;
  ahead: bigint;
}

/**
 * Where the account stands in a bulk restart, or why it dropped out of the last one; null while no task asks for it.
 */
export async function readRestartCover(db: Kysely<Database>, accountId: string): Promise<string | null> {
  const { rows } = await sql<CoverRow>`
    select i.batch_no as batch, i.state, i.reason, i.judged_on, b.proposed_by, b.approved_by, (
      select count(*)
      from restart_item before
      join restart_batch of on of.no = before.batch_no
      where of.creditor_id = b.creditor_id
        and of.approved_at is not null
        and before.state = 'waiting'
        and (of.approved_at, of.no, before.rank) < (b.approved_at, b.no, i.rank)) as ahead
    from restart_item i
    join restart_batch b on b.no = i.batch_no
    where i.account_id = ${accountId}::uuid
      and i.state in ('waiting', 'dropped')
      and exists (
        select
        from task t
        where t.account_id = i.account_id
          and t.kind = 'restart-review'
          and t.state = 'open')
    order by i.batch_no desc
    limit 1`.execute(db);
  return rows[0] === undefined ? null : coverWords(rows[0]);
}

function coverWords({ batch, state, reason, judged_on, proposed_by, approved_by, ahead }: CoverRow): string {
  const name = `bulk restart ${batch}, proposed by ${proposed_by}`;
  if (state === 'dropped') return `dropped out of ${name} on ${judged_on}: ${reason}`;
  if (approved_by === null) return `covered by ${name}: a second person has not approved it yet`;
  const place = reason === null ? `${count(Number(ahead), 'account')} before it` : `put off on ${judged_on}: ${reason}`;
  return `covered by ${name}, approved by ${approved_by}; ${place}`;
}
