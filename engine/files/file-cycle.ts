/**
 * Evaluates a cycle: queues the files due to an organisation, begins the day's file of contacts, then waits for the
 * next file hour.
 */
import { type Kysely, sql } from 'kysely';
import { BY_SHARED_FILE, CLAIMABLE } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import { CONTACT_FILE_MINUTE } from '../../domain/contact-file.ts';
import type { CycleAnswer } from '../../domain/contracts/loop.ts';
import { FILE_MINUTE } from '../../domain/plan-step.ts';
import { addDays, type Instant, instantAt, localDate } from '../../domain/time.ts';
import { openContactFile } from '../contacts/contact-file.ts';
import type { EvaluationDeps } from '../evaluate/evaluate.ts';

/** Files of contacts are made in the morning, all others in the evening. */
const FILE_MINUTES = [CONTACT_FILE_MINUTE, FILE_MINUTE] as const;

/** Queues the cycle's due files. Returns the wait to the next evaluation; null when the cycle is unknown. */
export async function evaluateCycle(
  deps: Pick<EvaluationDeps, 'db' | 'now' | 'wallWait' | 'enqueueDue'>,
  id: string,
): Promise<CycleAnswer> {
  const now = await deps.now();
  const cycle = await deps.db
    .selectFrom('cycle')
    .innerJoin('creditor', 'creditor.id', 'cycle.creditor_id')
    .select(['cycle.id', 'cycle.kind', 'cycle.recipient', 'cycle.creditor_id', 'creditor.zone', 'creditor.terms'])
    .where('cycle.id', '=', id)
    .executeTakeFirst();
  if (!cycle) return { waitMs: null };
  const accounts = await dueFor(deps.db, cycle.creditor_id, cycle.recipient, now);
  if (accounts.length > 0) await deps.enqueueDue(accounts);
  const { creditor_id: creditorId, recipient: agency, zone, terms } = cycle;
  if (cycle.kind === 'agency-day') await openContactFile(deps.db, { creditorId, agency, zone, terms }, now);
  const next = nextFileHour(now, zone);
  await deps.db
    .updateTable('cycle')
    .set({ next_evaluation_at: new Date(next), evaluated_at: new Date(now), nudged_at: null })
    .where('id', '=', id)
    .execute();
  return { waitMs: deps.wallWait(next, now) };
}

/** An account with a file due. One is enough: its claim gathers all that is due to the organisation into a file. */
async function dueFor(db: Kysely<Database>, creditorId: string, recipient: string, now: Instant): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id
    from effect
    where creditor_id = ${creditorId}::uuid
      and recipient = ${recipient}
      and channel in ${BY_SHARED_FILE}
      and state in ${CLAIMABLE}
      and due_at <= ${new Date(now)}
    order by id
    limit 1`.execute(db);
  return rows.map((row) => row.account_id);
}

/** The next moment after `now` at which files are made, in the creditor's zone. */
function nextFileHour(now: Instant, zone: string): Instant {
  const today = localDate(now, zone);
  const later = FILE_MINUTES.map((minute) => instantAt(today, minute, zone)).find((moment) => moment > now);
  return later ?? instantAt(addDays(today, 1), FILE_MINUTES[0], zone);
}
