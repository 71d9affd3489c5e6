/**
 * Cap of interest on private loans in mainland China: SPC 民间借贷规定 (2020, second revision) arts 1, 25, 28, 29; SPC
 * reply in force on 2021-01-01. Rates are whole basis points a year: 300 = 3.00 %.
 */

/**
 * Who lends. `local-financial`: microloan, guarantee, pawn, leasing, factoring and local asset management companies,
 * regional equity markets. Private lenders alone are capped here.
 */
export type Lender = 'private' | 'licensed' | 'local-financial';

const TIMES_LPR = 4;

/** The cap by the one-year LPR of the day on which the contract was made; null where it does not apply. */
export const rateCap = (lender: Lender, lprAtContract: number): number | null =>
  lender === 'private' ? TIMES_LPR * lprAtContract : null;

/**
 * How much of a rate cannot be enforced; 0 = nothing, null where the cap does not apply. `rate` is interest, default
 * interest, penalties and fees together.
 */
export function unenforceableRate(lender: Lender, lprAtContract: number, rate: number): number | null {
  const cap = rateCap(lender, lprAtContract);
  return cap === null ? null : Math.max(0, rate - cap);
}
