/** A filled sheet and its sums. Nothing in it says who the person is. */
import type { CalendarDate } from '../../time.ts';
import { paidMonthly, type Regular, receivedMonthly } from './periods.ts';
import type { Contradiction } from './reasons.ts';
import { type LineGroup, lineIn, type SheetCountry, type SheetLine } from './sheet-lines.ts';
import type { AffordabilityTerms } from './terms.ts';

/** What was told of a line of income or expense. A line of which nothing was told is left out. */
export interface SheetEntry extends Regular {
  /** Id of a line of the country. */
  readonly line: string;
}

/** A debt, of any creditor. */
export interface SheetDebt {
  /** Its line, and a number where the line has several: `credit-card-2`. */
  readonly id: string;
  /** Id of a line of the group `debt`. */
  readonly line: string;
  /** Minor units; null = not told. */
  readonly balance: bigint | null;
  /** What is paid on it, or was agreed to be; null = not told. */
  readonly pays: Regular | null;
  /** It is owed to the creditor that asks. */
  readonly ours: boolean;
}

/** A filled sheet. Every line is one of the country's, and each but debts stands in it once. */
export interface Sheet {
  readonly country: SheetCountry;
  readonly currency: string;
  /** The day on which it was filled in. */
  readonly on: CalendarDate;
  readonly adults: number;
  readonly children: number;
  /** The person is vulnerable. Nothing more is known, and nothing more is asked. */
  readonly flagged: boolean;
  readonly entries: readonly SheetEntry[];
  readonly debts: readonly SheetDebt[];
  /** What looks contradictory, was asked about and is so. */
  readonly explained: readonly Contradiction[];
}

/** An entry with its line and what it makes a month. */
export interface MonthlyEntry {
  readonly line: SheetLine;
  readonly minor: bigint;
}

/** Whether the debt is paid before those that are shared out. */
export const isPriorityDebt = ({ country }: Pick<Sheet, 'country'>, { line }: SheetDebt): boolean =>
  lineIn(country, line).priority;

/** What each entry makes a month: income rounded down, expenses rounded up. */
export const monthlyEntries = ({ country, entries }: Sheet): MonthlyEntry[] =>
  entries.map((entry) => {
    const line = lineIn(country, entry.line);
    return { line, minor: line.group === 'income' ? receivedMonthly(entry) : paidMonthly(entry) };
  });

/** Amounts a month, in minor units. */
export interface Sums {
  readonly income: bigint;
  readonly essential: bigint;
  readonly priority: bigint;
  readonly flexible: bigint;
  /** Income less all expenses; negative where they exceed it. */
  readonly disposable: bigint;
  /** Paid on priority debts. */
  readonly priorityDebts: bigint;
  /** What is left for other debts; negative in a deficit. */
  readonly left: bigint;
  /** Kept of it for the unexpected. */
  readonly buffer: bigint;
  /** What all creditors together may ask for; never negative, and nothing on a sheet that is not plausible. */
  readonly available: bigint;
}

/** The sums of a sheet. */
export function sumsOf(sheet: Sheet, terms: AffordabilityTerms): Sums {
  const entries = monthlyEntries(sheet);
  const sum = (group: LineGroup) =>
    entries.reduce((total, { line, minor }) => (line.group === group ? total + minor : total), 0n);
  const [income, essential, priority, flexible] = [sum('income'), sum('essential'), sum('priority'), sum('flexible')];
  const disposable = income - essential - priority - flexible;
  const priorityDebts = paidOn(sheet.debts.filter((debt) => isPriorityDebt(sheet, debt)));
  const left = disposable - priorityDebts;
  const buffer = bufferOf(left, terms);
  return {
    ...{ income, essential, priority, flexible, disposable, priorityDebts, left, buffer },
    available: left > 0n ? left - buffer : 0n,
  };
}

/** What is paid a month on debts, as far as it was told. */
export const paidOn = (debts: readonly SheetDebt[]): bigint =>
  debts.reduce((total, { pays }) => (pays === null ? total : total + paidMonthly(pays)), 0n);

/** The percentage rounded up, or the least sum where that is more; never more than what is left. */
function bufferOf(left: bigint, { bufferPercent, bufferLeast }: AffordabilityTerms): bigint {
  if (left <= 0n) return 0n;
  const share = (left * BigInt(bufferPercent) + 99n) / 100n;
  const wanted = share > bufferLeast ? share : bufferLeast;
  return wanted < left ? wanted : left;
}
