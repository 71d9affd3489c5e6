/**
 * What the loops in workflows/ ask of activities, and what they are answered. These shapes are stored in workflow histories:
 * names and meanings stay as they are, and they gain optional fields only.
 */

/** The answer of activity `look`. */
export interface EvaluationAnswer {
  /** Wall milliseconds until the next look; null = until a nudge (a simulated clock cannot say). */
  waitMs: number | null;
  /** Nothing will happen any more without a new fact: the workflow may end; a nudge starts it again. */
  over: boolean;
  /** Search attributes as they should be; the loop sets what differs. */
  attributes?: { creditor: string; stage: string; health: string };
  /** What the loop hands back at its next look: evidence against an older copy of the database. */
  seen?: SeenEvaluation;
}

/** The number of an account's last look, in one epoch of the database. */
export interface SeenEvaluation {
  epoch: string;
  lookNo: number;
}

/** The answer of activity `lookAtCycle`. */
export interface CycleAnswer {
  /** As in LookAnswer. */
  waitMs: number | null;
}
