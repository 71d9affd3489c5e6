/**
 * Movements of money that the facts of an account tell, each once however often and by whomever it was told. What the
 * lender's book says beside them is domain/money/position.ts.
 */
import type { AccountFact, AccountFacts } from '../facts.ts';
import { type CalendarDate, daysBetween, type Instant, localDate } from '../time.ts';

/** Money that came in, or what counts like it. */
export interface Payment {
  readonly kind: 'payment' | 'reduction' | 'closing';
  /** Id of its fact. */
  readonly id: string;
  readonly at: Instant;
  /** In the creditor's zone. */
  readonly on: CalendarDate;
  /** Minor units; null for a closing: all that is unpaid at that moment. */
  readonly minor: bigint | null;
  /** Since when it is believed until a book has it: a person looked it up, or a dispute was closed by it. */
  readonly confirmedOn: CalendarDate | null;
  /** Place among the movements. */
  readonly order: number;
}
/** Money that was taken back. */
export interface Reversal {
  readonly kind: 'reversal';
  readonly id: string;
  readonly at: Instant;
  readonly on: CalendarDate;
  /** Minor units; never more than what is left of the payment that it names. */
  readonly minor: bigint;
  /** The payment that it takes back, when it names a known one. */
  readonly of: Payment | null;
  /** It names its payment, known or not: then it is believed before the book has it. */
  readonly named: boolean;
  readonly order: number;
}
export type Move = Payment | Reversal;

/** What movements are read from. */
export type MoneyFacts = Pick<AccountFacts, 'facts' | 'number'> & { creditor: { zone: string } };
type OfKind<K> = Extract<AccountFact, { kind: K }>;
type MoneyFact = OfKind<'payment'> | OfKind<'reversal'>;

/** The transaction that a payment's reference names; null where it is only the reference printed on letters. */
function transactionOf({ body }: OfKind<'payment'>, account: MoneyFacts): string | null {
  return body.reference === undefined || body.reference === account.number ? null : body.reference;
}

/** Ids of facts that repeat an earlier one, as a person found out. */
function foundTwice(facts: readonly AccountFact[]): ReadonlySet<string> {
  const twice = new Set<string>();
  for (const { kind, body } of facts) if (kind === 'money-compared' && body.same) twice.add(body.second);
  return twice;
}

function confirmations(
  facts: readonly AccountFact[],
  zone: string,
  through: CalendarDate,
): ReadonlyMap<string, CalendarDate> {
  const confirmed = new Map<string, CalendarDate>();
  for (const { kind, body, occurredAt } of facts) {
    if (kind !== 'payment-confirmed') continue;
    const on = localDate(occurredAt, zone);
    if (on <= through) confirmed.set(body.payment, on);
  }
  return confirmed;
}

/** Whether the creditor closed the account because nothing is owed any more. */
const endsDebt = (fact: AccountFact): boolean =>
  fact.kind === 'closed' && (fact.body.how === 'paid' || fact.body.how === 'settled');

interface Reading {
  readonly account: MoneyFacts;
  readonly moves: Move[];
  /** What is left of each payment after the reversals that name it. */
  readonly left: Map<Payment, bigint>;
  readonly byName: Map<string, Payment>;
  readonly seen: Set<string>;
  /** Date of the last confirmation by the id of its payment. */
  readonly confirmed: ReadonlyMap<string, CalendarDate>;
}

function readPayment(reading: Reading, fact: OfKind<'payment'>, on: CalendarDate): void {
  const { account, moves, left, byName, seen, confirmed } = reading;
  const transaction = transactionOf(fact, account);
  const { minor } = fact.body;
  const told = transaction === null ? null : `payment ${transaction} ${minor}`;
  if (told !== null && seen.has(told)) {
    const known = byName.get(transaction as string);
    if (known !== undefined && fact.reference !== null) byName.set(fact.reference, known);
    return;
  }
  if (told !== null) seen.add(told);
  const payment: Payment = {
    kind: 'payment',
    id: fact.id,
    at: fact.occurredAt,
    on,
    minor,
    confirmedOn: confirmed.get(fact.id) ?? null,
    order: moves.length,
  };
  moves.push(payment);
  left.set(payment, minor);
  for (const name of [transaction, fact.reference]) if (name !== null && !byName.has(name)) byName.set(name, payment);
}

function readReversal(reading: Reading, fact: OfKind<'reversal'>, on: CalendarDate): void {
  const { moves, left, byName, seen } = reading;
  const name = fact.body.of;
  const of = name === undefined ? null : (byName.get(name) ?? null);
  let { minor } = fact.body;
  if (of !== null) {
    const rest = left.get(of) ?? 0n;
    if (minor > rest) minor = rest;
    left.set(of, rest - minor);
  } else if (name !== undefined) {
    const told = `reversal ${name} ${minor}`;
    if (seen.has(told)) return;
    seen.add(told);
  }
  if (minor <= 0n) return;
  const named = name !== undefined;
  moves.push({ kind: 'reversal', id: fact.id, at: fact.occurredAt, on, minor, of, named, order: moves.length });
}

/**
 * The movements in order, through a date of the creditor's zone. `facts` are in the order of `inOrder`. The same
 * transaction told by several sources counts once; reversals never take back more than the payment that they name.
 */
export function movesOf(account: MoneyFacts, through: CalendarDate): Move[] {
  const { facts, creditor } = account;
  if (!facts.some(movesMoney)) return [];
  const reading: Reading = {
    account,
    moves: [],
    left: new Map(),
    byName: new Map(),
    seen: new Set(),
    confirmed: confirmations(facts, creditor.zone, through),
  };
  const twice = foundTwice(facts);
  // Reversals name payments, also such as are told later.
  let others = false;
  for (const fact of facts) {
    if (!movesMoney(fact) || twice.has(fact.id)) continue;
    if (fact.kind === 'payment') readMove(reading, fact, through);
    else others = true;
  }
  if (others)
    for (const fact of facts)
      if (fact.kind !== 'payment' && movesMoney(fact) && !twice.has(fact.id)) readMove(reading, fact, through);
  return reading.moves.length < 2 ? reading.moves : reading.moves.sort(inLine);
}

function readMove(reading: Reading, fact: AccountFact, through: CalendarDate): void {
  const on = localDate(fact.occurredAt, reading.account.creditor.zone);
  if (on > through) return;
  if (fact.kind === 'payment') readPayment(reading, fact, on);
  if (fact.kind === 'reversal') readReversal(reading, fact, on);
  const common = { id: fact.id, at: fact.occurredAt, on, confirmedOn: null, order: reading.moves.length };
  if (fact.kind === 'dispute-closed')
    reading.moves.push({ ...common, kind: 'reduction', minor: fact.body.reduceBy ?? 0n, confirmedOn: on });
  if (fact.kind === 'closed') reading.moves.push({ ...common, kind: 'closing', minor: null });
}

/** The order of movements: by date; on one day payments come first, since a closing of that day speaks of them too. */
export function inLine(a: Move, b: Move): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  const [first, second] = [a.kind === 'payment' ? 0 : 1, b.kind === 'payment' ? 0 : 1];
  return first - second || a.order - b.order;
}

function movesMoney(fact: AccountFact): boolean {
  if (fact.kind === 'payment' || fact.kind === 'reversal') return true;
  return fact.kind === 'dispute-closed' ? (fact.body.reduceBy ?? 0n) > 0n : endsDebt(fact);
}

/** Days within which two tellings of an amount may be about one movement. */
const TWICE_DAYS = 3;

/** Two facts that may tell the same money; only a person can know. */
export interface Doubt {
  readonly kind: 'payment' | 'reversal';
  /** Ids of the facts, in order. */
  readonly facts: readonly [string, string];
  readonly minor: bigint;
  readonly on: CalendarDate;
}

/**
 * Pairs of payments or reversals that may be one and the same: equal amounts within days, told by different sources,
 * or twice by a source that gives no id. Never told by amount alone: nothing is left out of the account for a doubt.
 */
export function doubtsOf(account: MoneyFacts): Doubt[] {
  const { facts, creditor } = account;
  const twice = foundTwice(facts);
  const compared = new Set(
    facts.flatMap(({ kind, body }) => (kind === 'money-compared' ? [`${body.first} ${body.second}`] : [])),
  );
  const told = facts.filter(
    (fact): fact is MoneyFact => (fact.kind === 'payment' || fact.kind === 'reversal') && !twice.has(fact.id),
  );
  const doubts: Doubt[] = [];
  for (const [index, fact] of told.entries()) {
    const on = localDate(fact.occurredAt, creditor.zone);
    for (const other of told.slice(index + 1)) {
      if (other.kind !== fact.kind || other.body.minor !== fact.body.minor) continue;
      if (daysBetween(on, localDate(other.occurredAt, creditor.zone)) > TWICE_DAYS) break;
      if (areDistinct(fact, other, account) || compared.has(`${fact.id} ${other.id}`)) continue;
      doubts.push({ kind: fact.kind, facts: [fact.id, other.id], minor: fact.body.minor, on });
    }
  }
  return doubts;
}

/** Whether references say that two facts are about different movements, or about one, which then counts once anyway. */
function areDistinct(fact: MoneyFact, other: MoneyFact, account: MoneyFacts): boolean {
  const [first, second] = [nameOf(fact, account), nameOf(other, account)];
  if (first !== null && first === second) return true;
  if (fact.source !== other.source) return false;
  return (first !== null && second !== null) || (fact.reference !== null && other.reference !== null);
}

function nameOf(fact: MoneyFact, account: MoneyFacts): string | null {
  return fact.kind === 'payment' ? transactionOf(fact, account) : (fact.body.of ?? null);
}
