/** `arrears plan calculate`: repayment plans to offer, to the minor unit. Needs nothing running. */
import { horizonOf } from '../../domain/calendars/creditor-days.ts';
import { PlanTermsFile, placeOf, planTermsOf, receiptsOf } from '../../domain/contracts/plan-terms.ts';
import { calculatePlan, type Plan } from '../../domain/money/plan/plan.ts';
import { plannedBefore, type Remains, remainsOf } from '../../domain/money/plan/remains.ts';
import { isCurrency } from '../../domain/money.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { UsageFault } from '../fault.ts';
import { needed, readDate, readMoney, today } from '../input.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from '../json-file.ts';
import { planAnswer, planText } from '../plan-text.ts';
import { answer, type OutputOptions, table } from '../print.ts';

/** Options that say the schedule, dates and interest of a plan. */
export interface ScheduleOptions {
  number?: number;
  instalment?: string;
  first?: string;
  every?: string;
  day?: number;
  rate?: string;
  dayCount?: string;
  onTop?: boolean;
  whole?: boolean;
  lastDay?: string;
}
interface PlanOptions extends OutputOptions, ScheduleOptions {
  amount?: string;
  currency?: string;
  today?: string;
  settleOn?: string;
}

const REMEDY =
  'Correct it; nothing was calculated. docs/plan-terms.schema.json describes the file, docs/examples/plan-terms.json shows one.';
/** Options that say what a file says. */
const TERMS = [
  'amount',
  'currency',
  'number',
  'instalment',
  'first',
  'every',
  'day',
  'rate',
  'dayCount',
  'onTop',
  'whole',
  'lastDay',
] as const;

export async function calculatePlanOf(path: string | undefined, options: PlanOptions): Promise<void> {
  const file = path === undefined ? termsOfOptions(options) : termsOfFile(path, options);
  const plan = calculatePlan(planTermsOf(file, today()));
  const remains = remainsFor(plan, file);
  const notes = notesOf(plan, file);
  answer(options, planAnswer(plan, remains, notes), () => planText(plan, remains, notes));
}

function remainsFor(plan: Plan, file: PlanTermsFile): Remains | null {
  if (file.settleOn === undefined) return null;
  return remainsOf(plan, receiptsOf(file) ?? plannedBefore(plan, file.settleOn), file.settleOn);
}

/** What a reader must know of dates that were moved. */
function notesOf({ instalments }: Plan, { workingDays }: PlanTermsFile): string[] {
  if (workingDays === undefined || workingDays.move === 'none') return [];
  const { country } = workingDays;
  const horizon = horizonOf(placeOf(workingDays));
  const last = instalments.at(-1)?.on ?? '';
  if (horizon === null)
    return [
      country === undefined
        ? 'No country is named: every day from Monday to Friday counts as a working day.'
        : `No holidays of ${country} are known: every day from Monday to Friday counts as a working day.`,
    ];
  return last <= horizon
    ? []
    : [`Holidays of ${country} are known until ${horizon}; after it only weekends are left out.`];
}

/** Days that options give beside a file. */
function daysOf(options: PlanOptions): { today?: CalendarDate; settleOn?: CalendarDate } {
  const { today: day, settleOn } = options;
  return {
    ...(day === undefined ? {} : { today: readDate(day, '--today') }),
    ...(settleOn === undefined ? {} : { settleOn: readDate(settleOn, '--settle-on') }),
  };
}

function termsOfFile(path: string, options: PlanOptions): PlanTermsFile {
  const both = TERMS.filter((name) => options[name] !== undefined).map(optionOf);
  if (both.length > 0)
    throw new UsageFault(`${both.join(', ')}: the file says the terms.`, 'Give either a file or these options.');
  const value = readJson(path, 'The file of terms', REMEDY);
  const terms = isObject(value) ? withDays(value, options) : value;
  const faults = faultsIn(PlanTermsFile, terms);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Field ${fieldOf(pointer)}`, REMEDY);
  return PlanTermsFile.parse(terms);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The terms of a file with the days that options give; both at once are refused. */
function withDays(terms: object, options: PlanOptions): object {
  const days = daysOf(options);
  for (const name of Object.keys(days))
    if (Object.hasOwn(terms, name))
      throw new UsageFault(`The file says ${name} itself.`, `Leave ${optionOf(name)} out, or ${name} of the file.`);
  return { today: today(), ...terms, ...days };
}

const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function termsOfOptions(options: PlanOptions): PlanTermsFile {
  const amount = needed(options.amount, '--amount AMOUNT, or the file of a plan', 'what is owed');
  const currency = needed(options.currency, '--currency CODE', 'in which currency it is').toUpperCase();
  if (!isCurrency(currency))
    throw new UsageFault(`--currency "${currency}" is no currency.`, 'Write a code of ISO 4217, such as TWD.');
  const terms = {
    today: today(),
    amount: readMoney(amount, currency, '--amount'),
    ...scheduleOfOptions(options, currency),
    ...daysOf(options),
  };
  const [fault] = faultsIn(PlanTermsFile, terms);
  if (fault !== undefined) throw new UsageFault(`${optionAt(fault.pointer)}: ${fault.words}.`, 'Correct it.');
  return PlanTermsFile.parse(terms);
}

/** The schedule, dates and interest that options say, as fields of the file. Throws for what is missing. */
export function scheduleOfOptions(options: ScheduleOptions, currency: string): Record<string, unknown> {
  const { number, instalment, every, day, rate, whole, lastDay } = options;
  if ((number === undefined) === (instalment === undefined))
    throw new UsageFault('Either --number or --instalment is needed.', 'docs/plans.md describes the kinds of plans.');
  for (const name of ['dayCount', 'onTop'] as const)
    if (options[name] !== undefined && rate === undefined)
      throw new UsageFault(`${optionOf(name)} needs --rate.`, 'Give the rate, such as --rate 12.5.');
  return {
    schedule:
      instalment === undefined
        ? { kind: 'equal', number }
        : { kind: 'fixed', instalment: readMoney(instalment, currency, '--instalment') },
    first: readDate(needed(options.first, '--first DATE', 'when the first payment is'), '--first'),
    ...(every === undefined ? {} : { every }),
    ...(day === undefined ? {} : { day }),
    ...(rate === undefined ? {} : { interest: interestOf(rate, options) }),
    ...(lastDay === undefined ? {} : { lastDay: readDate(lastDay, '--last-day') }),
    ...(whole === true ? { roundTo: 'whole' } : {}),
  };
}

const interestOf = (percent: string, { dayCount = 'actual/365', onTop = false }: ScheduleOptions) => ({
  percent,
  dayCount,
  place: onTop ? 'on-top' : 'within',
});

/** Options whose names are not those of the fields. */
const OPTIONS: Readonly<Record<string, string>> = {
  '/schedule/number': '--number',
  '/schedule/instalment': '--instalment',
  '/interest/percent': '--rate',
  '/interest/place': '--on-top',
};
const optionAt = (pointer: string): string => OPTIONS[pointer] ?? optionOf(pointer.split('/')[1] ?? '');

const KINDS = [
  ['equal', 'so many instalments of one size', 'number'],
  ['fixed', 'so much each time until nothing is left', 'instalment'],
  ['stepped', 'steps that pay a share each', 'steps: number, percent'],
  ['stepped-amounts', 'steps of so much each time', 'steps: number, instalment'],
  ['income', 'a share of the monthly income that expenses leave', 'income, expenses, percent; least, most'],
] as const;

export async function listPlanKinds(options: OutputOptions): Promise<void> {
  const kinds = KINDS.map(([kind, words, fields]) => ({ kind, words, fields }));
  answer(options, kinds, () =>
    table(
      [
        { title: 'kind', of: ({ kind }) => kind },
        { title: 'what is paid', of: ({ words }) => words },
        { title: 'fields of schedule', of: ({ fields }) => fields },
      ],
      kinds,
    ),
  );
}
