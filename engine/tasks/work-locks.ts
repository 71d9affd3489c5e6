/** Whoever has a task on the worklist keeps it: another may neither take it nor say what came of it. */
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { findWorkLock, freeWork } from '../../db/work-locks.ts';
import { isSamePerson } from '../../domain/act.ts';
import { Problem } from '../../domain/problems.ts';

/** Throws `task-held` while somebody else has the case of the task. */
export async function needFree(db: Kysely<Database>, no: bigint, name: string): Promise<void> {
  const lock = await findWorkLock(db, no);
  if (lock === null || isSamePerson(lock.holder, name)) return;
  const { holder, task, until } = lock;
  throw new Problem('task-held', { holder, task: String(task), until: new Date(until).toISOString() });
}

/** The task has its outcome: its lock ends. Throws `task-held` where somebody else has it. */
export async function endWork(trx: Transaction<Database>, no: bigint, name: string): Promise<void> {
  await needFree(trx, no, name);
  await freeWork(trx, no);
}
