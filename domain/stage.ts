/** A stage is a value. Stages live in stages/<stage>/; the order in stages/index.ts is the ladder. */
import type { Channel, Purpose, WrittenChannel } from './channels.ts';
import type { AccountFacts, Episode, KnownEffect } from './facts.ts';
import type { Feature } from './law/content/features.ts';
import type { Language, LetterFacts, Rendered } from './letter.ts';
import type { Limits } from './limits.ts';
import type { Standing } from './standing.ts';
import type { StepTask } from './tasks.ts';
import type { CalendarDate, Instant } from './time.ts';

/** A reason, for programs and for people. */
export interface Reason {
  /** Stable code in words, e.g. `promise-running`. */
  code: string;
  /** A plain sentence without personal values. */
  words: string;
}

/** Everything that a stage may read, including the hours and terms of the account's rules. */
export interface Situation extends Limits {
  facts: AccountFacts;
  standing: Standing;
  now: Instant;
  /**
   * The date in the calendar that the question is about: the contact day (domain/contact-day.ts) for a step towards the
   * person, else the date in the creditor's zone.
   */
  today: CalendarDate;
  /** The contact day, whatever the question is about. */
  contactDay: CalendarDate;
  /** The decision's episode; a new one is not stored yet. null when nothing was ever overdue. */
  episode: Pick<Episode, 'no' | 'openedOn'> | null;
  /**
   * Date of the due that is asked for now: the oldest late one with which the floor of contact is reached. What was
   * said before it spoke of an earlier due. null when nothing is late.
   */
  since: CalendarDate | null;
  /** Known effects of the episode (0 when there is none), by stage. */
  effectsByStage: ReadonlyMap<string, readonly KnownEffect[]>;
  /** What this decision has planned so far, in earlier stages and steps. */
  planned: readonly { stage: string; step: string; occurrence: number; purpose: Purpose; dueAt: Instant }[];
  /** For duties: no stage plans anything, waits for an end, or could still open by time. */
  idle: boolean;
}

/** One repetition of a step that is to happen now or later. */
export interface Occurrence {
  /** From the schedule (attempt number, month as yyyymm, ...), never counted from rows. */
  occurrence: number;
  /**
   * Earliest date in the calendar of the step: a contact day for steps towards the person, else the creditor's date.
   */
  on: CalendarDate;
  /** Minutes after midnight on the clock of that calendar; default: the morning, spread by person. */
  minute?: number;
  /** What it waits for while its date moves on from day to day; shown as the reason why it is held. */
  waitsFor?: Reason;
  /** The person asked for it: no budget of a strategy holds it back. */
  asked?: true;
  /** More follow, which are not planned yet: the account is evaluated again on its date. */
  goesOn?: true;
}

/** What follows when an effect of the step was sent; engine/effects/apply-sent.ts does it. */
export type WhenSent =
  /** The account is with the agency from now on, until its term ends. */
  | 'open-placement'
  /** The agency no longer has the account. */
  | 'recall-placement'
  /** The open court case has its folder. */
  | 'mark-folder-made'
  /** The receipt of a complaint was confirmed to the person. */
  | 'acknowledge-complaint';

/** One step of a stage. */
export interface Step {
  name: string;
  /** The dpd of its day. Steps without it set `occurrences`. */
  day?: number;
  /**
   * Minutes after midnight on the clock of its calendar; default: the morning, spread by person. Steps with
   * `occurrences` say it there.
   */
  minute?: number;
  /** Channels in order of preference: each attempt uses the first that can reach the person. */
  channels: readonly Channel[];
  purpose: Purpose;
  /** The notice that it gives, as the rules of law name it: `adverse-report`, `placement`, `letter-of-claim`. */
  notice?: string;
  /** Agency, bureau or court that receives it; null or left out for a person. */
  recipient?(situation: Situation): string | null;
  /** Minimum days after the last step of the account's contact stages; default 3. */
  gapDays?: number;
  /**
   * The occurrences that the facts call for. Default: one, at `day`. Must be pure and stable: the same facts give the
   * same keys.
   */
  occurrences?(situation: Situation): Occurrence[];
  /** Why this step is needless now, or null. A needless step is not planned, and its planned effect is superseded. */
  skipReason?(situation: Situation): Reason | null;
  /** The kind of task that it opens (channel call or desk): a row of domain/tasks.ts, or a `plainTask`. */
  task?: StepTask;
  /** Why the open task of an effect need not be done any more: the next evaluation withdraws it. null while it must. */
  lapses?(situation: Situation, effect: KnownEffect): Reason | null;
  /** What follows when it was sent; nothing when left out. */
  whenSent?: WhenSent;
  /**
   * A step that goes on after the cure (monthly record, recall, thanks): planned in every stage and when nothing is
   * overdue.
   */
  duty?: boolean;
  /**
   * What its texts mention, by channel: rules of law judge by it. Offers count as mentioned; a text about a barred debt
   * leaves them out. A channel without it is not judged by its content.
   */
  mentions?: Readonly<Partial<Record<Channel, readonly Feature[]>>>;
  /** Stages that its text says come next: a strategy that keeps the step keeps them. */
  announces?: readonly string[];
  /** The text, for email and sms only, in the letter's language. */
  message?(letter: LetterFacts, channel: WrittenChannel): Rendered;
}

/** One stage of the ladder. */
export interface Stage {
  name: string;
  title: Readonly<Record<Language, string>>;
  /** The dpd from which it may open. */
  opensAt: number;
  /** The same stage with another first day; left out where nothing but `opensAt` depends on it. */
  openingAt?(day: number): Stage;
  /**
   * `contact` stages lapse when a later one opens. An `escalation` (agency, bureau, legal) opens only when every
   * contact step before it has ended. An `after` stage is asked when the episode ended cured. A stage of `duties` has
   * nothing but duties and tasks for people, whatever the stage; no account is ever in it.
   */
  kind: 'contact' | 'escalation' | 'after' | 'duties';
  /** An escalation stage that runs parallel to later ones; its steps stay planned while the account is overdue. */
  parallel?: boolean;
  /**
   * For an escalation stage that has begun: whether the account stays in it when days past due fall below `opensAt` (a
   * placement, notice period or case is open). Default: it stays.
   */
  holds?(situation: Situation): boolean;
  /**
   * For a stage of duties that concern few accounts: whether it may have one for this account. Its steps are not asked
   * otherwise. Default: they are.
   */
  concerns?(situation: Situation): boolean;
  /** Further conditions: the reason why it does not open, or null. */
  opens?(situation: Situation): Reason | null;
  /** How an account exits the stage, in words, for `explain` and the docs. */
  exits: string;
  steps: readonly Step[];
}
/** Whether an account may be in the stage; the others have duties, or speak once the episode is cured. */
export const isOfLadder = ({ kind }: Stage): boolean => kind === 'contact' || kind === 'escalation';

/** The stages in order, mildest first. */
export type Ladder = readonly Stage[];

/** The step that the names stand for; undefined when the ladder has no such step. */
export function findStep(ladder: Ladder, names: { stage: string; step: string }): Step | undefined {
  const stage = ladder.find((stage) => stage.name === names.stage);
  return stage?.steps.find((step) => step.name === names.step);
}
