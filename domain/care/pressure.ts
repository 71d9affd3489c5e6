/**
 * The budget of pressure: how much contact a person bears, over all channels, accounts and parties. Each contact weighs
 * something and fades evenly over a window. Weights and budget are prudent defaults of the product, no law: the caps of
 * the law hold beside them.
 */

import type { ContactChannel, Outcome } from '../law/case.ts';
import type { PastContact } from '../past-contact.ts';
import { DAY_MS, type Instant } from '../time.ts';

/**
 * Most that may weigh on a person at once. Six conversations on the telephone and a further call of the lender's own,
 * all at once, come to 19: within the shipped caps the lender alone never reaches it.
 */
export const BUDGET = 20;
/** Days in which a contact fades to nothing. */
export const FADES_IN_DAYS = 7;
/** A contact of an agency weighs more than one of the lender. */
export const AGENCY_FACTOR = 1.5;

interface Weight {
  /** A contact of which nothing more is known, or that reached nobody. */
  readonly tried: number;
  /** By what became of it, where that differs. */
  readonly by: Readonly<Partial<Record<Outcome, number>>>;
}
const WRITTEN = { bounced: 0 } as const;
/** Weights by channel and by what became of the contact. */
export const WEIGHTS: Readonly<Record<ContactChannel, Weight>> = {
  email: { tried: 0.5, by: WRITTEN },
  sms: { tried: 1, by: WRITTEN },
  letter: { tried: 1, by: WRITTEN },
  message: { tried: 1, by: WRITTEN },
  social: { tried: 2, by: WRITTEN },
  call: { tried: 1, by: { 'third-party': 2, conversation: 3 } },
  visit: { tried: 3, by: { 'third-party': 6, conversation: 6 } },
};

const WINDOW_MS = FADES_IN_DAYS * DAY_MS;
/** Sums of fractions are compared with this tolerance. */
const EPSILON = 1e-9;

/** Who made a contact: those of agencies cover no step. */
export const partyOf = ({ covers }: PastContact): 'lender' | 'agency' => (covers === undefined ? 'agency' : 'lender');

const weightIn = (channel: string, outcome: Outcome): number => {
  const { tried, by } = WEIGHTS[(channel in WEIGHTS ? channel : 'message') as ContactChannel];
  return by[outcome] ?? tried;
};

/** What a contact weighs when it is made. Answers to the person, and what the person began, weigh nothing. */
export function weightOf(contact: PastContact): number {
  const { channel, purpose, outcome = 'attempted', direction = 'out' } = contact;
  if (purpose === 'receipt' || purpose === 'answer' || direction === 'in') return 0;
  return weightIn(channel, outcome) * (partyOf(contact) === 'agency' ? AGENCY_FACTOR : 1);
}

/** What a demand by the lender adds before anything is known of it. */
export const weightOfDemand = (channel: string): number => weightIn(channel, 'attempted');

/** What is left of a contact at a moment. */
export function leftOf(contact: PastContact, at: Instant): number {
  const age = Math.max(0, at - contact.at);
  return age >= WINDOW_MS ? 0 : weightOf(contact) * (1 - age / WINDOW_MS);
}

/** What weighs on the person at a moment. */
export function pressureAt(contacts: readonly PastContact[], at: Instant): number {
  let sum = 0;
  for (const contact of contacts) sum += leftOf(contact, at);
  return sum;
}

/** The first moment, from `at` on, at which a contact of this weight fits into the budget. */
export function fitsFrom(contacts: readonly PastContact[], weight: number, at: Instant): Instant {
  for (let from = at; ; ) {
    const excess = pressureAt(contacts, from) + weight - BUDGET;
    if (excess <= EPSILON) return from;
    // Between two changes of the slope the pressure falls evenly.
    let fading = 0;
    let change = Number.POSITIVE_INFINITY;
    for (const contact of contacts) {
      const [begins, ends] = [contact.at, contact.at + WINDOW_MS];
      if (begins <= from && from < ends) fading += weightOf(contact) / WINDOW_MS;
      for (const moment of [begins, ends]) if (moment > from) change = Math.min(change, moment);
    }
    const fits = fading === 0 ? change : Math.ceil(from + excess / fading);
    from = Math.min(fits, change);
  }
}
