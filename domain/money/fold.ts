/**
 * The fold of domain/money/position.ts: takes the statements of the book one after another, and the movements between
 * them.
 */
import type { BookStatement, Due } from '../facts.ts';
import { addDays, addWeekdays, type CalendarDate, earliest, instantAt } from '../time.ts';
import type { Entry } from './entries.ts';
import { beyondDues, type Claim, isIn, type Lacking, lack, type Missing } from './lack.ts';
import { inLine, type Move, type Payment, type Reversal } from './moves.ts';
import {
  type Amounts,
  amountsOf,
  balanceAfter,
  compare,
  duesOf,
  NO_OWN_DUES,
  type OwnDues,
  ownPart,
  type Part,
  type Settled,
  settle,
  sumOf,
  withoutOwn,
} from './settle.ts';
import type { PositionFacts } from './statements.ts';

/** Weekdays within which a book takes in money, unless the creditor's terms say otherwise for its source. */
export const BOOK_LAG_DAYS = 3;
/** Weekdays for which a payment that the book should have by now is still believed. */
export const CONTESTED_WORKING_DAYS = 2;
/** What is owed at a date. */
export interface Position {
  /** Unpaid part of each due, oldest first, future ones too. */
  readonly open: readonly Due[];
  /** What was unpaid before `unsplit`, the money since the newest book, was settled on it, oldest due first. */
  readonly uncovered: readonly Due[];
  readonly unsplit: bigint;
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
  /** The balance that it states; with the movements that count on it, in their order, it is `balance`. */
  readonly stated: bigint;
  readonly counted: readonly Part[];
}

const NO_REVERSALS: readonly Reversal[] = [];
const isTakenBack = (move: Move): move is Reversal => move.kind === 'reversal';
const partsInLine = (a: Part, b: Part): number => inLine(a.move, b.move);

/** Takes statements in order and keeps what the last one said, and which money it lacked. */
export class Fold {
  private open: Amounts;
  private known: Amounts;
  private own: OwnDues = NO_OWN_DUES;
  /** Money that no due of the newest book took. */
  private credit = 0n;
  private missing: readonly Missing[] = [];
  /** Money beyond all dues that the balance of the newest book lacks. */
  private beyond: readonly Part[] = [];
  private missingReversals: { move: Reversal; minor: bigint }[] = [];
  private readonly entries: Entry[] = [];
  /** What of each payment counts, by its order: the book that came first has the rest. */
  private readonly counts: (bigint | undefined)[];
  /** Whether no book has taken the payment in after its lag, by its order. */
  private readonly pending: boolean[];
  /** Whether the movement is entered, by its order. */
  private readonly entered: boolean[];
  /** What of each payment counts as returned. */
  private readonly returned = new Map<Payment, bigint>();
  private readonly closings = new Map<Move, bigint>();
  private readonly zone: string;
  private readonly begunOn: CalendarDate;
  private readonly reversals: readonly Reversal[];
  /** Index of the first movement after the newest statement. */
  private next = 0;
  /** No payment came to count as returned at the end by the date alone. */
  isSteady = true;

  constructor(
    private readonly account: PositionFacts,
    private statement: BookStatement,
    private readonly moves: readonly Move[],
  ) {
    this.zone = account.creditor.zone;
    this.begunOn = statement.asOf;
    this.reversals = moves.some(isTakenBack) ? moves.filter(isTakenBack) : NO_REVERSALS;
    this.counts = new Array(moves.length).fill(undefined);
    this.pending = new Array(moves.length).fill(false);
    this.entered = new Array(moves.length).fill(false);
    this.open = amountsOf(statement.dues);
    this.known = this.open;
    this.begin();
    this.pass();
  }

  /** The first book: nobody knows which money of the days before it has; what is within the lag is believed. */
  private begin(): void {
    let lacking = sumOf(this.open);
    for (let index = this.moves.length - 1; index >= 0; index -= 1) {
      const move = this.moves[index] as Move;
      if (move.on > this.statement.asOf) continue;
      this.entered[move.order] = true;
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

  private count({ order }: Payment, minor: bigint): void {
    this.counts[order] = minor;
    this.pending[order] = true;
  }

  /** What is taken back of a payment by the end of a date. */
  private reversed(payment: Payment, by: CalendarDate): bigint {
    let minor = 0n;
    for (const move of this.reversals) if (move.of === payment && move.on <= by) minor += move.minor;
    return minor;
  }

  /** Passes the movements up to the newest statement. */
  private pass(): void {
    while (this.next < this.moves.length && (this.moves[this.next] as Move).on <= this.statement.asOf) this.next += 1;
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
  private since(through: CalendarDate): readonly Part[] {
    const parts: Part[] = [];
    for (const { move, minor } of this.missing) parts.push({ move, minor });
    for (const { move, minor } of this.missingReversals) parts.push(this.part(move, minor));
    const before = parts.length;
    let closes = false;
    for (let index = this.next; index < this.moves.length; index += 1) {
      const move = this.moves[index] as Move;
      if (move.on > through) break;
      closes ||= move.kind === 'closing';
      parts.push(this.part(move, move.minor ?? 0n));
    }
    if (before > 0 && parts.length > 1) parts.sort(partsInLine);
    return closes ? this.withClosings(parts) : parts;
  }

  private withClosings(parts: readonly Part[]): readonly Part[] {
    return parts.map((part, index) =>
      part.move.kind === 'closing' && part.minor === 0n ? this.closing(part.move, parts.slice(0, index)) : part,
    );
  }

  /** A closing covers all that is unpaid after the movements before it and after payments of the days that follow. */
  private closing(move: Payment, before: readonly Part[]): Part {
    const known = this.closings.get(move);
    if (known !== undefined) return { move, minor: known };
    const soon = addWeekdays(move.on, BOOK_LAG_DAYS);
    const after = this.moves.filter((later) => later.kind === 'payment' && later.on > move.on && later.on <= soon);
    const parts = [...this.believed(before), ...after.map((later) => ({ move: later, minor: later.minor ?? 0n }))];
    const minor = sumOf(settle(this.open, this.known, parts, this.credit).open);
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
    const opens = move.of === null || (this.entered[move.of.order] === true && this.counts[move.of.order] === 0n);
    return { move, minor, opens };
  }

  /** Settles the movements and enters those that are new. */
  private settled(parts: readonly Part[]): Settled {
    const result = settle(this.open, this.known, parts, this.credit);
    for (const { move, minor } of parts) {
      if (this.entered[move.order]) continue;
      this.entered[move.order] = true;
      if (move.kind === 'reversal') this.enter('reversal', move, ownPart(result, move, parts) - minor);
      else {
        this.count(move, minor);
        this.enter(move.kind, move, minor);
      }
    }
    return result;
  }

  /** What counts as returned, without what reversals only tell again. */
  private goneOf(parts: readonly Part[]): bigint {
    let gone = 0n;
    for (const minor of this.returned.values()) gone += minor;
    return gone === 0n ? gone : gone - this.toldAgain(parts);
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
    const gone = this.goneOf(parts);
    const listed = amountsOf(statement.dues);
    const total = sumOf(listed);
    const { fresh, unpaid, known, redated } = compare(before, listed, this.own);
    const expected = sumOf(before.open);
    let lacking = unpaid - (expected - redated);
    const surplus = before.surplus < fresh - redated ? before.surplus : fresh - redated;
    const claims = lacking > 0n || surplus > 0n ? this.claimsOn(statement, () => true) : [];
    const next = lack(claims, { statement, begunOn: this.begunOn, before: this.missing, old: lacking, fresh: surplus });
    const reversals = lacking < 0n ? this.lackReversals(statement, -lacking) : [];
    lacking -= next.contestable;
    this.keepReturned(next.missing);
    let believed = -sumOf(reversals);
    for (const { move, minor } of next.missing) if (!this.returned.has(move)) believed += minor;
    const credit = before.credit + before.surplus - next.unset;
    const owed = expected + gone - before.surplus - before.credit + (fresh - redated);
    const adjustment = owed - (total - believed - credit);
    if (adjustment !== 0n) {
      const at = instantAt(statement.asOf, 0, this.zone);
      const kind = adjustment > 0n || lacking > 0n ? 'book' : 'redated';
      this.entries.push({ kind, id: null, at, on: statement.asOf, minor: adjustment });
    }
    const excess = statement.balance - believed - this.balanceOf(this.counted(this.believed(parts)));
    this.beyond = excess > 0n ? this.beyondOn(statement, next.missing, excess) : [];
    this.missing = next.missing;
    this.missingReversals = reversals;
    this.statement = statement;
    this.open = listed;
    this.known = reversals.length === 0 ? known : withoutOwn(known, before, reversals, parts);
    this.credit = credit;
    if (this.own.size + before.own.size > 0)
      this.own = new Map([...this.own, ...before.own].filter(([on]) => listed.some((due) => due.on === on)));
    this.pass();
    this.endTaken(statement);
  }

  /** Payments that count as returned and that the newest book lacks still. */
  private keepReturned(missing: readonly Missing[]): void {
    for (const payment of [...this.returned.keys()]) {
      const still = missing.find(({ move }) => move === payment);
      if (still === undefined) this.returned.delete(payment);
      else this.returned.set(payment, still.minor);
    }
  }

  /** Money that the book has after its lag is no longer doubted as new. */
  private endTaken(statement: BookStatement): void {
    for (const payment of this.moves) {
      if (payment.kind === 'reversal' || !this.pending[payment.order]) continue;
      if (payment.on > statement.asOf || this.isWithinLag(payment, statement)) continue;
      if (payment.confirmedOn !== null && payment.confirmedOn > statement.asOf) continue;
      if (!isIn(this.missing, payment)) this.pending[payment.order] = false;
    }
  }

  /** The payments of up to a statement, newest first, and how far they are believed against it. */
  private claimsOn(statement: BookStatement, asks: (payment: Payment) => boolean | undefined): Claim[] {
    const claims: Claim[] = [];
    for (let index = this.moves.length - 1; index >= 0; index -= 1) {
      const move = this.moves[index] as Move;
      if (move.kind === 'reversal' || move.on > statement.asOf) continue;
      const counts = this.counts[move.order];
      if (counts === undefined || !asks(move)) continue;
      const live = counts - this.reversed(move, statement.asOf);
      const confirmed = move.confirmedOn !== null && this.pending[move.order] === true;
      claims.push({ move, live, confirmed, within: this.isWithinLag(move, statement) });
    }
    return claims;
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
    const claims = this.claimsOn(statement, (payment) => this.pending[payment.order] || isIn(missing, payment));
    return claims.length === 0 ? [] : beyondDues(claims, missing, excess);
  }

  /** Movements on the newest statement, with the money beyond all dues that its balance lacks. */
  private counted(parts: readonly Part[]): readonly Part[] {
    if (this.beyond.length === 0) return parts;
    return [...this.beyond.filter(({ move }) => !this.returned.has(move as Payment)), ...parts];
  }
  /** Everything owed after movements on the newest statement. */
  private balanceOf(counted: readonly Part[]): bigint {
    return counted.reduce(balanceAfter, this.statement.balance);
  }

  /** The position at the end of a date, after the last statement. */
  end(on: CalendarDate): Position {
    const { size } = this.returned;
    this.expire(on);
    this.isSteady = this.returned.size === size;
    const parts = this.believed(this.since(on));
    const { open, uncovered, money, known, surplus, credit } = this.settled(parts);
    const { source, asOf, balance: stated } = this.statement;
    const counted = this.counted(parts);
    const behind: Lacking[] = [];
    const contested: Lacking[] = [];
    for (const { move, minor, since } of this.missing) {
      const { id, kind } = move;
      if (this.returned.has(move)) continue;
      const until = since === null ? this.lagEnds(move, source) : addWeekdays(since, CONTESTED_WORKING_DAYS);
      (since === null ? behind : contested).push({ id, kind, on: move.on, minor, until });
    }
    const firstEnd = contested.reduce<CalendarDate | null>((first, { until }) => earliest(first, until), null);
    return {
      open: duesOf(open),
      uncovered,
      unsplit: money,
      dues: duesOf(known),
      balance: this.balanceOf(counted),
      entries: this.entries.length < 2 ? this.entries : this.entries.sort((a, b) => a.at - b.at),
      surplus: surplus + credit,
      behind,
      contested,
      changesOn: firstEnd === null ? null : addDays(firstEnd, 1),
      asOf,
      stated,
      counted,
    };
  }
}
