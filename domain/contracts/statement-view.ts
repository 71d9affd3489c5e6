/** The statement of an account, as the API and the CLI ask for it and show it. */
import { z } from 'zod';
import { disputedWords } from '../fact-words.ts';
import type { AccountFact, StandingFacts } from '../facts.ts';
import type { AccountStatement, StatementLine, StatementSplit } from '../money/account-statement.ts';
import { COMPONENTS } from '../money/components.ts';
import { MOVEMENT_KINDS, type MovementKind, type Period } from '../money/movements.ts';
import { type CalendarDate, daysBetween, isCalendarDate, monthEnd } from '../time.ts';
import { wireAmount, wireMoment } from './answer.ts';
import { CalendarDay, Money } from './event.ts';

/** Most days of one statement. */
export const MOST_STATEMENT_DAYS = 366;

const Month = z
  .string()
  .refine((text) => /^\d{4}-\d\d$/.test(text) && isCalendarDate(`${text}-01`), 'a month, YYYY-MM')
  .meta({ title: 'Month', description: 'YYYY-MM' });

/** What is asked for; neither a month nor dates: the month of the day whose knowledge is asked for, so far. */
export const StatementQuery = z
  .strictObject({
    month: Month.optional(),
    from: CalendarDay.optional(),
    through: CalendarDay.optional(),
    asKnownOn: CalendarDay.optional().describe('As it was known at the end of this day; today when left out'),
    lastFact: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Without the facts after this number, which a statement names as `known.lastFact`'),
  })
  .refine(({ from, through }) => (from === undefined) === (through === undefined), {
    path: ['through'],
    error: 'from and through go together',
  })
  .refine(({ month, from }) => month === undefined || from === undefined, {
    path: ['month'],
    error: 'give a month, or from and through, not both',
  })
  .refine(({ from, through }) => from === undefined || through === undefined || from <= through, {
    path: ['through'],
    error: 'must not be before from',
  })
  .refine(({ from, through }) => spanOf(from, through) <= MOST_STATEMENT_DAYS, {
    path: ['through'],
    error: `at most ${MOST_STATEMENT_DAYS} days`,
  });
export type StatementQuery = z.infer<typeof StatementQuery>;

function spanOf(from: CalendarDate | undefined, through: CalendarDate | undefined): number {
  return from === undefined || through === undefined ? 0 : daysBetween(from, through) + 1;
}

/** A query as it is answered. */
export interface StatementRequest {
  readonly period: Period | null;
  readonly asKnownOn: CalendarDate | null;
  readonly lastFact: number | null;
}

export function statementRequest({ month, from, through, asKnownOn, lastFact }: StatementQuery): StatementRequest {
  const known = { asKnownOn: asKnownOn ?? null, lastFact: lastFact ?? null };
  if (month !== undefined) return { period: { from: `${month}-01`, through: monthEnd(`${month}-01`) }, ...known };
  return { period: from === undefined || through === undefined ? null : { from, through }, ...known };
}

const Line = z.object({
  /** The day from which it counts. */
  on: z.string(),
  kind: z.enum(MOVEMENT_KINDS),
  what: z.string(),
  /** Negative where less is owed. */
  amount: Money,
  /** Everything owed after it. */
  balance: Money,
  happenedOn: z.string(),
  /** null for the first row of the book, which is told with the account. */
  toldOn: z.string().nullable(),
  /** It was not yet known at the end of the period. */
  late: z.boolean(),
  /** Id of the fact, a row of the book too. */
  fact: z.string().nullable(),
  source: z.string(),
  reference: z.string().nullable(),
});

/** The statement of an account: opening balance and lines are the closing balance, always. */
export const StatementView = z.object({
  /** `creditor/number` */
  account: z.string(),
  zone: z.string(),
  currency: z.string(),
  /** Both included. They lie within the period asked for: from the first book on, and not after `known.on`. */
  from: z.string(),
  through: z.string(),
  /** Asked for with `asKnownOn` and `lastFact` of these, the statement is made again as it is. */
  known: z.object({ on: z.string(), lastFact: z.number() }),
  /** The period begins with the account: the opening balance is what its first book states. */
  begins: z.boolean(),
  opening: Money,
  /** The opening balance as it was known on the day before; null when that is the same. */
  openingThen: Money.nullable(),
  lines: z.array(Line),
  closing: Money,
  /** Lines that the statement had at the end of its period and that later facts took out. */
  gone: z.array(Line),
  /** By kind. */
  sums: z.array(z.object({ kind: z.enum(MOVEMENT_KINDS), what: z.string(), amount: Money })),
  /** Dues that fell due in the period, and earlier ones that were unpaid at its end. */
  dues: z.array(z.object({ on: z.string(), amount: Money, unpaid: Money, disputed: Money })),
  /**
   * What is unpaid of dues, by component: what the newest book says, less the money since in this order. The book's own
   * split is what counts. null where the newest book splits no due.
   */
  split: z
    .object({
      asOf: z.string(),
      order: z.array(z.enum(COMPONENTS)),
      by: z.enum(['contract', 'law', 'lender']),
      source: z.string().nullable(),
      unverified: z.boolean(),
      dues: z.array(z.object({ on: z.string(), principal: Money, interest: Money, fees: Money, costs: Money })),
    })
    .nullable(),
  /** The next due ahead that is not covered. */
  next: z.object({ on: z.string(), amount: Money }).nullable(),
  /** What was asked for at the end; nothing while all is disputed, or once the account is closed. */
  asked: Money,
  daysLate: z.number(),
  disputed: Money,
  /** Money on a bank account of the creditor that may be for the account; it is not asked for. */
  suspense: Money,
  disputes: z.array(z.object({ dispute: z.string(), what: z.string(), about: z.string(), since: z.string() })),
  /** How it was closed at the end. */
  closed: z.string().nullable(),
});
export type StatementView = z.infer<typeof StatementView>;

/** Each kind of line in words that a person is read. */
const WORDS: Readonly<Record<MovementKind, string>> = {
  payment: 'payment',
  reduction: 'reduction after a dispute',
  closing: 'closed: nothing more is owed',
  reversal: 'payment taken back',
  returned: 'payment that did not arrive',
  'book-payment': 'payment by the book',
  'book-reversal': 'taken back by the book',
  book: 'charges and corrections by the book',
};

/** The view of a statement; `name` is the account as people write it. */
export function statementAnswer(statement: AccountStatement, account: StandingFacts, name: string): StatementView {
  const { currency, creditor } = account;
  const { opening, openingThen, lines, closing, gone, sums, dues, next, end, split, ...rest } = statement;
  const money = (minor: bigint) => wireAmount(currency, minor);
  return {
    account: name,
    zone: creditor.zone,
    currency,
    ...rest,
    opening: money(opening),
    openingThen: openingThen === null ? null : money(openingThen),
    lines: lines.map((line) => lineAnswer(line, currency)),
    closing: money(closing),
    gone: gone.map((line) => lineAnswer(line, currency)),
    sums: sums.map(({ kind, minor }) => ({ kind, what: WORDS[kind], amount: money(minor) })),
    dues: dues.map(({ on, minor, unpaid, disputed }) => ({
      on,
      amount: money(minor),
      unpaid: money(unpaid),
      disputed: money(disputed),
    })),
    split: split === null ? null : splitAnswer(split, currency),
    next: next === null ? null : { on: next.on, amount: money(next.minor) },
    asked: money(end.asked),
    daysLate: end.dpd,
    disputed: money(end.disputedMinor),
    suspense: money(end.suspense),
    disputes: (end.disputed?.disputes ?? []).map(({ id, about, since, ...part }) => ({
      dispute: id,
      what: disputedWords(part, currency),
      about,
      since: wireMoment(since),
    })),
    closed: end.closed,
  };
}

function splitAnswer({ dues, order, ...split }: StatementSplit, currency: string): StatementView['split'] {
  const money = (minor: bigint) => wireAmount(currency, minor);
  return {
    ...split,
    order: [...order],
    dues: dues.map(({ on, parts: { principal, interest, fees, costs } }) => ({
      ...{ on, principal: money(principal), interest: money(interest) },
      ...{ fees: money(fees), costs: money(costs) },
    })),
  };
}

function lineAnswer(line: StatementLine, currency: string): StatementView['lines'][number] {
  const { on, kind, minor, balance, happenedOn, toldOn, late, fact, source } = line;
  return {
    on,
    kind,
    what: WORDS[kind],
    amount: wireAmount(currency, minor),
    balance: wireAmount(currency, balance),
    happenedOn,
    toldOn,
    late,
    fact: fact?.id ?? null,
    source,
    reference: fact === null ? null : referenceOf(fact),
  };
}

/** The transaction that a payment names or the payment that is taken back; else the source's id of the fact. */
function referenceOf(fact: AccountFact): string | null {
  if (fact.kind === 'payment') return fact.body.reference ?? fact.reference;
  return fact.kind === 'reversal' ? (fact.body.of ?? fact.reference) : fact.reference;
}
