/**
 * What a sheet is judged by besides its figures. The numbers are prudent defaults of the product, no law and nobody's
 * guideline; a lender sets others in a file (domain/contracts/affordability-guidelines.ts).
 */
import type { SheetCountry } from './sheet-lines.ts';

/** Months, and those for a person who is flagged as vulnerable. */
export interface MonthsByCare {
  readonly usual: number;
  readonly flagged: number;
}
/** Minor units a month for each adult and each child of the household. */
export interface PerHead {
  readonly adult: bigint;
  readonly child: bigint;
}
/** What a lender takes for usual on an expense line. A figure outside is asked about and stands. */
export interface Bound {
  readonly line: string;
  readonly least: PerHead | null;
  readonly most: PerHead | null;
}

/** Amounts in minor units of the sheet's currency. */
export interface AffordabilityTerms {
  /** Percent of what is left that is kept for the unexpected. */
  readonly bufferPercent: number;
  /** Kept at least, a month. */
  readonly bufferLeast: bigint;
  /** Where less is available, each debt gets a token at most. */
  readonly tokenBelow: bigint;
  readonly tokenAmount: bigint;
  /** Until an offer is looked at again. */
  readonly reviewMonths: MonthsByCare;
  /** Until it is looked at again that nothing can be offered. */
  readonly reviewMonthsWithoutOffer: MonthsByCare;
  /** In which nothing presses where nothing can be offered; never shorter than until the review. */
  readonly breathingSpaceMonths: MonthsByCare;
  /** Expenses and priority debts beyond this percentage of the income are not plausible. */
  readonly outgoingsPercent: number;
  /** None by default. */
  readonly bounds: readonly Bound[];
}

const TOKENS: Readonly<Record<SheetCountry, Pick<AffordabilityTerms, 'tokenBelow' | 'tokenAmount'>>> = {
  CN: { tokenBelow: 50_00n, tokenAmount: 10_00n },
  US: { tokenBelow: 10_00n, tokenAmount: 2_00n },
  TW: { tokenBelow: 200_00n, tokenAmount: 50_00n },
  UK: { tokenBelow: 5_00n, tokenAmount: 1_00n },
  IN: { tokenBelow: 250_00n, tokenAmount: 50_00n },
  other: { tokenBelow: 0n, tokenAmount: 0n },
};

/** The terms of a country where a lender sets no others. */
export const termsOf = (country: SheetCountry): AffordabilityTerms => ({
  bufferPercent: 10,
  bufferLeast: 0n,
  ...TOKENS[country],
  reviewMonths: { usual: 6, flagged: 3 },
  reviewMonthsWithoutOffer: { usual: 2, flagged: 1 },
  breathingSpaceMonths: { usual: 2, flagged: 4 },
  outgoingsPercent: 200,
  bounds: [],
});
