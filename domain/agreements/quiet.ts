/** What a plan keeps away from the person, and until when. */
import { hasLeft } from '../effects.ts';
import type { Reason, Situation } from '../stage.ts';
import { addDays, type CalendarDate, localDate } from '../time.ts';
import { type Agreement, isInForce, openProposal } from './agreements.ts';

/** Days after the person was told that a plan is broken, in which nothing is demanded. */
export const QUIET_DAYS_AFTER_BREAK = 5;
/** Days after which a break that nobody could tell the person counts as told. */
const MOST_DAYS_UNTOLD = 10;

/** Why nothing is demanded, as sentences without personal values. */
export const PLAN_WORDS = 'a plan runs, and its next part counts';
export const BROKEN_WORDS = 'a plan was broken, and the person is told first';
export const SETTLED_WORDS = 'the debt is settled: the rest of it is not asked for';

/** A settlement that was paid: what is left of the debt is not asked for any more. */
export const isSettled = (agreement: Agreement | null): boolean =>
  agreement !== null && agreement.state === 'kept' && agreement.said.settlement;

/** Last day of the plan that is in force, as far as it is known: that of the part that comes next; null without one. */
export function planRunsUntil({ standing: { agreement } }: Pick<Situation, 'standing'>): CalendarDate | null {
  if (agreement === null || !isInForce(agreement)) return null;
  return agreement.next?.until ?? null;
}

/** Last quiet day after a plan was broken: some days after the person was told; null when none was broken. */
export function quietAfterBreak({ standing: { agreement }, facts }: Situation): CalendarDate | null {
  if (agreement === null || agreement.state !== 'broken' || agreement.since === null) return null;
  const told = facts.effects.findLast(
    ({ stage, step, occurrence, state }) =>
      stage === 'plan' && step === 'broken' && occurrence === agreement.said.no && hasLeft(state),
  );
  if (told === undefined) return addDays(agreement.since, MOST_DAYS_UNTOLD);
  return addDays(localDate(told.sentAt ?? told.dueAt, facts.creditor.zone), QUIET_DAYS_AFTER_BREAK);
}

/** Why nothing new begins that presses: a plan runs, was broken lately, or settled the debt; null when nothing does. */
export function planStops(situation: Situation): Reason | null {
  if (isSettled(situation.standing.agreement)) return { code: 'plan-settled', words: SETTLED_WORDS };
  if (planRunsUntil(situation) !== null) return { code: 'plan-running', words: 'a plan runs' };
  const quiet = quietAfterBreak(situation);
  return quiet === null || quiet < situation.today ? null : { code: 'plan-broken', words: BROKEN_WORDS };
}

const NONE: readonly CalendarDate[] = [];

/** Days on which something about plans changes without a new fact. */
export function planDates(situation: Situation): readonly CalendarDate[] {
  const { agreement, agreements } = situation.standing;
  if (agreements.length === 0) return NONE;
  const proposal = openProposal(agreements);
  const quiet = quietAfterBreak(situation);
  const next = agreement !== null && isInForce(agreement) ? agreement.next : null;
  return [
    ...(proposal === null ? [] : [addDays(proposal.said.validUntil, 1)]),
    ...(quiet === null ? [] : [addDays(quiet, 1)]),
    ...(next === null ? [] : [addDays(next.on, 1), addDays(next.until, 1)]),
  ];
}
