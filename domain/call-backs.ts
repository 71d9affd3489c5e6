/** Calls at a time that the person asked for. */
import type { PersonFact } from './facts.ts';
import type { HoursCase } from './law/hours-of.ts';
import { lawfulUntil } from './law/hours-of.ts';
import type { Pack } from './law/rule.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from './time.ts';

/** Call-backs at the person's request are numbered from here, among the attempts of the stage `call`. */
export const CALL_BACKS = 1000;

/** A call-back that nobody made so long after its wished time counts as missed. */
export const CALL_BACK_MISSED_MS = HOUR_MS;

/** When the person last asked to be called, to the minute; null when they never did. What lies behind holds nothing. */
export function callBackWished(facts: readonly PersonFact[]): Instant | null {
  const last = facts.findLast(({ kind }) => kind === 'call-back-wished');
  if (last?.kind !== 'call-back-wished') return null;
  return last.body.at - (last.body.at % MINUTE_MS);
}

/** The steps and the reach of the search for another time. */
const STEP_MS = 15 * MINUTE_MS;
const REACH_MS = 8 * DAY_MS;

/**
 * The first time from `at` on at which a call lies within all hours, of law and of wishes, in quarters of an hour; null
 * when there is none within eight days.
 */
export function callableFrom(packs: readonly Pack[], caseAt: (at: Instant) => HoursCase, at: Instant): Instant | null {
  if (lawfulUntil(packs, caseAt(at)) > at) return at;
  for (let next = at - (at % STEP_MS) + STEP_MS; next <= at + REACH_MS; next += STEP_MS)
    if (lawfulUntil(packs, caseAt(next)) > next) return next;
  return null;
}
