/** What a person decides about a bank line: whose it is, that it is nobody's, or that its allocation was wrong. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { BankLineState } from '../../domain/contracts/bank-line.ts';
import { showAmount, type WireMoney } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { findSubject } from '../facts/find-subject.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { BANK_SOURCE, endReviews, openReviews, suspenseEnded } from './line-tasks.ts';
import { bookedAt, type LineTold, nameOf, partsOf, paymentOf, sourceOf } from './lines.ts';

/** A part of a line as a person allots it: the whole line where no amount is given. */
export interface AllottedPart {
  /** `creditor/number`, or a number that only one creditor has. */
  account: string;
  amount?: WireMoney | undefined;
}

interface LockedLine extends LineTold {
  no: bigint;
  creditorId: string;
  zone: string;
  direction: 'in' | 'out';
  minor: bigint;
  currency: string;
  bookedOn: CalendarDate;
  state: BankLineState;
  candidates: string[];
}

/** The states in which a person may say whose the money is. */
const OPEN: readonly BankLineState[] = ['review', 'set-aside'];
const ALLOCATED: readonly BankLineState[] = ['matched', 'allocated'];

async function lockLine(trx: Transaction<Database>, no: bigint): Promise<LockedLine> {
  const { rows } = await sql<LockedLine>`
    select l.id, l.no, l.creditor_id as "creditorId", c.zone, l.direction, l.minor, l.currency,
      l.booked_on as "bookedOn", l.state, l.candidates, ${nameOf('l')} as name,
      ${sourceOf('l')} as source
    from bank_line l
    join creditor c on c.id = l.creditor_id
    where l.no = ${no}
    for no key update of l`.execute(trx);
  const [line] = rows;
  if (line === undefined) throw new Problem('unknown-bank-line', { line: String(no) });
  return line;
}

/**
 * Gives the money of a line to one account, or parts of it to several. Returns the accounts to nudge. Throws
 * `unknown-bank-line`, `unknown-account`, `ambiguous-account`, `parts-differ`, or `not-allowed-now` when the line does
 * not wait, or is of another creditor or currency.
 */
export async function allocateLine(
  db: Kysely<Database>,
  no: bigint,
  parts: readonly AllottedPart[],
  act: Act,
): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const line = await lockLine(trx, no);
    if (line.direction === 'out' || !OPEN.includes(line.state)) throw notWaiting(line);
    const allotted = await readParts(trx, line, parts);
    const before = (await partsOf(trx, [line.id])).length;
    const payments = allotted.map(({ account, minor }, index) =>
      paymentOf(line, { no: before + index + 1, account, minor }, bookedAt(line)),
    );
    const recorded = await recordFacts(trx, [...payments, ...suspenseEnded(line.id, line.candidates, act.now)], act);
    const rows = allotted.map((part, index) => ({
      ...part,
      no: before + index + 1,
      payment: recorded[index]?.id ?? null,
    }));
    await sql`
      insert into bank_allocation (line_id, no, account_id, minor, payment_id)
      select ${line.id}::uuid, no, account, minor, payment
      from ${rowsOf(rows, { no: 'int', account: 'uuid', minor: 'bigint', payment: 'uuid' })}`.execute(trx);
    await endReviews(trx, [line.id], { state: 'allocated', act });
    return nudged(recorded);
  });
}

/** Says that a line is no payment of a debtor. Returns the accounts to nudge. Throws as allocateLine. */
export async function setLineAside(db: Kysely<Database>, no: bigint, reason: string, act: Act): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const line = await lockLine(trx, no);
    if (line.state !== 'review') throw notWaiting(line);
    const recorded = await recordFacts(trx, suspenseEnded(line.id, line.candidates, act.now), act);
    await endReviews(trx, [line.id], { state: 'set-aside', act, reason });
    return nudged(recorded);
  });
}

/**
 * Takes a wrong allocation back: its payments never counted, and the line waits for a person again. Returns the
 * accounts to nudge. Throws `unknown-bank-line` or `not-allowed-now` when the line has no allocation.
 */
export async function takeLineBack(db: Kysely<Database>, no: bigint, reason: string, act: Act): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const line = await lockLine(trx, no);
    if (line.direction === 'out' || !ALLOCATED.includes(line.state))
      throw notAllowedNow(`bank line ${no} has no allocation: ${line.state}`, 'npx arrears bank list shows the lines.');
    await needWhole(trx, line);
    const live = (await partsOf(trx, [line.id])).filter(({ endedBy }) => endedBy === null);
    const voided = live.map(
      ({ account, payment }): AccountFactInput => ({
        ...{ accountId: account, kind: 'payment-misallocated', body: { payment } },
        ...{ source: BANK_SOURCE, occurredAt: act.now },
      }),
    );
    const recorded = await recordFacts(trx, voided, act);
    const rows = live.map((part, index) => ({ no: part.no, by: recorded[index]?.id ?? null }));
    await sql`
      update bank_allocation p
      set ended_by = r.by
      from ${rowsOf(rows, { no: 'int', by: 'uuid' })}
      where p.line_id = ${line.id}::uuid
        and p.no = r.no`.execute(trx);
    await openReviews(trx, [{ id: line.id, minor: line.minor, reason: 'taken-back', candidates: [] }], act.now);
    await sql`update bank_line set reason = ${reason} where id = ${line.id}::uuid`.execute(trx);
    return nudged(recorded);
  });
}

/** Of a payment that went back in part, the rest is not another's. Throws `not-allowed-now`. */
async function needWhole(trx: Transaction<Database>, { id, no }: LockedLine): Promise<void> {
  const { rows } = await sql`select 1 from bank_line where takes_back_line = ${id}::uuid limit 1`.execute(trx);
  if (rows.length > 0)
    throw notAllowedNow(
      `a part of the money of bank line ${no} went back to the payer`,
      'Put the accounts right by hand: npx arrears record ACCOUNT reversal, and record ACCOUNT payment.',
    );
}

const nudged = (facts: readonly { nudge: readonly string[] }[]): string[] => [
  ...new Set(facts.flatMap(({ nudge }) => nudge)),
];

function notWaiting({ no, state, direction }: LockedLine): Problem {
  return direction === 'out' && state === 'review'
    ? notAllowedNow(
        `bank line ${no} is money out`,
        'Record what came back: npx arrears record ACCOUNT reversal, then set the line aside.',
      )
    : notAllowedNow(
        `bank line ${no} does not wait for a decision: ${state}`,
        `npx arrears bank show ${no} has what became of it; npx arrears bank take-back ${no} undoes an allocation.`,
      );
}

/** The parts with their accounts. They are of the line's creditor and currency, and add up to it. */
async function readParts(trx: Transaction<Database>, line: LockedLine, parts: readonly AllottedPart[]) {
  const allotted: { account: string; minor: bigint }[] = [];
  for (const { account, amount } of parts) {
    const subject = await findSubject(trx, account);
    if (subject.accountId === null || subject.creditorId !== line.creditorId)
      throw notAllowedNow(`${subject.name} is no account of the creditor of bank line ${line.no}`, SAME_CREDITOR);
    if (subject.currency !== line.currency || (amount !== undefined && amount.currency !== line.currency))
      throw new Problem('wrong-currency', { given: amount?.currency ?? line.currency, currency: subject.currency });
    allotted.push({ account: subject.accountId, minor: amount === undefined ? line.minor : BigInt(amount.minor) });
  }
  const sum = allotted.reduce((all, { minor }) => all + minor, 0n);
  const isTwice = new Set(allotted.map(({ account }) => account)).size < allotted.length;
  if (sum !== line.minor || isTwice || allotted.some(({ minor }) => minor <= 0n))
    throw new Problem('parts-differ', {
      line: String(line.no),
      sum: showAmount(sum, line.currency),
      amount: showAmount(line.minor, line.currency),
    });
  return allotted;
}

const SAME_CREDITOR = 'Money goes to accounts of the creditor whose bank account it came to.';
