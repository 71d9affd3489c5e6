/** Hours of contact. The person may be in several zones: an hour is lawful when it is so in each of them. */
import { addDays, type Instant, instantAt, localDate, localMinute, MINUTE_MS, type Zone } from '../../time.ts';
import type { Consent, Hours, LegalCase } from '../case.ts';
import type { HoursDemand, RuleAnswer } from '../rule.ts';
import { covers, isInForce } from './in-force.ts';

/** Whether the clock of the zone is within the hours. */
function isWithin(at: Instant, zone: Zone, { opens, closes }: Hours): boolean {
  const minute = localMinute(at, zone);
  return minute >= opens && minute < closes;
}

/** The next moment at which the hours open in the zone; `at` itself within them. */
function nextOpening(at: Instant, zone: Zone, hours: Hours): Instant {
  if (isWithin(at, zone, hours)) return at;
  const date = localDate(at, zone);
  const minute = localMinute(at, zone);
  const opening = instantAt(minute < hours.opens ? date : addDays(date, 1), hours.opens, zone);
  // In an hour that the clock shows twice, the opening may be past and come again.
  return opening > at ? opening : at - (at % MINUTE_MS) + (hours.opens - minute) * MINUTE_MS;
}

/** Zones of two sides of the earth may have no common hour on a day; then none is found within this many rounds. */
const MAX_ROUNDS = 8;

/** The first moment from `at` that is within the hours in every zone; null when there is none within some days. */
export function commonOpening(at: Instant, zones: readonly Zone[], hours: Hours): Instant | null {
  let moment = at;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const latest = zones.reduce((latest, zone) => Math.max(latest, nextOpening(moment, zone, hours)), moment);
    if (latest === moment) return moment;
    moment = latest;
  }
  return null;
}

/** The end of the hours that contain `at`, in the zone where it comes first; null outside them in any zone. */
export function commonClosing(at: Instant, zones: readonly Zone[], hours: Hours): Instant | null {
  let end: Instant | null = null;
  for (const zone of zones) {
    if (!isWithin(at, zone, hours)) return null;
    const closes = instantAt(localDate(at, zone), hours.closes, zone);
    end = end === null ? closes : Math.min(end, closes);
  }
  return end;
}

const isAgreed = ({ at, zones, intent }: LegalCase, consent: Consent): boolean =>
  consent.scope === 'hours' &&
  consent.hours !== null &&
  isInForce(consent, at) &&
  covers(consent, intent) &&
  zones.every((zone) => isWithin(at, zone, consent.hours as Hours));

export function judgeHours(demand: HoursDemand, legalCase: LegalCase): RuleAnswer | null {
  const { at, zones, consents } = legalCase;
  if (zones.every((zone) => isWithin(at, zone, demand))) return null;
  if (demand.agreed && consents.some((consent) => isAgreed(legalCase, consent))) return null;
  const until = commonOpening(at, zones, demand);
  if (until === null)
    return { kind: 'refuse', code: 'no-common-hour', words: 'no hour is lawful in each place where the person may be' };
  const words =
    zones.length > 1
      ? 'it is night in one of the places where the person may be'
      : 'it is night where the person lives';
  return { kind: 'wait', until, code: 'night', words };
}
