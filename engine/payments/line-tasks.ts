/** Lines that wait for a person: their tasks, and the money in suspense that they mean for accounts. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import type { BankLineState } from '../../domain/contracts/bank-line.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../domain/money/match-line.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';

/** Source of the facts that bank lines tell. */
export const BANK_SOURCE = 'bank';
const REVIEW_TASK = 'review-bank-line' satisfies TaskKind;

/** A line that a person must look at, with the accounts that it may be for. */
export interface Reviewed {
  readonly id: string;
  readonly minor: bigint;
  readonly reason: ReviewReason;
  readonly candidates: readonly string[];
}

/** The facts that keep a line's money out of what its candidates are asked for. */
export const suspenseFacts = (
  { id, minor, candidates }: Pick<Reviewed, 'id' | 'minor' | 'candidates'>,
  occurredAt: Instant,
): AccountFactInput[] =>
  candidates.map((accountId) => ({
    ...{ accountId, kind: 'suspense', source: BANK_SOURCE, occurredAt },
    body: { line: id, minor },
  }));

/** The facts that end it. */
export const suspenseEnded = (line: string, candidates: readonly string[], occurredAt: Instant): AccountFactInput[] =>
  candidates.map((accountId) => ({
    ...{ accountId, kind: 'suspense-ended', source: BANK_SOURCE, occurredAt },
    body: { line },
  }));

/** Puts lines to review, each with a task. */
export async function openReviews(trx: Transaction<Database>, lines: readonly Reviewed[], now: Instant): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ id, reason, candidates }) => ({
    ...{ id, task: uuidv7(), why: reason, words: REVIEW_REASONS[reason], candidates },
  }));
  await sql`
    insert into task (id, creditor_id, kind, reason, opened_at, due_at)
    select r.task, l.creditor_id, ${REVIEW_TASK}, 'bank line ' || l.no || ': ' || r.words, ${new Date(now)}, ${new Date(taskDueAt(REVIEW_TASK, now))}
    from ${rowsOf(rows, { id: 'uuid', task: 'uuid', words: 'text' })}
    join bank_line l on l.id = r.id
    order by l.no`.execute(trx);
  await sql`
    update bank_line l
    set state = 'review', why = r.why, task_id = r.task,
      candidates = array(select jsonb_array_elements_text(r.candidates)::uuid)
    from ${rowsOf(rows, { id: 'uuid', task: 'uuid', why: 'text', candidates: 'jsonb' })}
    where l.id = r.id`.execute(trx);
}

/** What a line becomes that need not be looked at any more. */
interface Decided {
  readonly state: BankLineState;
  readonly act: Act;
  readonly reason?: string;
}

/** Ends the reviews of lines: by the person who decided, else as needless. The caller records their facts. */
export async function endReviews(
  trx: Transaction<Database>,
  ids: readonly string[],
  { state, act, reason }: Decided,
): Promise<void> {
  const [at, person] = [new Date(act.now), personOf(act)];
  await sql`
    update task t
    set state = ${person === null ? 'withdrawn' : 'done'}, ended_at = ${at}, ended_by = ${person},
      reason = coalesce(${reason ?? null}, t.reason)
    from bank_line l
    where l.id = any(${[...ids]}::uuid[])
      and t.id = l.task_id
      and t.state = 'open'`.execute(trx);
  await sql`
    update bank_line
    set state = ${state}, candidates = '{}', decided_by = ${person}, decided_at = ${person === null ? null : at},
      reason = ${reason ?? null}
    where id = any(${[...ids]}::uuid[])`.execute(trx);
}

/** A sum makes way for its parts: nothing of it waits any more. */
export async function splitLines(trx: Transaction<Database>, ids: readonly string[], act: Act): Promise<void> {
  const { rows } = await sql<{ id: string; candidates: string[] }>`
    select id, candidates
    from bank_line
    where id = any(${[...ids]}::uuid[])
    order by id`.execute(trx);
  const ended = rows.flatMap(({ id, candidates }) => suspenseEnded(id, candidates, act.now));
  await recordFacts(trx, ended, act);
  await endReviews(trx, ids, { state: 'split', act });
}
