/** By when the law wants an answer to what a person has raised. */
import { addDays, type CalendarDate } from '../time.ts';
import { holdsOn } from './own-rules.ts';
import { type AnswerClock, isUnverified, type Pack } from './rule.ts';

/** The last day for an answer, and the rule that says so. */
export interface AnswerDue {
  readonly on: CalendarDate;
  readonly rule: string;
  /** The number of days is a default, unverified. */
  readonly unverified: boolean;
}

/**
 * The earliest last day of all packs for what was received on a day; null where no rule has a clock for it. `by`: an
 * authority passed it on, which some clocks ask for.
 */
export function answerDue(
  packs: readonly Pack[],
  of: AnswerClock['of'],
  receivedOn: CalendarDate,
  by?: 'authority',
): AnswerDue | null {
  let first: AnswerDue | null = null;
  for (const rule of packs.flatMap((pack) => pack.rules)) {
    const clock = rule.demand.kind === 'duty' ? rule.demand.clock : undefined;
    if (clock?.of !== of || (clock.by !== undefined && clock.by !== by) || !holdsOn(rule, receivedOn)) continue;
    const on = addDays(receivedOn, clock.days);
    if (first === null || on < first.on) first = { on, rule: rule.id, unverified: isUnverified(rule) };
  }
  return first;
}
