/**
 * Somebody calls. Nothing is shown before they are identified: who it may be is kept by id, what they answer is
 * compared and forgotten, and which questions were answered is kept.
 */
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { lastPaymentOf } from '../../domain/last-payment.ts';
import { plainAmount } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import {
  type Answers,
  FACTORS,
  type Factor,
  type FoundBy,
  fits,
  type Known,
  plainAnswer,
  questionsFor,
  TRIES,
} from '../../domain/worklist/identity.ts';
import { type CallerValues, findCallers, readCallers } from '../persons/callers.ts';

/** A caller with whom nobody is identified any more until then: business time after the last try. */
const LOCKED_MS = DAY_MS;

/** A caller who is asked. */
export interface Caller {
  no: bigint;
  candidates: number;
  ask: Factor[];
  triesLeft: number;
}

/** Finds who it may be, and says what to ask. Throws `invalid-request` or `caller-locked`. */
export async function openCaller(
  db: Kysely<Database>,
  { by, said, speaksAs, as }: { by: FoundBy; said: string; speaksAs: string; as: string },
  now: Instant,
): Promise<Caller> {
  const persons = await findCallers(db, by, said);
  if (await areLocked(db, persons, now)) throw new Problem('caller-locked');
  const known = await readKnown(db, persons, now);
  const ask = questionsFor([...known.values()], by);
  const { rows } = await sql<{ no: bigint }>`
    insert into caller (id, found_by, speaks_as, person_ids, asked, opened_at, opened_by)
    values (${uuidv7()}::uuid, ${by}, ${speaksAs}, ${persons}::uuid[], ${ask}::text[], ${new Date(now)}, ${as})
    returning no`.execute(db);
  return { no: rows[0]?.no ?? 0n, candidates: persons.length, ask, triesLeft: TRIES };
}

/** Whether somebody failed to be one of these persons too often within a day. */
async function areLocked(db: Kysely<Database>, persons: readonly string[], now: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1
    from caller
    where state = 'locked'
      and ended_at > ${new Date(now - LOCKED_MS)}
      and person_ids && ${[...persons]}::uuid[]
    limit 1`.execute(db);
  return rows.length > 0;
}

interface CallerRow {
  state: 'asked' | 'identified' | 'locked';
  person_ids: string[];
  asked: Factor[];
  tries: number;
  speaks_as: string;
}
/** Who was identified. */
export interface Identified extends Pick<CallerValues, 'name' | 'language' | 'number' | 'accountIds'> {
  personId: string;
  speaksAs: string;
}

/**
 * Compares the answers with what is known of everybody whom it may be. Throws `unknown-caller`, `caller-locked` or,
 * with the tries that are left, `caller-not-identified`: the same whether a person was wrong or nobody was found.
 */
export async function identifyCaller(
  db: Kysely<Database>,
  { no, answers, as }: { no: bigint; answers: Answers; as: string },
  now: Instant,
): Promise<Identified> {
  const came = await inTransaction(db, async (trx) => {
    const { rows } = await sql<CallerRow>`
      select state, person_ids, asked, tries, speaks_as
      from caller
      where no = ${no}
      for no key update`.execute(trx);
    const caller = rows[0];
    if (caller === undefined) throw new Problem('unknown-caller', { caller: String(no) });
    if (caller.state === 'locked' || (await areLocked(trx, caller.person_ids, now))) throw new Problem('caller-locked');
    if (caller.state === 'identified') throw new Problem('unknown-caller', { caller: String(no) });
    const values = await readCallers(trx, caller.person_ids);
    const known = await knownOf(trx, values, now);
    const right = [...known].filter(([, known]) => fits(known, caller.asked, answers)).map(([id]) => id);
    const [personId, another] = right;
    const of = personId === undefined || another !== undefined ? undefined : values.get(personId);
    const tries = caller.tries + 1;
    const state = of !== undefined ? 'identified' : tries >= TRIES ? 'locked' : 'asked';
    await sql`
      update caller
      set tries = ${tries}, state = ${state}, answered = ${Object.keys(answers)}::text[],
        person_id = ${of === undefined ? null : personId}::uuid,
        ended_at = case when ${state} = 'asked' then null else ${new Date(now)}::timestamptz end, ended_by = ${as}
      where no = ${no}`.execute(trx);
    if (of === undefined || personId === undefined) return { left: TRIES - tries };
    const { name, language, number, accountIds } = of;
    return { personId, name, language, number, accountIds, speaksAs: caller.speaks_as };
  });
  if (!('left' in came)) return came;
  throw came.left === 0 ? new Problem('caller-locked') : new Problem('caller-not-identified', { left: came.left });
}

async function readKnown(
  db: Kysely<Database>,
  persons: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Known>> {
  return knownOf(db, await readCallers(db, persons), now);
}

/** The right answers of each person. */
async function knownOf(
  db: Kysely<Database>,
  callers: ReadonlyMap<string, CallerValues>,
  now: Instant,
): Promise<Map<string, Known>> {
  const facts = await loadStandingFacts(
    db,
    [...callers.values()].flatMap(({ accountIds }) => accountIds),
  );
  return new Map(
    [...callers].map(([id, values]) => {
      const accounts = values.accountIds.flatMap((account) => facts.get(account) ?? []);
      const said: Record<Factor, string[]> = {
        'account-number': accounts.map(({ number }) => number),
        'last-payment': accounts.flatMap((account) => lastPayment(account, now)),
        address: values.address === null ? [] : [values.address],
        email: values.emails,
        phone: values.phones,
        'due-day': accounts.flatMap((account) => standingOf(account, now).open.map(({ on }) => on.slice(-2))),
        name: [values.name],
      };
      const plain = FACTORS.map((factor) => [factor, said[factor].map((text) => plainAnswer(factor, text))]);
      return [id, Object.fromEntries(plain) as Known];
    }),
  );
}

function lastPayment(account: StandingFacts, now: Instant): string[] {
  const last = lastPaymentOf(account, standingOf(account, now));
  return last === null ? [] : [plainAmount(last.minor, account.currency)];
}
