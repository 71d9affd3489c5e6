/**
 * What the loop of an account was last told, beside what its row says now. Evaluations in place change the row alone;
 * the loop is woken only when it waits for something else than it should.
 */
import { type RawBuilder, sql } from 'kysely';
import { BELOW_FLOOR } from '../../domain/attention.ts';
import type { Decision } from '../../domain/decide.ts';
import type { Instant } from '../../domain/time.ts';

/** How loops learn of the answers. */
export interface Loops {
  /** Accounts whose own loop asks: it is told the answer. */
  asking: ReadonlySet<string>;
  /** The caller wakes the loops that are behind, after its commit. Otherwise the next sweep does. */
  woken: boolean;
}

/** Stages in which nothing is to come before a fact or a date. */
const RESTING: ReadonlySet<string> = new Set(['clear', 'closed', BELOW_FLOOR]);

/** Nothing more happens without a new fact: the loop may end. */
export const isOver = ({ nextEvaluationAt, planned, stage }: Decision): boolean =>
  nextEvaluationAt === null && planned.length === 0 && RESTING.has(stage);

/** Condition on an answer `r` and its `account a`: the loop would wake too late, shows another state, or is to live. */
export const loopDiffersFrom = (r: RawBuilder<unknown>): RawBuilder<boolean> => sql`(
  a.told_over is distinct from ${r}.over
  or a.told_stage is distinct from ${r}.stage
  or a.told_health is distinct from ${r}.health
  or (${r}.next_evaluation_at is not null
    and (a.told_wakes_at is null or ${r}.next_evaluation_at < a.told_wakes_at)))`;

/** Condition on `account a`, as its index: the loop was told otherwise than the row says. */
export const loopIsBehind: RawBuilder<boolean> = sql`(
  a.started_at is not null and ${loopDiffersFrom(sql`a`)})`;

/** Condition on `account a`: at that moment its loop should have evaluated it and has not. */
export const missedItsTime = (at: Instant): RawBuilder<boolean> => sql`(
  a.next_evaluation_at <= ${new Date(at)} or a.told_wakes_at <= ${new Date(at)})`;
