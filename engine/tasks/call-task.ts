/** What a caller's script is made of: the person to call, the creditor, and the facts of the account. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Recipient } from '../../domain/letter.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { readPersons } from '../persons/persons.ts';

/** Reads the call of a task. Null when the task is not open. */
export async function readCall(
  db: Kysely<Database>,
  rulebook: Rulebook,
  no: bigint,
  now: Instant,
): Promise<{ to: Recipient; facts: AccountFacts } | null> {
  const { rows } = await sql<{ account_id: string; person_id: string }>`
    select t.account_id, coalesce(t.person_id, e.person_id) as person_id
    from task t
    join effect e on e.id = t.effect_id
    where t.no = ${no}
      and t.state = 'open'`.execute(db);
  const task = rows[0];
  if (!task) return null;
  const to = (await readPersons(db, [task.person_id])).get(task.person_id);
  const facts = (await loadFacts(db, [task.account_id], now, contactDays(rulebook))).get(task.account_id);
  return to && facts ? { to, facts } : null;
}
