/**
 * Accounts of one person are evaluated together, so that what is due for several of them is planned for one moment and
 * leaves as one message.
 */
import { sql, type Transaction } from 'kysely';
import { CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { isDueForEvaluation } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { evaluateLocked } from './evaluate.ts';

/**
 * Evaluates the accounts that are due for it among those of the persons to whom the named effects write: what they want
 * at this moment goes into the same message. The persons and their accounts are locked. An account whose rules fail is
 * left to its own evaluation, which reports it.
 */
export async function evaluateForMessages(
  trx: Transaction<Database>,
  rulebook: Rulebook,
  effectIds: readonly string[],
  now: Instant,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct a.id
    from effect e
    join account_person ap on ap.person_id = e.person_id and ap.role = 'debtor'
    join account a on a.id = ap.account_id
    where e.id = any(${[...effectIds]}::uuid[])
      and e.channel in ${IN_WRITING}
      and e.state in ${CLAIMABLE}
      and a.id <> e.account_id
      and ${isDueForEvaluation(now)}`.execute(trx);
  if (rows.length === 0) return;
  await evaluateLocked(
    trx,
    { rulebook },
    rows.map((row) => row.id),
    now,
    { leaveFailing: true, loops: { asking: new Set(), woken: false } },
  );
}
