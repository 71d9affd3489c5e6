/** From a step to planned effects: the key, the channel, the moment, and the gate's verdict. */
import { arrivalOf } from './arrival.ts';
import { canReach } from './attention.ts';
import { type Channel, isCollecting, isFileChannel, isPersonChannel, isTaskChannel } from './channels.ts';
import { contactDay, contactMoment } from './contact-day.ts';
import { hasBegun } from './effects.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { askGate, type WaitEnd } from './gate.ts';
import type { Calendar } from './limits.ts';
import { afterOpening, FIRST_MINUTE, morningOf, within } from './mornings.ts';
import type { PlannedEffect } from './plan.ts';
import type { Rules } from './rules.ts';
import { unprovedChannels } from './served.ts';
import { effectsOfStage } from './situation.ts';
import { spreadMinutes } from './spread.ts';
import type { Ladder, Occurrence, Reason, Situation, Stage, Step } from './stage.ts';
import { effectOf, episodeNo } from './step-progress.ts';
import { addDays, type CalendarDate, daysBetween, type Instant, instantAt, localDate } from './time.ts';

/** Days between two steps of the contact stages unless a step sets its own gap. */
export const MIN_GAP_DAYS = 3;
/** Proved non-sends after which an effect waits for a person. */
export const MAX_ATTEMPTS = 3;

/** Like `isPending`, from the row alone, without its step: effects of task channels end when done. */
function mayHaveLeft(effect: KnownEffect): boolean {
  if (effect.state !== 'sent') return hasBegun(effect.state);
  return isTaskChannel(effect.channel) && effect.doneAt === null;
}

/** Whether a collecting effect of the episode has left or may have left and has not ended. */
export function isPressing(situation: Situation): boolean {
  const episode = episodeNo(situation);
  for (const effect of situation.facts.effects)
    if (effect.episode === episode && mayHaveLeft(effect) && isCollecting(effect.purpose)) return true;
  return false;
}

/**
 * Whether an effect of the escalation stage has left or may have left. The stage then stays open when days past due
 * fall below its day, until none of its effects is open any more.
 */
export function isUnderWay(stage: Stage, situation: Situation): boolean {
  return (
    hasEffects(stage, situation) && (situation.standing.dpd >= stage.opensAt || (stage.holds?.(situation) ?? true))
  );
}

/** Whether something of the escalation stage is open: a notice period, a placement, a case. */
export function isLive(stage: Stage, situation: Situation): boolean {
  return hasEffects(stage, situation) && (stage.holds?.(situation) ?? true);
}

/** Whether the step brings the stage on; duties do not. */
export const isOwnStep = ({ steps }: Stage, name: string): boolean =>
  steps.some((step) => step.name === name && !step.duty);

/** Whether an effect of the stage has left or may have left. */
function hasEffects(stage: Stage, situation: Situation): boolean {
  for (const { state, step: name } of effectsOfStage(situation, stage.name))
    if (hasBegun(state) && isOwnStep(stage, name)) return true;
  return false;
}

/** The date from which the days of a stage count: that of the due that is asked for now. */
export function countsFrom({ since, standing: { oldest } }: Situation): CalendarDate | null {
  return since !== null && oldest !== null && since > oldest ? since : oldest;
}

/** Days since that date: days past due, but for little money that is older. */
export function daysLate(situation: Situation): number {
  const from = countsFrom(situation);
  if (from === null || from === situation.standing.oldest) return situation.standing.dpd;
  return daysBetween(from, situation.today);
}

/** Number of stages at the start of the ladder that this delinquency had passed before the import. */
export function priorStages(ladder: Ladder, situation: Situation): number {
  const reached = arrivalOf(situation)?.stage;
  return Math.max(
    0,
    ladder.findIndex((stage) => stage.name === reached),
  );
}

/** Whether a person skipped this occurrence. */
export function wasSkipped({ facts }: Situation, stage: string, step: string, occurrence: number): boolean {
  for (const { body } of factsOf(facts.facts, 'step-skipped'))
    if (body.occurrence === occurrence && body.step === step && body.stage === stage) return true;
  return false;
}

/** The first channel of the step that can reach the person; a channel that served no notice comes after the others. */
function pickChannel(stage: Stage, step: Step, situation: Situation): Channel | null {
  const possible = step.channels.filter((channel) => !isPersonChannel(channel) || canReach(situation, channel));
  if (step.purpose !== 'notice' || possible.length < 2) return possible[0] ?? null;
  const unproved = unprovedChannels(situation, stage.name, step.name);
  return possible.find((channel) => !unproved.has(channel)) ?? possible[0] ?? null;
}

/** Keeps the channels of one person off the same minute. */
const CHANNEL_MINUTE: Readonly<Record<Channel, number>> = {
  email: 0,
  sms: 2,
  call: 4,
  desk: 5,
  court: 6,
  agency: 0,
  bureau: 0,
};
/** Files are made after the day's messages, in the creditor's zone; they hold everything due by then. */
export const FILE_MINUTE = 18 * 60;

/** The calendar of a step: the person's for what reaches the person, the creditor's for files and desks. */
interface StepCalendar {
  readonly facts: AccountFacts;
  readonly ofPerson: boolean;
  /** Minutes after midnight at which the step happens on a date. */
  minuteOn(date: CalendarDate): number;
}

/**
 * The hour is `minute` if given, else 18:00 for files and 09:00 to 10:50, by person, plus the channel's own minute;
 * towards the person always a lawful one.
 */
function calendarOf(
  channel: Channel | null,
  facts: AccountFacts,
  { hoursOn }: Calendar,
  minute?: number,
): StepCalendar {
  if (channel !== null && isFileChannel(channel))
    return { facts, ofPerson: false, minuteOn: () => minute ?? FILE_MINUTE };
  const first = minute ?? FIRST_MINUTE + spreadMinutes(facts.person.number, 10);
  const own = first + CHANNEL_MINUTE[channel ?? 'email'];
  if (channel !== null && !isPersonChannel(channel)) return { facts, ofPerson: false, minuteOn: () => own };
  return {
    facts,
    ofPerson: true,
    minuteOn: (date) => within(hoursOn(date), own),
  };
}

/** When the step happens on a date of its calendar. */
function momentOn(date: CalendarDate, { facts, ofPerson, minuteOn }: StepCalendar): Instant {
  const minute = minuteOn(date);
  return ofPerson ? contactMoment(date, minute, facts) : instantAt(date, minute, facts.creditor.zone);
}

/** The date of the step's calendar at `at`. */
function dateOf(at: Instant, { facts, ofPerson }: StepCalendar): CalendarDate {
  return ofPerson ? contactDay(at, facts) : localDate(at, facts.creditor.zone);
}

/**
 * When a step happens whose wait ends at `until`: at its own hour on that date, or at once when that hour is past. So
 * the claim at that moment, which finds the date it is today, finds the same moment.
 */
function atOwnHour(until: Instant, calendar: StepCalendar): Instant {
  return Math.max(until, momentOn(dateOf(until, calendar), calendar));
}

/** The end of a wait, spread by person: a night and a cap end for everybody at once. */
function spreadEnd(until: Instant, end: WaitEnd, situation: Situation): Instant {
  if (end === 'moment') return until;
  if (end === 'opening') return afterOpening(until, situation);
  return Math.max(until, morningOf(localDate(until, situation.facts.person.zone), situation));
}

/** The usual moment of a step on the next day of its calendar after `at`. */
export function usualMomentAfter(at: Instant, channel: Channel, facts: AccountFacts, hours: Calendar): Instant {
  const calendar = calendarOf(channel, facts, hours);
  return momentOn(addDays(dateOf(at, calendar), 1), calendar);
}

/** Left as it is: a worker has claimed it, or it failed so often that a person must decide. */
const isKept = (effect: KnownEffect | undefined): effect is KnownEffect =>
  effect !== undefined && (effect.state === 'claimed' || (effect.state === 'failed' && effect.attempt >= MAX_ATTEMPTS));

/** Plans one occurrence of a step on a date of its calendar, with the gate's verdict. */
export function planStep(
  rules: Rules,
  situation: Situation,
  stage: Stage,
  step: Step,
  { occurrence, minute, waitsFor }: Occurrence,
  on: CalendarDate,
): PlannedEffect {
  const existing = effectOf(situation, stage.name, step.name, occurrence);
  const channel = pickChannel(stage, step, situation);
  const answer = answerTo(rules, situation, stage, step, existing, { channel, on, minute });
  const { dueAt, verdict, held, liftedBy } = withReason(answer, waitsFor);
  return {
    episode: episodeNo(situation),
    stage: stage.name,
    step: step.name,
    occurrence,
    channel,
    purpose: step.purpose,
    recipient: step.recipient?.(situation) ?? null,
    task: step.task ?? null,
    whenSent: step.whenSent ?? null,
    awaited: false,
    dueAt,
    verdict,
    held,
    liftedBy,
  };
}

type GateAnswered = Pick<PlannedEffect, 'dueAt' | 'verdict' | 'held' | 'liftedBy'>;

/** Adds what the step waits for beside the policies. */
function withReason(answer: GateAnswered, reason: Reason | undefined): GateAnswered {
  if (reason === undefined || (answer.verdict !== 'allow' && answer.verdict !== 'wait')) return answer;
  return { ...answer, verdict: 'wait', held: [...answer.held, { policy: 'order', ...reason }] };
}

function answerTo(
  rules: Rules,
  situation: Situation,
  stage: Stage,
  step: Step,
  existing: KnownEffect | undefined,
  { channel, on, minute }: { channel: Channel | null; on: CalendarDate; minute: number | undefined },
): GateAnswered {
  if (isKept(existing)) return { dueAt: existing.dueAt, verdict: 'keep', held: [], liftedBy: [] };
  const calendar = calendarOf(channel, situation.facts, situation.calendar, minute);
  const at = Math.max(momentOn(on, calendar), situation.now);
  if (channel === null) return { dueAt: at, verdict: 'impossible', held: [], liftedBy: [] };
  const escalated = stage.kind === 'escalation';
  const { purpose, notice } = step;
  const intent = { stage: stage.name, step: step.name, channel, purpose, notice, escalated, at };
  const answer = askGate(rules, situation, intent, (until, end) =>
    atOwnHour(spreadEnd(until, end, situation), calendar),
  );
  return { dueAt: answer.at, verdict: answer.verdict, held: answer.held, liftedBy: answer.liftedBy };
}
