/** What a caller's script is made of: the person to call, the creditor, and the facts of the account. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { ShownTaskView } from '../../domain/contracts/views.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Recipient } from '../../domain/letter.ts';
import { ROLES, type Role } from '../../domain/parties.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import { permissionsFor, SPOKEN_TO } from '../../domain/spoken-to.ts';
import type { Instant } from '../../domain/time.ts';
import { readPersons } from '../persons/persons.ts';

/** Reads the call of a task. Null when the task is not open. */
export async function readCall(
  db: Kysely<Database>,
  rulebook: Rulebook,
  no: bigint,
  now: Instant,
): Promise<{ to: Recipient; facts: AccountFacts; spokenTo: SpokenToPerson[] } | null> {
  const { rows } = await sql<{ account_id: string; person_id: string }>`
    select t.account_id, coalesce(t.person_id, e.person_id) as person_id
    from task t
    join effect e on e.id = t.effect_id
    where t.no = ${no}
      and t.state = 'open'`.execute(db);
  const task = rows[0];
  if (!task) return null;
  const to = (await readPersons(db, [task.person_id])).get(task.person_id);
  const facts = (await loadFacts(db, [task.account_id], now, rulebook)).get(task.account_id);
  return to && facts ? { to, facts, spokenTo: await readSpokenTo(db, rulebook, facts, now) } : null;
}

/** Somebody who may answer, by name where the files of the lender name them. */
type SpokenToPerson = NonNullable<ShownTaskView['call']>['spokenTo'][number];

/** What may be said to each party of the account, the debtor first, and to those who are none. */
async function readSpokenTo(
  db: Kysely<Database>,
  rulebook: Rulebook,
  facts: AccountFacts,
  now: Instant,
): Promise<SpokenToPerson[]> {
  const rules = rulebook.rulesFor(facts);
  const permissions = permissionsFor(rules, situationOf(facts, now, rules));
  const { rows } = await sql<{ person_id: string; role: Role }>`
    select person_id, role
    from account_person
    where account_id = ${facts.accountId}::uuid
    order by array_position(${[...ROLES]}::text[], role), person_id`.execute(db);
  const persons = await readPersons(
    db,
    rows.map((row) => row.person_id),
  );
  const parties = rows.map(({ person_id, role }) => ({ role, name: persons.get(person_id)?.name ?? null }));
  const others = SPOKEN_TO.filter((role) => !(ROLES as readonly string[]).includes(role));
  return [...parties, ...others.map((role) => ({ role, name: null }))].map(({ role, name }) => {
    const { mayHear, words } = permissions[role];
    return { role, name, mayHear, permission: words };
  });
}
