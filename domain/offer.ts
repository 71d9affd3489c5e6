/**
 * What a letter or a caller may offer to a person who cannot pay at once. An accepted offer is a promise with these
 * parts.
 */

import { OFFERS, type OfferName } from './fact-choices.ts';
import type { PromisePart } from './facts.ts';
import { decimalsOf } from './money.ts';
import { addDays, addMonths, type CalendarDate } from './time.ts';

/** The forms of an offer; amounts are minor units. */
export interface Offer {
  /** Equal parts a month apart; the last one absorbs the rounding. Empty where they are not offered. */
  instalments: PromisePart[];
  /** The whole amount, later; null where it is not offered. */
  deferral: PromisePart | null;
}

/** Most instalments of an offer. */
export const OFFER_PARTS = 3;
/** Days until the first instalment. */
const OFFER_FIRST_DAYS = 7;
/** Days of a deferral. */
const DEFER_DAYS = 14;

/**
 * The offer made on `on` for an amount (minor units), in the forms that may be made; null when nothing is asked for or
 * nothing may be offered. Parts are whole currency units where the amount allows.
 */
export function offerFor(
  minor: bigint,
  currency: string,
  on: CalendarDate,
  forms: readonly OfferName[] = OFFERS,
): Offer | null {
  if (minor <= 0n || forms.length === 0) return null;
  const first = addDays(on, OFFER_FIRST_DAYS);
  const parts = forms.includes('instalments') ? splitAmount(minor, currency) : [];
  return {
    instalments: parts.map((part, index) => ({ on: addMonths(first, index), minor: part })),
    deferral: forms.includes('deferral') ? { on: addDays(on, DEFER_DAYS), minor } : null,
  };
}

function splitAmount(minor: bigint, currency: string): bigint[] {
  const parts = BigInt(OFFER_PARTS);
  const unit = 10n ** BigInt(decimalsOf(currency));
  const rough = (minor + parts - 1n) / parts;
  const each = minor >= parts * parts * unit ? ((rough + unit - 1n) / unit) * unit : rough;
  const result: bigint[] = [];
  for (let left = minor; left > 0n; left -= result.at(-1) ?? left) {
    result.push(left < each || result.length === OFFER_PARTS - 1 ? left : each);
  }
  return result;
}
