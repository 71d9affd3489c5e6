/**
 * What is owed of each due at a date: a pure function of the set of the book's statements and of the movements of money
 * told beside them, whatever their order of arrival.
 *
 * The book has the last word on which dues are unpaid at its `asOf`. Money since then is settled on top. Where a book
 * lists more than the money told leaves unpaid, it lacks some of that money: the newest first. Within the lag of its
 * source the money is believed and the book is behind. The first book after the lag that still lacks it contests the
 * payment: it is believed for `CONTESTED_WORKING_DAYS` more, then the book counts and the payment counts as returned.
 * Where a book lists less, it has taken in money that nobody told: a payment known from the book.
 */
import type { BookStatement } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import { Kept } from '../kept.ts';
import { type CalendarDate, earliest, type Instant } from '../time.ts';
import { Fold, type Position } from './fold.ts';
import { firstToldAnew, lastMoveOn, type MoneyTold, moneyTold, movesThrough } from './moves.ts';
import { countThrough, firstStatedAnew, type PositionFacts, statementsOf } from './statements.ts';

export type { Position } from './fold.ts';

/** When a payment last came to count as returned by a date because no book had it: the day brings that, no fact. */
export function lastReturnedAt(account: PositionFacts, on: CalendarDate): Instant | null {
  if (factsOf(account.facts, 'balance-update').length === 0) return null;
  return positionOf(account, on).entries.findLast((entry) => entry.kind === 'returned')?.at ?? null;
}

/** What was read of an account's facts, and the positions that were asked for. Facts are never changed in place. */
interface Asked {
  readonly facts: PositionFacts['facts'];
  readonly creditor: PositionFacts['creditor'];
  readonly statements: readonly BookStatement[];
  readonly told: MoneyTold;
  readonly positions: Known[];
}
/** A position with the dates for which it holds. */
interface Known {
  readonly position: Position;
  /** The date that was asked for: it holds from here until `changesOn`. */
  readonly on: CalendarDate;
  readonly statements: number;
  /** Date of the last movement; with the same statements and movements nothing changes but by a date. */
  readonly lastMove: CalendarDate | null;
  /** No payment counts as returned by a date alone, so that it holds before `on` too. */
  readonly steady: boolean;
}
/** Positions that are kept of an account; a decision asks for a few. */
const MOST_KNOWN = 64;
/** By the opening of the account. */
const asked = new Kept<BookStatement, Asked>();

function askedOf(account: PositionFacts): Asked {
  const { opening, creditor, facts } = account;
  const before = asked.get(opening);
  if (before !== null && before.facts === facts && before.creditor === creditor) return before;
  const statements = statementsOf(account);
  const told = moneyTold(account);
  const positions = before === null || before.creditor !== creditor ? [] : stillKnown(before, statements, told);
  return asked.set(opening, { facts, creditor, statements, told, positions });
}

/** The positions before the first statement or movement that differs: a position depends only on those up to its date. */
function stillKnown(before: Asked, statements: readonly BookStatement[], told: MoneyTold): Known[] {
  if (before.positions.length === 0 || before.told.account.number !== told.account.number) return [];
  const changedOn = earliest(firstToldAnew(before.told, told), firstStatedAnew(before.statements, statements));
  return changedOn === null ? before.positions : before.positions.filter(({ on }) => on < changedOn);
}

/**
 * The position at the end of a date of the creditor's zone. A decision asks for the same dates again and again, and
 * between two movements or statements nothing changes but what a date brings.
 */
export function positionOf(account: PositionFacts, on: CalendarDate): Position {
  const { statements, told, positions } = askedOf(account);
  const count = countThrough(statements, on);
  const lastMove = lastMoveOn(told, on);
  for (let index = positions.length - 1; index >= 0; index -= 1) {
    const known = positions[index] as Known;
    if (known.statements !== count || known.lastMove !== lastMove) continue;
    const { changesOn } = known.position;
    if (on >= known.on ? changesOn === null || on < changesOn : known.steady) return known.position;
  }
  const fold = foldOf(account, count, on);
  const position = fold.end(on);
  if (positions.length === MOST_KNOWN) positions.shift();
  positions.push({ position, on, statements: count, lastMove, steady: fold.isSteady });
  return position;
}

/** The oldest `count` statements of an account with its movements through a date. */
function foldOf(account: PositionFacts, count: number, through: CalendarDate): Fold {
  const { statements, told } = askedOf(account);
  const fold = new Fold(account, statements[0] as BookStatement, movesThrough(told, through));
  for (let index = 1; index < count; index += 1) fold.take(statements[index] as BookStatement);
  return fold;
}

/** The position at the end of a date without the book of that very date; null when no book but the first is of it. */
export function positionBeforeBook(account: PositionFacts, on: CalendarDate): Position | null {
  const { statements } = askedOf(account);
  const count = countThrough(statements, on);
  if (count === 1 || statements[count - 1]?.asOf !== on) return null;
  return foldOf(account, count - 1, on).end(on);
}
