/** What an account's next step waits for, and until when: what `held` stands for. */
import {
  BROKEN_WORDS,
  isSettled,
  PLAN_WORDS,
  planRunsUntil,
  quietAfterBreak,
  SETTLED_WORDS,
} from './agreements/quiet.ts';
import { isWaitingForAllocation } from './attention.ts';
import { HOLDS } from './care/holds.ts';
import { heldWords } from './care/stops.ts';
import { isCollecting } from './channels.ts';
import { showRepresentative } from './fact-words.ts';
import type { Plan, PlannedEffect } from './plan.ts';
import { isPressing } from './plan-step.ts';
import { announcedUntil } from './policies/cooling-off.ts';
import type { Situation } from './stage.ts';
import type { Standing } from './standing.ts';
import { suspenseWords } from './suspense.ts';
import { addDays, type CalendarDate, type Instant, startOfDay } from './time.ts';

/** A next step that waits. */
export interface Waits {
  /** `stage/step`; null when no step is planned while it waits. */
  readonly step: string | null;
  readonly because: readonly string[];
  /** When it goes ahead; null when only a fact lets it. */
  readonly until: Instant | null;
}

/** Nothing reaches the person: the whole ladder waits. */
export const WAITS_FOR_CONTACT_DATA: Waits = {
  step: null,
  because: ['no address or number reaches the person: contact data are asked for'],
  until: null,
};

/** What holds back in the course of every day, the hour and the order of steps, is no wait. */
const ROUTINE: readonly string[] = ['lawful-hours', 'order'];

/**
 * What the next step waits for; null when it goes ahead or there is none. Steps that ask something of the person or act
 * against them come first, then all others but reports and tasks for staff.
 */
export function waitsFor(situation: Situation, { planned }: Plan): Waits | null {
  if (situation.facts.closed) return null;
  const next = nextOf(planned, (effect) => isCollecting(effect.purpose));
  if (next === null && !situation.standing.cured && !isPressing(situation)) {
    const waits = waitsWithoutStep(situation);
    if (waits !== null) return waits;
  }
  const step = next ?? nextOf(planned, ({ purpose }) => purpose !== 'report' && purpose !== 'review');
  return step && waitsOf(step);
}

function nextOf(planned: readonly PlannedEffect[], is: (effect: PlannedEffect) => boolean): PlannedEffect | null {
  let next: PlannedEffect | null = null;
  for (const effect of planned)
    if (effect.verdict !== 'keep' && is(effect) && (next === null || effect.dueAt < next.dueAt)) next = effect;
  return next;
}

function waitsOf({ stage, step, held, verdict, dueAt }: PlannedEffect): Waits | null {
  const because: string[] = [];
  for (const { policy, words } of held) if (!ROUTINE.includes(policy)) because.push(words);
  if (because.length === 0) return null;
  return { step: `${stage}/${step}`, because, until: verdict === 'wait' ? dueAt : null };
}

/** Holds on the person that a person must lift. */
function endlessCare({ care }: Standing): string[] {
  const endless = care.filter(({ until, effects }) => until === null && effects.legal === 'stop');
  return endless.length === 0 ? [] : [heldWords(endless)];
}

/** Where nothing is planned: no stage opens while one of these lasts. */
function waitsWithoutStep(situation: Situation): Waits | null {
  const { standing, facts } = situation;
  const endless = [
    ...(standing.disputed?.extent === 'whole' ? [HOLDS.dispute.words] : []),
    ...(isWaitingForAllocation(standing) ? [suspenseWords(standing.suspense, facts.currency)] : []),
    ...endlessCare(standing),
    ...(standing.represented ? [`the person is represented by ${showRepresentative(standing.represented)}`] : []),
    ...(standing.ceased ? ['the person demands that contact ends'] : []),
    ...(isSettled(standing.agreement) ? [SETTLED_WORDS] : []),
  ];
  const announced = announcedUntil(situation);
  const ending: [string, CalendarDate | null | undefined][] = [
    ['a hold is in force', standing.heldUntil],
    ...standing.care.map(({ type, until }): [string, CalendarDate | null] => [HOLDS[type].words, until]),
    ['a promise runs or is reviewed', standing.runningPromise?.until],
    [PLAN_WORDS, planRunsUntil(situation)],
    [BROKEN_WORDS, quietAfterBreak(situation)],
    ['a payment was announced', announced],
  ];
  const lasting = ending.flatMap(([words, until]) => (until ? [{ words: `${words} until ${until}`, until }] : []));
  if (endless.length === 0 && lasting.length === 0) return null;
  const last = lasting.reduce((latest, { until }) => (until > latest ? until : latest), '');
  const until = endless.length > 0 ? null : startOfDay(addDays(last, 1), facts.creditor.zone);
  return { step: null, because: [...endless, ...lasting.map(({ words }) => words)], until };
}
