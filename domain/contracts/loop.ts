/**
 * What the loops in workflows/ ask activities, and the answers. Workflow histories store these shapes: names and
 * meanings stay, and fields are only added, as optional ones.
 */

/** The answer of activity `look`. */
export interface EvaluationAnswer {
  /** Wall milliseconds until the next evaluation; null = until a nudge (a simulated clock cannot tell). */
  waitMs: number | null;
  /** Nothing more happens without a new fact: the workflow may end; a nudge starts it again. */
  over: boolean;
  /** The right search attributes; the loop sets those that differ. */
  attributes?: { creditor: string; stage: string; health: string };
  /** What the loop passes to its next evaluation: evidence of an older copy of the database. */
  seen?: SeenEvaluation;
}

/** The number of an account's last evaluation, in one epoch of the database. */
export interface SeenEvaluation {
  epoch: string;
  lookNo: number;
}

/** The highest mark of the database that a worker saw, in one epoch. The mark as decimal digits. */
export interface WitnessedMark {
  epoch: string;
  mark: string;
}

/** The answer of activity `lookAtCycle`. */
export interface CycleAnswer {
  /** As in EvaluationAnswer. */
  waitMs: number | null;
}
