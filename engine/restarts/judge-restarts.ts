/** Judges accounts that wait for a review of their restart, a part at a time. Reads only. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { type BulkFault, bulkFaults } from '../../domain/bulk-restart.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import type { TaskKind } from '../../domain/tasks.ts';
import { type Instant, localDate } from '../../domain/time.ts';

/** Accounts read at once. */
const PART = 500;

/** An account whose task waits. */
export interface AskedAccount {
  id: string;
  creditorId: string;
  /** Number of its task. */
  task: bigint;
  /** `creditor/number`. */
  name: string;
  /** A bulk restart has it. */
  covered: boolean;
  /** What keeps it out of a bulk restart; none where it is covered. */
  faults: readonly BulkFault[];
}

/** Why an account cannot begin again today; a rule that fails keeps out its own account only. */
export function faultsOf(rulebook: Rulebook, facts: AccountFacts, now: Instant): readonly BulkFault[] {
  try {
    const situation = situationOf(facts, now, rulebook.rulesFor(facts));
    return bulkFaults(situation, localDate(now, facts.creditor.zone));
  } catch {
    return [{ check: 'rules', words: 'a rule failed on it; npx arrears stuck shows which' }];
  }
}

/** The next accounts that wait, in the order of their tasks; fewer than a part when there are no more. */
export async function askedAccounts(
  db: Kysely<Database>,
  rulebook: Rulebook,
  { creditor, after }: { creditor: string | undefined; after: bigint },
  now: Instant,
): Promise<{ accounts: AskedAccount[]; next: bigint | null }> {
  const { rows } = await sql<Omit<AskedAccount, 'faults'>>`
    select t.no as task, a.id, a.creditor_id as "creditorId", c.code || '/' || a.number as name,
      exists (
        select
        from restart_item i
        where i.account_id = a.id
          and i.state = 'waiting') as covered
    from task t
    join account a on a.id = t.account_id
    join creditor c on c.id = a.creditor_id
    where t.state = 'open'
      and t.kind = ${'restart-review' satisfies TaskKind}
      and t.no > ${after}
      and (${creditor ?? null}::text is null or c.code = ${creditor ?? null})
    order by t.no
    limit ${PART}`.execute(db);
  const open = rows.filter(({ covered }) => !covered).map(({ id }) => id);
  const facts = await loadFacts(db, open, now, rulebook);
  const accounts = rows.map((row): AskedAccount => {
    const known = facts.get(row.id);
    return { ...row, faults: known === undefined ? [] : faultsOf(rulebook, known, now) };
  });
  return { accounts, next: rows.length < PART ? null : (rows.at(-1)?.task ?? null) };
}
