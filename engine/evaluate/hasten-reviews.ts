/** Tasks of disputes follow the disputes that are told while they are open. */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { disputesAnsweredBy } from '../../domain/dispute-answer.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { standingOf } from '../../domain/standing.ts';
import type { TaskKind } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';

/** Tasks in which a dispute is answered: of an open account, and of a closed account. */
const ANSWERING = ['review-dispute', 'after-closing'] as const satisfies readonly TaskKind[];

/** Makes an open task of disputes due by the earliest day that a law now gives for an answer; never later. */
export async function hastenReviews(
  trx: Transaction<Database>,
  accounts: Iterable<AccountFacts>,
  rulebook: Rulebook,
  now: Instant,
): Promise<void> {
  const rows = [...accounts].flatMap((facts) => {
    if (standingOf(facts, now).disputed === null) return [];
    const by = disputesAnsweredBy(rulebook.rulesFor(facts), facts, now);
    return by === null ? [] : [{ account: facts.accountId, due_at: new Date(by) }];
  });
  if (rows.length === 0) return;
  await sql`
    update task t
    set due_at = r.due_at
    from ${rowsOf(rows, { account: 'uuid', due_at: 'timestamptz' })}
    where t.account_id = r.account
      and t.kind = any(${[...ANSWERING]}::text[])
      and t.state = 'open'
      and t.due_at > r.due_at`.execute(trx);
}
