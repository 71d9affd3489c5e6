/** Alarms before the last day to sue: a person is told, whatever holds the account back. */
import { isBelowContactFloor } from './attention.ts';
import { limitationOf } from './limitation.ts';
import type { Situation } from './stage.ts';
import { addDays, type CalendarDate } from './time.ts';

/** Days before the last day. */
const ALARM_DAYS = [180, 60] as const;

/** The days of the alarms, first to last; empty when nothing is lost with the last day or a court has the case. */
export function limitationAlarms(situation: Situation): CalendarDate[] {
  const { facts, standing, today } = situation;
  if (facts.closed || standing.cured || isBelowContactFloor(situation) || facts.courtCase?.state === 'filed') return [];
  const { lastDay } = limitationOf(facts, standing, today);
  return ALARM_DAYS.map((days) => addDays(lastDay, -days));
}

/** The alarm whose day was the last to come; null before the first, and once the debt is barred. */
export function alarmDue(situation: Situation): CalendarDate | null {
  const alarms = limitationAlarms(situation);
  const last = alarms.at(-1);
  if (last === undefined || situation.today > addDays(last, ALARM_DAYS[1])) return null;
  return alarms.findLast((on) => on <= situation.today) ?? null;
}
