/**
 * An income and expense sheet as `arrears afford` reads it. No personal data: amounts, ids of lines and a mark, no
 * names and no words of a person. docs/affordability.md describes it.
 */
import { z } from 'zod';
import { PERIODS, type Period } from '../care/affordability/periods.ts';
import { CONTRADICTIONS } from '../care/affordability/reasons.ts';
import type { Sheet } from '../care/affordability/sheet.ts';
import {
  lineNamed,
  SHEET_COUNTRIES,
  SHEET_CURRENCIES,
  SHEET_LINES,
  type SheetCountry,
} from '../care/affordability/sheet-lines.ts';
import { LANGUAGES, type Language } from '../letter.ts';
import { type AmountFault, isCurrency, parseAmount } from '../money.ts';
import { nearest } from '../nearest.ts';
import type { CalendarDate } from '../time.ts';
import { CalendarDay, Name } from './fields.ts';

/** An amount as people write it; it is checked where the currency is known. */
export const AmountText = z
  .string('an amount as text, such as "1434.50"')
  .trim()
  .max(40)
  .meta({ title: 'Amount', description: 'A plain decimal such as 1434 or 1434.50, not negative; empty = not told.' });
/** How often an amount comes. */
export const PeriodName = z.enum(PERIODS).default('month').describe('how often the amount comes');
/** The country of a sheet. */
export const CountryName = z.enum(SHEET_COUNTRIES).describe('whose lines the sheet has; other: any other country');
/** The currency of a sheet. */
export const CurrencyCode = z
  .string()
  .refine(isCurrency, { error: 'an ISO 4217 code, such as EUR', abort: true })
  .optional()
  .describe('of every amount; that of the country when left out; needed for the country other');

const Line = z.strictObject({
  line: Name.describe('id of a line of the country (docs/affordability.md)'),
  words: z.string().max(200).optional().describe('the words of the line, as the blank sheet has them; not read'),
  amount: AmountText,
  per: PeriodName,
});
const Debt = z.strictObject({
  line: Name.describe('id of a line of the group debt; several debts may have the same'),
  balance: AmountText.default('').describe('what is owed'),
  pays: AmountText.default('').describe('what is paid on it, or was agreed to be paid'),
  per: PeriodName,
  ours: z.boolean().default(false).describe('it is owed to the creditor that asks'),
});

const Shape = z.strictObject({
  v: z.literal(1).default(1),
  country: CountryName,
  currency: CurrencyCode,
  on: CalendarDay.optional().describe('the day on which it was filled in; the day of the answer when left out'),
  household: z.strictObject({
    adults: z.int().min(1).max(20),
    children: z.int().min(0).max(20).default(0),
  }),
  vulnerable: z
    .boolean()
    .default(false)
    .describe('a mark and nothing else: no diagnosis, no words, no papers belong into a sheet'),
  lines: z.array(Line).max(200).default([]).describe('a line that is left out, or has no amount, was not told'),
  debts: z.array(Debt).min(1).max(50),
  explained: z
    .array(z.enum(CONTRADICTIONS))
    .max(CONTRADICTIONS.length)
    .default([])
    .describe('what looked contradictory, was asked about and is so'),
});
type Shape = z.infer<typeof Shape>;

/** A sheet. What no schema says is checked besides: lines of the country, each once, and amounts in its currency. */
export const IncomeExpense = Shape.superRefine((file, context) => {
  for (const { path, words } of sheetFaults(file))
    context.addIssue({ code: 'custom', path: [...path], message: words });
});
export type IncomeExpense = z.infer<typeof IncomeExpense>;

/** A fault of a file, by the path of its field. */
export interface PathFault {
  readonly path: readonly (string | number)[];
  readonly words: string;
}

function sheetFaults(file: Shape): PathFault[] {
  const currency = currencyFault(file.country, file.currency);
  if (currency !== null) return [currency];
  return [...lineFaults(file), ...debtFaults(file)];
}

/** Why a currency does not fit the country; null where it does. */
export function currencyFault(country: SheetCountry, currency: string | undefined): PathFault | null {
  const own = SHEET_CURRENCIES[country];
  if (own === null)
    return currency === undefined
      ? { path: ['currency'], words: 'is needed here: an ISO 4217 code, such as EUR' }
      : null;
  if (currency === undefined || currency === own) return null;
  const words = `the sheet of ${country} is in ${own}: convert the amounts, or use the country other`;
  return { path: ['currency'], words };
}
/** The currency of a sheet of which `currencyFault` finds none. */
export const currencyOf = (country: SheetCountry, currency: string | undefined): string =>
  SHEET_CURRENCIES[country] ?? currency ?? '';

function lineFaults(file: Shape): PathFault[] {
  const currency = currencyOf(file.country, file.currency);
  return file.lines.flatMap(({ line: id, words, amount }, at) => {
    const line = lineNamed(file.country, id);
    if (line === undefined) return [{ path: ['lines', at, 'line'], words: unknownLine(file.country, id) }];
    const faults: PathFault[] = [];
    if (line.group === 'debt') faults.push({ path: ['lines', at, 'line'], words: `${id} is a debt: name it in debts` });
    if (file.lines.findIndex((other) => other.line === id) < at)
      faults.push({ path: ['lines', at, 'line'], words: `${id} stands in the sheet twice: add the amounts up` });
    if (words !== undefined && !LANGUAGES.some((language) => line.words[language] === words))
      faults.push({
        path: ['lines', at, 'words'],
        words: `${id}: leave the words of the blank sheet, or leave them out`,
      });
    return [...faults, ...amountFaults(amount, currency, ['lines', at, 'amount'], id)];
  });
}

function debtFaults({ country, currency, debts }: Shape): PathFault[] {
  const faults = debts.flatMap(({ line: lineId, balance, pays, ours }, at): PathFault[] => {
    const line = lineNamed(country, lineId);
    if (line === undefined) return [{ path: ['debts', at, 'line'], words: unknownLine(country, lineId) }];
    const own: PathFault[] = [];
    if (line.group !== 'debt')
      own.push({ path: ['debts', at, 'line'], words: `${lineId} is no debt: tell it in lines` });
    if (ours && line.priority)
      own.push({
        path: ['debts', at, 'ours'],
        words: `${lineId} is a priority debt: it is paid before others and gets no share; ours is a debt that is shared`,
      });
    const code = currencyOf(country, currency);
    return [
      ...own,
      ...amountFaults(balance, code, ['debts', at, 'balance'], lineId),
      ...amountFaults(pays, code, ['debts', at, 'pays'], lineId),
    ];
  });
  if (debts.some(({ ours }) => ours)) return faults;
  return [...faults, { path: ['debts'], words: 'none is owed to the creditor that asks: set "ours": true on its own' }];
}

/** What was typed is not repeated: anything can stand there. */
function unknownLine(country: SheetCountry, typed: string): string {
  const near = nearest(
    typed,
    SHEET_LINES[country].map(({ id }) => id),
  );
  const meant = near === null ? '' : `did you mean ${near}? `;
  return `the sheet of ${country} has no such line: ${meant}npx arrears afford sheet ${country} shows them`;
}

const AMOUNT_WORDS: Readonly<Record<AmountFault, (currency: string) => string>> = {
  'not-a-number': (currency) => `a plain decimal in ${currency} is needed, such as 1434 or 1434.50`,
  'thousands-mark': () => 'has a thousands mark: write 1434.50',
  'too-many-decimals': (currency) => `has more decimals than ${currency}: round it`,
  'too-large': () => 'is too large: at most 15 digits before the point',
};
/** Why a text is no amount of a sheet; an empty one is none that was told. */
export function amountFaults(text: string, currency: string, path: PathFault['path'], name: string): PathFault[] {
  if (text === '') return [];
  const minor = parseAmount(text, currency);
  if (typeof minor !== 'bigint') return [{ path, words: `${name}: ${AMOUNT_WORDS[minor](currency)}` }];
  return minor < 0n
    ? [{ path, words: `${name}: must not be negative: write what is paid as an expense, what comes in as an income` }]
    : [];
}
/** The minor units of a text without fault; null = not told. */
export function amountOf(text: string, currency: string): bigint | null {
  const minor = text === '' ? null : parseAmount(text, currency);
  return typeof minor === 'bigint' ? minor : null;
}

/** The sheet that a checked file describes; `today` stands for a day that is left out. */
export function sheetOf(file: IncomeExpense, today: CalendarDate): Sheet {
  const { country, household, vulnerable, lines, debts, explained } = file;
  const currency = currencyOf(country, file.currency);
  const regular = (text: string, per: Period) => {
    const minor = amountOf(text, currency);
    return minor === null ? null : { minor, per };
  };
  return {
    ...{ country, currency, on: file.on ?? today, ...household, flagged: vulnerable, explained },
    entries: lines.flatMap(({ line, amount, per }) => {
      const told = regular(amount, per);
      return told === null ? [] : [{ line, ...told }];
    }),
    debts: debts.map(({ line, balance, pays, per, ours }, at) => ({
      ...{ id: debtId(debts, at), line, balance: amountOf(balance, currency), pays: regular(pays, per), ours },
    })),
  };
}

/** "credit-card", then "credit-card-2": a name that people choose could say who somebody is. */
function debtId(debts: readonly { line: string }[], at: number): string {
  const line = debts[at]?.line ?? '';
  const before = debts.slice(0, at).filter((debt) => debt.line === line).length;
  return before === 0 ? line : `${line}-${before + 1}`;
}

/** A sheet to fill in: every line of the country with its words and no amount. */
export function blankSheet(country: SheetCountry, language: Language, on: CalendarDate): z.input<typeof IncomeExpense> {
  return {
    v: 1,
    country,
    currency: SHEET_CURRENCIES[country] ?? '',
    on,
    household: { adults: 1, children: 0 },
    vulnerable: false,
    lines: SHEET_LINES[country]
      .filter(({ group }) => group !== 'debt')
      .map(({ id, words }) => ({ line: id, words: words[language], amount: '', per: 'month' })),
    debts: [{ line: 'credit-card', balance: '', pays: '', per: 'month', ours: true }],
    explained: [],
  };
}
