/** One task with what its doer must see. Personal values are shown only for tasks whose doer needs them. */
import { type Kysely, sql } from 'kysely';
import type { WrongRecord } from '../../channels/bureau/right-record.ts';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { readReply } from '../../domain/care/read-reply.ts';
import { taskAnswer, wireMoment } from '../../domain/contracts/answer.ts';
import { evidenceAnswer } from '../../domain/contracts/evidence-view.ts';
import type { ShownTaskView } from '../../domain/contracts/views.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import type { Situation } from '../../domain/stage.ts';
import { type TaskKind, taskRule } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import type { BreachDetails } from '../facts/late-told.ts';
import { wrongRecordsOf } from '../files/check-records.ts';
import { evidenceOfTask } from '../persons/accept-evidence.ts';
import { type Person, readPersons } from '../persons/persons.ts';
import { repliesOfTask } from '../persons/replies.ts';
import { readScore } from '../score/read-score.ts';
import { alarmFor } from './care-tasks.ts';
import { complaintsOfTask } from './complaint-task.ts';
import { listTasks } from './list-tasks.ts';

/** Reads a task and, where its doer must know, the person whom it is about. Throws `unknown-task`. */
export async function readTask(db: Kysely<Database>, no: bigint, now: Instant) {
  const [task] = await listTasks(db, { no, limit: 1 }, now);
  if (!task) throw new Problem('unknown-task', { task: String(no) });
  // The person is named only to those who call or look after them.
  const { shows } = taskRule(task.kind);
  const named =
    ['person', 'alarm', 'replies', 'complaints', 'letter'].includes(shows) ||
    (shows === 'call' && task.state === 'open');
  const person = named ? await personOfTask(db, no) : undefined;
  const breaches = shows === 'breaches' ? await breachesOfTask(db, no) : null;
  const alarm = shows === 'alarm' && person !== undefined ? alarmFor(person) : null;
  const classes = shows === 'classes' && task.account !== null ? await readScore(db, task.account) : null;
  const replies = shows === 'replies' ? (await repliesOfTask(db, no)).map(replyAnswer) : null;
  const complaints = shows === 'complaints' ? await complaintsOfTask(db, no) : null;
  const evidence = WITH_EVIDENCE.includes(task.kind) ? (await evidenceOfTask(db, no)).map(evidenceAnswer) : null;
  const who = named ? whoOf(person) : null;
  return { ...taskAnswer(task), who, breaches, alarm, replies, complaints, evidence, classes };
}

/** Kinds in which a dispute or a complaint is answered. */
const WITH_EVIDENCE: readonly string[] = ['review-dispute', 'review-complaint'] satisfies TaskKind[];

/** What the task lists, in the form of the view. */
async function breachesOfTask(db: Kysely<Database>, no: bigint): Promise<ShownTaskView['breaches']> {
  const row = await db.selectFrom('task').select('details').where('no', '=', no).executeTakeFirst();
  const { told } = (row?.details ?? { told: [] }) as Pick<BreachDetails, 'told'>;
  return told.map(({ because, from, until, found, prepared }) => ({
    because,
    from: wireMoment(from),
    until: wireMoment(until),
    found: found.map(({ at, ...rest }) => ({ at: wireMoment(at), ...rest })),
    prepared: prepared.map(({ kind, body }) => ({ fact: kind, data: { ...body } })),
  }));
}

/** Read anew for its signs: the lexicon may have grown since. */
const replyAnswer = ({ at, ...reply }: Awaited<ReturnType<typeof repliesOfTask>>[number]) => ({
  at: wireMoment(at),
  ...reply,
  signs: readReply(reply.text),
});

async function personOfTask(db: Kysely<Database>, no: bigint): Promise<Person | undefined> {
  const { rows } = await sql<{ person_id: string | null }>`
    select coalesce(t.person_id, e.person_id) as person_id
    from task t
    left join effect e on e.id = t.effect_id
    where t.no = ${no}`.execute(db);
  const id = rows[0]?.person_id ?? null;
  return id === null ? undefined : (await readPersons(db, [id])).get(id);
}

/** What is shown of a person: name, language, zone and valid phones. */
function whoOf(person: Person | undefined) {
  const phones = person?.points.filter((point) => point.channel === 'sms' && !point.wrong) ?? [];
  return {
    name: person?.name ?? null,
    language: person?.language ?? null,
    zone: person?.zone ?? null,
    phones: phones.map((point) => point.value),
  };
}

/** The situation of a task's account, for checklists. Null when the task has no account. */
export async function situationOfTask(
  db: Kysely<Database>,
  rulebook: Rulebook,
  no: bigint,
  now: Instant,
): Promise<Situation | null> {
  const row = await db.selectFrom('task').select('account_id').where('no', '=', no).executeTakeFirst();
  const id = row?.account_id;
  const facts = id ? (await loadFacts(db, [id], now, rulebook)).get(id) : undefined;
  return facts ? situationOf(facts, now, rulebook.rulesFor(facts)) : null;
}

/** The records of the task's account that are wrong today; none once the task has ended. */
export async function readWrongRecords(db: Kysely<Database>, no: bigint, now: Instant): Promise<WrongRecord[]> {
  const task = await db.selectFrom('task').select(['account_id', 'state']).where('no', '=', no).executeTakeFirst();
  const id = task?.state === 'open' ? task.account_id : null;
  return id === null ? [] : ((await wrongRecordsOf(db, [id], now)).get(id) ?? []);
}
