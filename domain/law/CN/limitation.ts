/**
 * Limitation in mainland China: 民法典 arts 188, 189, 195, 201 to 203; SPC 诉讼时效规定 (2020) arts 8, 14, 17, 19.
 * Dates are those of Asia/Shanghai.
 */
import { workingCalendar } from '../../calendars/working-calendar.ts';
import { addDays, addMonths, type CalendarDate, localDate } from '../../time.ts';
import type { Debt, LegalCase, Restart } from '../case.ts';
import { withPauses } from '../limitation.ts';
import type { RuleAnswer } from '../rule.ts';

const YEARS = 3;
/** From the day on which the debt fell due, whatever restarted the period since. */
const LONG_STOP_YEARS = 20;
const COURT_ZONE = 'Asia/Shanghai';

/** Until when a debt may be sued for. */
export interface Limitation {
  /** The last day, until 24:00. */
  readonly lastDay: CalendarDate;
  /**
   * Whether the last day is final. false = its holidays are not known, so that it was not moved past them: the true
   * last day may lie some days later.
   */
  readonly isFinal: boolean;
  /** Demands and notices of assignment that restart nothing, as their arrival is not proved: a warning. */
  readonly unproved: readonly Restart[];
  /** What came after the last day and restarts nothing; whether it waived the defence is for counsel. */
  readonly late: readonly Restart[];
}

/** What counts only once it has reached the debtor. */
const ARRIVING: readonly Restart['kind'][] = ['demand', 'assignment-notice'];
const isUnproved = ({ kind, provedArrival }: Restart): boolean => ARRIVING.includes(kind) && !provedArrival;

/**
 * The limitation of a debt by what is known on `today`: three years from the last instalment, or from the last restart
 * that came in time. The first day does not count; a last day that is a holiday moves to the next day that is none.
 * null when it is not known when the debt fell due.
 */
export function limitationOf(
  { accruedOn, lastDueOn, restarts, paused = [] }: Pick<Debt, 'accruedOn' | 'lastDueOn' | 'restarts' | 'paused'>,
  today: CalendarDate,
): Limitation | null {
  const dueOn = accruedOn ?? lastDueOn;
  if (dueOn === null) return null;
  const known = restarts
    .filter(({ on }) => on >= dueOn && on <= today)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const late: Restart[] = [];
  const endFrom = (from: CalendarDate) =>
    endOf(from, dueOn, (day) => withPauses({ paused }, { law: 'CN', today }, from, day));
  let end = endFrom(dueOn);
  for (const restart of known) {
    if (isUnproved(restart)) continue;
    if (restart.on <= end.lastDay) end = endFrom(restart.on);
    else late.push(restart);
  }
  return { ...end, unproved: known.filter(isUnproved), late };
}

function endOf(
  from: CalendarDate,
  dueOn: CalendarDate,
  paused: (lastDay: CalendarDate) => CalendarDate,
): Pick<Limitation, 'lastDay' | 'isFinal'> {
  const end = afterHolidays(paused(addMonths(from, 12 * YEARS)));
  const longStop = addMonths(dueOn, 12 * LONG_STOP_YEARS);
  return end.lastDay > longStop ? { lastDay: longStop, isFinal: true } : end;
}

/** The date, or the first day after it that is no holiday. A date whose holidays are not known stays. */
function afterHolidays(date: CalendarDate): Pick<Limitation, 'lastDay' | 'isFinal'> {
  const calendar = workingCalendar('CN', null);
  let lastDay = date;
  for (;;) {
    const isWorked = calendar?.isWorkingDayOrUnknown(lastDay) ?? null;
    if (isWorked !== false) return { lastDay, isFinal: isWorked !== null };
    lastDay = addDays(lastDay, 1);
  }
}

/** Contents that press with a claim that is barred, or would make the debtor give the defence away. */
export const BARRED_CONTENTS = ['lawsuit', 'acknowledgement-asked', 'plan-asked'] as const;

/** Judges a claim, and the text of a contact, about a debt that is barred or may be. */
export function judgeLimitation({ at, intent, debt }: LegalCase): RuleAnswer | null {
  const content = BARRED_CONTENTS.find((feature) => intent.content?.includes(feature));
  if (intent.act === 'contact' && content === undefined) return null;
  const today = localDate(at, COURT_ZONE);
  const limitation = limitationOf(debt, today);
  if (limitation !== null && today <= limitation.lastDay) return null;
  const what = content === undefined ? 'no claim is filed' : `the text must not mention: ${content}`;
  return limitation === null
    ? { kind: 'refuse', code: 'limitation-unknown', words: `${what}, as it is not known when the debt fell due` }
    : { kind: 'refuse', code: 'time-barred', words: `${what}, as the last day to sue was ${limitation.lastDay}` };
}
