/**
 * Kinds of task for people, one row each: what opens it, how long it may wait, who may do it, what the doer sees and
 * which outcomes end it. Whatever opens, shows or ends a task reads this table. A stage may add its own kind:
 * `plainTask`.
 */
import type { PersonFactKind } from './facts.ts';
import type { TaskHelp } from './task-help.ts';
import { HOUR_MS, type Instant } from './time.ts';

/** State of a task; a `withdrawn` task need not be done any more. */
export const TASK_STATES = ['open', 'done', 'withdrawn'] as const;
/** One of TASK_STATES. */
export type TaskState = (typeof TASK_STATES)[number];

/** Facts about a person that need somebody to look at them. */
type CareFact = Extract<
  PersonFactKind,
  'hardship' | 'death' | 'bankruptcy' | 'represented' | 'cease' | 'care-hold' | 'distress' | 'reply' | 'complaint'
>;

/** What a person may record for a task. `approved` and `approval-refused` answer a request for approval. */
export type OutcomeName =
  | 'call'
  | 'filed'
  | 'not-filed'
  | 'ladder-answer'
  | 'care-reviewed'
  | 'distress-ended'
  | 'found-out'
  | 'dispute-closed'
  | 'complaint-closed'
  | 'accepted'
  | 'declined'
  | 'restart-reviewed'
  | 'classes-reviewed'
  | 'reply-read'
  | 'approved'
  | 'approval-refused'
  | 'bureau-correction'
  | 'bank-line-decided'
  | 'done';

/** What holds for every task of a kind. */
interface TaskRule {
  /**
   * A step of the ladder, a fact about a person, an effect that stayed unknown, an account missing from a complete file
   * of the book, money that only a person can judge, a hold, death, bankruptcy or representation that was told late, a
   * bureau record that a later fact made wrong, a risk of self-harm, an alarm that nobody answered, a movement on a
   * bank account that no machine can allocate, or an instruction that the book rejected.
   */
  openedBy:
    | 'step'
    | CareFact
    | 'unknown-effect'
    | 'missing-account'
    | 'money'
    | 'late-told'
    | 'wrong-record'
    | 'self-harm'
    | 'unanswered-alarm'
    | 'bank-line'
    | 'book';
  /** Hours of the business clock, day and night, after which an open task shows as stuck. Stored when it opens. */
  dueHours: number;
  /**
   * The second person is never the maker. A reviewer is named in the creditor's terms (`careReviewers`). Whoever is
   * complained of is not `uninvolved`.
   */
  doer: 'anybody' | 'second-person' | 'reviewer' | 'uninvolved';
  /**
   * What the doer sees with the task. `call`: the person and, while the task is open, the script. `breaches`: what
   * happened, and the corrections prepared. `arrangement`: what was said, and which bounds it exceeds. `alarm`: the
   * person, whom to call, and help lines. `replies`: the person and what they wrote back. `complaints`: the person and
   * their open complaints, with the days by which each wants an answer. `letter`: the person and the text to be sent.
   */
  shows:
    | 'nothing'
    | 'person'
    | 'call'
    | 'court-checklist'
    | 'restart-checklist'
    | 'classes'
    | 'breaches'
    | 'arrangement'
    | 'bureau-records'
    | 'alarm'
    | 'replies'
    | 'complaints'
    | 'letter';
  outcomes: readonly [OutcomeName, ...OutcomeName[]];
  /** Its step says when it need not be done any more (`lapses`); a cure or a dispute does not withdraw it. */
  lapses?: true;
  help: TaskHelp;
}

const DAY_HOURS = 24;
const REVIEW = { dueHours: 5 * DAY_HOURS, doer: 'anybody', shows: 'person', outcomes: ['care-reviewed'] } as const;

/** A person looks again at how somebody in hardship does. */
const LAPSING_REVIEW = {
  dueHours: 5 * DAY_HOURS,
  doer: 'anybody',
  shows: 'person',
  outcomes: ['done'],
  lapses: true,
  help: 'sheet',
} as const;

/** Due after a quarter of an hour. */
const ALARM = { dueHours: 0.25, doer: 'anybody', shows: 'alarm', outcomes: ['done'], help: 'alarm' } as const;
const LOOK_UP = { doer: 'anybody', shows: 'nothing', outcomes: ['done'], help: 'plain' } as const;
/** A letter to a person, or a look at what was agreed with them. */
const BY_HAND = {
  dueHours: 5 * DAY_HOURS,
  doer: 'anybody',
  shows: 'person',
  outcomes: ['done'],
  help: 'plain',
} as const;
/** Due before the working days of a review have passed (domain/arrangements.ts). */
const ARRANGEMENT = {
  dueHours: 2 * DAY_HOURS,
  doer: 'anybody',
  shows: 'arrangement',
  outcomes: ['accepted', 'declined'],
  help: 'arrangement',
} as const;

/** All kinds that the engine and the shipped stages open. */
export const TASKS = {
  call: {
    openedBy: 'step',
    dueHours: 12,
    doer: 'anybody',
    shows: 'call',
    outcomes: ['call'],
    help: 'call',
  },
  'approve-court': {
    openedBy: 'step',
    dueHours: 5 * DAY_HOURS,
    doer: 'second-person',
    shows: 'court-checklist',
    outcomes: ['approved', 'approval-refused'],
    help: 'approval',
  },
  'record-filing': {
    openedBy: 'step',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['filed', 'not-filed'],
    help: 'filing',
  },
  'ladder-end': {
    openedBy: 'step',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['ladder-answer'],
    help: 'ladder-end',
  },
  'hardship-review': { openedBy: 'hardship', ...REVIEW, help: 'hardship-review' },
  'death-review': { openedBy: 'death', ...REVIEW, help: 'review' },
  'bankruptcy-review': { openedBy: 'bankruptcy', ...REVIEW, help: 'review' },
  'representation-review': { openedBy: 'represented', ...REVIEW, help: 'review' },
  'cease-review': { openedBy: 'cease', ...REVIEW, help: 'review' },
  'care-review': { openedBy: 'care-hold', ...REVIEW, help: 'hold-review' },
  'distress-review': {
    openedBy: 'distress',
    dueHours: 12,
    doer: 'reviewer',
    shows: 'alarm',
    outcomes: ['distress-ended'],
    help: 'distress',
  },
  'self-harm-alarm': { openedBy: 'self-harm', ...ALARM },
  'self-harm-alarm-raised': { openedBy: 'unanswered-alarm', ...ALARM },
  'read-reply': {
    openedBy: 'reply',
    dueHours: DAY_HOURS,
    doer: 'anybody',
    shows: 'replies',
    outcomes: ['reply-read'],
    help: 'reply',
  },
  // Due when the law or the lender wants an answer: engine/tasks/complaint-task.ts.
  'review-complaint': {
    openedBy: 'complaint',
    dueHours: 5 * DAY_HOURS,
    doer: 'uninvolved',
    shows: 'complaints',
    outcomes: ['complaint-closed'],
    help: 'complaint',
  },
  'find-contact-data': {
    openedBy: 'step',
    dueHours: 3 * DAY_HOURS,
    doer: 'anybody',
    shows: 'person',
    outcomes: ['done'],
    lapses: true,
    help: 'contact-data',
  },
  'sheet-review': { openedBy: 'step', ...LAPSING_REVIEW },
  'breathing-space-review': { openedBy: 'step', ...LAPSING_REVIEW },
  'review-dispute': {
    openedBy: 'step',
    dueHours: 7 * DAY_HOURS,
    doer: 'anybody',
    shows: 'person',
    outcomes: ['dispute-closed'],
    lapses: true,
    help: 'dispute',
  },
  'answer-by-letter': {
    openedBy: 'step',
    dueHours: 3 * DAY_HOURS,
    doer: 'anybody',
    shows: 'letter',
    outcomes: ['done'],
    lapses: true,
    help: 'letter',
  },
  overpaid: {
    openedBy: 'step',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'person',
    outcomes: ['done'],
    lapses: true,
    help: 'overpaid',
  },
  'cancel-debit': {
    openedBy: 'step',
    dueHours: DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['done'],
    lapses: true,
    help: 'debit',
  },
  'debit-unanswered': {
    openedBy: 'step',
    dueHours: 2 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['done'],
    lapses: true,
    help: 'debit-unanswered',
  },
  'limitation-near': {
    openedBy: 'step',
    dueHours: 10 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['done'],
    lapses: true,
    help: 'plain',
  },
  'restart-review': {
    openedBy: 'step',
    dueHours: 10 * DAY_HOURS,
    doer: 'anybody',
    shows: 'restart-checklist',
    outcomes: ['restart-reviewed'],
    lapses: true,
    help: 'restart',
  },
  'review-classes': {
    openedBy: 'step',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'classes',
    outcomes: ['classes-reviewed'],
    lapses: true,
    help: 'classes',
  },
  'review-bank-line': {
    openedBy: 'bank-line',
    dueHours: DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['bank-line-decided'],
    help: 'bank-line',
  },
  'settle-unknown': {
    openedBy: 'unknown-effect',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['found-out'],
    help: 'unknown',
  },
  'missing-from-file': {
    openedBy: 'missing-account',
    dueHours: 7 * DAY_HOURS,
    doer: 'anybody',
    shows: 'nothing',
    outcomes: ['done'],
    help: 'plain',
  },
  'payment-not-in-book': { openedBy: 'money', dueHours: 2 * DAY_HOURS, ...LOOK_UP },
  'told-twice': { openedBy: 'money', dueHours: 5 * DAY_HOURS, ...LOOK_UP },
  'payment-split-differs': { openedBy: 'money', dueHours: 5 * DAY_HOURS, ...LOOK_UP },
  'after-closing': { openedBy: 'money', dueHours: 5 * DAY_HOURS, ...LOOK_UP },
  'possible-breach': {
    openedBy: 'late-told',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'breaches',
    outcomes: ['accepted', 'declined'],
    help: 'breach',
  },
  // Due before demands go on (domain/instructions.ts).
  'book-rejected-instruction': { openedBy: 'book', dueHours: 2 * DAY_HOURS, ...LOOK_UP },
  'approve-plan': {
    openedBy: 'step',
    dueHours: 2 * DAY_HOURS,
    doer: 'second-person',
    shows: 'nothing',
    outcomes: ['approved', 'approval-refused'],
    lapses: true,
    help: 'approval',
  },
  'send-plan-copy': { openedBy: 'step', ...BY_HAND },
  'send-certificate': { openedBy: 'step', ...BY_HAND },
  'waiver-of-broken-settlement': { openedBy: 'step', dueHours: 2 * DAY_HOURS, ...LOOK_UP, lapses: true },
  'review-plan': { openedBy: 'step', ...BY_HAND },
  'review-promise': { openedBy: 'step', ...ARRANGEMENT },
  'review-announcement': { openedBy: 'step', ...ARRANGEMENT },
  'correct-bureau-record': {
    openedBy: 'wrong-record',
    dueHours: 5 * DAY_HOURS,
    doer: 'anybody',
    shows: 'bureau-records',
    outcomes: ['bureau-correction', 'done'],
    help: 'records',
  },
} as const satisfies Readonly<Record<string, TaskRule>>;

/** A kind of the table. */
export type TaskKind = keyof typeof TASKS;
/** All kinds of the table, in its order. */
export const TASK_KINDS = Object.keys(TASKS) as TaskKind[];

/** Kinds that the facts alone withdraw: their steps have `lapses`. */
export const LAPSING_TASKS: readonly TaskKind[] = TASK_KINDS.filter((kind) => 'lapses' in TASKS[kind]);

/** An alarm, and what it becomes when nobody answers it in time. */
export const ALARM_TASKS = ['self-harm-alarm', 'self-harm-alarm-raised'] as const satisfies readonly TaskKind[];

/** Whether the kind is one of ALARM_TASKS. */
export const isAlarm = (kind: string): boolean => (ALARM_TASKS as readonly string[]).includes(kind);

/** The rule of every kind that a stage adds. */
export const PLAIN_TASK = {
  openedBy: 'step',
  dueHours: 5 * DAY_HOURS,
  doer: 'anybody',
  shows: 'nothing',
  outcomes: ['done'],
  help: 'plain',
} as const satisfies TaskRule;

declare const plain: unique symbol;
/** A kind that is not in the table. */
type PlainTask = string & { readonly [plain]: true };
/** Kinds that a step may open. */
export type StepTask =
  | { [Kind in TaskKind]: (typeof TASKS)[Kind]['openedBy'] extends 'step' ? Kind : never }[TaskKind]
  | PlainTask;

/** Declares a stage's own kind of task. It follows PLAIN_TASK, so no other code needs to know it. */
export const plainTask = <Kind extends string>(kind: Kind extends TaskKind ? never : Kind): PlainTask =>
  kind as string as PlainTask;

/** The rule of a stored kind. */
export const taskRule = (kind: string): TaskRule => (Object.hasOwn(TASKS, kind) ? TASKS[kind as TaskKind] : PLAIN_TASK);

/** When a task opened at `openedAt` shows as stuck. Business time. */
export const taskDueAt = (kind: string, openedAt: Instant): Instant => openedAt + taskRule(kind).dueHours * HOUR_MS;

/** Whether this outcome ends this kind of task. */
export const takesOutcome = (kind: string, outcome: OutcomeName): boolean => taskRule(kind).outcomes.includes(outcome);

/** Kinds of the table that an outcome ends. */
export const tasksEndedBy = (outcome: OutcomeName): TaskKind[] =>
  TASK_KINDS.filter((kind) => takesOutcome(kind, outcome));

/** The kind of review that a fact about a person opens. Throws when the table has none. */
export function reviewAfter(fact: CareFact): TaskKind {
  const kind = TASK_KINDS.find((kind) => TASKS[kind].openedBy === fact);
  if (kind === undefined) throw new Error(`no task is opened by ${fact}`);
  return kind;
}
