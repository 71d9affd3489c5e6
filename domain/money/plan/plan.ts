/** A repayment plan by its terms: what is waived, what interest does, and every instalment. */
import { decimalsOf, showAmount } from '../../money.ts';
import { Problem } from '../../problems.ts';
import { isCalendarDate } from '../../time.ts';
import {
  addComponents,
  COMPONENTS,
  type Component,
  type Components,
  coverComponents,
  NO_COMPONENTS,
  sumOf,
} from '../components.ts';
import { interestOn } from './interest.ts';
import { type PaymentDate, paymentDates, type Rhythm } from './payment-dates.ts';
import { HUNDRED_PERCENT } from './percent.ts';
import {
  type Instalment,
  interestIn,
  type Opening,
  type Sharing,
  scheduleByAmounts,
  scheduleByShares,
  withInterest,
} from './schedule.ts';
import { type Deferral, MOST_INSTALMENTS, type PlanTerms, type Treatment } from './terms.ts';

/** What the terms do with one component before the plan begins, minor units. */
export interface TreatedComponent {
  readonly component: Component;
  readonly owed: bigint;
  readonly waived: bigint;
  /** What became principal. */
  readonly capitalised: bigint;
}

/** A plan. Amounts are minor units of `currency`; `debt` and `interest` less `waived` add up to `payable`. */
export interface Plan {
  readonly terms: PlanTerms;
  readonly debt: bigint;
  /** Components that the terms treat. */
  readonly treated: readonly TreatedComponent[];
  /** What a settlement waives once all of it is paid. */
  readonly discount: bigint;
  /** All that is waived. */
  readonly waived: bigint;
  /** The debt after waiver and settlement, on the day of the figures. */
  readonly agreed: Components;
  /** Interest of the whole plan. */
  readonly interest: bigint;
  readonly payable: bigint;
  readonly instalments: readonly Instalment[];
}

/** Calculates a plan. Throws a Problem where the terms leave none. */
export function calculatePlan(terms: PlanTerms): Plan {
  const { currency, today, order, deferral, interest, lastDay } = terms;
  const show = (minor: bigint) => showAmount(minor, currency);
  const { treated, owed } = treat(terms.debt, terms.treatment, show);
  const agreed = settled(owed, terms, show);
  if (sumOf(agreed) === 0n) throw new Problem('plan-nothing-owed');
  const opening: Opening = { owed: agreed, from: today, rate: interest, order };
  const begun = deferral === null ? opening : afterDeferral(opening, deferral);
  const instalments = schedule(begun, terms);
  const { on } = instalments.at(-1) as Instalment;
  if (!isCalendarDate(on)) throw new Problem('plan-beyond-calendar');
  if (lastDay !== null && on > lastDay) throw new Problem('plan-ends-late', { on, lastDay });
  const discount = sumOf(owed) - sumOf(agreed);
  return {
    terms,
    debt: sumOf(terms.debt),
    treated,
    discount,
    waived: sumOf(terms.debt) - sumOf(agreed),
    agreed,
    interest: interestIn(instalments) + sumOf(begun.owed) - sumOf(agreed),
    payable: instalments.reduce((sum, { minor }) => sum + minor, 0n),
    instalments,
  };
}

/** Waives first, then capitalises: what is waived never bears interest. */
function treat(debt: Components, treatment: PlanTerms['treatment'], show: (minor: bigint) => string) {
  const owed = { ...debt };
  const treated: TreatedComponent[] = [];
  for (const component of COMPONENTS) {
    const { waive, rest }: Treatment = treatment[component] ?? { waive: 0n, rest: 'keep' };
    const whole = debt[component];
    const waived = waive === 'all' ? whole : waive;
    if (waived > whole)
      throw new Problem('plan-waiver-too-large', { component, waived: show(waived), owed: show(whole) });
    const capitalised = rest === 'capitalise' ? whole - waived : 0n;
    owed[component] -= waived + capitalised;
    owed.principal += capitalised;
    if (treatment[component] !== undefined) treated.push({ component, owed: whole, waived, capitalised });
  }
  return { treated, owed };
}

/** What a settlement leaves to pay: its sum covers what is owed in the order of payments. */
function settled(owed: Components, terms: PlanTerms, show: (minor: bigint) => string): Components {
  const { settlement, order } = terms;
  if (settlement === null) return owed;
  const whole = sumOf(owed);
  const sum =
    'minor' in settlement ? settlement.minor : roundDown((whole * settlement.percent) / HUNDRED_PERCENT, terms);
  if (sum >= whole) throw new Problem('plan-no-discount', { settlement: show(sum), owed: show(whole) });
  return coverComponents(owed, sum, order).paid;
}

const unitOf = ({ currency, roundTo }: PlanTerms): bigint =>
  roundTo === 'whole' ? 10n ** BigInt(decimalsOf(currency)) : 1n;
const roundDown = (minor: bigint, terms: PlanTerms): bigint => (minor / unitOf(terms)) * unitOf(terms);

/** The opening at the end of a time without payment. */
function afterDeferral(opening: Opening, { until, interest }: Deferral): Opening {
  if (interest === 'accrues') return opening;
  const ran = interest === 'waived' ? 0n : interestOn(opening.owed.principal, opening.rate, opening.from, until);
  return { ...opening, owed: capitalise(withInterest(opening.owed, ran), ran), from: until };
}

/** Makes interest principal. */
export const capitalise = (owed: Components, interest: bigint): Components =>
  addComponents(owed, { ...NO_COMPONENTS, interest: -interest, principal: interest });

function schedule(opening: Opening, terms: PlanTerms): Instalment[] {
  const { schedule: wanted, currency } = terms;
  const show = (minor: bigint) => showAmount(minor, currency);
  const sharing: Sharing = { place: terms.interest?.place ?? 'within', unit: unitOf(terms), show };
  switch (wanted.kind) {
    case 'equal': {
      const steps = [{ number: wanted.number, percent: HUNDRED_PERCENT }];
      return scheduleByShares(opening, datesFor(terms, wanted.number), steps, sharing);
    }
    case 'stepped': {
      const number = wanted.steps.reduce((sum, step) => sum + step.number, 0);
      return scheduleByShares(opening, datesFor(terms, number), wanted.steps, sharing);
    }
    case 'fixed':
      return scheduleByAmounts(opening, datesFor(terms), () => wanted.instalment, show);
    case 'income': {
      const instalment = affordable(wanted, terms);
      return scheduleByAmounts(opening, datesFor(terms), () => instalment, show);
    }
    case 'stepped-amounts': {
      const sizes = wanted.steps.flatMap(({ number, instalment }) =>
        Array.from({ length: number ?? 1 }, () => instalment),
      );
      const last = sizes.at(-1) ?? 0n;
      const instalments = scheduleByAmounts(opening, datesFor(terms), (index) => sizes[index] ?? last, show);
      if (instalments.length < sizes.length) throw new Problem('plan-ends-early', { paid: instalments.length });
      return instalments;
    }
  }
}

const datesFor = ({ dating }: PlanTerms, count = MOST_INSTALMENTS): PaymentDate[] => paymentDates(dating, count);

/** Payments of a year by rhythm, for a monthly income. */
const A_YEAR: Readonly<Record<Rhythm, bigint>> = { month: 12n, fortnight: 26n, week: 52n };

/** The instalment that an income allows. */
function affordable(wanted: Extract<PlanTerms['schedule'], { kind: 'income' }>, terms: PlanTerms): bigint {
  const { income, expenses, percent, least, most } = wanted;
  const show = (minor: bigint) => showAmount(minor, terms.currency);
  if (income <= expenses) throw new Problem('plan-nothing-left', { income: show(income), expenses: show(expenses) });
  const share = ((income - expenses) * percent * 12n) / (HUNDRED_PERCENT * A_YEAR[terms.dating.every]);
  const instalment = roundDown(most !== null && most < share ? most : share, terms);
  if (instalment < least || instalment === 0n)
    throw new Problem('plan-below-least', { instalment: show(instalment), least: show(least) });
  return instalment;
}
