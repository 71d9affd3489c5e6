/**
 * Accounts of one person are evaluated together, so that what is due for several of them is planned for one moment and
 * leaves as one message.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { CLAIMABLE, IN_WRITING } from '../../db/effect-sets.ts';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { decideToEnd } from '../../domain/decide-to-end.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { type Evaluated, storeEvaluations } from './store-evaluation.ts';

/** Condition: the open account `a` is due for an evaluation, or its facts are newer than its last one. */
const isDue = (now: Instant): RawBuilder<unknown> => sql`(
  a.closed_at is null
  and (a.next_evaluation_at <= ${new Date(now)} or a.evaluated_version < a.facts_version))`;

/** The other accounts of the same persons that are due for an evaluation. */
export async function dueSiblings(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct a.id
    from account_person named
    join account_person ap on ap.person_id = named.person_id and ap.role = 'debtor'
    join account a on a.id = ap.account_id
    where named.account_id = any(${[...accountIds]}::uuid[])
      and named.role = 'debtor'
      and a.id <> all(${[...accountIds]}::uuid[])
      and ${isDue(now)}`.execute(db);
  return rows.map((row) => row.id);
}

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
      and ${isDue(now)}`.execute(trx);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  const evaluated: Evaluated[] = [];
  for (const facts of (await loadFacts(trx, ids, now, contactDays(rulebook))).values()) {
    try {
      evaluated.push({ facts, decision: decideToEnd(rulebook.rulesFor(facts), facts, now) });
    } catch {
      // Its ladder has no end.
    }
  }
  if (evaluated.length > 0) await storeEvaluations(trx, evaluated, now);
}
