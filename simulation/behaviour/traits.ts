/**
 * Hidden traits of the debtors, fixed by the run's seed and the person's number. They use nothing from the source's
 * personal columns.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language } from '../../domain/letter.ts';
import type { Debtor, Traits } from './debtor.ts';
import { draw, drawBetween, drawNormal, drawn, drawOne } from './draw.ts';

/** How often the traits are drawn: assumed, not measured. */
export const SHARES = {
  emailDead: 0.05,
  phoneOfOther: 0.03,
  phoneNotInUse: 0.03,
  /** Share that at some time stops one of the channels. */
  stops: 0.1,
  /** Share of accounts. */
  disputes: 0.05,
  death: 0.015,
  bankruptcy: 0.02,
  /** Share of persons with high strain. */
  hardship: 0.2,
} as const;
const HIGH_STRAIN = 0.6;
/** Fates happen early, so that every run shows them. */
const LAST_FATE_DAY = 45;

function fateOf(seed: number, person: string, strain: number): Traits['fate'] {
  const chance = draw(seed, person, 0, 'fate');
  const day = drawBetween(2, LAST_FATE_DAY, seed, person, 0, 'day of fate');
  if (chance < SHARES.death) return { what: 'death', day };
  if (chance < SHARES.death + SHARES.bankruptcy) return { what: 'bankruptcy', day };
  const hard = strain > HIGH_STRAIN && drawn(SHARES.hardship, seed, person, 0, 'hardship');
  return hard ? { what: 'hardship', day } : null;
}

function phoneOf(seed: number, person: string): Traits['phone'] {
  const chance = draw(seed, person, 0, 'phone');
  if (chance < SHARES.phoneOfOther) return 'other-person';
  return chance < SHARES.phoneOfOther + SHARES.phoneNotInUse ? 'not-in-use' : 'right';
}

function traitsOf(seed: number, person: string, accounts: readonly string[]): Traits {
  const strain = drawNormal(seed, person, 0, 'strain');
  const stops = drawn(SHARES.stops, seed, person, 0, 'stops');
  return {
    strain,
    readsMail: 0.3 + 0.6 * draw(seed, person, 0, 'reads mail'),
    picksUp: 0.15 + 0.45 * draw(seed, person, 0, 'picks up'),
    emailDead: drawn(SHARES.emailDead, seed, person, 0, 'e-mail'),
    phone: phoneOf(seed, person),
    stops: stops ? drawOne(['email', 'sms', 'sms', 'call'] as const, seed, person, 0, 'stops what') : null,
    fate: fateOf(seed, person, strain),
    disputes: accounts.filter((account) => drawn(SHARES.disputes, seed, account, 0, 'disputes')),
  };
}

/** Whose account it is. */
interface Holding {
  account: string;
  person: string;
  language: Language;
}

/** A hundred New Taiwan dollars. */
const ROUND_TO = 10_000n;

/** One debtor per person, with all their accounts in row order. */
export function debtorsOf(seed: number, rows: readonly Holding[], roundTo = ROUND_TO): Debtor[] {
  const persons = new Map<string, Holding[]>();
  for (const row of rows) {
    const held = persons.get(row.person);
    if (held === undefined) persons.set(row.person, [row]);
    else held.push(row);
  }
  return [...persons].map(([person, held]) => {
    const accounts = held.map((row) => row.account);
    const language = held[0]?.language ?? 'en';
    return { seed, person, language, accounts, roundTo, traits: traitsOf(seed, person, accounts) };
  });
}

/** The new address or number that an agency finds for an unreachable person. */
export function newPointOf({ seed, person }: Debtor, channel: WrittenChannel): string {
  if (channel === 'email') return `${person.toLowerCase()}.new@example.com`;
  return `+197055501${String(drawBetween(0, 99, seed, person, 0, 'new number')).padStart(2, '0')}`;
}

/**
 * Delivery of a message to this person; it is the same for every message to one address. Pass `to` if the address may
 * have been added later.
 */
export function deliveryOf(debtor: Debtor, channel: WrittenChannel, to?: string): 'delivered' | 'bounced' {
  if (to === newPointOf(debtor, channel)) return 'delivered';
  const dead = channel === 'email' ? debtor.traits.emailDead : debtor.traits.phone === 'not-in-use';
  return dead ? 'bounced' : 'delivered';
}
