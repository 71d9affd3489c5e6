/** Bulk restarts as lists. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { hasLapsed, RESTARTS_A_DAY, type RestartItemState } from '../../domain/bulk-restart.ts';
import { maybeMoment, wireMoment } from '../../domain/contracts/answer.ts';
import type { RestartBatchView, ShownRestartView } from '../../domain/contracts/restart.ts';
import { Problem } from '../../domain/problems.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';

/** Accounts that are listed of a restart. */
const MOST_LISTED = 1000;

type BatchRow = Omit<RestartBatchView, 'batch' | 'state' | 'proposedAt' | 'approvedAt' | 'accounts' | 'aDay'> & {
  batch: bigint;
  proposedAt: Instant;
  approvedAt: Instant | null;
  cancelledAt: Instant | null;
  endedAt: Instant | null;
  aDay: number | null;
} & Record<RestartItemState, bigint>;

/** Bulk restarts, the newest first; with `no`, the restart of that number. */
export async function listRestarts(db: Kysely<Database>, now: Instant, no?: bigint): Promise<RestartBatchView[]> {
  const { rows } = await sql<BatchRow>`
    select b.no as batch, c.code as creditor, b.reason, b.evidence, b.proposed_by as "proposedBy",
      b.proposed_at as "proposedAt", b.approved_by as "approvedBy", b.approved_at as "approvedAt",
      b.cancelled_by as "cancelledBy", b.cancelled_at as "cancelledAt", b.cancel_reason as "cancelReason",
      b.ended_at as "endedAt", (c.terms->>'restartsADay')::int as "aDay", n.*
    from restart_batch b
    join creditor c on c.id = b.creditor_id
    cross join lateral (
      select
        count(*) filter (where i.state = 'waiting') as waiting,
        count(*) filter (where i.state = 'released') as released,
        count(*) filter (where i.state = 'dropped') as dropped,
        count(*) filter (where i.state = 'cancelled') as cancelled
      from restart_item i
      where i.batch_no = b.no) n
    where ${no ?? null}::bigint is null or b.no = ${no ?? null}::bigint
    order by b.no desc
    limit 100`.execute(db);
  return rows.map((row) => toView(row, now));
}

function toView(row: BatchRow, now: Instant): RestartBatchView {
  const { batch, proposedAt, approvedAt, cancelledAt, endedAt, aDay, ...rest } = row;
  const { waiting, released, dropped, cancelled, ...words } = rest;
  return {
    ...words,
    batch: Number(batch),
    state: stateOf(row, now),
    proposedAt: wireMoment(proposedAt),
    approvedAt: maybeMoment(approvedAt),
    aDay: aDay ?? RESTARTS_A_DAY,
    accounts: {
      waiting: Number(waiting),
      released: Number(released),
      dropped: Number(dropped),
      cancelled: Number(cancelled),
    },
  };
}

function stateOf({ proposedAt, approvedAt, cancelledAt, endedAt }: BatchRow, now: Instant): RestartBatchView['state'] {
  if (cancelledAt !== null) return 'cancelled';
  if (approvedAt === null) return hasLapsed(proposedAt, now) ? 'lapsed' : 'proposed';
  return endedAt === null ? 'approved' : 'ended';
}

/** One bulk restart, with the accounts that were dropped or put off. Throws `unknown-restart`. */
export async function showRestart(db: Kysely<Database>, no: bigint, now: Instant): Promise<ShownRestartView> {
  const [batch] = await listRestarts(db, now, no);
  if (!batch) throw new Problem('unknown-restart', { batch: String(no) });
  const { rows } = await sql<{ account: string; state: string; reason: string; judgedOn: CalendarDate }>`
    select c.code || '/' || a.number as account, i.state, i.reason, i.judged_on as "judgedOn"
    from restart_item i
    join account a on a.id = i.account_id
    join creditor c on c.id = a.creditor_id
    where i.batch_no = ${no}
      and i.reason is not null
    order by i.rank
    limit ${MOST_LISTED}`.execute(db);
  return { ...batch, notReleased: rows };
}
