/** Applies rows of the book to known accounts: records each as a fact, as stated, and keeps what newer rows say. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import { delinquency } from '../../domain/dpd.ts';
import { inOrder } from '../../domain/fact-order.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { positionOf } from '../../domain/money/position.ts';
import { BOOK_FILE } from '../../domain/money/statements.ts';
import type { ProductTerms } from '../../domain/products.ts';
import { type CalendarDate, type Instant, instantAt } from '../../domain/time.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Candidate } from './accounts.ts';

/** A row of a known account. */
export interface Change extends Candidate {
  accountId: string;
  /** A newer row was taken before: only its money is noted. */
  older: boolean;
}
/** A creditor that the book may name. */
export interface BookCreditor {
  id: string;
  code: string;
  zone: string;
  currency: string;
  /** Business date in the creditor's zone. */
  today: CalendarDate;
  products: readonly ProductTerms[];
}

interface PlannedChange {
  change: Change;
  fact: FactInput;
  /** Nothing is overdue any more. */
  cured: boolean;
}

/** The row as a fact: the book as stated. */
function factOf(creditor: BookCreditor, { accountId, book }: Change, now: Instant): BookFact {
  const { asOf, balance, dues } = book;
  return {
    accountId,
    kind: 'balance-update',
    body: { asOf, balance, dues },
    source: BOOK_FILE,
    externalId: asOf,
    occurredAt: Math.min(now, instantAt(asOf, 0, creditor.zone)),
  };
}
type BookFact = Extract<FactInput, { kind: 'balance-update' }>;

/** What each change would do. Writes nothing. */
export async function planChanges(
  db: Kysely<Database>,
  creditor: BookCreditor,
  changes: readonly Change[],
  now: Instant,
): Promise<PlannedChange[]> {
  if (changes.length === 0) return [];
  const known = await loadStandingFacts(
    db,
    changes.map((change) => change.accountId),
  );
  return changes.map((change) => {
    const fact = factOf(creditor, change, now);
    const account = known.get(change.accountId);
    return { change, fact, cured: account !== undefined && isCuredBy(account, fact, creditor.today) };
  });
}

function isCuredBy(account: StandingFacts, fact: BookFact, today: CalendarDate): boolean {
  const { kind, body, occurredAt, source } = fact;
  const row = { id: 'book', kind, body, occurredAt, source, reference: body.asOf, version: account.version };
  const overdue = (facts: StandingFacts) => delinquency(positionOf(facts, today).open, today, facts.grace).overdue;
  return overdue(account) > 0n && overdue({ ...account, facts: [...account.facts, row].sort(inOrder) }) === 0n;
}

async function writeAccounts(db: Kysely<Database>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const column = <T>(value: (change: Change) => T): T[] => changes.map(value);
  await sql`
    update account a
    set row_hash = n.row_hash, row_as_of = n.as_of, contract_date = n.contract_date, credit_limit = n.credit_limit,
      bureau_consent = n.consent,
      (reached_stage, reached_as_of, notified_on) = (
        select told.*
        from (values
          (n.reached_stage, n.as_of, n.notified_on),
          (a.reached_stage, a.reached_as_of, a.notified_on)) told (stage, as_of, notified_on)
        where told.stage is not null
        order by told.as_of desc
        limit 1),
      (last_payment_on, last_payment, last_payment_as_of) = (
        select told.*
        from (values
          (n.paid_on, n.paid, n.as_of),
          (a.last_payment_on, a.last_payment, coalesce(a.last_payment_as_of, a.as_of))) told (paid_on, paid, as_of)
        where told.paid is not null
        order by told.as_of desc
        limit 1)
    from unnest(
      ${column((change) => change.accountId)}::uuid[],
      ${column((change) => change.hash)}::text[],
      ${column(({ book }) => book.asOf)}::date[],
      ${column(({ book }) => book.contractDate)}::date[],
      ${column(({ book }) => book.creditLimit)}::bigint[],
      ${column(({ book }) => book.bureauConsent)}::boolean[],
      ${column(({ book }) => book.reachedStage)}::text[],
      ${column(({ book }) => book.notifiedOn)}::date[],
      ${column(({ book }) => book.lastPaymentOn)}::date[],
      ${column(({ book }) => book.lastPayment)}::bigint[])
      as n (id, row_hash, as_of, contract_date, credit_limit, consent, reached_stage, notified_on, paid_on, paid)
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
  gained: readonly { personId: string; point: string; asOf: CalendarDate }[],
  now: Instant,
): Promise<number> {
  if (changes.length + gained.length === 0) return 0;
  await lockAccounts(
    trx,
    changes.map((change) => change.accountId),
  );
  const planned = await planChanges(trx, creditor, changes, now);
  await writeAccounts(
    trx,
    changes.filter((change) => !change.older),
  );
  const news = gained.map(({ personId, point, asOf }): FactInput => {
    const externalId = `${point}/${asOf}`;
    return { personId, kind: 'address-added', body: { point }, source: 'book', externalId, occurredAt: now };
  });
  await recordFacts(trx, [...planned.map(({ fact }) => fact), ...news], bySystem('book', now));
  return planned.filter(({ cured }) => cured).length;
}
