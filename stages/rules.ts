/**
 * The shipped rules, put together in this one place. The processes pass them on; nothing else reads them as a default.
 */
import { DECIDER } from '../domain/decide.ts';
import type { Calendar, ContactCaps, Terms } from '../domain/limits.ts';
import { POLICIES } from '../domain/policies/index.ts';
import { type Rulebook, type Rules, sameForAll } from '../domain/rules.ts';
import { isWeekday } from '../domain/time.ts';
import { LADDER } from './index.ts';

/**
 * From 08:00 up to, not including, 21:00 (12 CFR 1006.6(b)(1)(i); CN 08:00 to 22:00; the stricter of both). Working
 * days are Monday to Friday; public holidays are not considered.
 */
const CALENDAR: Calendar = { opens: 8 * 60, closes: 21 * 60, isWorkingDay: isWeekday };

/**
 * `aWeek`: 12 CFR 1006.14(b)(2). `aDay`: a choice, stricter than that law. Every contact but a thank-you counts; only
 * demands are held back. A change raises DECIDER; keep `callAttemptsADay` at most `aDay`.
 */
const CAPS: ContactCaps = { aDay: 2, aWeek: 7 };

const TERMS: Terms = {
  placementDays: 60,
  placementNoticeDays: 3,
  bureauLeadDays: 14,
  noticeReturnDays: 7,
  finalDemandDays: 14,
  callAttempts: 6,
  callAttemptsADay: 2,
};

export const RULES: Rules = {
  ladder: LADDER,
  policies: POLICIES,
  calendar: CALENDAR,
  caps: CAPS,
  terms: TERMS,
  version: DECIDER,
};

/** The rules of every account. */
export const RULEBOOK: Rulebook = sameForAll(RULES);
