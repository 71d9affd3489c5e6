/** Tasks for people: the rows that callers and staff see. An effect counts as sent once its task row exists. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { CALL_BACKS } from '../../domain/call-backs.ts';
import type { Judged } from '../../domain/claim.ts';
import { taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';

/** Opens the task of each task effect in the claim, and marks the effect sent. */
export async function openTasks(trx: Transaction<Database>, judged: readonly Judged[], now: Instant): Promise<void> {
  const rows = judged.flatMap(({ effect: { id, task }, state, answerBy }) => {
    if (task === null || state !== 'sent') return [];
    const due = Math.min(taskDueAt(task, now), answerBy ?? Number.POSITIVE_INFINITY);
    return [{ id: uuidv7(), effect_id: id, kind: task, due_at: new Date(due) }];
  });
  if (rows.length === 0) return;
  const at = new Date(now);
  await sql`
    with r as (
      select *
      from ${rowsOf(rows, { id: 'uuid', effect_id: 'uuid', kind: 'text', due_at: 'timestamptz' })}),

    sent as (
      update effect e
      set state = 'sent', sent_at = ${at}, settled_at = ${at}
      from r
      where e.id = r.effect_id
      returning e.id, e.creditor_id, e.account_id, e.person_id,
        case when e.channel = 'call' and e.occurrence >= ${CALL_BACKS} then e.due_at end as wished_at)

    insert into task (id, creditor_id, account_id, person_id, effect_id, kind, opened_at, due_at, wished_at)
    select r.id, s.creditor_id, s.account_id, s.person_id, s.id, r.kind, ${at}, r.due_at, s.wished_at
    from r
    join sent s on s.id = r.effect_id
    order by r.id
    on conflict (effect_id) do nothing`.execute(trx);
}
