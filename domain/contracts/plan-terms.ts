/**
 * The terms of a repayment plan as `arrears plan calculate` reads them: what is owed, how it is paid, what interest
 * does, what is waived. No personal data. docs/plans.md describes the file.
 */
import { z } from 'zod';
import { workingDaysOf } from '../calendars/creditor-days.ts';
import { isCountry } from '../countries.ts';
import { COMPONENTS, type Component, NO_COMPONENTS } from '../money/components.ts';
import { DAY_COUNTS } from '../money/plan/interest.ts';
import { MOVES, onDay, RHYTHMS } from '../money/plan/payment-dates.ts';
import { HUNDRED_PERCENT, PERCENT_TEXT, readPercent } from '../money/plan/percent.ts';
import type { Receipt } from '../money/plan/remains.ts';
import {
  DEFERRED_INTERESTS,
  INTEREST_PLACES,
  MOST_DAYS_AHEAD,
  MOST_INSTALMENTS,
  type PlanTerms,
  ROUNDINGS,
  type Schedule,
  type Treatment,
  USUAL_ORDER,
} from '../money/plan/terms.ts';
import { isCurrency, type WireMoney } from '../money.ts';
import { addDays, type CalendarDate } from '../time.ts';
import { CalendarDay, Money } from './event.ts';

const Sum = Money.refine(({ minor }) => !minor.startsWith('-'), 'must not be negative');
const Positive = Money.refine(({ minor }) => !/^-|^0+$/.test(minor), 'an amount above 0 is needed');
/** A percentage as text: no float. */
const Percent = z
  .string()
  .regex(PERCENT_TEXT, 'a percentage from 0 to 100 as text, at most 6 decimals, such as "12.5"')
  .meta({ title: 'Percent', description: '"12.5": from 0 to 100, at most 6 decimals' });
const AboveZero = Percent.refine((text) => /[1-9]/.test(text), 'above 0 is needed');

const COUNT_WORDS = `a whole number from 1 to ${MOST_INSTALMENTS}`;
const Count = z.int(COUNT_WORDS).min(1, COUNT_WORDS).max(MOST_INSTALMENTS, COUNT_WORDS);
const Steps = <T extends z.ZodType>(step: T) => z.array(step).min(1).max(60);

const ScheduleTerms = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('equal'), number: Count.describe('instalments') }),
    z.strictObject({
      kind: z.literal('fixed'),
      instalment: Positive.describe('so much each time; the last is what is left'),
    }),
    z.strictObject({
      kind: z.literal('stepped'),
      steps: Steps(
        z.strictObject({
          number: Count.describe('instalments of the step'),
          percent: AboveZero.describe('of all that is paid; those of all steps add up to 100'),
        }),
      ),
    }),
    z.strictObject({
      kind: z.literal('stepped-amounts'),
      steps: Steps(
        z.strictObject({
          number: Count.optional().describe('instalments of the step; the last step has none and ends the debt'),
          instalment: Positive,
        }),
      ),
    }),
    z.strictObject({
      kind: z.literal('income'),
      income: Positive.describe('of a month'),
      expenses: Sum.describe('of a month'),
      percent: AboveZero.describe('the share of what expenses leave'),
      least: Positive.optional().describe('below it the plan is refused: an instalment is never above the share'),
      most: Positive.optional().describe('an instalment is at most this'),
    }),
  ],
  { error: 'one of equal, fixed, stepped, stepped-amounts, income' },
);

const TreatmentTerms = z.strictObject({
  waive: z
    .union([Sum, z.literal('all')], { error: '"all" or an amount that is not negative' })
    .optional()
    .describe('all or an amount; waived first'),
  rest: z.enum(['keep', 'capitalise']).default('keep').describe('capitalise: it becomes principal and bears interest'),
});

const Fields = z.strictObject({
  v: z.literal(1).default(1),
  today: CalendarDay.optional().describe('the day of the figures, from which interest runs; today when left out'),
  amount: Positive.describe('all that is owed'),
  components: z
    .strictObject({ principal: Sum, interest: Sum, fees: Sum, costs: Sum })
    .partial()
    .optional()
    .describe('of what the amount is made; principal alone when left out'),
  order: z
    .array(z.enum(COMPONENTS))
    .length(COMPONENTS.length, `each of ${COMPONENTS.join(', ')} once`)
    .default([...USUAL_ORDER])
    .describe('in which a payment covers them'),
  restructure: z
    .strictObject({
      principal: TreatmentTerms.omit({ rest: true }),
      interest: TreatmentTerms,
      fees: TreatmentTerms,
      costs: TreatmentTerms,
    })
    .partial()
    .optional()
    .describe('what happens to components before the plan begins'),
  settlement: z
    .strictObject({ percent: AboveZero.optional(), amount: Positive.optional() })
    .refine(({ percent, amount }) => (percent === undefined) !== (amount === undefined), 'either percent or amount')
    .optional()
    .describe('what is accepted for the whole; needs lastDay'),
  deferral: z
    .strictObject({
      until: CalendarDay.describe('last day without payment'),
      interest: z.enum(DEFERRED_INTERESTS).optional().describe('what interest does meanwhile; needed with interest'),
    })
    .optional(),
  interest: z
    .strictObject({
      percent: Percent.describe('nominal rate a year'),
      dayCount: z.enum(DAY_COUNTS).describe('30/360 is 30E/360'),
      place: z
        .enum(INTEREST_PLACES)
        .default('within')
        .describe('within instalments of one size, or on-top of equal shares of the debt'),
    })
    .optional()
    .describe('during the plan; none when left out'),
  schedule: ScheduleTerms,
  first: CalendarDay.describe('of the first payment'),
  every: z.enum(RHYTHMS).default('month'),
  day: z
    .int()
    .min(1)
    .max(31)
    .optional()
    .describe('of months: the day, the last where a month has no such day; that of the first payment when left out'),
  workingDays: z
    .strictObject({
      move: z.enum(MOVES).describe('where a date goes that is no working day'),
      country: z.string().refine(isCountry, 'a code of ISO 3166-1, such as TW').optional(),
      closedDays: z.array(CalendarDay).max(400).default([]).describe('of the creditor'),
    })
    .optional(),
  lastDay: CalendarDay.optional().describe('no payment is after it'),
  roundTo: z.enum(ROUNDINGS).default('minor').describe('whole: to whole units of the currency'),
  paid: z
    .array(z.strictObject({ on: CalendarDay, amount: Positive }))
    .max(10_000)
    .optional()
    .describe('what came in; the instalments before settleOn, as planned, when left out'),
  settleOn: CalendarDay.optional().describe('the day on which what remains is asked for'),
});
type Terms = z.output<typeof Fields>;

type Fault = readonly [path: readonly (string | number)[], words: string];

/** The terms of one plan. What lies between fields is asked only where each field is right. */
export const PlanTermsFile = Fields.pipe(
  z.custom<Terms>().superRefine((terms, context) => {
    for (const [path, message] of [...moneyFaults(terms), ...dateFaults(terms), ...fitFaults(terms)])
      context.addIssue({ code: 'custom', path: [...path], message });
  }),
);
export type PlanTermsFile = z.output<typeof PlanTermsFile>;

/** Every amount below a value, with its path. */
function amountsIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): [readonly (string | number)[], WireMoney][] {
  if (typeof value !== 'object' || value === null) return [];
  if ('currency' in value) return [[path, value as WireMoney]];
  return Object.entries(value).flatMap(([key, inner]) => amountsIn(inner, [...path, key]));
}

function moneyFaults(terms: Terms): Fault[] {
  const { amount, components, schedule } = terms;
  if (!isCurrency(amount.currency)) return [[['amount', 'currency'], 'is no currency of ISO 4217']];
  const faults: Fault[] = amountsIn(terms)
    .filter(([, { currency }]) => currency !== amount.currency)
    .map(([path]) => [[...path, 'currency'], `another currency than that of amount, ${amount.currency}`]);
  const made = COMPONENTS.reduce((sum, name) => sum + BigInt(components?.[name]?.minor ?? 0), 0n);
  if (components !== undefined && made !== BigInt(amount.minor))
    faults.push([['components'], `they add up to ${made} minor units, the amount is ${amount.minor}`]);
  if (schedule.kind === 'income' && schedule.least !== undefined && schedule.most !== undefined)
    if (BigInt(schedule.least.minor) > BigInt(schedule.most.minor))
      faults.push([['schedule', 'most'], 'must not be below least']);
  return faults;
}

function dateFaults({ today, first, deferral, lastDay, every, day, paid = [], settleOn }: Terms): Fault[] {
  const faults: [boolean, Fault][] = [
    [today !== undefined && first < today, [['first'], `must not be before today, ${today}`]],
    [
      today !== undefined && first > addDays(today, MOST_DAYS_AHEAD),
      [['first'], `at most ${MOST_DAYS_AHEAD} days after today`],
    ],
    [
      today !== undefined && deferral !== undefined && deferral.until < today,
      [['deferral', 'until'], `must not be before today, ${today}`],
    ],
    [
      deferral !== undefined && first <= deferral.until,
      [['first'], 'must be after the last day without payment, deferral.until'],
    ],
    [lastDay !== undefined && lastDay < first, [['lastDay'], `must not be before the first payment, ${first}`]],
    [day !== undefined && every !== 'month', [['day'], 'only with every: month']],
    [
      day !== undefined && every === 'month' && first !== onDay(first, day),
      [['first'], `must be on day ${day}, or on the last of a month without it`],
    ],
    [today !== undefined && settleOn !== undefined && settleOn < today, [['settleOn'], 'must not be before today']],
    [paid.length > 0 && settleOn === undefined, [['settleOn'], 'is needed with paid']],
  ];
  const receipts = paid.flatMap(({ on }, index): Fault[] => {
    if (today !== undefined && on < today)
      return [[['paid', index, 'on'], 'must not be before today, when the plan begins']];
    return settleOn !== undefined && on > settleOn ? [[['paid', index, 'on'], 'must not be after settleOn']] : [];
  });
  return [...faults.flatMap(([isFault, fault]) => (isFault ? [fault] : [])), ...receipts];
}

/** Terms that do not fit each other. */
function fitFaults({ order, settlement, interest, deferral, schedule, lastDay }: Terms): Fault[] {
  const { kind } = schedule;
  const isShared = kind === 'equal' || kind === 'stepped';
  const faults: [boolean, Fault][] = [
    [new Set(order).size < order.length, [['order'], `each of ${COMPONENTS.join(', ')} once`]],
    [settlement !== undefined && lastDay === undefined, [['lastDay'], 'is needed with settlement']],
    [settlement !== undefined && interest !== undefined, [['interest'], 'not together with settlement']],
    [
      (deferral?.interest === undefined) !== (interest === undefined || deferral === undefined),
      [['deferral', 'interest'], interest === undefined ? 'only with interest' : 'is needed with interest'],
    ],
    [interest?.place === 'on-top' && !isShared, [['interest', 'place'], 'on-top only with equal and stepped']],
  ];
  return [...faults.flatMap(([isFault, fault]) => (isFault ? [fault] : [])), ...stepFaults(schedule)];
}

function stepFaults(schedule: Terms['schedule']): Fault[] {
  if (schedule.kind !== 'stepped' && schedule.kind !== 'stepped-amounts') return [];
  const faults: Fault[] = [];
  const { steps } = schedule;
  const instalments = steps.reduce((sum, { number = 0 }) => sum + number, 0);
  if (instalments > MOST_INSTALMENTS)
    faults.push([['schedule', 'steps'], `${instalments} instalments; at most ${MOST_INSTALMENTS} may be`]);
  if (schedule.kind === 'stepped') {
    const percent = schedule.steps.reduce((sum, step) => sum + readPercent(step.percent), 0n);
    if (percent !== HUNDRED_PERCENT) faults.push([['schedule', 'steps'], 'their percentages must add up to 100']);
    return faults;
  }
  for (const [index, { number }] of steps.entries()) {
    const isLast = index === steps.length - 1;
    if ((number === undefined) === isLast) continue;
    const words = isLast ? 'the last step has no number: it goes on until nothing is left' : 'is needed';
    faults.push([['schedule', 'steps', index, 'number'], words]);
  }
  return faults;
}

const minorOf = ({ minor }: WireMoney): bigint => BigInt(minor);
const minorOrNull = (money: WireMoney | undefined): bigint | null => (money === undefined ? null : minorOf(money));

/** The terms of a checked file. `today` is used where the file names none. */
export function planTermsOf(file: PlanTermsFile, today: CalendarDate): PlanTerms {
  const { amount, components, settlement, deferral, interest, workingDays, every, first, day, lastDay } = file;
  const begins = file.today ?? today;
  const owed = (name: Component): bigint => minorOrNull(components?.[name]) ?? 0n;
  return {
    currency: amount.currency,
    today: begins,
    debt:
      components === undefined
        ? { ...NO_COMPONENTS, principal: minorOf(amount) }
        : { principal: owed('principal'), interest: owed('interest'), fees: owed('fees'), costs: owed('costs') },
    order: file.order,
    treatment: treatmentOf(file.restructure ?? {}),
    settlement: settlement === undefined ? null : settlementOf(settlement),
    deferral: deferral === undefined ? null : { until: deferral.until, interest: deferral.interest ?? 'waived' },
    interest:
      interest === undefined
        ? null
        : { percent: readPercent(interest.percent), dayCount: interest.dayCount, place: interest.place },
    schedule: scheduleOf(file.schedule),
    dating: {
      first,
      every,
      day: day ?? null,
      move: workingDays?.move ?? 'none',
      isWorkingDay: workingDaysOf(placeOf(workingDays)),
      earliest: deferral === undefined ? begins : addDays(deferral.until, 1),
    },
    lastDay: lastDay ?? null,
    roundTo: file.roundTo,
  };
}

/** Where the working days of a file are; a zone without a country, so that its own country alone counts. */
export const placeOf = (workingDays: Terms['workingDays']) => ({
  zone: 'UTC',
  country: workingDays?.country ?? null,
  closedDays: workingDays?.closedDays ?? [],
});

/** What came in by a file; null where it does not say. */
export const receiptsOf = ({ paid }: PlanTermsFile): Receipt[] | null =>
  paid?.map(({ on, amount }) => ({ on, minor: minorOf(amount) })) ?? null;

function treatmentOf(restructure: NonNullable<Terms['restructure']>): PlanTerms['treatment'] {
  const treatment: Partial<Record<Component, Treatment>> = {};
  for (const name of COMPONENTS) {
    const terms = restructure[name];
    if (terms === undefined) continue;
    const { waive } = terms;
    treatment[name] = {
      waive: waive === 'all' ? 'all' : (minorOrNull(waive) ?? 0n),
      rest: 'rest' in terms ? terms.rest : 'keep',
    };
  }
  return treatment;
}

function settlementOf({ percent, amount }: NonNullable<Terms['settlement']>): PlanTerms['settlement'] {
  return amount === undefined ? { percent: readPercent(percent ?? '') } : { minor: minorOf(amount) };
}

function scheduleOf(schedule: Terms['schedule']): Schedule {
  switch (schedule.kind) {
    case 'equal':
      return schedule;
    case 'fixed':
      return { kind: 'fixed', instalment: minorOf(schedule.instalment) };
    case 'stepped':
      return {
        kind: 'stepped',
        steps: schedule.steps.map(({ number, percent }) => ({ number, percent: readPercent(percent) })),
      };
    case 'stepped-amounts':
      return {
        kind: 'stepped-amounts',
        steps: schedule.steps.map(({ number, instalment }) => ({
          number: number ?? null,
          instalment: minorOf(instalment),
        })),
      };
    case 'income': {
      const { income, expenses, percent, least, most } = schedule;
      return {
        kind: 'income',
        income: minorOf(income),
        expenses: minorOf(expenses),
        percent: readPercent(percent),
        least: minorOrNull(least) ?? 0n,
        most: minorOrNull(most),
      };
    }
  }
}
