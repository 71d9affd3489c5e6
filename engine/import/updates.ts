/** Applies newer rows of the book to known accounts: updates the dues and records the difference as a fact. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockAccounts } from '../../db/lock.ts';
import { changesReceived, receivedMinor } from '../../db/received.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import { planBookUpdate } from '../../domain/book.ts';
import { delinquency } from '../../domain/dpd.ts';
import type { Due } from '../../domain/facts.ts';
import { addDays, type CalendarDate, type Instant, instantAt } from '../../domain/time.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Candidate } from './accounts.ts';

/** A newer row of a known account. */
export interface Change extends Candidate {
  accountId: string;
}
/** A creditor that the book may name. */
export interface BookCreditor {
  id: string;
  code: string;
  zone: string;
  currency: string;
  /** Business date in the creditor's zone. */
  today: CalendarDate;
}

/** Money received in minor units: before the row's day, to the end of that day, and in total. */
interface Money {
  before: bigint;
  within: bigint;
  all: bigint;
}
interface PlannedChange {
  change: Change;
  added: Due[];
  raised: Due[];
  fact: FactInput;
  cured: boolean;
}

/** Net money received by our own count, by account id. */
async function receivedOf(
  db: Kysely<Database>,
  creditor: BookCreditor,
  changes: readonly Change[],
): Promise<Map<string, Money>> {
  const from = changes.map((change) => new Date(instantAt(change.book.asOf, 0, creditor.zone)));
  const until = changes.map((change) => new Date(instantAt(addDays(change.book.asOf, 1), 0, creditor.zone)));
  const { rows } = await sql<{ id: string; before: string; within: string; all: string }>`
    select n.id,
      coalesce(sum(m.minor) filter (where f.occurred_at < n.day), 0)::text as before,
      coalesce(sum(m.minor) filter (where f.occurred_at < n.next), 0)::text as within,
      coalesce(sum(m.minor), 0)::text as all
    from unnest(
      ${changes.map((change) => change.accountId)}::uuid[],
      ${from}::timestamptz[],
      ${until}::timestamptz[])
      as n (id, day, next)
    join fact f on f.account_id = n.id and ${changesReceived}
    cross join lateral (select ${receivedMinor} as minor) m
    group by n.id`.execute(db);
  return new Map(
    rows.map((row) => [row.id, { before: BigInt(row.before), within: BigInt(row.within), all: BigInt(row.all) }]),
  );
}

async function duesOf(db: Kysely<Database>, accountIds: readonly string[]): Promise<Map<string, Due[]>> {
  const rows = await db
    .selectFrom('due')
    .select(['account_id', 'due_on', 'minor'])
    .where('account_id', 'in', [...accountIds])
    .execute();
  const dues = new Map<string, Due[]>(accountIds.map((id) => [id, []]));
  for (const row of rows) dues.get(row.account_id)?.push({ on: row.due_on, minor: row.minor });
  return dues;
}

function merged(known: readonly Due[], added: readonly Due[], raised: readonly Due[]): Due[] {
  const higher = new Map(raised.map((due) => [due.on, due]));
  return [...known.map((due) => higher.get(due.on) ?? due), ...added];
}

const NOTHING: Money = { before: 0n, within: 0n, all: 0n };

function planChange(
  creditor: BookCreditor,
  change: Change,
  known: readonly Due[],
  money: Money,
  now: Instant,
): PlannedChange {
  const { book } = change;
  const update = planBookUpdate(known, book.dues, money);
  // The file's balance does not include money that came after its day. It includes the money of that day unless the
  // file lists the dues without it.
  const listed = book.dues.reduce((sum, due) => sum + due.minor, 0n);
  const asked = known.reduce((sum, due) => sum + due.minor, update.newDues);
  const later = listed >= asked - money.before ? money.all - money.before : money.all - money.within;
  const was = delinquency(known, money.all, creditor.today).overdue;
  const is = delinquency(
    merged(known, update.added, update.raised),
    money.all - update.adjustment,
    creditor.today,
  ).overdue;
  const { newDues, adjustment } = update;
  return {
    change,
    added: update.added,
    raised: update.raised,
    cured: was > 0n && is === 0n,
    fact: {
      accountId: change.accountId,
      kind: 'balance-update',
      body: { asOf: book.asOf, balance: book.balance - later, newDues, adjustment },
      source: 'book',
      externalId: book.asOf,
      occurredAt: Math.min(now, instantAt(book.asOf, 0, creditor.zone)),
    },
  };
}

/** What each change would do. Writes nothing. */
export async function planChanges(
  db: Kysely<Database>,
  creditor: BookCreditor,
  changes: readonly Change[],
  now: Instant,
): Promise<PlannedChange[]> {
  if (changes.length === 0) return [];
  const received = await receivedOf(db, creditor, changes);
  const dues = await duesOf(
    db,
    changes.map((change) => change.accountId),
  );
  return changes.map((change) =>
    planChange(creditor, change, dues.get(change.accountId) ?? [], received.get(change.accountId) ?? NOTHING, now),
  );
}

async function writeDues(db: Kysely<Database>, creditorId: string, planned: readonly PlannedChange[]): Promise<void> {
  const dues = planned.flatMap(({ change, added, raised }) =>
    [...added, ...raised].map((due) => ({ id: change.accountId, ...due })),
  );
  if (dues.length === 0) return;
  await sql`
    insert into due (creditor_id, account_id, due_on, minor)
    select ${creditorId}::uuid, n.id, n.due_on, n.minor
    from unnest(
      ${dues.map((due) => due.id)}::uuid[],
      ${dues.map((due) => due.on)}::date[],
      ${dues.map((due) => due.minor)}::bigint[])
      as n (id, due_on, minor)
    on conflict (account_id, due_on)
    do update set minor = excluded.minor`.execute(db);
}

async function writeAccounts(db: Kysely<Database>, changes: readonly Change[]): Promise<void> {
  const column = <T>(value: (change: Change) => T): T[] => changes.map(value);
  await sql`
    update account a
    set row_hash = n.row_hash, contract_date = n.contract_date, credit_limit = n.credit_limit,
      bureau_consent = n.consent,
      reached_stage = coalesce(n.reached_stage, a.reached_stage),
      notified_on = coalesce(n.notified_on, a.notified_on),
      last_payment_on = coalesce(n.paid_on, a.last_payment_on),
      last_payment = coalesce(n.paid, a.last_payment)
    from unnest(
      ${column((change) => change.accountId)}::uuid[],
      ${column((change) => change.hash)}::text[],
      ${column(({ book }) => book.contractDate)}::date[],
      ${column(({ book }) => book.creditLimit)}::bigint[],
      ${column(({ book }) => book.bureauConsent)}::boolean[],
      ${column(({ book }) => book.reachedStage)}::text[],
      ${column(({ book }) => book.notifiedOn)}::date[],
      ${column(({ book }) => book.lastPaymentOn)}::date[],
      ${column(({ book }) => book.lastPayment)}::bigint[])
      as n (id, row_hash, contract_date, credit_limit, consent, reached_stage, notified_on, paid_on, paid)
    where a.id = n.id`.execute(db);
}

/**
 * Writes the changes of one creditor and records each as a fact, and each of the `gained` contact points. The persons
 * are locked already. Returns how many accounts were cured.
 */
export async function writeChanges(
  trx: Transaction<Database>,
  creditor: BookCreditor,
  changes: readonly Change[],
  gained: readonly { personId: string; point: string }[],
  now: Instant,
): Promise<number> {
  if (changes.length + gained.length === 0) return 0;
  await lockAccounts(
    trx,
    changes.map((change) => change.accountId),
  );
  const planned = await planChanges(trx, creditor, changes, now);
  await writeDues(trx, creditor.id, planned);
  if (changes.length > 0) await writeAccounts(trx, changes);
  const news = gained.map(({ personId, point }): FactInput => {
    return { personId, kind: 'address-added', body: { point }, source: 'book', externalId: point, occurredAt: now };
  });
  await recordFacts(trx, [...planned.map(({ fact }) => fact), ...news], bySystem('book', now));
  return planned.filter(({ cured }) => cured).length;
}
