/** People around the system: callers work on their tasks, clerks settle unknown effects and close disputes. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { ChaosApi } from './api-client.ts';
import type { Dice } from './dice.ts';
import { insist } from './patience.ts';

export interface PeopleParts {
  db: Kysely<Database>;
  api: ChaosApi;
  dice: Dice;
  /** Whether the provider's log contains this key. */
  accepted(key: string): boolean;
}
interface Task {
  no: number;
  kind: string;
  key: string | null;
  /** Wall milliseconds since the task was first seen. */
  age: number;
}

const AT_ONCE = 6;
const CONTACTS = ['no-answer', 'no-answer', 'no-answer', 'busy', 'voicemail', 'third-party'] as const;
/** Wall milliseconds before a clerk asks the provider; earlier a call may still be on its way. */
const ASK_AFTER_MS = 15_000;

/** Answers the open tasks that can be answered now. Returns their number. */
export async function answerTasks(parts: PeopleParts, firstSeen: Map<number, number>): Promise<number> {
  const tasks = await openTasks(parts.db, firstSeen);
  const left = tasks.filter(
    (task) => task.kind === 'call' || (task.kind === 'settle-unknown' && task.age > ASK_AFTER_MS),
  );
  let done = 0;
  const item = async (): Promise<void> => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) if (await answer(parts, task)) done += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, item));
  return done;
}

async function openTasks(db: Kysely<Database>, firstSeen: Map<number, number>): Promise<Task[]> {
  const { rows } = await insist(() =>
    sql<{ no: bigint; kind: string; key: string | null }>`
      select t.no, t.kind, d.key
      from task t
        left join effect e on e.id = t.effect_id
        left join dispatch d on d.id = e.dispatch_id
      where t.state = 'open'
      order by t.no`.execute(db),
  );
  return rows.map(({ no, ...row }) => {
    const seen = firstSeen.get(Number(no)) ?? performance.now();
    firstSeen.set(Number(no), seen);
    return { no: Number(no), ...row, age: performance.now() - seen };
  });
}

async function answer({ api, dice, accepted }: PeopleParts, { no, kind, key }: Task): Promise<boolean> {
  const outcome =
    kind === 'call' ? { contact: dice.pick(CONTACTS) } : { found: key !== null && accepted(key) ? 'sent' : 'unsent' };
  return (await api.post(`/v1/tasks/${no}/outcome`, { as: dice.pick(['Mei', 'Jun']), outcome })) !== null;
}
