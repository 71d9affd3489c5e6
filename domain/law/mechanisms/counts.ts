/** Caps, quiet times and gaps: what has been before is counted in calendar days of the person. */
import { count } from '../../count.ts';
import {
  addDays,
  type CalendarDate,
  DAY_MS,
  daysBetween,
  type Instant,
  localDate,
  MINUTE_MS,
  startOfDay,
  type Zone,
} from '../../time.ts';
import type { LegalCase, PriorContact } from '../case.ts';
import type { CapDemand, CoolDownDemand, Counted, GapDemand, RuleAnswer } from '../rule.ts';
import { covers, isInForce } from './in-force.ts';

type Per = CapDemand['per'];

/** Days for which a person's direct consent to a contact lasts, its own day being the first. */
const CONSENT_DAYS = 7;

const isListed = <T>(list: readonly T[] | undefined, value: T): boolean => list === undefined || list.includes(value);

function counts(contact: PriorContact, counted: Counted, per: Per, { at, intent, debt }: LegalCase): boolean {
  if (contact.at > at || !isListed(counted.directions ?? OUTBOUND, contact.direction)) return false;
  if (!isListed(counted.channels, contact.channel) || !isListed(counted.outcomes, contact.outcome)) return false;
  if (!isListed(counted.purposes, contact.purpose) || !isListed(counted.addressees, contact.addressee)) return false;
  if (per === 'debt') return contact.debts.includes(debt.id);
  // A contact or an act whose number is unknown counts for each number.
  if (per === 'point') return contact.point === null || intent.point === null || contact.point === intent.point;
  return true;
}
/** Codes of the caps, by days. */
const CODES: ReadonlyMap<number, string> = new Map([
  [1, 'daily-cap'],
  [7, 'weekly-cap'],
]);
const OUTBOUND = ['out'] as const;

/** Whether a direct consent covers the moment: its own day and the six that follow. */
function hasFreshConsent({ consents, intent }: LegalCase, scope: string | undefined, at: Instant, zone: Zone): boolean {
  if (scope === undefined) return false;
  const date = localDate(at, zone);
  return consents.some((consent) => {
    if (consent.scope !== scope || !isInForce(consent, at) || !covers(consent, intent)) return false;
    return daysBetween(localDate(consent.at, zone), date) < CONSENT_DAYS;
  });
}

/** The latest of what each zone in which the person may be says; null when none says anything. */
function latestIn(zones: readonly Zone[], until: (zone: Zone) => CalendarDate | null): Instant | null {
  let latest: Instant | null = null;
  for (const zone of zones) {
    const date = until(zone);
    if (date !== null) latest = Math.max(latest ?? 0, startOfDay(date, zone));
  }
  return latest;
}

/**
 * The contacts that count and may lie within `days` days of some zone: what is a day older lies before them everywhere,
 * as no day is longer than 25 hours.
 */
function recent(counted: Counted, { per, days }: { per: Per; days: number }, legalCase: LegalCase): PriorContact[] {
  const since = legalCase.at - (days + 1) * DAY_MS;
  return legalCase.contacts.filter((contact) => contact.at > since && counts(contact, counted, per, legalCase));
}

export function judgeCap(demand: CapDemand, legalCase: LegalCase): RuleAnswer | null {
  const { at, zones, contacts } = legalCase;
  const { days, most, unlessConsent } = demand;
  if (contacts.length < most) return null;
  const counted = recent(demand.counts, demand, legalCase);
  if (counted.length < most) return null;
  const until = latestIn(zones, (zone) => {
    if (hasFreshConsent(legalCase, unlessConsent, at, zone)) return null;
    const before = addDays(localDate(at, zone), -days);
    const dates: CalendarDate[] = [];
    for (const contact of counted) {
      const date = localDate(contact.at, zone);
      if (date > before && !hasFreshConsent(legalCase, unlessConsent, contact.at, zone)) dates.push(date);
    }
    // With `most` of them left, the oldest of these must leave the window first.
    const oldest = dates.sort()[dates.length - most];
    return oldest === undefined ? null : addDays(oldest, days);
  });
  if (until === null) return null;
  const window = days === 1 ? 'today' : `in ${days} days`;
  const words = `the cap of ${count(most, 'contact')} ${window} is reached`;
  return { kind: 'wait', until, code: CODES.get(days) ?? 'cap', words };
}

export function judgeCoolDown(demand: CoolDownDemand, legalCase: LegalCase): RuleAnswer | null {
  const { at, zones, contacts } = legalCase;
  if (contacts.length === 0) return null;
  const counted = recent(demand.after, demand, legalCase);
  if (counted.length === 0) return null;
  const last = counted.reduce((latest, contact) => Math.max(latest, contact.at), Number.NEGATIVE_INFINITY);
  const until = latestIn(zones, (zone) => {
    if (hasFreshConsent(legalCase, demand.unlessConsent, at, zone)) return null;
    const end = addDays(localDate(last, zone), demand.days);
    return end > localDate(at, zone) ? end : null;
  });
  if (until === null) return null;
  return { kind: 'wait', until, code: 'cool-down', words: `quiet for ${demand.days} days after the last conversation` };
}

export function judgeGap(demand: GapDemand, legalCase: LegalCase): RuleAnswer | null {
  let until = legalCase.at;
  for (const contact of legalCase.contacts) {
    const end = contact.at + demand.minutes * MINUTE_MS;
    if (end > until && counts(contact, demand.after, demand.per, legalCase)) until = end;
  }
  if (until === legalCase.at) return null;
  return { kind: 'wait', until, code: 'gap', words: `${demand.minutes} minutes must lie between two contacts` };
}
