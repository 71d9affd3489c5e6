/** What a contact with a person costs: the creditor's own figures, else assumed ones, which only need their size. */
import { PERSON_CHANNELS, type PersonChannel } from './channels.ts';
import { decimalsOf } from './money.ts';

/** Cost of one contact, minor units. Channels without a known cost are left out. */
export type ContactCosts = Readonly<Partial<Record<PersonChannel, bigint>>>;

/** Assumed costs in cents of US dollars: mass mail, one SMS, five minutes of a caller. */
export const CONTACT_CENTS: Readonly<Record<PersonChannel, bigint>> = { email: 1n, sms: 4n, call: 250n };

/** Units of a currency to one US dollar, roughly. */
const PER_USD: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 0.9,
  GBP: 0.8,
  CNY: 7,
  HKD: 8,
  INR: 85,
  JPY: 150,
  TWD: 32,
};

/** Units of the currency to one US dollar; null for a currency whose size is not known here. */
export const perDollar = (currency: string): number | null => PER_USD[currency] ?? null;

/** Cents of US dollars in minor units of a currency, at least 1; null for a currency whose size is not known here. */
export function fromCents(cents: bigint, currency: string): bigint | null {
  const rate = perDollar(currency);
  if (rate === null) return null;
  const scale = rate * 10 ** (decimalsOf(currency) - 2);
  return BigInt(Math.max(1, Math.round(Number(cents) * scale)));
}

const assumed = new Map<string, ContactCosts>();

/** The assumed costs of contacts; empty for a currency whose size is not known here. */
function assumedContactCosts(currency: string): ContactCosts {
  const known = assumed.get(currency);
  if (known !== undefined) return known;
  const costs = Object.fromEntries(
    PERSON_CHANNELS.flatMap((channel) => {
      const minor = fromCents(CONTACT_CENTS[channel], currency);
      return minor === null ? [] : [[channel, minor]];
    }),
  );
  assumed.set(currency, costs);
  return costs;
}

/** The costs that a creditor names, as text of minor units, and the assumed ones for the rest. */
export function contactCostsOf(
  named: Readonly<Partial<Record<PersonChannel, string | undefined>>> | undefined,
  currency: string,
): ContactCosts {
  const usual = assumedContactCosts(currency);
  if (named === undefined) return usual;
  const own = PERSON_CHANNELS.flatMap((channel) => {
    const minor = named[channel];
    return minor === undefined ? [] : [[channel, BigInt(minor)]];
  });
  return { ...usual, ...Object.fromEntries(own) };
}
