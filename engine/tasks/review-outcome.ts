/** What a person's answer to a review records: consent to an arrangement, or the corrections of a possible breach. */
import { sql, type Transaction } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import { factUnderReview, isReviewKind, type ReviewKind } from '../../domain/reviews.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import type { FactInput } from '../facts/fact-input.ts';
import type { BreachDetails } from '../facts/late-told.ts';

/** The answer to a review. */
export type ReviewAnswer = { of: 'accepted' } | { of: 'declined'; reason: string };
/** The task that is answered. */
interface ReviewTask {
  id: string;
  no: bigint;
  kind: string;
  account_id: string | null;
}

/** The facts of an answer. Throws `not-allowed-now` when what was said is not there any more. */
export async function factsOfReview(
  trx: Transaction<Database>,
  task: ReviewTask,
  answer: ReviewAnswer,
  { now, actor }: Act,
): Promise<FactInput[]> {
  const common = { accountId: task.account_id ?? '', source: 'task', occurredAt: now };
  if (!isReviewKind(task.kind)) return answer.of === 'declined' ? [] : preparedFacts(trx, task, common);
  const body = {
    of: await idUnderReview(trx, task, task.kind),
    by: actor.name,
    ...(answer.of === 'accepted'
      ? { answer: 'accept' as const }
      : { answer: 'decline' as const, reason: answer.reason }),
  };
  return [{ kind: 'arrangement-reviewed', body, ...common }];
}

type Common = { accountId: string; source: string; occurredAt: number };

/** The corrections that the task has prepared, each once. */
async function preparedFacts(trx: Transaction<Database>, task: ReviewTask, common: Common): Promise<FactInput[]> {
  const { details } = await trx
    .selectFrom('task')
    .select('details')
    .where('id', '=', task.id)
    .executeTakeFirstOrThrow();
  const prepared = (details as BreachDetails | null)?.told.flatMap((report) => report.prepared) ?? [];
  const byMonth = new Map(prepared.map((correction) => [correction.body.month, correction]));
  return [...byMonth.values()].map((correction) => ({ ...correction, ...common }));
}

async function idUnderReview(trx: Transaction<Database>, task: ReviewTask, kind: ReviewKind): Promise<string> {
  const { rows } = await sql<{ occurrence: number }>`
    select e.occurrence
    from task t
    join effect e on e.id = t.effect_id
    where t.id = ${task.id}::uuid`.execute(trx);
  const id = task.account_id ?? '';
  const account = (await loadStandingFacts(trx, [id])).get(id);
  const said = account && factUnderReview(kind, rows[0]?.occurrence ?? 0, account.facts, account.creditor.zone);
  if (said === undefined)
    throw notAllowedNow('what it is about is not recorded any more', `npx arrears tasks ${task.no} shows the task.`);
  return said.id;
}
