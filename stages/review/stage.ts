import { isBelowContactFloor, isReachable } from '../../domain/attention.ts';
import { isUnder } from '../../domain/care/in-force.ts';
import { isHeldBack } from '../../domain/care/stops.ts';
import { isCollecting } from '../../domain/channels.ts';
import type { Debit } from '../../domain/debit-facts.ts';
import { cancelReason } from '../../domain/debit-limits.ts';
import { hasLeft } from '../../domain/effects.ts';
import type { KnownEffect } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { alarmDue, limitationAlarms } from '../../domain/limitation-alarm.ts';
import { restartOf } from '../../domain/restart.ts';
import { reviewNo } from '../../domain/reviews.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { isContested } from '../../domain/strategy/decided.ts';
import { noNoticeReached } from '../notice.ts';

/** Whether contact data are missing: nothing reaches the person, or no notice was served. */
function needsContactData(situation: Situation): boolean {
  const { facts, standing } = situation;
  if (standing.cured || facts.closed || isUnder(standing, 'death', 'bankruptcy')) return false;
  if (isBelowContactFloor(situation)) return false;
  // The agency has its own ways to reach a person.
  if (facts.placements.some((placement) => placement.state !== 'ended')) return false;
  return !isReachable(situation) || noNoticeReached(situation);
}

/** One request; another after each new address or withdrawn STOP that did not help. */
function findContactData(situation: Situation): Occurrence[] {
  if (!needsContactData(situation)) return [];
  const helped = situation.facts.person.facts.filter((fact) => fact.kind === 'address-added' || fact.kind === 'start');
  return [{ occurrence: helped.length + 1, on: situation.today }];
}

/** One review for each dispute, until it is closed. What is told of a closed account has its own task. */
function reviewDispute({ facts, standing, today }: Situation): Occurrence[] {
  return standing.disputed && !facts.closed
    ? [{ occurrence: factsOf(facts.facts, 'dispute-closed').length + 1, on: today }]
    : [];
}

/** One task for each demand for a human decision, until somebody has decided. */
function reviewClasses({ facts, today }: Situation): Occurrence[] {
  return isContested(facts.facts) && !facts.closed
    ? [{ occurrence: factsOf(facts.facts, 'classes-reviewed').length + 1, on: today }]
    : [];
}

/** One task for each payment that leaves the balance below zero, and one at a time. */
function overpaid({ facts, standing, episode, today }: Situation): Occurrence[] {
  if (standing.balance >= 0n || facts.closed) return [];
  const paid = facts.facts.filter((fact) => fact.kind === 'payment' || fact.kind === 'dispute-closed').length;
  const occurrence = Math.max(paid, 1);
  const known = overpaidTasks(facts.effects).find((effect) => isOpen(effect) || effect.occurrence === occurrence);
  if (known && known.episode !== (episode?.no ?? 0)) return [];
  return [{ occurrence: known?.occurrence ?? occurrence, on: today }];
}

/** The effects that asked what to do about a balance below zero, in every episode. */
export const overpaidTasks = (effects: readonly KnownEffect[]): KnownEffect[] =>
  effects.filter((effect) => effect.stage === 'review' && effect.step === 'overpaid');
const isOpen = (effect: KnownEffect): boolean => hasLeft(effect.state) && effect.doneAt === null;

/** One task for each alarm before the debt is barred, by the day of the alarm: another last day has its own. */
function limitationNear(situation: Situation): Occurrence[] {
  const alarm = alarmDue(situation);
  return alarm === null ? [] : [{ occurrence: reviewNo(alarm), on: situation.today }];
}

/**
 * One question for each silence that keeps a step back, and another when an answer no longer counts. Nobody is asked
 * while a dispute or a hold keeps the step back anyway.
 */
function reviewRestart(situation: Situation): Occurrence[] {
  const { standing, planned, today } = situation;
  if (!planned.some(({ purpose }) => isCollecting(purpose))) return [];
  if (standing.disputed?.extent === 'whole' || standing.heldUntil !== null || isHeldBack(standing.care, 'demands'))
    return [];
  const restart = restartOf(situation);
  if (restart === null || restart.confirmed || restart.askedOn > today) return [];
  return [{ occurrence: reviewNo(restart.askedOn), on: today }];
}

/** A question stands until it is answered or there is no silence any more. */
function restartIsOff(situation: Situation, { occurrence }: KnownEffect): Reason | null {
  const restart = restartOf(situation);
  return restart !== null && reviewNo(restart.askedOn) === occurrence
    ? null
    : gone('no-silence', 'there is no long silence any more, or it is another one');
}

/** An alarm stands until it is done, its last day moves, or nothing is lost with that day any more. */
function alarmIsOff(situation: Situation, { occurrence }: KnownEffect): Reason | null {
  const alarms = limitationAlarms(situation).map(reviewNo);
  return alarms.includes(occurrence)
    ? null
    : gone('limitation-moved', 'the last day to sue has moved or no longer counts');
}

/** One task for each debit that must not go ahead, until it is answered. */
function debitToCancel({ facts, standing, today }: Situation): Occurrence[] {
  const { all, pending } = standing.debits;
  return pending
    .filter((debit) => cancelReason(debit, facts, standing) !== null)
    .map(({ debit }) => ({ occurrence: debitNo(all, debit), on: today }));
}

/** One task for each debit that nobody has answered in time, until somebody does. */
const unansweredDebit = ({ standing: { debits }, today }: Situation): Occurrence[] =>
  debits.unanswered.map(({ debit }) => ({ occurrence: debitNo(debits.all, debit), on: today }));

/** Number of a debit among those of its account, from 1. */
const debitNo = (all: readonly Debit[], named: string): number => all.findIndex(({ debit }) => debit === named) + 1;

/** A task about a debit stands while its occurrence does. */
const debitIsOff =
  (occurrences: (situation: Situation) => Occurrence[], code: string, words: string) =>
  (situation: Situation, { occurrence }: KnownEffect): Reason | null =>
    occurrences(situation).some((open) => open.occurrence === occurrence) ? null : gone(code, words);

const gone = (code: string, words: string): Reason => ({ code, words });

/** Tasks for staff that no stage of the ladder owns: what would otherwise wait in silence. */
export const review: Stage = Object.freeze({
  name: 'review',
  title: { en: 'Review', 'zh-Hans': '人工处理' },
  opensAt: 0,
  kind: 'duties',
  exits: 'each task ends when it is answered, or when its reason is gone',
  steps: [
    {
      name: 'find-contact-data',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'find-contact-data',
      occurrences: findContactData,
      lapses: (situation) =>
        needsContactData(situation) ? null : gone('reachable', 'contact data are no longer needed'),
    },
    {
      name: 'dispute',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'review-dispute',
      occurrences: reviewDispute,
      lapses: ({ standing }) => (standing.disputed ? null : gone('dispute-closed', 'no dispute is open')),
    },
    {
      name: 'overpaid',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'overpaid',
      occurrences: overpaid,
      lapses: ({ standing }) => (standing.balance < 0n ? null : gone('not-overpaid', 'the balance is not below zero')),
    },
    {
      name: 'cancel-debit',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'cancel-debit',
      occurrences: debitToCancel,
      lapses: debitIsOff(debitToCancel, 'debit-answered', 'it is cancelled, was drawn, or may go ahead'),
    },
    {
      name: 'debit-unanswered',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'debit-unanswered',
      occurrences: unansweredDebit,
      lapses: debitIsOff(unansweredDebit, 'debit-answered', 'somebody told what became of it'),
    },
    {
      name: 'limitation-near',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'limitation-near',
      occurrences: limitationNear,
      lapses: alarmIsOff,
    },
    {
      name: 'restart',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'restart-review',
      occurrences: reviewRestart,
      lapses: restartIsOff,
    },
    {
      name: 'classes',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'review-classes',
      occurrences: reviewClasses,
      lapses: ({ facts }) => (isContested(facts.facts) ? null : gone('classes-reviewed', 'somebody has decided')),
    },
  ],
} satisfies Stage);
