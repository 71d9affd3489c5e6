/** Which dues are unpaid after movements of money: payments cover the oldest due first, reversals open dues again. */
import type { Due } from '../facts.ts';
import type { CalendarDate } from '../time.ts';
import type { Move, Reversal } from './moves.ts';

/** Minor units by due date: the dates ascend, each stands once. */
export type Amounts = readonly Due[];

/** A movement, or the part of it that counts. */
export interface Part {
  readonly move: Move;
  readonly minor: bigint;
  /** A reversal of money that no known due had taken. */
  readonly opens?: boolean;
}

/** Dues opened by reversals of money that no known due had taken: minor units by date, in the order of opening. */
export type OwnDues = ReadonlyMap<CalendarDate, bigint>;
/** No such dues. */
export const NO_OWN_DUES: OwnDues = new Map();

/** The dues after movements. */
export interface Settled {
  /** Unpaid part of each due that has any. */
  readonly open: Amounts;
  /** The same before `money` is settled on it, oldest due first. */
  readonly uncovered: Amounts;
  readonly money: bigint;
  /** All that each due is known to ask, with dues that a reversal opened. */
  readonly known: Amounts;
  /** Money beyond all dues. */
  readonly surplus: bigint;
  /** What reversals left of the credit. */
  readonly credit: bigint;
  readonly own: OwnDues;
}

/** The sum of amounts, minor units. */
export function sumOf(items: readonly { minor: bigint }[]): bigint {
  let sum = 0n;
  for (const { minor } of items) sum += minor;
  return sum;
}

/** The amount at a date, minor units. */
function amountAt(amounts: Amounts, on: CalendarDate): bigint {
  for (const due of amounts) if (due.on === on) return due.minor;
  return 0n;
}

/** Amounts with more, or with a negative amount less, at a date. */
function plus(amounts: Amounts, on: CalendarDate, minor: bigint): Amounts {
  let index = 0;
  while (index < amounts.length && (amounts[index] as Due).on < on) index += 1;
  const there = amounts[index]?.on === on ? 1 : 0;
  const sum = there === 1 ? (amounts[index] as Due).minor + minor : minor;
  return [...amounts.slice(0, index), { on, minor: sum }, ...amounts.slice(index + there)];
}

/** Amounts by date. Two dues of a date add up. */
export function amountsOf(dues: readonly Due[]): Amounts {
  for (let index = 1; index < dues.length; index += 1)
    if ((dues[index - 1] as Due).on >= (dues[index] as Due).on)
      return dues.reduce<Amounts>((amounts, { on, minor }) => plus(amounts, on, minor), []);
  return dues;
}

/** The dues of amounts, oldest first. */
export function duesOf(amounts: Amounts): readonly Due[] {
  for (const { minor } of amounts) if (minor <= 0n) return amounts.filter((due) => due.minor > 0n);
  return amounts;
}

/**
 * Applies movements, in their order, to dues of which `open` is unpaid and `known` is all that they ask. A reversal
 * takes back money that came in since, then `credit`, money of before that no due took; then it opens paid dues again,
 * newest first; what is left was paid on a due that nobody told, and opens a due of its own at the date of the
 * reversal.
 */
export function settle(open: Amounts, known: Amounts, parts: readonly Part[], credit = 0n): Settled {
  if (parts.length === 0) return { open, uncovered: open, money: 0n, known, surplus: 0n, credit, own: NO_OWN_DUES };
  let [unpaid, all] = [open, known];
  let own: Map<CalendarDate, bigint> | null = null;
  let money = 0n;
  let left = credit;
  for (const { move, minor, opens } of parts) {
    if (move.kind !== 'reversal') {
      const [left, unspent] = move.dues === undefined ? [unpaid, minor] : coverThese(unpaid, move.dues, minor);
      unpaid = left;
      money += unspent;
      continue;
    }
    let rest = minor;
    if (!opens) {
      const taken = money < rest ? money : rest;
      money -= taken;
      rest -= taken;
      const free = left < rest ? left : rest;
      left -= free;
      [unpaid, rest] = reopen(unpaid, all, rest - free);
    }
    if (rest === 0n) continue;
    unpaid = plus(unpaid, move.on, rest);
    all = plus(all, move.on, rest);
    own ??= new Map();
    own.set(move.on, (own.get(move.on) ?? 0n) + rest);
  }
  const [uncovered, surplus] = cover(unpaid, money);
  return { open: uncovered, uncovered: unpaid, money, known: all, surplus, credit: left, own: own ?? NO_OWN_DUES };
}

/** Opens paid dues again, newest first. Returns the unpaid amounts and what is left of the amount. */
function reopen(open: Amounts, known: Amounts, minor: bigint): [Amounts, bigint] {
  let [unpaid, rest] = [open, minor];
  for (let index = known.length - 1; index >= 0 && rest !== 0n; index -= 1) {
    const due = known[index] as Due;
    if (due.minor <= 0n) continue;
    const paid = due.minor - amountAt(unpaid, due.on);
    const part = paid < rest ? paid : rest;
    if (part <= 0n) continue;
    unpaid = plus(unpaid, due.on, part);
    rest -= part;
  }
  return [unpaid, rest];
}

/** Covers dues with money, oldest first. Returns the unpaid amounts and the money that is left. */
function cover(open: Amounts, money: bigint): [Amounts, bigint] {
  if (money === 0n) return [open, 0n];
  const unpaid: Due[] = [];
  let rest = money;
  for (const due of open) {
    if (rest === 0n || due.minor <= 0n) {
      unpaid.push(due);
      continue;
    }
    if (rest < due.minor) unpaid.push({ on: due.on, minor: due.minor - rest });
    rest = rest > due.minor ? rest - due.minor : 0n;
  }
  return [unpaid, rest];
}

/** Covers some of the dues, oldest first. Returns all unpaid amounts and the money that is left. */
function coverThese(open: Amounts, dues: readonly CalendarDate[], money: bigint): [Amounts, bigint] {
  const [uncovered, rest] = cover(
    open.filter(({ on }) => dues.includes(on)),
    money,
  );
  return [
    inLineWith(
      open.filter(({ on }) => !dues.includes(on)),
      uncovered,
    ),
    rest,
  ];
}

/** Covers dues with money, and some of them only after all others. Returns the unpaid amounts. */
export function coverLast(open: Amounts, last: ReadonlySet<CalendarDate>, money: bigint): Amounts {
  const [others, rest] = cover(
    open.filter(({ on }) => !last.has(on)),
    money,
  );
  const [uncovered] = cover(
    open.filter(({ on }) => last.has(on)),
    rest,
  );
  return duesOf(inLineWith(others, uncovered));
}

const inLineWith = (amounts: Amounts, others: Amounts): Amounts =>
  [...amounts, ...others].sort((a, b) => (a.on < b.on ? -1 : 1));

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
export function compare(before: Settled, listed: Amounts, ownBefore: OwnDues): Comparison {
  let [fresh, unpaid] = [0n, 0n];
  let at = 0;
  for (const { on, minor } of listed) {
    while (at < before.known.length && (before.known[at] as Due).on < on) at += 1;
    const due = before.known[at];
    const most = due?.on === on ? due.minor : 0n;
    if (minor > most) {
      fresh += minor - most;
      unpaid += most;
    } else unpaid += minor;
  }
  let known = fresh === 0n ? before.known : largest(before.known, listed);
  let redated = 0n;
  const own = ownBefore.size + before.own.size === 0 ? [] : [...ownBefore, ...before.own];
  for (const [on, minor] of own) {
    const left = amountAt(before.open, on);
    if (left === 0n || listed.some((due) => due.on === on)) continue;
    const part = [left, minor, fresh - redated].reduce((least, item) => (item < least ? item : least));
    redated += part;
    known = plus(known, on, -part);
  }
  return { fresh, unpaid, known, redated };
}

/** The larger amount of each date. */
function largest(known: Amounts, listed: Amounts): Amounts {
  const amounts: Due[] = [];
  let at = 0;
  for (const due of listed) {
    for (; at < known.length && (known[at] as Due).on < due.on; at += 1) amounts.push(known[at] as Due);
    const same = known[at]?.on === due.on ? (known[at] as Due) : null;
    if (same !== null) at += 1;
    amounts.push(same !== null && same.minor >= due.minor ? same : due);
  }
  return at === known.length ? amounts : amounts.concat(known.slice(at));
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

/** All that the dues ask, without what the book lacks of the dues of reversals: that is opened again with them. */
export function withoutOwn(
  known: Amounts,
  before: Settled,
  reversals: readonly { move: Reversal; minor: bigint }[],
  parts: readonly Part[],
): Amounts {
  return reversals.reduce((rest, { move, minor }) => {
    const own = ownPart(before, move, parts);
    return plus(rest, move.on, own < minor ? -own : -minor);
  }, known);
}

/** The balance after a movement, minor units. */
export function balanceAfter(balance: bigint, { move, minor }: Part): bigint {
  if (move.kind === 'closing') return balance > 0n ? 0n : balance;
  return move.kind === 'reversal' ? balance + minor : balance - minor;
}
