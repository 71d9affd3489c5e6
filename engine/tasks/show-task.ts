/** One task with what its doer must see. Personal values are read here for the one who does the task, and stored nowhere else. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { taskAnswer } from '../../domain/contracts/answer.ts';
import { Problem } from '../../domain/problems.ts';
import { situationOf } from '../../domain/situation.ts';
import type { Situation } from '../../domain/stage.ts';
import type { Instant } from '../../domain/time.ts';
import { listTasks } from './list-tasks.ts';

interface Doer {
  account_id: string | null;
  name: string | null;
  language: string | null;
  zone: string | null;
  phones: string[] | null;
}

/** The task, whom it is about, and the situation of its account for what a stage wants to show. Throws `unknown-task`. */
export async function showTask(db: Kysely<Database>, no: bigint, now: Instant) {
  const [task] = await listTasks(db, { no, limit: 1 }, now);
  if (!task) throw new Problem('unknown-task', { task: String(no) });
  const { rows } = await sql<Doer>`
    select t.account_id, p.name, p.language, p.zone, (select array_agg(cp.value order by cp.id) from contact_point cp
      where cp.person_id = p.id and cp.channel = 'sms' and cp.invalid_since is null) as phones
    from task t left join effect e on e.id = t.effect_id left join person p on p.id = coalesce(t.person_id, e.person_id) where t.no = ${no}`.execute(
    db,
  );
  const doer = rows[0];
  const call = task.kind === 'call' && task.state === 'open';
  const { name, language, zone } = doer ?? {};
  return {
    ...taskAnswer(task),
    // Who may be named only to those who call or look after the person.
    who:
      call || task.kind.endsWith('-review')
        ? { name: name ?? null, language: language ?? null, zone: zone ?? null, phones: doer?.phones ?? [] }
        : null,
  };
}

/** The situation of a task's account, for checklists; null when the task has none. */
export async function situationOfTask(db: Kysely<Database>, no: bigint, now: Instant): Promise<Situation | null> {
  const row = await db.selectFrom('task').select('account_id').where('no', '=', no).executeTakeFirst();
  const id = row?.account_id;
  const facts = id ? (await loadFacts(db, [id], now)).get(id) : undefined;
  return facts ? situationOf(facts, now) : null;
}
