/** Lists accounts and where each stands. No personal values. */

import { type Kysely, sql } from 'kysely';
import type { AccountRow } from '../../domain/contracts/answer.ts';
import type { Axis } from '../../domain/strategy/score/axes.ts';
import type { Instant } from '../../domain/time.ts';
import { moneyOfAccount } from '../account-money.ts';
import type { Database } from '../schema.ts';

/** Which accounts to list; what is left out does not filter. */
interface AccountFilter {
  creditor?: string | undefined;
  /** The creditor's number of the account. */
  number?: string | undefined;
  stage?: string | undefined;
  health?: string | undefined;
  /** The creditor's number of a person. */
  person?: string | undefined;
  /** Classes in force. */
  ability?: string | undefined;
  willingness?: string | undefined;
  /** `name@version`; `none` = the ladder of the code. */
  strategy?: string | undefined;
  segment?: string | undefined;
  open?: boolean | undefined;
  /** `creditor/number` of the last account of the previous page. */
  after?: string | undefined;
  limit: number;
}
/** An account that was never scored is of class `unknown`. */
const isOfClass = (axis: Axis, name: string) =>
  name === 'unknown' ? sql`coalesce(s.${sql.ref(axis)}, 'unknown') = 'unknown'` : sql`s.${sql.ref(axis)} = ${name}`;

const follows = (id: string) => (id === 'none' ? sql`a.strategy is null` : sql`a.strategy = ${id}`);

/** Accounts by creditor and number, a page at a time. `now` is business time. */
export async function listAccounts(db: Kysely<Database>, filter: AccountFilter, now: Instant): Promise<AccountRow[]> {
  const [afterCreditor = '', afterNumber = ''] = (filter.after ?? '').split('/');
  const where = [
    filter.creditor === undefined ? null : sql`c.code = ${filter.creditor}`,
    filter.number === undefined ? null : sql`a.number = ${filter.number}`,
    filter.stage === undefined ? null : sql`a.stage = ${filter.stage}`,
    filter.health === undefined ? null : sql`a.health = ${filter.health}`,
    filter.person === undefined ? null : sql`p.number = ${filter.person}`,
    filter.ability === undefined ? null : isOfClass('ability', filter.ability),
    filter.willingness === undefined ? null : isOfClass('willingness', filter.willingness),
    filter.strategy === undefined ? null : follows(filter.strategy),
    filter.segment === undefined ? null : sql`a.segment = ${filter.segment}`,
    filter.open === undefined ? null : filter.open ? sql`a.closed_at is null` : sql`a.closed_at is not null`,
    filter.after === undefined ? null : sql`(c.code, a.number) > (${afterCreditor}, ${afterNumber})`,
  ].filter((item) => item !== null);
  const { rows } = await sql<AccountRow>`
    select c.code || '/' || a.number as account, p.number as person, a.product, a.stage, a.health, a.currency,
      money.overdue, a.balance, money.dpd,
      (select pl.agency from placement pl where pl.account_id = a.id and pl.state <> 'ended') as "placedWith",
      a.next_evaluation_at as "nextEvaluationAt", a.closed_reason as closed,
      a.held_because as "heldBecause", a.held_until as "heldUntil", s.ability, s.willingness, a.strategy,
      a.segment
    from account a
    join creditor c on c.id = a.creditor_id
    join account_person ap on ap.account_id = a.id and ap.role = 'debtor'
    join person p on p.id = ap.person_id
    left join account_score s on s.account_id = a.id and s.scored_at is not null
    ${moneyOfAccount(now)}
    where ${where.length === 0 ? sql`true` : sql.join(where, sql` and `)}
    order by c.code, a.number
    limit ${filter.limit}`.execute(db);
  return rows;
}
