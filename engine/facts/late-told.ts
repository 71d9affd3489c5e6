/**
 * Lists what happened in a time that was told late: a hold, death, bankruptcy or representation that had begun before it
 * was known. A task per account shows it, with the corrections prepared.
 */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { type BreachReport, findBreaches, holdToldLate, type ToldLate } from '../../domain/breaches.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import { endOfDay, type Instant, startOfDay } from '../../domain/time.ts';
import type { AccountFactInput, PersonFactInput } from './fact-input.ts';

type Trx = Transaction<Database>;
type Hold = Extract<AccountFactInput, { kind: 'hold' }>;
type Care = Extract<
  PersonFactInput,
  { kind: 'death' | 'bankruptcy' | 'hardship' | 'care-hold' | 'distress' | 'represented' }
>;

const BREACH_TASK = 'possible-breach' satisfies TaskKind;

/** The stored form of `task.details` of this kind. */
export interface BreachDetails {
  v: 1;
  told: BreachReport[];
}

/** Opens the task of a hold that was told late. The account is locked. */
export async function listBreachesOfHold(trx: Trx, hold: Hold, now: Instant): Promise<void> {
  // The account's facts are read only where part of the hold may have passed.
  if (hold.body.from === undefined && hold.occurredAt >= now) return;
  const account = (await loadStandingFacts(trx, [hold.accountId])).get(hold.accountId);
  if (!account) return;
  const late = holdToldLate(hold.body, { occurredAt: hold.occurredAt, now, zone: account.creditor.zone });
  if (late !== null) await openTask(trx, account, late, now);
}

/** Why a hold on a person makes what happened before it was told a possible breach; null where it does not. */
function becauseOf(fact: Care): ToldLate['because'] | null {
  if (fact.kind === 'death' || fact.kind === 'bankruptcy') return fact.kind;
  if (fact.kind === 'represented') return 'representation';
  return fact.kind === 'care-hold' && fact.body.type === 'breathing-space' ? 'breathing space' : null;
}

/** The time that a hold on a person had lasted when it was told. */
function lateTime(fact: Care, zone: string, now: Instant): { from: Instant; until: Instant } {
  if (fact.kind !== 'care-hold') return { from: fact.occurredAt, until: now };
  const { since, until } = fact.body;
  return {
    from: since === undefined ? fact.occurredAt : startOfDay(since, zone),
    until: until === undefined ? now : Math.min(endOfDay(until, zone), now),
  };
}

/** Opens a task for each account of a person whose hold was told late. The accounts are locked. */
export async function listBreachesOfPerson(trx: Trx, fact: Care, now: Instant): Promise<void> {
  const because = becauseOf(fact);
  const hasDay = fact.kind === 'care-hold' && fact.body.since !== undefined;
  if (because === null || (fact.occurredAt >= now && !hasDay)) return;
  const owned = await trx
    .selectFrom('account_person')
    .select('account_id')
    .where('person_id', '=', fact.personId)
    .where('role', '=', 'debtor')
    .orderBy('account_id')
    .execute();
  const accounts = await loadStandingFacts(
    trx,
    owned.map((row) => row.account_id),
  );
  for (const account of accounts.values()) {
    const late = { because, ...lateTime(fact, account.creditor.zone, now) };
    if (late.from < late.until) await openTask(trx, account, late, now);
  }
}

/** An account has at most one open task of the kind: what is told meanwhile is added to it. */
async function openTask(trx: Trx, account: StandingFacts, late: ToldLate, now: Instant): Promise<void> {
  const report = findBreaches(account, late);
  if (report === null) return;
  const details: BreachDetails = { v: 1, told: [report] };
  await sql`
    insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at, details)
    values (${uuidv7()}::uuid, ${account.creditor.id}::uuid, ${account.accountId}::uuid, ${BREACH_TASK},
      ${`${late.because} was told late`}, ${new Date(now)}, ${new Date(taskDueAt(BREACH_TASK, now))},
      ${JSON.stringify(details)}::jsonb)
    on conflict (creditor_id, kind, coalesce(account_id, person_id)) where state = 'open' and effect_id is null
    do update set details = jsonb_set(task.details, '{told}', task.details->'told' || (excluded.details->'told'))`.execute(
    trx,
  );
}
