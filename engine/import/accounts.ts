/** Copies new accounts of the book into the database, with their persons and dues. */
import type { PoolClient } from 'pg';
import { copyLine, copyRows } from '../../db/copy-rows.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import { hash32 } from '../../domain/hash.ts';
import { arrivesFromOther } from '../../domain/owner.ts';
import { HOUR_MS, type Instant, instantAt } from '../../domain/time.ts';
import type { StrategyOf } from '../strategy/assign-arms.ts';
import { COMPONENT_COLUMNS, componentLines, DETAIL_COLUMN_NAMES, detailValues } from './details.ts';

/** A row of the book that may be written. */
export interface Candidate {
  /** Line of the file. */
  row: number;
  hash: string;
  book: BookRow;
}

/** A row of the book as a new account. */
export interface NewAccount extends Candidate {
  id: string;
}

/** A creditor, and what its new accounts follow. */
interface NewAccountsOf {
  id: string;
  zone: string;
  strategyOf: StrategyOf;
}

/** Minutes after midnight in the creditor's zone. First evaluations of a new file begin then, spread over two hours. */
const FIRST_EVALUATION_MINUTE = 6 * 60;
const SPREAD_MS = 2 * HOUR_MS;

/**
 * 0 to 1, by the creditor's number of the person: spreads a large file over time, all accounts of a person together.
 */
const spreadOf = (person: string): number => hash32(person) / 2 ** 32;

const dayStarts = new Map<string, Instant>();
/** Start of first evaluations on that day. Cached: a file names few days. */
function firstEvaluationAt(asOf: string, zone: string): Instant {
  const key = `${zone} ${asOf}`;
  const known = dayStarts.get(key);
  if (known !== undefined) return known;
  if (dayStarts.size > 1000) dayStarts.clear();
  const at = instantAt(asOf, FIRST_EVALUATION_MINUTE, zone);
  dayStarts.set(key, at);
  return at;
}

function accountLine(creditor: NewAccountsOf, { id, book, hash }: NewAccount, now: Instant): string {
  const overdue = book.dues.reduce((sum, due) => (due.on < book.asOf ? sum + due.minor : sum), 0n);
  const evaluateAt = new Date(
    firstEvaluationAt(book.asOf, creditor.zone) + Math.floor(spreadOf(book.person) * SPREAD_MS),
  ).toISOString();
  return copyLine([
    id,
    creditor.id,
    book.account,
    book.product,
    book.currency,
    book.contractDate,
    book.creditLimit,
    book.balance,
    overdue,
    book.bureauConsent,
    book.account,
    book.asOf,
    openingOf(book),
    book.asOf,
    hash,
    book.reachedStage,
    book.reachedStage === null ? null : book.asOf,
    book.notifiedOn,
    book.lastPaymentOn,
    book.lastPayment,
    book.lastPayment === null ? null : book.asOf,
    evaluateAt,
    arrivesFromOther(book.details) ? new Date(now).toISOString() : null,
    creditor.strategyOf(book.person),
    ...detailValues(book),
  ]);
}

/** The row as stated, as JSON. */
function openingOf({ asOf, balance, dues }: BookRow): string {
  const listed = dues.map(({ on, minor }) => ({ on, minor: minor.toString() }));
  return JSON.stringify({ asOf, balance: balance.toString(), dues: listed });
}

/** The payment reference of an account is its number as long as the book has no column for it. */
const ACCOUNT_COLUMNS = `account (
  id, creditor_id, number, product, currency, contract_date, credit_limit, balance, opening_overdue, bureau_consent,
  payment_reference, as_of, opening, row_as_of, row_hash, reached_stage, reached_as_of, notified_on,
  last_payment_on, last_payment, last_payment_as_of, next_evaluation_at, owner_changed_at, strategy,
  ${DETAIL_COLUMN_NAMES})`;

/** Copies rows of one creditor whose accounts are not stored yet. `persons` maps a creditor's number to a person id. */
export async function copyAccounts(
  client: PoolClient,
  creditor: NewAccountsOf,
  rows: readonly NewAccount[],
  persons: ReadonlyMap<string, string>,
  now: Instant,
): Promise<void> {
  const accounts: string[] = [];
  const roles: string[] = [];
  const dues: string[] = [];
  const components: string[] = [];
  for (const account of rows) {
    const { id, book } = account;
    accounts.push(accountLine(creditor, account, now));
    roles.push(copyLine([creditor.id, id, persons.get(book.person) ?? null]));
    for (const due of book.dues) dues.push(copyLine([creditor.id, id, due.on, due.minor]));
    for (const line of componentLines(creditor.id, { accountId: id, book })) components.push(line);
  }
  await copyRows(client, ACCOUNT_COLUMNS, accounts);
  await copyRows(client, 'account_person (creditor_id, account_id, person_id)', roles);
  await copyRows(client, 'due (creditor_id, account_id, due_on, minor)', dues);
  await copyRows(client, COMPONENT_COLUMNS, components);
}
