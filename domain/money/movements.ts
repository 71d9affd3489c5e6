/**
 * How the balance of an account moved over some days: the difference of the positions of each two days, movement by
 * movement. So what was owed before and the movements are always what was owed after.
 */
import type { BookStatement } from '../facts.ts';
import { addDays, type CalendarDate } from '../time.ts';
import type { Move } from './moves.ts';
import { type Position, positionBeforeBook, positionOf } from './position.ts';
import { balanceAfter } from './settle.ts';
import { countThrough, type PositionFacts, statementsOf } from './statements.ts';

/**
 * `returned`: a payment that no book has counts as returned. By the book alone: `book-payment`, money that came in;
 * `book-reversal`, money taken back; `book`, what else its balance says anew (charges, interest, corrections).
 */
export const MOVEMENT_KINDS = [
  'payment',
  'reduction',
  'closing',
  'reversal',
  'returned',
  'book-payment',
  'book-reversal',
  'book',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** One change of the balance. */
export interface Movement {
  readonly kind: MovementKind;
  /** The day from which it counts. */
  readonly on: CalendarDate;
  /** Minor units; negative where less is owed. */
  readonly minor: bigint;
  /** The movement told; null for what the book alone says. */
  readonly move: Pick<Move, 'id' | 'on'> | null;
  /** The book that says it; null for what was told beside the books. */
  readonly book: BookStatement | null;
}

/** The dates of some days of the creditor's zone, both included. */
export interface Period {
  readonly from: CalendarDate;
  readonly through: CalendarDate;
}

/** What was owed before the period, and how that moved. */
export interface Movements {
  /** Minor units; for a period with the first book in it, the balance that it states. */
  readonly opening: bigint;
  /** In order. */
  readonly movements: readonly Movement[];
}

/** The first day on which something is known of an account: its first book is as of it. */
export const begunOn = (account: PositionFacts): CalendarDate => (statementsOf(account)[0] as BookStatement).asOf;

/** The movements of a period that does not end before the first book. */
export function movementsOf(account: PositionFacts, { from, through }: Period): Movements {
  const books = statementsOf(account);
  const first = books[0] as BookStatement;
  let before: Counted =
    from > first.asOf ? positionOf(account, addDays(from, -1)) : { stated: first.balance, counted: [] };
  const opening = balanceOf(before);
  const movements: Movement[] = [];
  for (let on = from > first.asOf ? from : first.asOf; on <= through; on = addDays(on, 1)) {
    const after = positionOf(account, on);
    if (after === before) continue;
    const told = positionBeforeBook(account, on);
    movements.push(...toldSince(before, told ?? after, on));
    if (told !== null) movements.push(...statedBy(books[countThrough(books, on) - 1] as BookStatement, told, after));
    before = after;
  }
  return { opening, movements };
}

/** The balance that a book states, and the movements that count on it. */
type Counted = Pick<Position, 'stated' | 'counted'>;

const balanceOf = ({ stated, counted }: Counted): bigint => counted.reduce(balanceAfter, stated);

interface Effect {
  readonly move: Move;
  /** Change of the balance, minor units. */
  readonly minor: bigint;
}

/** What each movement does to the balance, by its id. */
function effectsOf({ stated, counted }: Counted): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  let balance = stated;
  for (const part of counted) {
    const next = balanceAfter(balance, part);
    const { move } = part;
    effects.set(move.id, { move, minor: (effects.get(move.id)?.minor ?? 0n) + next - balance });
    balance = next;
  }
  return effects;
}

/** What movements changed on one and the same book: those that count otherwise now, then those that are new. */
function toldSince(before: Counted, after: Position, on: CalendarDate): Movement[] {
  const [were, are] = [effectsOf(before), effectsOf(after)];
  const changed = new Map<string, Effect>();
  for (const [id, { move, minor }] of were) {
    const change = (are.get(id)?.minor ?? 0n) - minor;
    if (change === 0n) continue;
    // A payment that no longer counts takes along what was taken back of it.
    const about = move.kind === 'reversal' ? (move.of ?? move) : move;
    const known = changed.get(about.id);
    changed.set(about.id, { move: known?.move ?? move, minor: (known?.minor ?? 0n) + change });
  }
  const isReturned = (id: string): boolean =>
    after.entries.some((entry) => entry.kind === 'returned' && entry.id === id);
  const movements: Movement[] = [];
  for (const [id, { move, minor }] of changed)
    movements.push({ kind: isReturned(id) ? 'returned' : move.kind, on, minor, move, book: null });
  for (const [id, { move, minor }] of are)
    if (!were.has(id)) movements.push({ kind: move.kind, on, minor, move, book: null });
  return movements.filter(({ minor }) => minor !== 0n);
}

/** What a book says anew about the balance; `told` is the position of its day without it. */
function statedBy(book: BookStatement, told: Position, after: Position): Movement[] {
  let implied = 0n;
  for (const { kind, on, minor } of after.entries) if (kind === 'book' && on === book.asOf) implied += minor;
  const rest = after.balance - told.balance + implied;
  const line = (kind: MovementKind, minor: bigint): Movement => ({ kind, on: book.asOf, minor, move: null, book });
  return [line(implied > 0n ? 'book-payment' : 'book-reversal', -implied), line('book', rest)].filter(
    ({ minor }) => minor !== 0n,
  );
}
