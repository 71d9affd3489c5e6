/** Which statements of the lender's book count. */
import type { AccountFact, AccountFacts, BookStatement } from '../facts.ts';
import { factsOf } from '../facts-of.ts';
import { type CalendarDate, earliest } from '../time.ts';

/** Source of the statements that come by file; of two sources on one day it counts. */
export const BOOK_FILE = 'book';

/** What a position is read from. */
export type PositionFacts = Pick<AccountFacts, 'opening' | 'facts' | 'number'> & {
  creditor: Pick<AccountFacts['creditor'], 'zone' | 'bookLagDays'>;
};

function statementOf(fact: Extract<AccountFact, { kind: 'balance-update' }>): BookStatement {
  const { asOf, balance, dues } = fact.body;
  return { source: fact.source, reference: fact.reference ?? '', asOf, balance, dues };
}

/** Of two statements of a day, the file counts; else the later source by name, then the later reference. */
function outranks(statement: BookStatement, other: BookStatement): boolean {
  if (statement.source !== other.source) {
    if (statement.source === BOOK_FILE) return true;
    return other.source !== BOOK_FILE && statement.source > other.source;
  }
  return statement.reference > other.reference;
}

function isInOrder(statements: readonly BookStatement[]): boolean {
  for (let at = 1; at < statements.length; at += 1)
    if ((statements[at - 1] as BookStatement).asOf > (statements[at] as BookStatement).asOf) return false;
  return true;
}

/** The statements that count, oldest first, one a day. There is at least one. */
export function statementsOf({ opening, facts }: PositionFacts): readonly BookStatement[] {
  let byDay: Map<CalendarDate, BookStatement> | null = null;
  for (const fact of factsOf(facts, 'balance-update')) {
    byDay ??= new Map([[opening.asOf, opening]]);
    const statement = statementOf(fact);
    const other = byDay.get(statement.asOf);
    if (other === undefined || outranks(statement, other)) byDay.set(statement.asOf, statement);
  }
  if (byDay === null) return [opening];
  const statements = [...byDay.values()];
  return isInOrder(statements) ? statements : statements.sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
}

/** How many of the statements count at a date: the oldest does even when it is newer. */
export function countThrough(statements: readonly BookStatement[], on: CalendarDate): number {
  let count = 1;
  while (count < statements.length && (statements[count] as BookStatement).asOf <= on) count += 1;
  return count;
}

/** The first date on which two lists of statements differ; null when they do not. */
export function firstStatedAnew(
  before: readonly BookStatement[],
  after: readonly BookStatement[],
): CalendarDate | null {
  // The oldest statement counts even before its date.
  if (before[0] === undefined || after[0] === undefined || !isSame(before[0], after[0])) return FIRST;
  for (let at = 1; at < Math.max(before.length, after.length); at += 1) {
    const [a, b] = [before[at], after[at]];
    if (a === undefined || b === undefined || !isSame(a, b)) return earliest(a?.asOf ?? null, b?.asOf ?? null);
  }
  return null;
}

/** Earlier than any date. */
const FIRST: CalendarDate = '';

const isSame = (a: BookStatement, b: BookStatement): boolean =>
  a.dues === b.dues &&
  a.asOf === b.asOf &&
  a.balance === b.balance &&
  a.source === b.source &&
  a.reference === b.reference;
