import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { addDays, localDate } from '../../domain/time.ts';
import { noticeTries, sentNotice } from '../notice.ts';
import { allocate } from './allocate.ts';
import { agencyNotice } from './messages.ts';

export const TERM_DAYS = 60;
/** Days between the notice and the handover. */
export const NOTICE_DAYS = 3;

function mayPlace({ facts, standing }: Situation): Reason | null {
  const no = (code: string, words: string): Reason => ({ code, words: `not placed with an agency: ${words}` });
  if (standing.disputed) return no('disputed', 'the debt is disputed');
  if (standing.hardship || standing.dead || standing.bankrupt) return no('care', 'hardship, death or bankruptcy');
  if (standing.runningPromise) return no('promise-running', 'a promise runs');
  if (standing.overdue < facts.creditor.placementFloor) return no('below-floor', 'the amount is below the floor');
  if (facts.creditor.agencies.length === 0) return no('no-agency', 'the creditor has no agency');
  return null;
}

const live = ({ facts }: Situation) => facts.placements.find((one) => one.state !== 'ended');

/** Three days after the notice left. Planned ahead with it; as long as the notice has not left, the day moves on. */
function handover(situation: Situation): Occurrence[] {
  const { facts, today } = situation;
  if (facts.placements.length > 0) return [];
  const notice = sentNotice(situation, 'agency', 'notice');
  const known = facts.notifiedOn ?? (notice?.sentAt ? localDate(notice.sentAt, facts.creditor.zone) : today);
  return [{ occurrence: 1, on: later(addDays(known, NOTICE_DAYS), today) }];
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

/** A recall at once when the reason for the placement is gone, else on the last day of its term. */
function recall(situation: Situation): Occurrence[] {
  const placement = live(situation);
  if (!placement || placement.state === 'recalled') return [];
  const no = situation.facts.placements.indexOf(placement) + 1;
  const on = recallReason(situation) === null ? later(placement.termEndsOn, situation.today) : situation.today;
  return [{ occurrence: no, on }];
}

/** One agency for all accounts of a person. The files of a day are made by the agency's cycle. */
export const agency: Stage = Object.freeze({
  name: 'agency',
  title: { en: 'Agency', 'zh-Hans': '委外催收' },
  opensAt: 31,
  kind: 'measure',
  opens: mayPlace,
  leaves: 'payment, dispute, hardship, death, bankruptcy or the end of the term: recall, which the agency must acknowledge',
  steps: [
    {
      name: 'notice',
      channels: ['email', 'sms'],
      purpose: 'notice',
      wanted: (situation) => (situation.facts.notifiedOn === null ? noticeTries('agency', 'notice')(situation) : []),
      message: agencyNotice,
    },
    { name: 'handover', channels: ['agency'], purpose: 'handover', recipient: ({ facts }) => allocate(facts), wanted: handover },
    {
      name: 'recall',
      channels: ['agency'],
      purpose: 'undo',
      duty: true,
      recipient: (situation) => live(situation)?.agency ?? null,
      wanted: recall,
    },
  ],
} satisfies Stage);
