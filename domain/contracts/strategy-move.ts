/** What the API answers about moves of accounts from one strategy to another. */
import { z } from 'zod';
import { MOVE_KINDS } from '../strategy/move.ts';

const At = z.string();
/** `name@version`; null = the ladder of the code. */
const StrategyName = z.string().nullable();

/** When an account that was told switches: at its next evaluation, or when it would enter another stage. */
export const MOVE_TIMES = ['now', 'next-stage'] as const;
/** One of MOVE_TIMES. */
export type MoveTime = (typeof MOVE_TIMES)[number];

/** What a move would mean if all accounts switched now: a part of the accounts, in the order of their ids. */
export const MovePreviewView = z.object({
  creditor: z.string(),
  from: StrategyName,
  to: StrategyName,
  accounts: z.number(),
  /** Accounts that feel none of the kinds. */
  unchanged: z.number(),
  /** Accounts for which nothing could be decided. */
  failed: z.number(),
  /** Accounts by kind (domain/strategy/move.ts), and numbers of the first; an account may feel several. */
  kinds: z.array(z.object({ kind: z.enum(MOVE_KINDS), accounts: z.number(), examples: z.array(z.string()) })),
  /** Segments that the accounts would enter; none on the ladder of the code. */
  segments: z.array(z.object({ segment: z.string(), accounts: z.number() })),
  /** Sent as `after`, it gives the next part; null after the last. */
  next: z.uuid().nullable(),
});
export type MovePreviewView = z.infer<typeof MovePreviewView>;

/**
 * `telling`: accounts are told. `waiting`: all were told, and some wait for their evaluation or stage. `undoing`:
 * accounts go back.
 */
export const MOVE_STATES = ['telling', 'waiting', 'ended', 'undoing', 'undone'] as const;

/**
 * Why an account stays with the new strategy after an undo. `moved-on`: another move told or switched it since.
 * `handed-over`, `contacted`: something went to an agency, bureau or court, or to the person, since it switched.
 * `retired`: nobody goes back to a strategy that is retired.
 */
export const KEPT_REASONS = ['closed', 'moved-on', 'handed-over', 'contacted', 'retired'] as const;
/** One of KEPT_REASONS. */
export type KeptReason = (typeof KEPT_REASONS)[number];

/** A move. */
export const StrategyMoveView = z.object({
  move: z.uuid(),
  creditor: z.string(),
  from: StrategyName,
  to: StrategyName,
  at: z.enum(MOVE_TIMES),
  state: z.enum(MOVE_STATES),
  madeBy: z.string(),
  madeAt: At,
  undoneBy: z.string().nullable(),
  undoneAt: At.nullable(),
  /**
   * `told`: asked to switch so far. `waiting`: of them, open accounts that have not. `switched`: those that did,
   * whatever came after. `undone`: after an undo, those that no longer wait and those that went back.
   */
  accounts: z.object({ told: z.number(), waiting: z.number(), switched: z.number(), undone: z.number() }),
  /** Accounts that stay after an undo, by reason. */
  kept: z.array(z.object({ reason: z.enum(KEPT_REASONS), accounts: z.number() })),
});
export type StrategyMoveView = z.infer<typeof StrategyMoveView>;
