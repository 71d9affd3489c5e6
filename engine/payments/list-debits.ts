/** Debits of all accounts in the order of their scheduling, for the system that draws the money and for people. */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { debitView, type ListedDebitView } from '../../domain/contracts/debit.ts';
import { debitsOf } from '../../domain/debits.ts';

/** Which debits to list. */
interface DebitFilter {
  creditor?: string | undefined;
  /** Number of the last debit of the page before. */
  after?: bigint | undefined;
  limit: number;
}

/** Lists debits with what became of each. */
export async function listDebits(db: Kysely<Database>, filter: DebitFilter): Promise<ListedDebitView[]> {
  const { creditor, after, limit } = filter;
  const { rows } = await sql<{ no: bigint; debit: string; accountId: string; account: string }>`
    select d.no, d.debit, d.account_id as "accountId", c.code || '/' || a.number as account
    from debit d
    join account a on a.id = d.account_id
    join creditor c on c.id = d.creditor_id
    where ${creditor === undefined ? sql`true` : sql`c.code = ${creditor}`}
      and ${after === undefined ? sql`true` : sql`d.no > ${after}`}
    order by d.no
    limit ${limit}`.execute(db);
  const facts = await loadStandingFacts(db, [...new Set(rows.map(({ accountId }) => accountId))]);
  return rows.flatMap(({ no, debit, accountId, account }) => {
    const known = facts.get(accountId);
    const told = debitsOf(known?.facts ?? []).find((each) => each.debit === debit);
    if (known === undefined || told === undefined) return [];
    return [{ no: Number(no), account, ...debitView(told, known.currency) }];
  });
}
