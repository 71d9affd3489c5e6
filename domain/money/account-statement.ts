/**
 * The statement of an account over some days, as it was known at some time: what was owed before, each movement, what
 * was owed at the end and what of that was asked for. Pure. It is not one of the book's statements (statements.ts).
 */
import { type ClosedHow, closedNow } from '../closing.ts';
import { type Disputed, isWhole } from '../disputes.ts';
import type { AccountFact, AccountFactKind, StandingFacts } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import { type Knowledge, knownBy, type ToldFacts, toldOf } from '../known-by.ts';
import { Problem } from '../problems.ts';
import { type Standing, standingOf } from '../standing.ts';
import { addDays, type CalendarDate, earliest, endOfDay, monthEnd } from '../time.ts';
import { type DueSplit, forecastSplit, type StatedSplit } from './allocation.ts';
import { type AllocatedBy, type AllocationOrder, allocationOrder } from './allocation-order.ts';
import { sumOf as componentsOf } from './components.ts';
import {
  begunOn,
  MOVEMENT_KINDS,
  type Movement,
  type MovementKind,
  type Movements,
  movementsOf,
  type Period,
} from './movements.ts';
import { VOIDING_KINDS } from './moves.ts';
import { positionOf } from './position.ts';
import { sumOf } from './settle.ts';
import { BOOK_FILE } from './statements.ts';

/** A line of the statement. Amounts are minor units. */
export interface StatementLine {
  readonly kind: MovementKind;
  /** The day from which it counts. */
  readonly on: CalendarDate;
  /** Negative where less is owed. */
  readonly minor: bigint;
  /** Everything owed after it. */
  readonly balance: bigint;
  /** The fact that tells of it, a row of the book too; null for the first row of an account. */
  readonly fact: AccountFact | null;
  /** Who told it. */
  readonly source: string;
  /** The day on which it happened. */
  readonly happenedOn: CalendarDate;
  /** The day on which it was told. */
  readonly toldOn: CalendarDate | null;
  /** It was not yet known at the end of the period. */
  readonly late: boolean;
}

/** A due that fell due in the period, or that was unpaid at its end. Minor units. */
export interface StatementDue {
  readonly on: CalendarDate;
  /** All that it is known to ask. */
  readonly minor: bigint;
  readonly unpaid: bigint;
  /** Part of the unpaid. */
  readonly disputed: bigint;
}

export interface AccountStatement extends Period {
  /** Asked for with these two, the statement is made again as it is. */
  readonly known: { readonly on: CalendarDate; readonly lastFact: number };
  /** The period begins with the account: the opening balance is what its first book states. */
  readonly begins: boolean;
  readonly opening: bigint;
  /** The opening balance as it was known on the day before the period; null when that is the same. */
  readonly openingThen: bigint | null;
  readonly lines: readonly StatementLine[];
  readonly closing: bigint;
  /** Lines that the statement had at the end of its period and that later facts took out. */
  readonly gone: readonly StatementLine[];
  /** By kind, those that have lines. */
  readonly sums: readonly { readonly kind: MovementKind; readonly minor: bigint }[];
  readonly dues: readonly StatementDue[];
  /** The next due ahead that is not covered; null when none is known. */
  readonly next: { readonly on: CalendarDate; readonly minor: bigint } | null;
  readonly end: StatementEnd;
  /** What is unpaid of dues, by component; null where the newest book splits no due. */
  readonly split: StatementSplit | null;
}

/** The components of what is unpaid: what the newest book says, less the money since, in its order. */
export interface StatementSplit extends AllocationOrder {
  /** Date of the book. */
  readonly asOf: CalendarDate;
  /** Oldest first; dues that are paid are not among them. */
  readonly dues: readonly DueSplit[];
}

/** What a book says of the components of dues, and what the order of payments depends on. */
export interface Splitting extends StatedSplit {
  readonly creditor: AllocatedBy;
  /** Code of the account's product. */
  readonly product: string;
}

/** Where the account stood at the end of the period. */
export interface StatementEnd {
  /** Nothing while all of it is disputed, and nothing once the account is closed. */
  readonly asked: bigint;
  readonly dpd: number;
  readonly disputed: Disputed | null;
  /** Minor units that are disputed. */
  readonly disputedMinor: bigint;
  /** Money that may be for the account; it is not asked for. */
  readonly suspense: bigint;
  readonly closed: ClosedHow | null;
}

/** What is asked. */
export interface StatementQuestion {
  /** As people write the account. */
  readonly name: string;
  /** null: the month of the day whose knowledge is asked for, so far. */
  readonly period: Period | null;
  readonly known: Knowledge;
  /** In the creditor's zone. */
  readonly today: CalendarDate;
  /** null where no book splits a due. */
  readonly splitting: Splitting | null;
}

/** Makes the statement. Throws `no-statement`. */
export function accountStatement(
  account: StandingFacts,
  told: ToldFacts,
  { name, period: asked, known, today, splitting }: StatementQuestion,
): AccountStatement {
  const { facts, lastFact } = knownBy(account.facts, told, known);
  const then = { ...account, facts };
  const period = periodOf(asked ?? monthOf(known.on), { name, begins: begunOn(then), known: known.on, today });
  const { from, through } = period;
  const moved = movementsOf(then, period);
  const lines = linesOf(moved, then, told);
  const before = linesAt(through, account, told, { period, known });
  const ended = accountAtEnd(then, through);
  const standing = standingOf(ended, endOfDay(through, account.creditor.zone));
  return {
    from,
    through,
    known: { on: known.on, lastFact },
    begins: from === begunOn(then),
    opening: moved.opening,
    openingThen: openingThen(moved.opening, account, told, { period, known }),
    lines: lines.map((line) => ({ ...line, late: !isAmong(before, line) })),
    closing: lines.at(-1)?.balance ?? moved.opening,
    gone: before.filter((line) => !isAmong(lines, line)),
    sums: sumsOf(lines),
    dues: duesOf(standing, period),
    next: standing.position.open.find(({ on }) => on > through) ?? null,
    end: endOf(ended, standing),
    split: splitting === null ? null : splitOf(splitting, standing),
  };
}

/** The month of a date. */
const monthOf = (date: CalendarDate): Period => ({ from: `${date.slice(0, 7)}-01`, through: monthEnd(date) });

interface Bounds {
  readonly name: string;
  /** The day of the first book. */
  readonly begins: CalendarDate;
  readonly known: CalendarDate;
  readonly today: CalendarDate;
}

/** The part of a period of which something is known. Throws `no-statement` where that is nothing. */
function periodOf({ from, through }: Period, { name, begins, known, today }: Bounds): Period {
  const refuse = (reason: string, remedy: string): never => {
    throw new Problem('no-statement', { account: name, from, through, reason, remedy });
  };
  if (known > today) refuse(`what is known on ${known} is not known yet`, `Ask for what was known by ${today}.`);
  if (known < begins) refuse(`on ${known} the account was not known yet`, `Its first book is of ${begins}.`);
  if (from > known)
    refuse(known === today ? `today is ${today}` : `on ${known} it had not begun`, `Ask for days up to ${known}.`);
  if (through < begins) refuse('the account was not known then', `Its first book is of ${begins}: ask from then on.`);
  return { from: from < begins ? begins : from, through: earliest(through, known) as CalendarDate };
}

function linesOf({ opening, movements }: Movements, account: StandingFacts, told: ToldFacts): StatementLine[] {
  let balance = opening;
  return movements.map((movement) => {
    const { kind, on, minor, move } = movement;
    balance += minor;
    const fact = factOf(movement, account.facts);
    const toldOn = fact === null ? null : toldOf(told, fact.id).on;
    const source = fact?.source ?? BOOK_FILE;
    return { kind, on, minor, balance, fact, source, happenedOn: move?.on ?? on, toldOn, late: false };
  });
}

function factOf({ move, book }: Movement, facts: readonly AccountFact[]): AccountFact | null {
  if (move !== null) return facts.find(({ id }) => id === move.id) ?? null;
  const rows = factsOf(facts, 'balance-update').filter(({ body }) => body.asOf === book?.asOf);
  return rows.find(({ source, reference }) => source === book?.source && (reference ?? '') === book.reference) ?? null;
}

/** What is compared with earlier knowledge. */
interface Comparison {
  readonly period: Period;
  readonly known: Knowledge;
}

/** The lines of the period as they were known at the end of a date. */
function linesAt(
  date: CalendarDate,
  account: StandingFacts,
  told: ToldFacts,
  { period, known: { lastFact } }: Comparison,
): StatementLine[] {
  const then = { ...account, facts: knownBy(account.facts, told, { on: date, lastFact }).facts };
  return linesOf(movementsOf(then, period), then, told);
}

/** The balance before the period as it was known then; null where it is the same now. */
function openingThen(
  opening: bigint,
  account: StandingFacts,
  told: ToldFacts,
  { period, known: { lastFact } }: Comparison,
): bigint | null {
  const before = addDays(period.from, -1);
  const then = { ...account, facts: knownBy(account.facts, told, { on: before, lastFact }).facts };
  if (begunOn(then) > before) return null;
  const { balance } = positionOf(then, before);
  return balance === opening ? null : balance;
}

const isAmong = (lines: readonly StatementLine[], { kind, on, minor, fact }: StatementLine): boolean =>
  lines.some(
    (line) =>
      line.kind === kind && line.on === on && line.minor === minor && (line.fact?.id ?? '') === (fact?.id ?? ''),
  );

function sumsOf(lines: readonly StatementLine[]): AccountStatement['sums'] {
  return MOVEMENT_KINDS.flatMap((kind) => {
    const all = lines.filter((line) => line.kind === kind);
    return all.length === 0 ? [] : [{ kind, minor: sumOf(all) }];
  });
}

/** Facts that carry the date from which they count, and those of money that never counted. */
const OWN_DATE: ReadonlySet<AccountFactKind> = new Set([
  'balance-update',
  'charge-off',
  'book-confirmed',
  ...VOIDING_KINDS,
]);

/** The account with what is known to have happened until the end of a date. */
function accountAtEnd(account: StandingFacts, date: CalendarDate): StandingFacts {
  const end = endOfDay(date, account.creditor.zone);
  return { ...account, facts: account.facts.filter(({ kind, occurredAt }) => OWN_DATE.has(kind) || occurredAt <= end) };
}

function duesOf({ position, disputed }: Standing, { from, through }: Period): StatementDue[] {
  const at = (dues: StandingDues, date: CalendarDate) => dues.find(({ on }) => on === date)?.minor ?? 0n;
  return position.dues
    .map(({ on, minor }) => ({ on, minor, unpaid: at(position.open, on), disputed: at(disputed?.dues ?? [], on) }))
    .filter(({ on, unpaid }) => on <= through && (on >= from || unpaid > 0n));
}
type StandingDues = Standing['position']['open'];

function splitOf(splitting: Splitting, { position, dpd }: Standing): StatementSplit | null {
  const order = allocationOrder(splitting.creditor, splitting.product, dpd);
  const dues = forecastSplit(splitting, position, order.order).filter(({ parts }) => componentsOf(parts) > 0n);
  return dues.length === 0 ? null : { ...order, asOf: splitting.asOf, dues };
}

function endOf(
  { facts }: StandingFacts,
  { asked, dpd, disputed, suspense, balance, position }: Standing,
): StatementEnd {
  const closed = closedNow(facts, position.open.length > 0);
  const owed = balance > 0n ? balance : 0n;
  return {
    asked: closed !== null || disputed?.extent === 'whole' ? 0n : asked,
    dpd,
    disputed,
    disputedMinor: disputed === null ? 0n : disputed.disputes.some(isWhole) ? owed : disputed.minor,
    suspense,
    closed,
  };
}
