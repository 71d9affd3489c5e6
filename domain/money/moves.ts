/**
 * Movements of money that the facts of an account tell, each once however often and by whomever it was told. What the
 * lender's book says beside them is domain/money/position.ts.
 */
import type { AccountFact, AccountFactKind, AccountFacts } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import { lowersDebt } from '../instruction-facts.ts';
import { type CalendarDate, daysBetween, earliest, type Instant, localDate } from '../time.ts';

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
  /** Dates of the dues that it is about; it covers them first. */
  readonly dues?: readonly CalendarDate[];
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
const OTHER_KINDS = ['reversal', 'dispute-closed', 'closed', 'book-confirmed'] as const;
type OtherMoneyFact = OfKind<(typeof OTHER_KINDS)[number]>;
const NO_OTHERS: readonly OtherMoneyFact[] = [];

/** The transaction that a payment's reference names; null where it is only the reference printed on letters. */
function transactionOf({ body }: OfKind<'payment'>, account: MoneyFacts): string | null {
  return body.reference === undefined || body.reference === account.number ? null : body.reference;
}

/** Whether the creditor closed the account because nothing is owed any more. */
const endsDebt = ({ body }: OfKind<'closed'>): boolean => body.how === 'paid' || body.how === 'settled';

/** A fact, with its date in the creditor's zone. */
interface Told<F> {
  readonly fact: F;
  readonly on: CalendarDate;
}

/** What the facts of an account tell about its money, read for all dates. */
export interface MoneyTold {
  readonly account: MoneyFacts;
  readonly payments: readonly Told<OfKind<'payment'>>[];
  /** Other facts that move money. Reversals name payments, also such as are told later. */
  readonly others: readonly Told<OtherMoneyFact>[];
  readonly confirmations: readonly Told<OfKind<'payment-confirmed'>>[];
}

/** Reads what moves money, without facts of which a person found out that they tell no money of this account. */
export function moneyTold(account: MoneyFacts): MoneyTold {
  const { facts } = account;
  const { zone } = account.creditor;
  const payments = dated(factsOf(facts, 'payment'), zone);
  const others = dated(othersIn(facts), zone);
  const confirmations = dated(factsOf(facts, 'payment-confirmed'), zone);
  const voided = notCounted(facts);
  if (voided.size === 0) return { account, payments, others, confirmations };
  const isFirst = ({ fact }: Told<AccountFact>): boolean => !voided.has(fact.id);
  return { account, payments: payments.filter(isFirst), others: others.filter(isFirst), confirmations };
}

function dated<F extends AccountFact>(facts: readonly F[], zone: string): Told<F>[] {
  return facts.map((fact) => ({
    fact,
    on: fact.kind === 'book-confirmed' ? fact.body.bookedOn : localDate(fact.occurredAt, zone),
  }));
}

/** Facts other than payments that move money, in order. */
function othersIn(facts: readonly AccountFact[]): readonly OtherMoneyFact[] {
  const told = OTHER_KINDS.some((kind) => factsOf(facts, kind).length > 0);
  return told ? facts.filter((fact) => isOther(fact, facts)) : NO_OTHERS;
}

function isOther(fact: AccountFact, facts: readonly AccountFact[]): fact is OtherMoneyFact {
  const { kind } = fact;
  if (kind === 'book-confirmed') return instructedBy(fact, facts) !== null;
  if (kind === 'dispute-closed') return (fact.body.reduceBy ?? 0n) > 0n;
  return kind === 'reversal' || (kind === 'closed' && endsDebt(fact));
}

/** The last date up to `through` on which something moved money or was confirmed; null when there is none. */
export function lastMoveOn({ payments, others, confirmations }: MoneyTold, through: CalendarDate): CalendarDate | null {
  let last: CalendarDate | null = null;
  for (const told of [payments, others, confirmations])
    for (const { on } of told) if (on <= through && (last === null || on > last)) last = on;
  return last;
}

/** The first date on which two tellings of money differ; null when they do not. */
export function firstToldAnew(before: MoneyTold, after: MoneyTold): CalendarDate | null {
  const others = firstDiffering(before.others, after.others);
  const confirmations = firstDiffering(before.confirmations, after.confirmations);
  return earliest(firstDiffering(before.payments, after.payments), earliest(others, confirmations));
}

function firstDiffering(
  before: readonly Told<AccountFact>[],
  after: readonly Told<AccountFact>[],
): CalendarDate | null {
  let same = 0;
  while (same < before.length && before[same]?.fact === after[same]?.fact) same += 1;
  let first: CalendarDate | null = null;
  for (const list of [before, after])
    for (let at = same; at < list.length; at += 1) first = earliest(first, (list[at] as Told<AccountFact>).on);
  return first;
}

interface Reading {
  readonly told: MoneyTold;
  readonly moves: Move[];
  /** What is left of payments after the reversals that name them. */
  readonly left: Map<Payment, bigint>;
  readonly byName: Map<string, Payment>;
  readonly seen: Set<string>;
}

/** Date of the last confirmation of a payment through a date; null when there is none. */
function confirmedOn({ confirmations }: MoneyTold, payment: string, through: CalendarDate): CalendarDate | null {
  const last = confirmations.findLast(({ fact, on }) => fact.body.payment === payment && on <= through);
  return last?.on ?? null;
}

function readPayment(
  { told, moves, byName, seen }: Reading,
  { fact, on }: Told<OfKind<'payment'>>,
  through: CalendarDate,
): void {
  const transaction = transactionOf(fact, told.account);
  const { minor } = fact.body;
  if (transaction !== null) {
    const known = byName.get(transaction);
    const name = `payment ${transaction} ${minor}`;
    if (known !== undefined && seen.has(name)) {
      if (fact.reference !== null) byName.set(fact.reference, known);
      return;
    }
    seen.add(name);
  }
  const payment: Payment = {
    kind: 'payment',
    id: fact.id,
    at: fact.occurredAt,
    on,
    minor,
    confirmedOn: told.confirmations.length === 0 ? null : confirmedOn(told, fact.id, through),
    order: moves.length,
  };
  moves.push(payment);
  if (transaction !== null && !byName.has(transaction)) byName.set(transaction, payment);
  if (fact.reference !== null && !byName.has(fact.reference)) byName.set(fact.reference, payment);
}

function readReversal({ moves, left, byName, seen }: Reading, { fact, on }: Told<OfKind<'reversal'>>): void {
  const name = fact.body.of;
  const of = name === undefined ? null : (byName.get(name) ?? null);
  let { minor } = fact.body;
  if (of !== null) {
    const rest = left.get(of) ?? of.minor ?? 0n;
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

function readOther(reading: Reading, { fact, on }: MoneyTold['others'][number]): void {
  const { moves } = reading;
  if (fact.kind === 'reversal') {
    readReversal(reading, { fact, on });
    return;
  }
  const { id, occurredAt: at } = fact;
  const order = moves.length;
  if (fact.kind === 'closed') moves.push({ kind: 'closing', id, at, on, minor: null, confirmedOn: null, order });
  else if (fact.kind === 'book-confirmed') readBooked(reading, { fact, on });
  else {
    const dues = duesDisputed(reading.told.account.facts, fact.body.of);
    moves.push({ kind: 'reduction', id, at, on, minor: fact.body.reduceBy ?? 0n, confirmedOn: on, order, ...dues });
  }
}

/** What less is owed by an instruction that the book has booked, once however often that is told. */
function readBooked({ told, moves, seen }: Reading, { fact, on }: Told<OfKind<'book-confirmed'>>): void {
  const name = `booked ${fact.body.instruction}`;
  const instructed = instructedBy(fact, told.account.facts);
  if (instructed === null || seen.has(name)) return;
  seen.add(name);
  const { id, occurredAt: at } = fact;
  const { minor = 0n, dues } = instructed;
  const about = dues === undefined ? {} : { dues };
  moves.push({ kind: 'reduction', id, at, on, minor, confirmedOn: on, order: moves.length, ...about });
}

/** The instruction that a confirmation is about; null where less is not owed by it. */
function instructedBy(
  { body: { instruction } }: OfKind<'book-confirmed'>,
  facts: readonly AccountFact[],
): OfKind<'book-instructed'>['body'] | null {
  const told = factsOf(facts, 'book-instructed').find(({ body }) => body.instruction === instruction);
  if (told === undefined || !lowersDebt(told.body.kind)) return null;
  return (told.body.minor ?? 0n) > 0n ? told.body : null;
}

/** The dues that a dispute names, where it names any. */
function duesDisputed(facts: readonly AccountFact[], id: string | undefined): Pick<Payment, 'dues'> {
  const dues = id === undefined ? undefined : factsOf(facts, 'dispute').find((fact) => fact.id === id)?.body.dues;
  return dues === undefined ? {} : { dues };
}

/** The movements in order, through a date of the creditor's zone. */
export function movesThrough(told: MoneyTold, through: CalendarDate): Move[] {
  const { payments, others } = told;
  if (payments.length + others.length === 0) return [];
  const reading: Reading = { told, moves: [], left: new Map(), byName: new Map(), seen: new Set() };
  for (const payment of payments) if (payment.on <= through) readPayment(reading, payment, through);
  for (const other of others) if (other.on <= through) readOther(reading, other);
  return reading.moves.length < 2 ? reading.moves : reading.moves.sort(inLine);
}

/**
 * The movements in order, through a date of the creditor's zone. `facts` are in the order of `inOrder`. The same
 * transaction told by several sources counts once; reversals never take back more than the payment that they name.
 */
export function movesOf(account: MoneyFacts, through: CalendarDate): Move[] {
  return movesThrough(moneyTold(account), through);
}

/** The order of movements: by date; on one day payments come first, since a closing of that day speaks of them too. */
export function inLine(a: Move, b: Move): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  const [first, second] = [a.kind === 'payment' ? 0 : 1, b.kind === 'payment' ? 0 : 1];
  return first - second || a.order - b.order;
}

const NONE: ReadonlySet<string> = new Set();

/** Kinds of facts by which money told never counted on the account, whenever that is found out. */
export const VOIDING_KINDS = ['money-compared', 'payment-misallocated'] as const satisfies readonly AccountFactKind[];

/** Ids of facts that repeat an earlier one, or tell money of another account, as a person found out. */
function notCounted(facts: readonly AccountFact[]): ReadonlySet<string> {
  if (VOIDING_KINDS.every((kind) => factsOf(facts, kind).length === 0)) return NONE;
  const voided = new Set<string>();
  for (const { body } of factsOf(facts, 'money-compared')) if (body.same) voided.add(body.second);
  for (const { body } of factsOf(facts, 'payment-misallocated')) voided.add(body.payment);
  return voided;
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
  const voided = notCounted(facts);
  const compared = new Set(
    facts.flatMap(({ kind, body }) => (kind === 'money-compared' ? [`${body.first} ${body.second}`] : [])),
  );
  const told = facts.filter(
    (fact): fact is MoneyFact => (fact.kind === 'payment' || fact.kind === 'reversal') && !voided.has(fact.id),
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
