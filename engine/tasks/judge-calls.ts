/** Asks the gate whether calls that wait for a caller may be made right now. */
import { type Kysely, sql } from 'kysely';
import { contactOf, readContactRows } from '../../db/load-contacts.ts';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { Purpose } from '../../domain/channels.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import { type ContactAnswer, judgeStep } from '../../domain/reservations.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';

/** A call that waits for a caller. */
export interface WaitingCall {
  no: bigint;
  accountId: string;
  personId: string;
  stage: string;
  step: string;
  purpose: Purpose;
}

/** The gate's answer to each call, by the number of its task. */
export async function judgeCalls(
  db: Kysely<Database>,
  rulebook: Rulebook,
  calls: readonly WaitingCall[],
  now: Instant,
): Promise<Map<bigint, ContactAnswer>> {
  if (calls.length === 0) return new Map();
  const loaded = await loadMadeContacts(db, rulebook, [...new Set(calls.map(({ accountId }) => accountId))], now);
  return new Map(
    calls.flatMap(({ no, accountId, personId: _, ...step }) => {
      const facts = loaded.get(accountId);
      if (facts === undefined) return [];
      const intent = { ...step, channel: 'call', escalated: false } as const;
      return [[no, judgeStep(rulebook.rulesFor(facts), facts, intent, now)]];
    }),
  );
}

/**
 * The facts of accounts with the contacts that were made. A call counts for the caps once its task is open; here the
 * calls that nobody has made yet are left out, so that a task does not hold back itself.
 */
export async function loadMadeContacts(
  db: Kysely<Database>,
  rulebook: Rulebook,
  accountIds: readonly string[],
  now: Instant,
): Promise<Map<string, AccountFacts>> {
  const loaded = await loadFacts(db, accountIds, now, rulebook);
  const days = Math.max(0, ...[...loaded.values()].map((facts) => contactDays(rulebook.rulesFor(facts))));
  const persons = [...new Set([...loaded.values()].map(({ person }) => person.id))];
  const unmade = await unmadeCalls(db, persons);
  const rows = await readContactRows(db, persons, now - days * DAY_MS);
  const made = groupBy(
    rows.filter(({ effects }) => effects === null || !effects.every((effect) => unmade.has(effect))),
    ({ person }) => person,
  );
  return new Map(
    [...loaded].map(([id, facts]) => {
      const contacts = (made.get(facts.person.id) ?? []).map((row) => contactOf(row, now));
      return [id, { ...facts, contacts }];
    }),
  );
}

/** Ids of the calls whose tasks are open. */
async function unmadeCalls(db: Kysely<Database>, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ effect: string }>`
    select t.effect_id as effect
    from effect e
    join task t on t.effect_id = e.id
    where e.person_id = any(${[...personIds]}::uuid[])
      and e.channel = 'call'
      and t.state = 'open'`.execute(db);
  return new Set(rows.map(({ effect }) => effect));
}
