import { planStops } from '../../domain/agreements/quiet.ts';
import { HOLDS, type HoldType } from '../../domain/care/holds.ts';
import { heldWords, isHeldBack } from '../../domain/care/stops.ts';
import { disputesOf, isWhole } from '../../domain/disputes.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { addDays } from '../../domain/time.ts';
import { ASKING_MENTIONS } from '../letter-parts.ts';
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
import { SMS_MENTIONS } from '../sms-parts.ts';
import { allocate, allocationOf } from './allocate.ts';
import { agencyNotice } from './messages.ts';

const no = (code: string, words: string): Reason => ({ code, words: `not placed with an agency: ${words}` });

function mayPlace(situation: Situation): Reason | null {
  const { standing } = situation;
  if (standing.disputed?.extent === 'whole') return no('disputed', 'the debt is disputed');
  if (isHeldBack(standing.care, 'agency')) return no('care', heldWords(standing.care));
  if (standing.runningPromise) return no('promise-running', 'a promise runs');
  const plan = planStops(situation);
  if (plan !== null) return no(plan.code, plan.words);
  return notWorthPlacing(situation);
}

/**
 * Checked again before the handover: a part payment in the notice period may leave too little. Policies check the rest.
 */
function notWorthPlacing({ facts, standing, terms }: Situation): Reason | null {
  if (standing.asked < facts.creditor.placementFloor) return no('below-floor', 'the amount is below the floor');
  const allocation = allocationOf(facts, terms);
  return typeof allocation === 'string' ? null : no(allocation.code, allocation.words);
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

/** Whether a placement or its notice period is open. While a part is disputed, a notice is for the rest alone. */
function holdsHere(situation: Situation, opensAt: number): boolean {
  if (live(situation)) return true;
  const { disputed, dpd } = situation.standing;
  if (disputed !== null && dpd < opensAt) return false;
  const placed = effectsOf(situation, 'agency', 'handover').some((effect) => effect.state === 'sent');
  return !placed && isNoticeAlive(situation, 'agency', 'notice');
}

const later = (a: string, b: string) => (a > b ? a : b);

/** Short words of the holds that agencies know by them. */
const RECALL_WORDS: Readonly<Partial<Record<HoldType, string>>> = {
  death: 'death reported',
  bankruptcy: 'bankrupt or represented',
  hardship: 'hardship',
};

/** Why a live placement must end now, or null. */
export function recallReason({ facts, standing }: Situation): string | null {
  if (facts.closed) return 'the account is closed';
  if (standing.cured) return 'paid';
  if (standing.disputed?.extent === 'whole') return 'disputed';
  const hold = standing.care.find(({ effects }) => effects.agency === 'recall');
  return hold === undefined ? null : (RECALL_WORDS[hold.type] ?? HOLDS[hold.type].words);
}

/** The recall: at once when the reason for the placement is gone, else on the last day of its term. */
function recall(situation: Situation): Occurrence[] {
  const placement = live(situation);
  if (!placement || placement.state === 'recalled') return [];
  const no = situation.facts.placements.indexOf(placement) + 1;
  const on = recallReason(situation) === null ? later(placement.termEndsOn, situation.today) : situation.today;
  return [{ occurrence: no, on }];
}

/** The step that tells an agency what of a placed account is asked for now. */
export const UPDATE = 'update';
/** Updates that a placement may have. */
const MOST_UPDATES = 1000;

/**
 * One update for each dispute about a part that is open, however late it was told, and one more for each that was
 * closed since the handover.
 */
function update(situation: Situation): Occurrence[] {
  const { facts, standing, today } = situation;
  const placement = live(situation);
  const disputes = disputesOf(facts.facts).filter((dispute) => !isWhole(dispute));
  if (!placement || placement.state === 'recalled' || disputes.length === 0 || recallReason(situation) !== null)
    return [];
  let news = 0;
  for (const { closedAt } of disputes) {
    if (closedAt === null) news += 1;
    else if (closedAt > placement.handedOverAt) news += 2;
  }
  if (news === 0 || standing.asked === 0n) return [];
  return [{ occurrence: facts.placements.indexOf(placement) * MOST_UPDATES + news, on: today }];
}

/** The stage from a day past due on: that of the handover’s notice. */
const agencyFrom = (opensAt: number): Stage =>
  Object.freeze({
    name: 'agency',
    title: { en: 'Agency', 'zh-Hans': '委外催收' },
    opensAt,
    openingAt: agencyFrom,
    kind: 'escalation',
    opens: mayPlace,
    holds: (situation) => holdsHere(situation, opensAt),
    exits:
      'payment, a dispute that leaves no rest to ask for, a hold on the person or the end of the term: recall, which the agency must acknowledge',
    steps: [
      {
        name: 'notice',
        channels: NOTICE_CHANNELS,
        purpose: 'notice',
        notice: 'placement',
        occurrences: (situation) =>
          priorNotice(situation) === null ? noticeTries('agency', 'notice', 'handover')(situation) : [],
        skipReason: notWorthPlacing,
        mentions: { email: ASKING_MENTIONS, sms: SMS_MENTIONS },
        message: agencyNotice,
      },
      {
        name: 'handover',
        channels: ['agency'],
        purpose: 'handover',
        recipient: ({ facts, terms }) => allocate(facts, terms),
        whenSent: 'open-placement',
        occurrences: handover,
        skipReason: notWorthPlacing,
      },
      {
        name: UPDATE,
        channels: ['agency'],
        purpose: 'report',
        duty: true,
        recipient: (situation) => live(situation)?.agency ?? null,
        occurrences: update,
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

/** One agency for all accounts of a person. The agency's cycle makes the files of a day. */
export const agency: Stage = agencyFrom(31);
