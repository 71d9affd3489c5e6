/** Repayment plans as lists. */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { AgreementState } from '../../domain/agreements/agreements.ts';
import { type AgreementView, agreementView } from '../../domain/contracts/agreement.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';

/** Which plans are asked for. */
interface PlanFilter {
  readonly creditor?: string | undefined;
  readonly state?: AgreementState | undefined;
  /** `creditor/number` of the last account of the page before. */
  readonly after?: string | undefined;
  /** Accounts of a page. */
  readonly limit: number;
}

/** The plans of an account, in the order in which they were proposed. Throws `unknown-account`, `ambiguous-account`. */
export async function showPlans(db: Kysely<Database>, typed: string, now: Instant): Promise<AgreementView[]> {
  const { accountId, name } = await findAccount(db, typed);
  return viewsOf(db, [{ id: accountId, name }], now);
}

/** The plans of a page of accounts that have any; `next` asks for the page after it. */
export async function listPlans(
  db: Kysely<Database>,
  { creditor, state, after, limit }: PlanFilter,
  now: Instant,
): Promise<{ plans: AgreementView[]; next: string | null }> {
  const [afterCreditor, afterNumber] = after?.split('/') ?? [null, null];
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, c.code || '/' || a.number as name
    from account a
    join creditor c on c.id = a.creditor_id
    where exists (
        select
        from fact f
        where f.account_id = a.id
          and f.kind = 'plan-proposed')
      and (${creditor ?? null}::text is null or c.code = ${creditor ?? null})
      and (${afterCreditor}::text is null or (c.code, a.number) > (${afterCreditor}, ${afterNumber ?? ''}))
    order by c.code, a.number
    limit ${limit}`.execute(db);
  const views = await viewsOf(db, rows, now);
  return {
    plans: views.filter((view) => state === undefined || view.state === state),
    next: rows.length < limit ? null : (rows.at(-1)?.name ?? null),
  };
}

async function viewsOf(
  db: Kysely<Database>,
  accounts: readonly { id: string; name: string }[],
  now: Instant,
): Promise<AgreementView[]> {
  const ids = accounts.map(({ id }) => id);
  const loaded = await loadStandingFacts(db, ids);
  return accounts.flatMap(({ id, name }) => {
    const facts = loaded.get(id);
    if (facts === undefined) return [];
    return standingOf(facts, now).agreements.map((agreement) => agreementView(name, facts.currency, agreement));
  });
}
