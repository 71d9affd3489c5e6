import { planStops } from '../../domain/agreements/quiet.ts';
import { arrivalOf } from '../../domain/arrival.ts';
import { isBelowContactFloor } from '../../domain/attention.ts';
import { heldWords, isHeldBack } from '../../domain/care/stops.ts';
import type { CourtCase, KnownEffect } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { serviceOf } from '../../domain/served.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { suspenseWords } from '../../domain/suspense.ts';
import { addDays, type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
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
import { courtChecklist } from './checklist.ts';
import { finalDemand } from './messages.ts';

const NO_FOLDER: Reason = { code: 'no-folder', words: 'the case folder has not been made' };
const no = (code: string, words: string): Reason => ({ code, words: `not to court: ${words}` });

/**
 * Whether an agency had the account and the placement has ended, the creditor has no agency, or this delinquency had
 * reached this stage before the import.
 */
function agencyIsDone(situation: Situation): boolean {
  const { facts } = situation;
  if (facts.placements.some((placement) => placement.state !== 'ended')) return false;
  if (facts.creditor.agencies.length === 0 || arrivalOf(situation)?.stage === 'legal') return true;
  return effectsOf(situation, 'agency', 'handover').some((effect) => effect.state === 'sent');
}

/** Whether a notice of any escalation stage was served in this episode, or the import names a notice. */
function wasTold(situation: Situation): boolean {
  if (priorNotice(situation) !== null) return true;
  const { facts, episode, today } = situation;
  return facts.effects.some((effect) => {
    if (effect.episode !== episode?.no || effect.step !== 'notice') return false;
    const service = serviceOf(effect, situation);
    return service.state === 'served' && service.provenOn <= today;
  });
}

function mayOpen(situation: Situation): Reason | null {
  const { facts, standing } = situation;
  if (standing.balance < facts.creditor.legalFloor) return no('below-floor', 'the balance is below the floor');
  if (!agencyIsDone(situation)) return no('agency-first', 'no placement with an agency has ended');
  if (standing.disputed) return no('disputed', 'the debt, or a part of it, is disputed');
  if (standing.suspense > 0n) return no('suspense', suspenseWords(standing.suspense, facts.currency));
  if (isHeldBack(standing.care, 'legal')) return no('care', heldWords(standing.care));
  if (standing.runningPromise) return no('promise-running', 'a promise runs');
  const plan = planStops(situation);
  if (plan !== null) return no(plan.code, plan.words);
  if (!wasTold(situation)) return no('no-notice', 'no notice of an escalation stage has been given');
  // Threaten nothing that could not follow.
  return checklistFails(situation);
}

/**
 * One round is one request for approval and what follows from it. A withdrawn case (paid and the payment came back,
 * disputed and rejected) needs a new round: a second person decides again.
 */
interface Round {
  no: number;
  answer: 'none' | 'approved' | 'refused';
  /** State of the case that this round's approval opened. */
  state: CourtCase['state'] | null;
}

function roundOf(situation: Situation): Round {
  const { facts } = situation;
  const asked = effectsOf(situation, 'legal', 'approval');
  const last = asked.at(-1);
  const no = last?.occurrence ?? 1;
  if (!last || last.doneAt === null) return { no, answer: 'none', state: null };
  const answers = facts.facts.filter((fact) => fact.kind === 'approved' || fact.kind === 'approval-refused');
  const answer = answers.find((answer) => answer.body.effect === last.id);
  if (answer?.kind === 'approval-refused') return { no, answer: 'refused', state: null };
  const state = answer ? (facts.courtCase?.state ?? null) : null;
  // The case was withdrawn, or the request was before anybody answered.
  if (!answer || state === 'withdrawn') return { no: no + 1, answer: 'none', state: null };
  return { no, answer: 'approved', state };
}

/** Whether the final demand is planned, served, or may still be served. */
const isDemandComing = (situation: Situation): boolean =>
  isNoticeComing(situation, 'legal', 'final-demand') || isNoticeAlive(situation, 'legal', 'final-demand');

/** The request for approval, once the time of the final demand has run out; the checklist may skip it. */
function approval(situation: Situation): Occurrence[] {
  const { today, terms } = situation;
  const round = roundOf(situation);
  if (round.answer !== 'none' || !isDemandComing(situation)) return [];
  // Planned ahead with the demand; the day moves on until the demand is served.
  const on = measureOn(situation, 'legal', 'final-demand', (noticed) => addDays(noticed, terms.finalDemandDays + 1));
  const waits = untilServed(situation, 'legal', 'final-demand');
  return [{ occurrence: round.no, on: on > today ? on : today, ...waits }];
}

function checklistFails(situation: Situation): Reason | null {
  const failed = courtChecklist(situation).filter((check) => !check.passed);
  return failed.length === 0
    ? null
    : { code: 'checklist', words: `the court checklist fails: ${failed.map((check) => check.name).join(', ')}` };
}

function folder(situation: Situation): Occurrence[] {
  const { no, answer, state } = roundOf(situation);
  return answer === 'approved' && state === 'open' ? [{ occurrence: no, on: situation.today }] : [];
}

function filing(situation: Situation): Occurrence[] {
  const { no, state } = roundOf(situation);
  if (state === 'folder-made') return [{ occurrence: no, on: situation.today }];
  return state === 'open' ? [{ occurrence: no, on: addDays(situation.today, 1), waitsFor: NO_FOLDER }] : [];
}

/** A case that was withdrawn after its folder had been made: the folder says so. */
function withdrawal(situation: Situation): Occurrence[] {
  const made = effectsOf(situation, 'legal', 'case-folder').findLast((effect) => effect.state === 'sent');
  return made && situation.facts.courtCase?.state === 'withdrawn'
    ? [{ occurrence: made.occurrence, on: situation.today }]
    : [];
}

/** Days of a "wait" without a date. */
const WAIT_DAYS = 30;

/** The ladder has run out: nothing runs, nothing can follow, something is still owed. A person must decide. */
function ranOut(situation: Situation, opensAt: number): Occurrence[] {
  const { facts, standing, today } = situation;
  if (!situation.idle || standing.cured || facts.closed || standing.dpd < opensAt) return [];
  if (isBelowContactFloor(situation)) return [];
  if (standing.disputed || standing.suspense > 0n || standing.runningPromise) return [];
  if (planStops(situation) !== null) return [];
  if (isHeldBack(standing.care, 'legal')) return [];
  if (facts.placements.some((placement) => placement.state !== 'ended') || roundOf(situation).state === 'filed')
    return [];
  const until = waitsUntil(situation);
  const asked = effectsOf(situation, 'legal', 'ladder-end').findLast(isBehindUs);
  return [{ occurrence: (asked?.occurrence ?? 0) + 1, on: until && until > today ? until : today }];
}

const isBehindUs = ({ doneAt, state }: KnownEffect): boolean => doneAt !== null || state === 'given-up';

/** The date that the last answer waits for; giving the question up without an answer waits too. */
function waitsUntil(situation: Situation): CalendarDate | null {
  const { facts } = situation;
  const later = (at: Instant) => addDays(localDate(at, facts.creditor.zone), WAIT_DAYS);
  const answer = factsOf(facts.facts, 'ladder-answer').at(-1);
  const answered = answer ? (answer.body.until ?? later(answer.occurredAt)) : null;
  const last = effectsOf(situation, 'legal', 'ladder-end').at(-1);
  const givenUp = last?.state === 'given-up' ? later(last.dueAt) : null;
  return answered !== null && givenUp !== null && answered > givenUp ? answered : (givenUp ?? answered);
}

/** The stage from a day past due on; none of the ladder is over before it. */
const legalFrom = (opensAt: number): Stage =>
  Object.freeze({
    name: 'legal',
    title: { en: 'Legal', 'zh-Hans': '法律程序' },
    opensAt,
    openingAt: legalFrom,
    kind: 'escalation',
    opens: mayOpen,
    holds: (situation) => isNoticeAlive(situation, 'legal', 'final-demand'),
    exits: 'payment or dispute before filing: the case is withdrawn',
    steps: [
      {
        name: 'final-demand',
        channels: NOTICE_CHANNELS,
        purpose: 'notice',
        notice: 'letter-of-claim',
        occurrences: noticeTries('legal', 'final-demand', 'approval'),
        mentions: { email: [...ASKING_MENTIONS, 'payment-deadline', 'lawsuit'], sms: SMS_MENTIONS },
        message: finalDemand,
      },
      {
        name: 'approval',
        channels: ['desk'],
        purpose: 'handover',
        task: 'approve-court',
        occurrences: approval,
        skipReason: checklistFails,
      },
      {
        name: 'case-folder',
        channels: ['court'],
        purpose: 'handover',
        recipient: () => 'court',
        whenSent: 'mark-folder-made',
        occurrences: folder,
        skipReason: checklistFails,
      },
      { name: 'filing', channels: ['desk'], purpose: 'handover', task: 'record-filing', occurrences: filing },
      {
        name: 'withdrawal',
        channels: ['court'],
        purpose: 'undo',
        duty: true,
        recipient: () => 'court',
        occurrences: withdrawal,
      },
      {
        name: 'ladder-end',
        channels: ['desk'],
        purpose: 'review',
        duty: true,
        task: 'ladder-end',
        occurrences: (situation) => ranOut(situation, opensAt),
      },
    ],
  } satisfies Stage);

/** The last stage: a demand, a checklist, a second person's approval, a folder; a person files it or says why not. */
export const legal: Stage = legalFrom(91);
