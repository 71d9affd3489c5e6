/**
 * A lender's own guidelines for sheets of a country, as `arrears afford --guidelines` reads them. None ships: what a
 * household usually spends is published by others, under their own licences. docs/affordability.md describes it.
 */
import { z } from 'zod';
import { type Period, paidMonthly, receivedMonthly } from '../care/affordability/periods.ts';
import { lineNamed, type SheetCountry } from '../care/affordability/sheet-lines.ts';
import { type AffordabilityTerms, type MonthsByCare, type PerHead, termsOf } from '../care/affordability/terms.ts';
import { Name } from './fields.ts';
import {
  AmountText,
  amountFaults,
  amountOf,
  CountryName,
  CurrencyCode,
  currencyFault,
  currencyOf,
  type PathFault,
  PeriodName,
} from './income-expense.ts';

const ByHead = z.strictObject({ adult: AmountText.min(1), child: AmountText.min(1) });
const Months = z.strictObject({
  usual: z.int().min(1).max(24),
  flagged: z.int().min(1).max(24).describe('for a person who is flagged as vulnerable'),
});

const Shape = z.strictObject({
  v: z.literal(1).default(1),
  country: CountryName,
  currency: CurrencyCode,
  buffer: z
    .strictObject({
      percent: z.int().min(0).max(100).describe('of what is left'),
      least: AmountText.default('').describe('kept at least, a month'),
    })
    .optional()
    .describe('what is kept for the unexpected'),
  token: z
    .strictObject({ below: AmountText.min(1), amount: AmountText.min(1) })
    .optional()
    .describe('where less than this is left a month, each debt gets this amount at most'),
  reviewMonths: Months.optional().describe('until an offer is looked at again'),
  reviewMonthsWithoutOffer: Months.optional().describe('until it is looked at again that nothing can be offered'),
  breathingSpaceMonths: Months.optional().describe('in which nothing presses where nothing can be offered'),
  outgoingsPercent: z.int().min(100).max(1000).optional().describe('of the income; more is not plausible'),
  bounds: z
    .array(
      z.strictObject({
        line: Name.describe('id of an expense line of the country'),
        per: PeriodName,
        least: ByHead.optional().describe('less is asked about; the figure stands'),
        most: ByHead.optional().describe('more is asked about; the figure stands'),
      }),
    )
    .max(200)
    .default([]),
});
type Shape = z.infer<typeof Shape>;

/** Guidelines of a lender. What no schema says is checked besides. */
export const AffordabilityGuidelines = Shape.superRefine((file, context) => {
  for (const { path, words } of guidelineFaults(file))
    context.addIssue({ code: 'custom', path: [...path], message: words });
});
export type AffordabilityGuidelines = z.infer<typeof AffordabilityGuidelines>;

function guidelineFaults(file: Shape): PathFault[] {
  const fault = currencyFault(file.country, file.currency);
  if (fault !== null) return [fault];
  const currency = currencyOf(file.country, file.currency);
  const amounts = [
    ...amountFaults(file.buffer?.least ?? '', currency, ['buffer', 'least'], 'least'),
    ...amountFaults(file.token?.below ?? '', currency, ['token', 'below'], 'below'),
    ...amountFaults(file.token?.amount ?? '', currency, ['token', 'amount'], 'amount'),
    ...file.bounds.flatMap((bound, at) => boundFaults(file.country, currency, bound, at)),
  ];
  return amounts.length > 0 ? amounts : careFaults(termsUnder(file));
}

function boundFaults(
  country: SheetCountry,
  currency: string,
  { line: id, least, most }: Shape['bounds'][number],
  at: number,
): PathFault[] {
  const line = lineNamed(country, id);
  if (line === undefined || line.group === 'income' || line.group === 'debt')
    return [{ path: ['bounds', at, 'line'], words: `the sheet of ${country} has no such expense line` }];
  return [least, most].flatMap((heads, which) =>
    (['adult', 'child'] as const).flatMap((head) =>
      amountFaults(heads?.[head] ?? '', currency, ['bounds', at, which === 0 ? 'least' : 'most', head], id),
    ),
  );
}

/** Care never means less: sooner looked at, longer quiet, and quiet at least until it is looked at. */
function careFaults(terms: AffordabilityTerms): PathFault[] {
  const { reviewMonths, reviewMonthsWithoutOffer, breathingSpaceMonths } = terms;
  const faults: PathFault[] = [];
  for (const [name, { usual, flagged }] of Object.entries({ reviewMonths, reviewMonthsWithoutOffer }))
    if (flagged > usual)
      faults.push({ path: [name, 'flagged'], words: `must not be later than usual, ${usual}: lower it` });
  if (breathingSpaceMonths.flagged < breathingSpaceMonths.usual)
    faults.push({
      path: ['breathingSpaceMonths', 'flagged'],
      words: `must not be shorter than usual, ${breathingSpaceMonths.usual}: raise it`,
    });
  for (const care of ['usual', 'flagged'] as const)
    if (breathingSpaceMonths[care] < reviewMonthsWithoutOffer[care])
      faults.push({
        path: ['breathingSpaceMonths', care],
        words: `ends before the review without an offer, ${reviewMonthsWithoutOffer[care]}: raise it, or lower that`,
      });
  return faults;
}

/** The terms of a country under checked guidelines: what they leave out is as it ships. */
export function termsUnder(file: Shape): AffordabilityTerms {
  const own = termsOf(file.country);
  const currency = currencyOf(file.country, file.currency);
  const minor = (text: string | undefined) => amountOf(text ?? '', currency) ?? 0n;
  const months = (given: MonthsByCare | undefined, shipped: MonthsByCare) => given ?? shipped;
  return {
    ...own,
    ...(file.buffer && { bufferPercent: file.buffer.percent, bufferLeast: minor(file.buffer.least) }),
    ...(file.token && { tokenBelow: minor(file.token.below), tokenAmount: minor(file.token.amount) }),
    reviewMonths: months(file.reviewMonths, own.reviewMonths),
    reviewMonthsWithoutOffer: months(file.reviewMonthsWithoutOffer, own.reviewMonthsWithoutOffer),
    breathingSpaceMonths: months(file.breathingSpaceMonths, own.breathingSpaceMonths),
    outgoingsPercent: file.outgoingsPercent ?? own.outgoingsPercent,
    bounds: file.bounds.map(({ line, per, least, most }) => ({
      line,
      least: headsOf(least, currency, per, receivedMonthly),
      most: headsOf(most, currency, per, paidMonthly),
    })),
  };
}

function headsOf(
  heads: z.infer<typeof ByHead> | undefined,
  currency: string,
  per: Period,
  monthly: typeof paidMonthly,
): PerHead | null {
  if (heads === undefined) return null;
  const of = (text: string) => monthly({ minor: amountOf(text, currency) ?? 0n, per });
  return { adult: of(heads.adult), child: of(heads.child) };
}
