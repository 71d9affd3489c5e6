import { CALL_BACKS } from '../../domain/call-backs.ts';
import { contactDay } from '../../domain/contact-day.ts';
import { hasBegun, isFinal } from '../../domain/effects.ts';
import { showRepresentative } from '../../domain/fact-words.ts';
import type { AccountFact, KnownEffect } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { wasSkipped } from '../../domain/plan-step.ts';
import type { Occurrence, Reason, Situation, Stage } from '../../domain/stage.ts';
import { isOfCurrentDue } from '../../domain/step-progress.ts';
import { addDays, type CalendarDate, localDate, localMinute } from '../../domain/time.ts';
import { effectsOf } from '../notice.ts';
import { CALL_MENTIONS } from './messages.ts';
import { outcomeRow } from './outcomes.ts';

/** Times of day of the calls, in the person's zone: 10:30, 16:30, then again from the first. */
const MINUTES = [10 * 60 + 30, 16 * 60 + 30] as const;

type Outcome = Extract<AccountFact, { kind: 'call-outcome' }>;

/** Each promise broken since the due that is asked for now opens a new round of calls. */
function roundStart(
  { facts, standing, since, today }: Situation,
  opensAt: number,
): { round: number; from: CalendarDate } {
  const { zone } = facts.creditor;
  const broken = standing.promises.filter(
    (promise) => promise.state === 'broken' && localDate(promise.madeAt, zone) >= (since ?? today),
  );
  const last = broken.at(-1);
  const due = since !== null && since > (standing.oldest ?? today) ? since : (standing.oldest ?? today);
  return { round: broken.length, from: last ? addDays(last.until, 1) : addDays(due, opensAt) };
}

const callsOf = (situation: Situation) => effectsOf(situation, 'call', 'attempt');

/** Number of the last attempt for earlier dues, in whole rounds. */
function attemptsBefore(situation: Situation): number {
  const { callAttempts } = situation.terms;
  const earlier = callsOf(situation).filter(
    (effect) => effect.occurrence < CALL_BACKS && hasBegun(effect.state) && !isOfCurrentDue(effect, situation),
  );
  const last = earlier.reduce((most, effect) => Math.max(most, effect.occurrence), 0);
  return Math.ceil(last / callAttempts) * callAttempts;
}

/** Number of the last attempt before the date: another strategy may have counted rounds of another length. */
function lastBefore(situation: Situation, from: CalendarDate): number {
  const { facts } = situation;
  let last = 0;
  for (const { occurrence, sentAt } of callsOf(situation))
    if (occurrence < CALL_BACKS && occurrence > last && sentAt !== null && contactDay(sentAt, facts) < from)
      last = occurrence;
  return last;
}

/** Recorded outcomes of this episode's calls. */
function outcomesOf(situation: Situation): readonly Outcome[] {
  const told = factsOf(situation.facts.facts, 'call-outcome');
  if (told.length === 0) return told;
  const calls = callsOf(situation);
  if (calls.length === 0) return [];
  return told.filter((fact) => calls.some(({ id }) => id === fact.body.effect));
}

/** The last outcome that ended this round. */
function endedRound(situation: Situation, opensAt: number): Outcome | undefined {
  const outcomes = outcomesOf(situation);
  if (outcomes.length === 0) return undefined;
  const { round, from } = roundStart(situation, opensAt);
  const { since } = situation;
  const { zone } = situation.facts.creditor;
  return outcomes.findLast(
    (fact) =>
      outcomeRow(fact.body.contact, fact.body.result).endsRound &&
      (round === 0
        ? since === null || localDate(fact.occurredAt, zone) > since
        : contactDay(fact.occurredAt, situation.facts) >= from),
  );
}

const isOfRoundAfter = (last: number, effect: KnownEffect, situation: Situation): boolean =>
  effect.occurrence > last &&
  effect.occurrence < CALL_BACKS &&
  hasBegun(effect.state) &&
  isOfCurrentDue(effect, situation);

/**
 * The terms' number of attempts per round and day, from the opening (or the day after a promise broke); a call-back at
 * the time asked for.
 */
function attempts(situation: Situation, opensAt: number): Occurrence[] {
  const ended = endedRound(situation, opensAt);
  if (ended) return callBack(situation, ended);
  const { round, from } = roundStart(situation, opensAt);
  const { callAttempts, callAttemptsADay } = situation.terms;
  const whole = attemptsBefore(situation) + round * callAttempts;
  const base = round === 0 ? whole : Math.max(whole, lastBefore(situation, from));
  // What is left of a round is over once a later one has begun, also where an earlier due is counted from again.
  const all = callsOf(situation);
  if (all.some((effect) => isOfRoundAfter(base + callAttempts, effect, situation))) return [];
  const calls = all.filter(({ occurrence }) => occurrence > base && occurrence <= base + callAttempts);
  const first = calls.find((effect) => effect.sentAt !== null);
  const over = new Set(calls.filter(({ state }) => isFinal(state)).map(({ occurrence }) => occurrence));
  let next = base + 1;
  while (over.has(next) || wasSkipped(situation, 'call', 'attempt', next)) next += 1;
  const start = first?.sentAt
    ? addDays(contactDay(first.sentAt, situation.facts), -Math.floor((first.occurrence - base - 1) / callAttemptsADay))
    : addDays(from > situation.today ? from : situation.today, -Math.floor((next - base - 1) / callAttemptsADay));
  return Array.from({ length: callAttempts }, (_, index) => ({
    occurrence: base + index + 1,
    on: addDays(start, Math.floor(index / callAttemptsADay)),
    minute: MINUTES[(index % callAttemptsADay) % MINUTES.length] as number,
  }));
}

function callBack(situation: Situation, fact: Outcome): Occurrence[] {
  const { callBackAt } = fact.body;
  if (fact.body.result !== 'call-back' || callBackAt === undefined) return [];
  const asked = outcomesOf(situation).filter((fact) => fact.body.result === 'call-back');
  const { hoursOn } = situation.calendar;
  const minute = localMinute(callBackAt, situation.facts.person.zone);
  const on = contactDay(callBackAt, situation.facts);
  const occurrence = CALL_BACKS + asked.indexOf(fact) + 1;
  // Asked for at night: when the lawful hours begin.
  if (minute < hoursOn(on).closes) return [{ occurrence, on, minute, asked: true }];
  const next = addDays(on, 1);
  return [{ occurrence, on: next, minute: hoursOn(next).opens, asked: true }];
}

function noMoreCalls(situation: Situation, opensAt: number): Reason | null {
  const little = notWorthACall(situation);
  if (little !== null) return little;
  const ended = endedRound(situation, opensAt);
  if (!ended || ended.body.result === 'call-back') return null;
  return { code: 'calls-ended', words: `calls ended: ${outcomeRow(ended.body.contact, ended.body.result).words}` };
}

/** Why a call that waits for a caller must not be made any more. */
function mustNotCall(situation: Situation): Reason | null {
  const { optedOut, represented, ceased } = situation.standing;
  if (optedOut.has('call')) return { code: 'stopped', words: 'the person does not want calls' };
  if (represented !== null) return { code: represented, words: `represented by ${showRepresentative(represented)}` };
  if (ceased) return { code: 'cease', words: 'the person demands that contact ends' };
  return notWorthACall(situation);
}

/** A call costs more than little money is worth. */
function notWorthACall({ facts, standing }: Situation): Reason | null {
  if (standing.asked >= facts.creditor.callFloor) return null;
  return { code: 'below-floor', words: 'no calls: the amount is below the floor' };
}

/** The stage from a day past due on, from which its first round counts. */
const callFrom = (opensAt: number): Stage =>
  Object.freeze({
    name: 'call',
    title: { en: 'Call', 'zh-Hans': '电话' },
    opensAt,
    openingAt: callFrom,
    kind: 'contact',
    exits: 'payment; a result with the right person; the last attempt of a round',
    steps: [
      {
        name: 'attempt',
        channels: ['call'],
        purpose: 'demand',
        gapDays: 1,
        task: 'call',
        mentions: { call: CALL_MENTIONS },
        occurrences: (situation) => attempts(situation, opensAt),
        skipReason: (situation) => noMoreCalls(situation, opensAt),
        lapses: mustNotCall,
      },
    ],
  } satisfies Stage);

/** Tasks for the internal callers. Script and offers: messages.ts; effects of each outcome: outcomes.ts. */
export const call: Stage = callFrom(16);
