/** What a plan keeps away from the person, and until when. */
import { hasLeft } from '../effects.ts';
import type { Reason, Situation } from '../stage.ts';
import { addDays, type CalendarDate, localDate } from '../time.ts';
import { type Agreement, isInForce, openProposal } from './agreements.ts';
import { certificateOn } from './certificate.ts';

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

/**
 * Last day of the plan that is in force, as far as it is known: that of the part that counts next; null without one. A
 * part that came in time and came back since is past: the plan runs until a later part is missed.
 */
export function planRunsUntil({
  standing: { agreement },
  today,
}: Pick<Situation, 'standing' | 'today'>): CalendarDate | null {
  if (agreement === null || !isInForce(agreement)) return null;
  return agreement.parts.find(({ minor, paid, until }) => paid < minor && until >= today)?.until ?? null;
}

/** The effect that told the person that a plan is broken; undefined while none has left. */
const breakTold = ({ said }: Agreement, { facts }: Situation) =>
  facts.effects.findLast(
    ({ stage, step, occurrence, state }) =>
      stage === 'plan' && step === 'broken' && occurrence === said.no && hasLeft(state),
  );

/** Last quiet day after a plan was broken: some days after the person was told; null when none was broken. */
export function quietAfterBreak(situation: Situation): CalendarDate | null {
  const { agreement } = situation.standing;
  if (agreement?.state !== 'broken' || agreement.since === null) return null;
  const told = breakTold(agreement, situation);
  if (told === undefined) return addDays(agreement.since, MOST_DAYS_UNTOLD);
  return addDays(localDate(told.sentAt ?? told.dueAt, situation.facts.creditor.zone), QUIET_DAYS_AFTER_BREAK);
}

/** The day from which the account of a settlement that was paid may end, while it is open; null without one. */
export function closesAt({
  standing: { agreement },
  facts,
}: Pick<Situation, 'standing' | 'facts'>): CalendarDate | null {
  if (facts.closed || agreement?.since == null || !isSettled(agreement)) return null;
  return certificateOn(agreement.since, facts.creditor);
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
  // The end of a message wakes nobody: it is looked for each day until it has left.
  const isUntold = quiet !== null && quiet >= situation.today && agreement && !breakTold(agreement, situation);
  const closesOn = closesAt(situation);
  const next = agreement !== null && isInForce(agreement) ? agreement.next : null;
  const runsUntil = planRunsUntil(situation);
  return [
    ...(runsUntil === null ? [] : [addDays(runsUntil, 1)]),
    ...(proposal === null ? [] : [addDays(proposal.said.validUntil, 1)]),
    ...(quiet === null ? [] : [addDays(quiet, 1)]),
    ...(isUntold ? [addDays(situation.today, 1)] : []),
    ...(closesOn === null ? [] : [closesOn, addDays(situation.today, 1)]),
    ...(next === null ? [] : [addDays(next.on, 1), addDays(next.until, 1)]),
  ];
}
