/**
 * Kinds of task for people, one row each: what opens it, how long it may wait, who may do it, what the doer sees and
 * which outcomes end it. Whatever opens, shows or ends a task reads this table. A stage may add its own kind:
 * `plainTask`.
 */
import type { PersonFactKind } from './facts.ts';
import { HOUR_MS, type Instant } from './time.ts';

/** State of a task; a `withdrawn` task need not be done any more. */
export const TASK_STATES = ['open', 'done', 'withdrawn'] as const;
/** One of TASK_STATES. */
export type TaskState = (typeof TASK_STATES)[number];

/** Facts that need a trained person. */
type CareFact = Extract<PersonFactKind, 'hardship' | 'death' | 'bankruptcy'>;

/** What a person may record for a task. `approved` and `approval-refused` answer a request for approval. */
export type OutcomeName =
  | 'call'
  | 'filed'
  | 'not-filed'
  | 'ladder-answer'
  | 'care-reviewed'
  | 'found-out'
  | 'dispute-closed'
  | 'approved'
  | 'approval-refused'
  | 'done';

/** Which help the command line shows on ending the task (cli/task-help.ts). */
export type TaskHelp =
  | 'call'
  | 'approval'
  | 'filing'
  | 'ladder-end'
  | 'hardship-review'
  | 'review'
  | 'contact-data'
  | 'dispute'
  | 'overpaid'
  | 'unknown'
  | 'plain';

/** What holds for every task of a kind. */
interface TaskRule {
  /**
   * A step of the ladder, a fact about a person, an effect that stayed unknown, an account missing from a complete file
   * of the book, or money that only a person can judge.
   */
  openedBy: 'step' | CareFact | 'unknown-effect' | 'missing-account' | 'money';
  /** Hours of the business clock, day and night, after which an open task shows as stuck. Stored when it opens. */
  dueHours: number;
  /** The second person is never the maker. */
  doer: 'anybody' | 'second-person';
  /** What the doer sees with the task. `call`: the person and, while the task is open, the script. */
  shows: 'nothing' | 'person' | 'call' | 'court-checklist';
  outcomes: readonly [OutcomeName, ...OutcomeName[]];
  /** Its step says when it need not be done any more (`lapses`); a cure or a dispute does not withdraw it. */
  lapses?: true;
  help: TaskHelp;
}

const DAY_HOURS = 24;
const REVIEW = { dueHours: 5 * DAY_HOURS, doer: 'anybody', shows: 'person', outcomes: ['care-reviewed'] } as const;

const LOOK_UP = { doer: 'anybody', shows: 'nothing', outcomes: ['done'], help: 'plain' } as const;

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
  'find-contact-data': {
    openedBy: 'step',
    dueHours: 3 * DAY_HOURS,
    doer: 'anybody',
    shows: 'person',
    outcomes: ['done'],
    lapses: true,
    help: 'contact-data',
  },
  'review-dispute': {
    openedBy: 'step',
    dueHours: 7 * DAY_HOURS,
    doer: 'anybody',
    shows: 'person',
    outcomes: ['dispute-closed'],
    lapses: true,
    help: 'dispute',
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
  'after-closing': { openedBy: 'money', dueHours: 5 * DAY_HOURS, ...LOOK_UP },
} as const satisfies Readonly<Record<string, TaskRule>>;

/** A kind of the table. */
export type TaskKind = keyof typeof TASKS;
/** All kinds of the table, in its order. */
export const TASK_KINDS = Object.keys(TASKS) as TaskKind[];

/** Kinds that the facts alone withdraw: their steps have `lapses`. */
export const LAPSING_TASKS: readonly TaskKind[] = TASK_KINDS.filter((kind) => 'lapses' in TASKS[kind]);

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
