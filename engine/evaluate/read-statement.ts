/** Reads the statement of one account. */
import type { Kysely } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { readComponents } from '../../db/read-components.ts';
import type { Database } from '../../db/schema.ts';
import { readTold } from '../../db/told-facts.ts';
import { inSnapshot } from '../../db/transaction.ts';
import { type StatementRequest, type StatementView, statementAnswer } from '../../domain/contracts/statement-view.ts';
import { accountStatement } from '../../domain/money/account-statement.ts';
import { Problem } from '../../domain/problems.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';

/**
 * The statement of `creditor/number` (or a bare number), made at `now`. Throws `unknown-account`, `ambiguous-account`,
 * `no-statement`.
 */
export async function readStatement(
  db: Kysely<Database>,
  name: string,
  { period, asKnownOn, lastFact }: StatementRequest,
  now: Instant,
): Promise<StatementView> {
  const subject = await findAccount(db, name);
  const { accountId, zone } = subject;
  return inSnapshot(db, async (snapshot) => {
    const account = (await loadStandingFacts(snapshot, [accountId])).get(accountId);
    if (!account) throw new Problem('unknown-account', { account: subject.name });
    const today = localDate(now, zone);
    const known = { on: asKnownOn ?? today, lastFact };
    const told = await readTold(snapshot, accountId, zone);
    const splitting = (await readComponents(snapshot, [accountId])).get(accountId) ?? null;
    const statement = accountStatement(account, told, { name: subject.name, period, known, today, splitting });
    return statementAnswer(statement, account, subject.name);
  });
}
