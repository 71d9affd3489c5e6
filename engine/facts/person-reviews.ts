/** How the tasks for a trained person end that a fact about a person opened. */
import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { reviewAfter, type TaskKind } from '../../domain/tasks.ts';
import type { PersonFactInput } from './fact-input.ts';

type Trx = Transaction<Database>;
type ReviewedFact = Extract<PersonFactInput, { kind: Parameters<typeof reviewAfter>[0] }>;

/** Withdraws the review that a fact opened: what it was about has ended. */
export async function withdrawReview(
  trx: Trx,
  personId: string,
  opened: ReviewedFact['kind'],
  act: Act,
): Promise<void> {
  await trx
    .updateTable('task')
    .set({ state: 'withdrawn', reason: 'ended', ended_at: new Date(act.now) })
    .where('person_id', '=', personId)
    .where('state', '=', 'open')
    .where('kind', '=', reviewAfter(opened))
    .execute();
}

/** Ends the open tasks of these kinds about a person. */
export async function endPersonTasks(trx: Trx, personId: string, kinds: readonly TaskKind[], act: Act): Promise<void> {
  await trx
    .updateTable('task')
    .set({ state: 'done', ended_at: new Date(act.now), ended_by: personOf(act) })
    .where('person_id', '=', personId)
    .where('state', '=', 'open')
    .where('kind', 'in', [...kinds])
    .execute();
}
