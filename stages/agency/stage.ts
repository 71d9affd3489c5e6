import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { addDays } from '../../domain/time.ts';
import {
  effectsOf,
  isNoticeAlive,
  isNoticeComing,
  measureOn,
  NOTICE_CHANNELS,
  noticeTries,
  priorNotice,
  untilServed,
} from '../notice.ts';
import { allocate } from './allocate.ts';
import { agencyNotice } from './messages.ts';

const no = (code: string, words: string): Reason => ({ code, words: `not placed with an agency: ${words}` });

function mayPlace(situation: Situation): Reason | null {
  const { standing } = situation;
  if (standing.disputed) return no('disputed', 'the debt is disputed');
  if (standing.hardship || standing.dead || standing.bankrupt) return no('care', 'hardship, death or bankruptcy');
  if (standing.runningPromise) return no('promise-running', 'a promise runs');
  return notWorthPlacing(situation);
}

/**
 * Checked again before the handover: a part payment in the notice period may leave too little. Policies check the rest.
 */
function notWorthPlacing({ facts, standing }: Situation): Reason | null {
  if (standing.asked < facts.creditor.placementFloor) return no('below-floor', 'the amount is below the floor');
  if (allocate(facts) === null) return no('no-agency', 'the creditor has no agency');
  return null;
}

const live = ({ facts }: Situation) => facts.placements.find((placement) => placement.state !== 'ended');

/**
 * The handover, the terms' number of days after the notice. It is planned ahead with the notice, and its day moves on
 * until the notice is served. Nothing is placed without a notice.
 */
function handover(situation: Situation): Occurrence[] {
  const { today, terms } = situation;
  if (live(situation)) return [];
  const days = terms.placementNoticeDays;
  const told = priorNotice(situation);
  if (told !== null) return [{ occurrence: 1, on: later(addDays(told, days), today) }];
  if (!isNoticeAlive(situation, 'agency', 'notice') && !isNoticeComing(situation, 'agency', 'notice')) return [];
  const measured = measureOn(situation, 'agency', 'notice', (noticed) => addDays(noticed, days));
  const on = later(measured, today);
  return [{ occurrence: 1, on, ...untilServed(situation, 'agency', 'notice') }];
}

/** Whether a placement or its notice period is open. */
function holdsHere(situation: Situation): boolean {
  if (live(situation)) return true;
  const placed = effectsOf(situation, 'agency', 'handover').some((effect) => effect.state === 'sent');
  return !placed && isNoticeAlive(situation, 'agency', 'notice');
}

const later = (a: string, b: string) => (a > b ? a : b);

/** Why a live placement must end now, or null. */
export function recallReason({ facts, standing }: Situation): string | null {
  if (facts.closed) return 'the account is closed';
  if (standing.cured) return 'paid';
  if (standing.disputed) return 'disputed';
  if (standing.dead) return 'death reported';
  if (standing.bankrupt) return 'bankrupt or represented';
  if (standing.hardship) return 'hardship';
  return null;
}

/** The recall: at once when the reason for the placement is gone, else on the last day of its term. */
function recall(situation: Situation): Occurrence[] {
  const placement = live(situation);
  if (!placement || placement.state === 'recalled') return [];
  const no = situation.facts.placements.indexOf(placement) + 1;
  const on = recallReason(situation) === null ? later(placement.termEndsOn, situation.today) : situation.today;
  return [{ occurrence: no, on }];
}

/** One agency for all accounts of a person. The agency's cycle makes the files of a day. */
export const agency: Stage = Object.freeze({
  name: 'agency',
  title: { en: 'Agency', 'zh-Hans': '委外催收' },
  opensAt: 31,
  kind: 'escalation',
  opens: mayPlace,
  holds: holdsHere,
  exits:
    'payment, dispute, hardship, death, bankruptcy or the end of the term: recall, which the agency must acknowledge',
  steps: [
    {
      name: 'notice',
      channels: NOTICE_CHANNELS,
      purpose: 'notice',
      occurrences: (situation) =>
        priorNotice(situation) === null ? noticeTries('agency', 'notice', 'handover')(situation) : [],
      skipReason: notWorthPlacing,
      message: agencyNotice,
    },
    {
      name: 'handover',
      channels: ['agency'],
      purpose: 'handover',
      recipient: ({ facts }) => allocate(facts),
      whenSent: 'open-placement',
      occurrences: handover,
      skipReason: notWorthPlacing,
    },
    {
      name: 'recall',
      channels: ['agency'],
      purpose: 'undo',
      duty: true,
      recipient: (situation) => live(situation)?.agency ?? null,
      whenSent: 'recall-placement',
      occurrences: recall,
    },
  ],
} satisfies Stage);
