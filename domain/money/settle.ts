/** Which dues are unpaid after movements of money: payments cover the oldest due first, reversals open dues again. */
import type { Due } from '../facts.ts';
import type { CalendarDate } from '../time.ts';
import type { Move, Reversal } from './moves.ts';

/** Minor units by due date. */
export type Amounts = ReadonlyMap<CalendarDate, bigint>;

/** A movement, or the part of it that counts. */
export interface Part {
  readonly move: Move;
  readonly minor: bigint;
  /** A reversal of money that no known due had taken. */
  readonly opens?: boolean;
}

/** The dues after movements. */
export interface Settled {
  /** Unpaid part of each due that has any. */
  readonly open: Amounts;
  /** All that each due is known to ask, with dues that a reversal opened. */
  readonly known: Amounts;
  /** Money beyond all dues. */
  readonly surplus: bigint;
  /** What reversals left of the credit. */
  readonly credit: bigint;
  /** Dues opened by reversals of money that no known due had taken: their dates and amounts. */
  readonly own: Amounts;
}

/** No amounts. */
export const NO_AMOUNTS: Amounts = new Map();

/** The sum of amounts. */
export function total(amounts: ReadonlyMap<unknown, bigint>): bigint {
  let sum = 0n;
  for (const minor of amounts.values()) sum += minor;
  return sum;
}

/** Adds to an amount of a map. */
export function add<K>(amounts: Map<K, bigint>, key: K, minor: bigint): void {
  amounts.set(key, (amounts.get(key) ?? 0n) + minor);
}

/** Amounts by date. Two dues of a date add up. */
export function amountsOf(dues: readonly Due[]): Map<CalendarDate, bigint> {
  const amounts = new Map<CalendarDate, bigint>();
  for (const due of dues) add(amounts, due.on, due.minor);
  return amounts;
}

/** The dues of amounts, oldest first. */
export function duesOf(amounts: Amounts): Due[] {
  const dues: Due[] = [];
  for (const [on, minor] of amounts) if (minor > 0n) dues.push({ on, minor });
  return dues.length < 2 ? dues : dues.sort((a, b) => (a.on < b.on ? -1 : 1));
}

/**
 * Applies movements, in their order, to dues of which `open` is unpaid and `known` is all that they ask. A reversal
 * takes back money that came in since, then `credit`, money of before that no due took; then it opens paid dues again,
 * newest first; what is left was paid on a due that nobody told, and opens a due of its own at the date of the reversal.
 */
export function settle(open: Amounts, known: Amounts, parts: readonly Part[], credit = 0n): Settled {
  if (parts.length === 0) return { open, known, surplus: 0n, credit, own: NO_AMOUNTS };
  const unpaid = new Map(open);
  const all = new Map(known);
  const own = new Map<CalendarDate, bigint>();
  let money = 0n;
  let left = credit;
  for (const { move, minor, opens } of parts) {
    if (move.kind !== 'reversal') money += minor;
    else {
      let rest = minor;
      if (!opens) {
        const taken = money < rest ? money : rest;
        money -= taken;
        rest -= taken;
        const free = left < rest ? left : rest;
        left -= free;
        rest = reopen(unpaid, all, rest - free);
      }
      if (rest === 0n) continue;
      for (const amounts of [unpaid, all, own]) add(amounts, move.on, rest);
    }
  }
  return { open: unpaid, known: all, surplus: cover(unpaid, money), credit: left, own };
}

/** Opens paid dues again, newest first, and returns what is left of the amount. */
function reopen(unpaid: Map<CalendarDate, bigint>, known: Amounts, minor: bigint): bigint {
  let rest = minor;
  if (rest === 0n) return rest;
  for (const due of duesOf(known).reverse()) {
    const paid = due.minor - (unpaid.get(due.on) ?? 0n);
    const part = paid < rest ? paid : rest;
    if (part <= 0n) continue;
    add(unpaid, due.on, part);
    rest -= part;
  }
  return rest;
}

/** Covers dues with money, oldest first, and returns the money that is left. */
function cover(unpaid: Map<CalendarDate, bigint>, money: bigint): bigint {
  let rest = money;
  if (rest === 0n) return rest;
  for (const { on, minor } of duesOf(unpaid)) {
    if (rest >= minor) unpaid.delete(on);
    else unpaid.set(on, minor - rest);
    rest = rest > minor ? rest - minor : 0n;
    if (rest === 0n) break;
  }
  return rest;
}

/** How the dues of a book differ from those known before it. */
interface Comparison {
  /** Amount of new dues and of the growth of known ones. */
  readonly fresh: bigint;
  /** What the book lists of dues as they were known. */
  readonly unpaid: bigint;
  readonly known: Amounts;
  /** Part of `fresh` that is the true due of a reversal, which had one of its own until now. */
  readonly redated: bigint;
}

/** Compares a book with the dues as they were settled before it. `ownBefore`: dues that reversals opened earlier. */
export function compare(before: Settled, listed: Amounts, ownBefore: Amounts): Comparison {
  let known: Map<CalendarDate, bigint> | null = null;
  let [fresh, unpaid] = [0n, 0n];
  for (const [on, minor] of listed) {
    const most = before.known.get(on) ?? 0n;
    fresh += minor > most ? minor - most : 0n;
    unpaid += minor > most ? most : minor;
    if (minor > most) {
      known ??= new Map(before.known);
      known.set(on, minor);
    }
  }
  let redated = 0n;
  const own = ownBefore.size + before.own.size === 0 ? [] : [...ownBefore, ...before.own];
  for (const [on, minor] of own) {
    const left = before.open.get(on) ?? 0n;
    if (listed.has(on) || left === 0n) continue;
    const part = [left, minor, fresh - redated].reduce((least, item) => (item < least ? item : least));
    redated += part;
    known ??= new Map(before.known);
    add(known, on, -part);
  }
  return { fresh, unpaid, known: known ?? before.known, redated };
}

/** The part of a reversal that opened a due of its own: it took back nothing that had come in. */
export function ownPart({ own }: Settled, move: Reversal, parts: readonly Part[]): bigint {
  let rest = own.get(move.on) ?? 0n;
  for (const part of parts) {
    if (part.move.kind !== 'reversal' || part.move.on !== move.on) continue;
    const minor = part.minor < rest ? part.minor : rest;
    if (part.move === move) return minor;
    rest -= minor;
  }
  return 0n;
}

/** All that the dues ask, without the dues of reversals that the book lacks: they are opened again with them. */
export function withoutOwn(
  known: Amounts,
  before: Settled,
  reversals: readonly { move: Reversal }[],
  parts: readonly Part[],
): Amounts {
  const rest = new Map(known);
  for (const { move } of reversals) add(rest, move.on, -ownPart(before, move, parts));
  return rest;
}

/** The sum of parts, minor units. */
export function sumOf(items: readonly { minor: bigint }[]): bigint {
  return items.reduce((sum, { minor }) => sum + minor, 0n);
}

/** The balance after a movement, minor units. */
export function balanceAfter(balance: bigint, { move, minor }: Part): bigint {
  if (move.kind === 'closing') return balance > 0n ? 0n : balance;
  return move.kind === 'reversal' ? balance + minor : balance - minor;
}
