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
import type { BookStatement, Due } from '../facts.ts';
import { addDays, addWeekdays, type CalendarDate, type Instant, instantAt } from '../time.ts';
import type { Entry } from './entries.ts';
import { beyondDues, type Claim, type Lacking, lack, type Missing } from './lack.ts';
import { inLine, type Move, movesOf, type Payment, type Reversal } from './moves.ts';
import {
  type Amounts,
  amountsOf,
  balanceAfter,
  compare,
  duesOf,
  NO_AMOUNTS,
  ownPart,
  type Part,
  type Settled,
  settle,
  sumOf,
  total,
  withoutOwn,
} from './settle.ts';
import { type PositionFacts, statementsOf } from './statements.ts';

/** Weekdays within which a book takes in money, unless the creditor's terms say otherwise for its source. */
export const BOOK_LAG_DAYS = 3;
/** Weekdays for which a payment that the book should have by now is still believed. */
export const CONTESTED_WORKING_DAYS = 2;
/** What is owed at a date. */
export interface Position {
  /** Unpaid part of each due, oldest first, future ones too. */
  readonly open: readonly Due[];
  /** All that each due is known to ask, oldest first. */
  readonly dues: readonly Due[];
  /** Everything owed; negative when too much was paid. */
  readonly balance: bigint;
  /** Changes of the money received, in order of date. `dues` less these are `open` less `surplus`. */
  readonly entries: readonly Entry[];
  /** Money beyond all dues. */
  readonly surplus: bigint;
  /** Money that the book does not have yet. */
  readonly behind: readonly Lacking[];
  /** Payments that the book should have and does not; still believed. */
  readonly contested: readonly Lacking[];
  /** First date after this one on which the position changes without a new fact; null when there is none. */
  readonly changesOn: CalendarDate | null;
  /** `asOf` of the newest book. */
  readonly asOf: CalendarDate;
}

/** When a payment last came to count as returned by a date because no book had it: the day brings that, no fact. */
export function lastReturnedAt(account: PositionFacts, on: CalendarDate): Instant | null {
  if (!account.facts.some((fact) => fact.kind === 'balance-update')) return null;
  return positionOf(account, on).entries.findLast((entry) => entry.kind === 'returned')?.at ?? null;
}

/** Positions that were asked for of the same facts, by date. Facts are never changed in place. */
interface Asked {
  readonly opening: BookStatement;
  readonly creditor: PositionFacts['creditor'];
  readonly positions: Map<CalendarDate, Position>;
}
const asked = new WeakMap<PositionFacts['facts'], Asked>();

/** The position at the end of a date of the creditor's zone. A decision asks for the same dates again and again. */
export function positionOf(account: PositionFacts, on: CalendarDate): Position {
  const { opening, creditor, facts } = account;
  let before = asked.get(facts);
  if (before === undefined || before.opening !== opening || before.creditor !== creditor) {
    before = { opening, creditor, positions: new Map() };
    asked.set(facts, before);
  }
  const known = before.positions.get(on);
  if (known !== undefined) return known;
  const position = foldOf(account, on);
  before.positions.set(on, position);
  return position;
}

function foldOf(account: PositionFacts, on: CalendarDate): Position {
  const [first, ...later] = statementsOf(account, on) as [BookStatement, ...BookStatement[]];
  const fold = new Fold(account, first, movesOf(account, on));
  for (const statement of later) fold.take(statement);
  return fold.end(on);
}

/** Takes statements in order and keeps what the last one said, and which money it lacked. */
class Fold {
  private open: Amounts;
  private known: Amounts;
  private own: Amounts = NO_AMOUNTS;
  /** Money that no due of the newest book took. */
  private credit = 0n;
  private missing: readonly Missing[] = [];
  /** Money beyond all dues that the balance of the newest book lacks. */
  private beyond: readonly Part[] = [];
  private missingReversals: { move: Reversal; minor: bigint }[] = [];
  private readonly entries: Entry[] = [];
  /** What of each payment counts: the book that came first has the rest. */
  private readonly counts = new Map<Payment, bigint>();
  /** What of each payment counts as returned. */
  private readonly returned = new Map<Payment, bigint>();
  /** Payments that no book has taken in after their lag. */
  private readonly pending = new Set<Payment>();
  private readonly entered = new Set<Move>();
  private readonly closings = new Map<Move, bigint>();
  private readonly zone: string;
  private readonly begunOn: CalendarDate;
  private readonly reversals: readonly Reversal[];
  /** Index of the first movement after the newest statement. */
  private next = 0;

  constructor(
    private readonly account: PositionFacts,
    private statement: BookStatement,
    private readonly moves: readonly Move[],
  ) {
    this.zone = account.creditor.zone;
    this.begunOn = statement.asOf;
    this.reversals = moves.filter((move) => move.kind === 'reversal');
    this.open = amountsOf(statement.dues);
    this.known = this.open;
    this.begin();
    this.pass();
  }

  /** The first book: nobody knows which money of the days before it has; what is within the lag is believed. */
  private begin(): void {
    let lacking = total(this.open);
    for (let index = this.moves.length - 1; index >= 0; index -= 1) {
      const move = this.moves[index] as Move;
      if (move.on > this.statement.asOf) continue;
      this.entered.add(move);
      if (move.kind === 'reversal') continue;
      const amount = move.minor === null ? lacking : move.minor - this.reversed(move, this.statement.asOf);
      const believed = move.confirmedOn !== null || this.isWithinLag(move, this.statement) ? amount : 0n;
      const minor = believed < lacking ? believed : lacking;
      this.count(move, minor);
      if (minor <= 0n) continue;
      if (move.kind === 'closing') this.closings.set(move, minor);
      lacking -= minor;
      this.missing = [{ move, minor, since: null }, ...this.missing];
      if (move.minor !== null && believed > minor) this.beyond = [{ move, minor: believed - minor }, ...this.beyond];
      this.enter(move.kind, move, minor);
    }
  }

  private count(payment: Payment, minor: bigint): void {
    this.counts.set(payment, minor);
    this.pending.add(payment);
  }

  /** What is taken back of a payment by the end of a date. */
  private reversed(payment: Payment, by: CalendarDate): bigint {
    let minor = 0n;
    for (const move of this.reversals) if (move.of === payment && move.on <= by) minor += move.minor;
    return minor;
  }

  /** Passes the movements up to the newest statement. */
  private pass(): void {
    for (; this.next < this.moves.length; this.next += 1)
      if ((this.moves[this.next] as Move).on > this.statement.asOf) return;
  }

  private lagEnds(move: Move, source: string): CalendarDate {
    const { bookLagDays } = this.account.creditor;
    return addWeekdays(move.on, bookLagDays[source] ?? BOOK_LAG_DAYS);
  }
  private isWithinLag(move: Move, { asOf, source }: BookStatement): boolean {
    return asOf <= move.on || asOf < this.lagEnds(move, source);
  }

  private enter(kind: Entry['kind'], { id, at, on }: Move, minor: bigint): void {
    if (minor !== 0n || kind === 'reversal') this.entries.push({ kind, id, at, on, minor });
  }

  /** Movements on the book: what it lacked, and what came after it through a date. */
  private since(through: CalendarDate): Part[] {
    const parts: Part[] = [];
    for (const { move, minor } of this.missing) parts.push({ move, minor });
    for (const { move, minor } of this.missingReversals) parts.push(this.part(move, minor));
    const before = parts.length;
    for (let index = this.next; index < this.moves.length; index += 1) {
      const move = this.moves[index] as Move;
      if (move.on > through) break;
      parts.push(this.part(move, move.minor ?? 0n));
    }
    if (before > 0 && parts.length > 1) parts.sort((a, b) => inLine(a.move, b.move));
    return parts.map((part, index) =>
      part.move.kind === 'closing' && part.minor === 0n ? this.closing(part.move, parts.slice(0, index)) : part,
    );
  }

  /** A closing covers all that is unpaid after the movements before it, and after payments told for the days after it. */
  private closing(move: Payment, before: readonly Part[]): Part {
    const known = this.closings.get(move);
    if (known !== undefined) return { move, minor: known };
    const soon = addWeekdays(move.on, BOOK_LAG_DAYS);
    const after = this.moves.filter((later) => later.kind === 'payment' && later.on > move.on && later.on <= soon);
    const parts = [...this.believed(before), ...after.map((later) => ({ move: later, minor: later.minor ?? 0n }))];
    const minor = total(settle(this.open, this.known, parts, this.credit).open);
    this.closings.set(move, minor);
    return { move, minor };
  }

  /** The movements without payments that count as returned, and without the reversals that tell of their return. */
  private believed(parts: readonly Part[]): readonly Part[] {
    if (this.returned.size === 0) return parts;
    const gone = new Map<Move, bigint>();
    for (const { move, minor } of this.missing) if (this.returned.has(move)) gone.set(move, minor);
    if (gone.size === 0) return parts;
    return parts.flatMap((part) => {
      const { move, minor } = part;
      const less = gone.get(move.kind === 'reversal' ? (move.of ?? move) : move) ?? 0n;
      return less < minor ? [{ ...part, minor: minor - less }] : [];
    });
  }

  /** A reversal of money that the first book had already, or of a payment nobody told, opens a due of its own. */
  private part(move: Move, minor: bigint): Part {
    if (move.kind !== 'reversal' || !move.named) return { move, minor };
    return { move, minor, opens: move.of === null || (this.entered.has(move.of) && this.counts.get(move.of) === 0n) };
  }

  /** Settles the movements and enters those that are new. */
  private settled(parts: readonly Part[]): Settled {
    const result = settle(this.open, this.known, parts, this.credit);
    for (const { move, minor } of parts) {
      if (this.entered.has(move)) continue;
      this.entered.add(move);
      if (move.kind === 'reversal') this.enter('reversal', move, ownPart(result, move, parts) - minor);
      else {
        this.count(move, minor);
        this.enter(move.kind, move, minor);
      }
    }
    return result;
  }

  /** What reversals only tell again: their payments count as returned already. */
  private toldAgain(parts: readonly Part[]): bigint {
    let sum = 0n;
    for (const { move, minor } of parts) {
      const gone = move.kind === 'reversal' && move.of !== null ? (this.returned.get(move.of) ?? 0n) : 0n;
      const part = minor < gone ? minor : gone;
      if (part === 0n || move.kind !== 'reversal') continue;
      this.entries.push({ kind: 'returned', id: move.of?.id ?? null, at: move.at, on: move.on, minor: part });
      this.returned.set(move.of as Payment, gone - part);
      sum += part;
    }
    return sum;
  }

  /** Payments that are contested for too long by a date count as returned from the day after. */
  private expire(by: CalendarDate): void {
    for (const { move, minor, since } of this.missing) {
      const until = since === null ? null : addWeekdays(since, CONTESTED_WORKING_DAYS);
      if (until === null || by <= until || this.returned.has(move)) continue;
      this.returned.set(move, minor);
      const on = addDays(until, 1);
      this.entries.push({ kind: 'returned', id: move.id, at: instantAt(on, 0, this.zone), on, minor: -minor });
    }
  }

  /** Takes the next statement. */
  take(statement: BookStatement): void {
    this.expire(statement.asOf);
    const parts = this.since(statement.asOf);
    const before = this.settled(parts);
    const gone = total(this.returned) - this.toldAgain(parts);
    const listed = amountsOf(statement.dues);
    const { fresh, unpaid, known, redated } = compare(before, listed, this.own);
    const expected = total(before.open);
    let lacking = unpaid - (expected - redated);
    const surplus = before.surplus < fresh - redated ? before.surplus : fresh - redated;
    const claims = lacking > 0n || surplus > 0n ? this.claimsOn(statement, this.counts.keys()) : [];
    const next = lack(claims, { statement, begunOn: this.begunOn, before: this.missing, old: lacking, fresh: surplus });
    const reversals = lacking < 0n ? this.lackReversals(statement, -lacking) : [];
    lacking -= next.contestable;
    for (const payment of [...this.returned.keys()]) {
      const still = next.missing.find(({ move }) => move === payment);
      if (still === undefined) this.returned.delete(payment);
      else this.returned.set(payment, still.minor);
    }
    const believed = sumOf(next.missing.filter(({ move }) => !this.returned.has(move))) - sumOf(reversals);
    const credit = before.credit + before.surplus - next.unset;
    const owed = expected + gone - before.surplus - before.credit + (fresh - redated);
    const adjustment = owed - (total(listed) - believed - credit);
    if (adjustment !== 0n) {
      const at = instantAt(statement.asOf, 0, this.zone);
      const kind = adjustment > 0n || lacking > 0n ? 'book' : 'redated';
      this.entries.push({ kind, id: null, at, on: statement.asOf, minor: adjustment });
    }
    const excess = statement.balance - believed - this.balanceOf(this.believed(parts));
    this.beyond = excess > 0n ? this.beyondOn(statement, next.missing, excess) : [];
    this.missing = next.missing;
    this.missingReversals = reversals;
    this.statement = statement;
    this.open = listed;
    this.known = reversals.length === 0 ? known : withoutOwn(known, before, reversals, parts);
    this.credit = credit;
    if (this.own.size + before.own.size > 0)
      this.own = new Map([...this.own, ...before.own].filter(([on]) => listed.has(on)));
    this.pass();
    this.endTaken(statement);
  }

  /** Money that the book has after its lag is no longer doubted as new. */
  private endTaken(statement: BookStatement): void {
    for (const payment of this.pending) {
      if (payment.on > statement.asOf || this.isWithinLag(payment, statement)) continue;
      if (payment.confirmedOn !== null && payment.confirmedOn > statement.asOf) continue;
      if (!this.missing.some(({ move }) => move === payment)) this.pending.delete(payment);
    }
  }

  /** The payments of up to a statement, newest first, and how far they are believed against it. */
  private claimsOn(statement: BookStatement, payments: Iterable<Payment>): Claim[] {
    const claims: Claim[] = [];
    for (const move of payments) {
      if (move.on > statement.asOf) continue;
      const live = (this.counts.get(move) ?? 0n) - this.reversed(move, statement.asOf);
      const confirmed = move.confirmedOn !== null && this.pending.has(move);
      claims.push({ move, live, confirmed, within: this.isWithinLag(move, statement) });
    }
    return claims.sort((a, b) => inLine(b.move, a.move));
  }

  /** Reversals that name their payment and that the book does not have yet. */
  private lackReversals(statement: BookStatement, shortfall: bigint): { move: Reversal; minor: bigint }[] {
    let rest = shortfall;
    const missing: { move: Reversal; minor: bigint }[] = [];
    for (const move of [...this.reversals].reverse()) {
      if (!move.named || move.on > statement.asOf || rest === 0n) continue;
      if (move.on <= this.begunOn || !this.isWithinLag(move, statement)) continue;
      const minor = move.minor < rest ? move.minor : rest;
      rest -= minor;
      missing.unshift({ move, minor });
    }
    return missing;
  }

  /** Money beyond all dues that the balance of a statement lacks. */
  private beyondOn(statement: BookStatement, missing: readonly Missing[], excess: bigint): Part[] {
    if (this.pending.size + missing.length === 0) return [];
    const doubted = new Set([...this.pending, ...missing.map(({ move }) => move)]);
    return beyondDues(this.claimsOn(statement, doubted), missing, excess);
  }

  /** Everything owed after movements on the newest statement. */
  private balanceOf(parts: readonly Part[]): bigint {
    let { balance } = this.statement;
    for (const { move, minor } of this.beyond) if (!this.returned.has(move as Payment)) balance -= minor;
    for (const part of parts) balance = balanceAfter(balance, part);
    return balance;
  }

  /** The position at the end of a date, after the last statement. */
  end(on: CalendarDate): Position {
    this.expire(on);
    const parts = this.believed(this.since(on));
    const { open, known, surplus, credit } = this.settled(parts);
    const { source, asOf } = this.statement;
    const behind: Lacking[] = [];
    const contested: Lacking[] = [];
    for (const { move, minor, since } of this.missing) {
      const { id, kind } = move;
      if (this.returned.has(move)) continue;
      if (since !== null)
        contested.push({ id, kind, on: move.on, minor, until: addWeekdays(since, CONTESTED_WORKING_DAYS) });
      else behind.push({ id, kind, on: move.on, minor, until: this.lagEnds(move, source) });
    }
    const changes = contested.map(({ until }) => addDays(until, 1)).sort();
    return {
      open: duesOf(open),
      dues: duesOf(known),
      balance: this.balanceOf(parts),
      entries: this.entries.length < 2 ? this.entries : this.entries.sort((a, b) => a.at - b.at),
      surplus: surplus + credit,
      behind,
      contested,
      changesOn: changes[0] ?? null,
      asOf,
    };
  }
}
