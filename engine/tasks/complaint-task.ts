/**
 * The task in which the complaints of a person are answered: one for all that are open, due by the next of their days.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { loadComplainants } from '../../db/load-complaints.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import { complaintsDueBy } from '../../domain/complaint-clocks.ts';
import { openComplaints } from '../../domain/complaints.ts';
import { type ComplaintView, complaintViews } from '../../domain/contracts/complaint-view.ts';
import { reviewAfter } from '../../domain/tasks.ts';
import { endPersonTasks } from '../facts/person-reviews.ts';
import { openPersonTask } from './care-tasks.ts';

const REVIEW = reviewAfter('complaint');

/** Opens the task while a complaint is open, ends it with the last one, and makes it due by the days of those left. */
export async function followComplaints(trx: Transaction<Database>, personId: string, act: Act): Promise<void> {
  const complainant = (await loadComplainants(trx, [personId])).get(personId);
  const due = complainant === undefined ? null : complaintsDueBy(openComplaints(complainant.facts), complainant);
  if (due === null) return endPersonTasks(trx, personId, [REVIEW], act);
  await openPersonTask(trx, personId, REVIEW, act.now);
  await sql`
    update task
    set due_at = ${new Date(due)}
    where person_id = ${personId}::uuid
      and kind = ${REVIEW}
      and state = 'open'`.execute(trx);
}

/** The open complaints of the person whom a task is about, in order. */
export async function complaintsOfTask(db: Kysely<Database>, no: bigint): Promise<ComplaintView[]> {
  const task = await db.selectFrom('task').select('person_id').where('no', '=', no).executeTakeFirst();
  const personId = task?.person_id ?? null;
  if (personId === null) return [];
  const complainant = (await loadComplainants(db, [personId])).get(personId);
  return complainant === undefined ? [] : complaintViews(openComplaints(complainant.facts), complainant);
}
