/** People around the system: callers work their tasks, clerks find out what no machine could and close disputes. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { ChaosApi } from './api-client.ts';
import type { Dice } from './dice.ts';
import { insist } from './patience.ts';

export interface PeopleParts {
  db: Kysely<Database>;
  door: ChaosApi;
  dice: Dice;
  /** Does the provider's own log hold this key? */
  accepted(key: string): boolean;
}
interface Task {
  no: number;
  kind: string;
  key: string | null;
  /** Wall milliseconds since nobody has known of it. */
  age: number;
}

const AT_ONCE = 6;
const CONTACTS = ['no-answer', 'no-answer', 'no-answer', 'busy', 'voicemail', 'third-party'] as const;
/** Whoever asks the provider too soon is told of nothing that is still on its way. Wall milliseconds. */
const ASK_AFTER_MS = 15_000;

/** Answers what is open now. `all`: also what a person would leave for tomorrow. Returns how many tasks were answered. */
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
      select t.no, t.kind, d.key from task t left join effect e on e.id = t.effect_id left join dispatch d on d.id = e.dispatch_id
      where t.state = 'open' order by t.no`.execute(db),
  );
  return rows.map(({ no, ...row }) => {
    const seen = firstSeen.get(Number(no)) ?? performance.now();
    firstSeen.set(Number(no), seen);
    return { no: Number(no), ...row, age: performance.now() - seen };
  });
}

async function answer({ door, dice, accepted }: PeopleParts, { no, kind, key }: Task): Promise<boolean> {
  const outcome =
    kind === 'call' ? { contact: dice.pick(CONTACTS) } : { found: key !== null && accepted(key) ? 'sent' : 'unsent' };
  return (await door.post(`/v1/tasks/${no}/outcome`, { as: dice.pick(['Mei', 'Jun']), outcome })) !== null;
}
