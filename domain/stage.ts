/** What a stage is: a value. Stages live in stages/<stage>/; the order of stages/index.ts is the ladder. */
import type { Channel, Purpose, WrittenChannel } from './channels.ts';
import type { AccountFacts, Episode } from './facts.ts';
import type { Language, LetterFacts, Rendered } from './letter.ts';
import type { Limits } from './limits.ts';
import type { Standing } from './standing.ts';
import type { StepTask } from './tasks.ts';
import type { CalendarDate, Instant } from './time.ts';

export interface Reason {
  /** Stable code in words, e.g. `promise-running`. */
  code: string;
  /** A plain sentence without personal values. */
  words: string;
}

/** All that a stage may look at; also the hours, caps and terms of the account's rules. */
export interface Situation extends Limits {
  facts: AccountFacts;
  standing: Standing;
  now: Instant;
  today: CalendarDate;
  /** The episode that this decision speaks of; when something is overdue anew it is not stored yet. null when nothing was ever overdue. */
  episode: Pick<Episode, 'no' | 'openedOn'> | null;
  /** What this decision wants already, of stages and steps before. */
  planned: readonly { stage: string; step: string; occurrence: number; purpose: Purpose }[];
  /** For duties: no stage wants anything, waits for an end, or could still open by time. */
  idle: boolean;
}

/** One thing that a step wants to happen now or later. */
export interface Occurrence {
  /** From the schedule (attempt number, month as yyyymm, ...), never from counting rows. */
  occurrence: number;
  /** Earliest business date (creditor's zone); the engine adds the gap and the lawful hour. */
  on: CalendarDate;
  /** Minutes after local midnight in the person's zone; default: the stage's hour spread by person. */
  minute?: number;
}

/** What follows once a step has left. The engine does it in one place: engine/effects/apply-sent.ts. */
export type WhenSent =
  /** The account is with the agency from now on, until its term ends. */
  | 'open-placement'
  /** The agency has the account no more. */
  | 'recall-placement'
  /** The open court case has its folder. */
  | 'mark-folder-made';

export interface Step {
  name: string;
  /** The dpd of its day. Steps without (`on`) say their occurrences themselves. */
  day?: number;
  /** Channels in order of preference; another one is the next attempt of the same effect after a proved non-send or a bounce. */
  channels: readonly Channel[];
  purpose: Purpose;
  /** Agency, bureau or court that gets it; null or left out for a person. */
  recipient?(situation: Situation): string | null;
  /** Least days after the last step of the account's contact stages; default 3. */
  gapDays?: number;
  /** Which occurrences are wanted, given what is known. Default: one, at `day`. Must be pure and stable: the same facts give the same keys. */
  occurrences?(situation: Situation): Occurrence[];
  /** A reason why this step is needless now, or null. Needless steps are not planned; planned ones are superseded. */
  skipReason?(situation: Situation): Reason | null;
  /** The kind of task that it opens (channel call or desk): one of domain/tasks.ts, or `plainTask` for a kind of its own. */
  task?: StepTask;
  /** What follows once it has left; nothing when left out. */
  whenSent?: WhenSent;
  /** Goes on after cure (monthly records, recall, thanks): `duty` steps are asked in every stage and when clear. */
  duty?: boolean;
  /** The text; only for email and sms. One function a language is chosen by the letter's language. */
  message?(letter: LetterFacts, channel: WrittenChannel): Rendered;
}

export interface Stage {
  name: string;
  title: Readonly<Record<Language, string>>;
  /** dpd at which it may open. */
  opensAt: number;
  /**
   * `contact` stages lapse when a later one opens; an `escalation` (agency, bureau, legal) opens only when every contact step before it has ended; an
   * `after` stage is asked when the episode ended cured.
   */
  kind: 'contact' | 'escalation' | 'after';
  /** An escalation stage that runs on beside later ones; its steps stay wanted while the account is overdue. */
  parallel?: boolean;
  /**
   * For an escalation stage that has begun: true keeps the account here although days past due fell below `opensAt` (a placement, notice period or case is open).
   * Left out, an escalation stage that has begun stays.
   */
  holds?(situation: Situation): boolean;
  /** Further conditions, with the reason when it does not open. */
  opens?(situation: Situation): Reason | null;
  /** What leaves it, in words, for `explain` and the docs. */
  exits: string;
  steps: readonly Step[];
}
export type Ladder = readonly Stage[];

/** The step that the names stand for; undefined when the ladder has no such step. */
export function findStep(ladder: Ladder, names: { stage: string; step: string }): Step | undefined {
  const stage = ladder.find((stage) => stage.name === names.stage);
  return stage?.steps.find((step) => step.name === names.step);
}
