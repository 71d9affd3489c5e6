/** Tasks about holds on a person: opened by facts, raised when an alarm stays unanswered, lifted by a named reviewer. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { HELP_LINES } from '../../domain/care/help-lines.ts';
import type { ShownTaskView } from '../../domain/contracts/views.ts';
import { JURISDICTIONS } from '../../domain/law/rule.ts';
import { jurisdictionsOf } from '../../domain/law/which-law.ts';
import { Problem } from '../../domain/problems.ts';
import { ALARM_TASKS, type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import type { Person } from '../persons/persons.ts';

const [ALARM, RAISED] = ALARM_TASKS;

/** Opens a task about a person, who has at most one open task of each kind. */
export async function openPersonTask(
  trx: Transaction<Database>,
  personId: string,
  kind: TaskKind,
  now: Instant,
): Promise<void> {
  await sql`
    insert into task (id, creditor_id, person_id, kind, opened_at, due_at)
    select ${uuidv7()}::uuid, creditor_id, id, ${kind}, ${new Date(now)}, ${new Date(taskDueAt(kind, now))}
    from person
    where id = ${personId}::uuid
    on conflict do nothing`.execute(trx);
}

/** Opens a task for the supervisor for each alarm that nobody answered in time, once. */
export async function raiseAlarms(db: Kysely<Database>, now: Instant): Promise<void> {
  const { rows } = await sql<{ no: bigint; creditor_id: string; person_id: string }>`
    select t.no, t.creditor_id, t.person_id
    from task t
    where t.kind = ${sql.lit(ALARM)}
      and t.state = 'open'
      and t.due_at <= ${new Date(now)}
      and not exists (
        select
        from task r
        where r.kind = ${sql.lit(RAISED)}
          and r.person_id = t.person_id
          and r.opened_at >= t.opened_at)
    order by t.no`.execute(db);
  for (const { no, creditor_id, person_id } of rows)
    await sql`
      insert into task (id, creditor_id, person_id, kind, reason, opened_at, due_at)
      values (${uuidv7()}::uuid, ${creditor_id}::uuid, ${person_id}::uuid, ${RAISED},
        ${`nobody answered the alarm of task ${no}`}, ${new Date(now)}, ${new Date(taskDueAt(RAISED, now))})
      on conflict do nothing`.execute(db);
}

/** Throws `not-a-reviewer` unless the creditor of the task names the person as a reviewer. */
export async function needReviewer(trx: Transaction<Database>, taskId: string, name: string): Promise<void> {
  const { terms } = await trx
    .selectFrom('task')
    .innerJoin('creditor', 'creditor.id', 'task.creditor_id')
    .select('creditor.terms')
    .where('task.id', '=', taskId)
    .executeTakeFirstOrThrow();
  const plain = (text: string) => text.trim().toLowerCase();
  if (!terms.careReviewers?.some((reviewer) => plain(reviewer) === plain(name)))
    throw new Problem('not-a-reviewer', { name });
}

/** Whom to call in an alarm, and the help lines of where the person lives; those of every country when unknown. */
export function alarmFor({ zone, country, creditor }: Person): ShownTaskView['alarm'] {
  const place = { zone, country };
  const jurisdictions = jurisdictionsOf({ creditor: place, person: { ...place, points: [] } });
  const lines = (jurisdictions.length === 0 ? JURISDICTIONS : jurisdictions).flatMap((name) =>
    HELP_LINES[name].map(({ name: what, number, hours }) => ({ country: name, name: what, number, hours })),
  );
  return { onCall: creditor.terms.careOnCall ?? null, lines };
}
