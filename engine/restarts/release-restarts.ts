/**
 * Releases accounts of approved bulk restarts: on each working day of the creditor so many, the oldest permission
 * first. Each is judged again on its day. What no longer passes drops out and goes back to its task; what waits for a
 * book only is asked again on the next working day.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { leaveHint } from '../../db/hints.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { byPerson } from '../../domain/act.ts';
import { type BulkFault, hasLapsed, onlyAwaitsBook, RESTARTS_A_DAY } from '../../domain/bulk-restart.ts';
import { workingDaysOf } from '../../domain/calendars/creditor-days.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { silenceMonths } from '../../domain/silence.ts';
import { addMonths, type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { faultsOf } from './judge-restarts.ts';
import { tryLockRestarts } from './lock-restarts.ts';
import { endLapsed } from './restart-batches.ts';

/** What a release works with. */
export interface ReleaseDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  /** Business time. */
  now(): Promise<Instant>;
}

/** Accounts a transaction: it locks their persons, and a claim that waits for a person must not wait long. */
const AT_ONCE = 25;
/** Transactions a creditor and sweep: the rest of the sweep must not wait long. */
const ROUNDS = 4;

interface Creditor {
  id: string;
  zone: string;
  terms: CreditorTerms;
}
/** A bulk restart that is not over, and its creditor. */
interface OpenBatch extends Creditor {
  no: bigint;
  proposedAt: Instant;
  approved: boolean;
}
/** An account whose turn has come, with who let it begin. */
interface Item {
  account: string;
  batch: bigint;
  proposedBy: string;
  approvedBy: string;
  approvedAt: Instant;
}

/** Releases what may begin today, and ends proposals that nobody approved in time. Safe to run on many workers. */
export async function releaseRestarts({ db, rulebook, now: clock }: ReleaseDeps): Promise<void> {
  const { rows } = await sql<OpenBatch>`
    select b.no, b.proposed_at as "proposedAt", b.approved_at is not null as approved, c.id, c.zone, c.terms
    from restart_batch b
    join creditor c on c.id = b.creditor_id
    where b.ended_at is null
    order by c.id`.execute(db);
  if (rows.length === 0) return;
  const now = await clock();
  const lapsed = rows.filter(({ approved, proposedAt }) => !approved && hasLapsed(proposedAt, now));
  await endLapsed(
    db,
    lapsed.map(({ no }) => no),
    now,
  );
  for (const [, [creditor]] of groupBy(
    rows.filter(({ approved }) => approved),
    ({ id }) => id,
  ))
    if (creditor && worksOn(creditor, localDate(now, creditor.zone)))
      await releaseToday({ db, rulebook }, creditor, now);
}

function worksOn({ zone, terms }: Creditor, day: CalendarDate): boolean {
  const { country = null, closedDays = [] } = terms;
  return workingDaysOf({ zone, country, closedDays })(day);
}

async function releaseToday(deps: Omit<ReleaseDeps, 'now'>, creditor: Creditor, now: Instant): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) if (!(await releaseSome(deps, creditor, now))) return;
}

/** Judges and releases the next accounts. Returns whether there may be more today. */
async function releaseSome(
  { db, rulebook }: Omit<ReleaseDeps, 'now'>,
  creditor: Creditor,
  now: Instant,
): Promise<boolean> {
  const nudge = await inTransaction(db, (trx) => releaseWithin(trx, rulebook, creditor, now));
  if (nudge === null) return false;
  await leaveHint(db, nudge);
  return true;
}

/** Returns the accounts to nudge; null when nothing is left to judge today, or another worker is at it. */
async function releaseWithin(
  trx: Transaction<Database>,
  rulebook: Rulebook,
  { id, zone, terms }: Creditor,
  now: Instant,
): Promise<string[] | null> {
  if (!(await tryLockRestarts(trx, id))) return null;
  const today = localDate(now, zone);
  const left = (terms.restartsADay ?? RESTARTS_A_DAY) - (await releasedOn(trx, id, today));
  const items = left <= 0 ? [] : await nextItems(trx, id, today, Math.min(left, AT_ONCE));
  if (items.length === 0) return null;
  const accounts = items.map(({ account }) => account);
  await lockAccounts(trx, accounts);
  const facts = await loadFacts(trx, accounts, now, rulebook);
  const judged = items.map((item) => ({ item, faults: judge(rulebook, item, facts.get(item.account), now) }));
  await writeStates(trx, judged, today);
  const released = judged.filter(({ faults }) => faults.length === 0).map(({ item }) => item);
  const nudge = await recordReleases(trx, released, now);
  await endBatches(trx, id, now);
  return nudge;
}

/** Accounts that bulk restarts of the creditor released on that day. */
async function releasedOn(trx: Transaction<Database>, creditorId: string, day: CalendarDate): Promise<number> {
  const { count } = await trx
    .selectFrom('restart_item')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('creditor_id', '=', creditorId)
    .where('state', '=', 'released')
    .where('judged_on', '=', day)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function nextItems(
  trx: Transaction<Database>,
  creditorId: string,
  today: CalendarDate,
  limit: number,
): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select i.account_id as account, b.no as batch, b.proposed_by as "proposedBy", b.approved_by as "approvedBy",
      b.approved_at as "approvedAt"
    from restart_batch b
    join restart_item i on i.batch_no = b.no and i.state = 'waiting'
    where b.creditor_id = ${creditorId}::uuid
      and b.approved_at is not null
      and b.ended_at is null
      and (i.judged_on is null or i.judged_on < ${today}::date)
    order by b.approved_at, b.no, i.rank
    limit ${limit}`.execute(trx);
  return rows;
}

/** What keeps the account from beginning today. What two people confirmed grows old like what one confirmed. */
function judge(
  rulebook: Rulebook,
  { approvedAt }: Item,
  facts: AccountFacts | undefined,
  now: Instant,
): readonly BulkFault[] {
  if (facts === undefined) return [{ check: 'silence', words: 'the account is gone' }];
  const { creditor } = facts;
  const until = addMonths(localDate(approvedAt, creditor.zone), silenceMonths(creditor));
  if (until <= localDate(now, creditor.zone))
    return [{ check: 'answer', words: `what two people confirmed counted until ${until}` }];
  return faultsOf(rulebook, facts, now);
}

type Judged = { item: Item; faults: readonly BulkFault[] };

async function writeStates(trx: Transaction<Database>, judged: readonly Judged[], today: CalendarDate): Promise<void> {
  const stateOf = ({ faults }: Judged) =>
    faults.length === 0 ? 'released' : onlyAwaitsBook(faults) ? 'waiting' : 'dropped';
  await sql`
    update restart_item i
    set state = n.state, reason = n.reason, judged_on = ${today}::date
    from unnest(
      ${judged.map(({ item }) => item.account)}::uuid[],
      ${judged.map(stateOf)}::text[],
      ${judged.map(({ faults }) => faults.map(({ words }) => words).join('; ') || null)}::text[])
      as n (account_id, state, reason)
    where i.account_id = n.account_id
      and i.state = 'waiting'`.execute(trx);
}

/** Records for each account that it begins again, by whom. Returns the accounts to nudge. */
async function recordReleases(trx: Transaction<Database>, items: readonly Item[], now: Instant): Promise<string[]> {
  const nudge: string[] = [];
  for (const [batch, all] of groupBy(items, (item) => item.batch)) {
    const { approvedBy, proposedBy } = all[0] as Item;
    const body = { answer: 'begin', by: approvedBy, proposedBy, batch: Number(batch) } as const;
    const facts = all.map(
      ({ account }): FactInput => ({
        ...{ accountId: account, kind: 'restart-reviewed', body, occurredAt: now },
        ...{ source: 'restart', externalId: `batch-${batch}` },
      }),
    );
    nudge.push(...(await recordFacts(trx, facts, byPerson(approvedBy, now))).flatMap((known) => known.nudge));
  }
  return nudge;
}

/** A bulk restart is over when none of its accounts waits. */
async function endBatches(trx: Transaction<Database>, creditorId: string, now: Instant): Promise<void> {
  await sql`
    update restart_batch b
    set ended_at = ${new Date(now)}
    where b.creditor_id = ${creditorId}::uuid
      and b.approved_at is not null
      and b.ended_at is null
      and not exists (
        select
        from restart_item i
        where i.batch_no = b.no
          and i.state = 'waiting')`.execute(trx);
}
