/** Breathing space: the debt moratorium of SI 2020/1311. Days are those of the register, in London. */
import { addDays, type CalendarDate, localDate, startOfDay } from '../../time.ts';
import type { LegalCase, Status } from '../case.ts';
import type { RuleAnswer } from '../rule.ts';
import { COURT_ZONE } from './zone.ts';

/** Days of the standard moratorium, the day of its start being the first. */
const STANDARD_DAYS = 60;
/** Days that follow the end of the treatment in a mental health crisis. */
const AFTER_TREATMENT_DAYS = 30;

/** `lastDay`: last day of the moratorium. `freeOn`: the day from which it is over on every reading of the count. */
export interface Moratorium {
  readonly lastDay: CalendarDate;
  readonly freeOn: CalendarDate;
}

/**
 * The end of a moratorium; null = open. Statuses: `breathing-space` runs 60 days from `since`; `mental-health-crisis`
 * runs 30 days beyond the end of the treatment, which is `endedAt`. A last day that the register names (`until`) counts
 * for both.
 */
export function moratoriumOf({ status, since, until, endedAt }: Status): Moratorium | null {
  if (until !== null) return { lastDay: until, freeOn: addDays(until, 1) };
  const isStandard = status === 'breathing-space';
  if (!isStandard && endedAt === null) return null;
  // Whether the first day counts is read both ways: on the day between the two ends nothing is done yet.
  const lastDay = isStandard
    ? addDays(localDate(since, COURT_ZONE), STANDARD_DAYS - 1)
    : addDays(localDate(endedAt ?? since, COURT_ZONE), AFTER_TREATMENT_DAYS);
  return { lastDay, freeOn: addDays(lastDay, isStandard ? 2 : 1) };
}

const isMoratorium = ({ status, since, endedAt, debt }: Status, { at, debt: { id } }: LegalCase): boolean => {
  if (since > at || (debt !== null && debt !== id)) return false;
  // The end of a crisis is that of the treatment; a standard moratorium that was ended is over.
  return status === 'mental-health-crisis' || (status === 'breathing-space' && !(endedAt !== null && endedAt <= at));
};

/** Refused in a moratorium; waits for the day on which it is surely over. */
export function judgeMoratorium(legalCase: LegalCase): RuleAnswer | null {
  const today = localDate(legalCase.at, COURT_ZONE);
  const moratoria = legalCase.statuses.filter((status) => isMoratorium(status, legalCase));
  let freeOn = today;
  for (const status of moratoria) {
    const end = moratoriumOf(status);
    if (end === null || today <= end.lastDay) {
      const words = `a moratorium protects the person${end === null ? '' : ` until ${end.lastDay}`}`;
      return { kind: 'refuse', code: status.status, words };
    }
    if (freeOn < end.freeOn) freeOn = end.freeOn;
  }
  if (freeOn === today) return null;
  const words = `the moratorium may last a day longer: ask the register, and wait until ${freeOn}`;
  return { kind: 'wait', until: startOfDay(freeOn, COURT_ZONE), code: 'breathing-space', words };
}
