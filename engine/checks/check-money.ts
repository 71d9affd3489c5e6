/**
 * The equation of money, account by account. The two sides are computed independently:
 *
 *   opening overdue + later dues of the opening file + new dues
 *       - payments + reversals +- updates of the book - closed disputes
 *     = what the engine says is unpaid now, past and future dues (domain/dpd.ts, folded over the facts)
 *
 * Neither side falls below zero: money beyond all dues is credit. The later dues of the opening file are the rows of
 * `due` that neither the opening overdue nor a fact's `newDues` accounts for. A negative sum of them shows that a due
 * is missing. The balance must equal the balance of the last book less the money received since.
 */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { changesReceived, receivedMinor } from '../../db/received.ts';
import type { Database } from '../../db/schema.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';

const BATCH = 500;
const MAX_ROWS = 1000;

/** Amounts in minor units. */
interface Sums {
  id: string;
  account: string;
  opening: bigint;
  dues: bigint;
  new_dues: bigint;
  received: bigint;
  balance: bigint;
  /** Balance of the last book less later money; null when no book came after the opening. */
  balance_by_book: bigint | null;
}
/** An account whose money does not add up. */
interface Unequal {
  /** `creditor/number` */
  account: string;
  evidence: string;
}

/** Checks the money of every account. `now` is business time. Stops after the batch that exceeds 1,000 findings. */
export async function checkMoney(db: Kysely<Database>, now: Instant): Promise<{ checked: number; unequal: Unequal[] }> {
  const unequal: Unequal[] = [];
  let checked = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const sums = await readSums(db, after);
    const last = sums.at(-1);
    if (!last || unequal.length > MAX_ROWS) return { checked, unequal };
    const facts = await loadStandingFacts(
      db,
      sums.map((sum) => sum.id),
    );
    for (const item of sums) {
      const account = facts.get(item.id);
      if (!account) continue;
      checked += 1;
      const unpaid = standingOf(account, now).open.reduce((sum, due) => sum + due.unpaid, 0n);
      unequal.push(...compare(item, unpaid));
    }
    after = last.id;
  }
}

function compare(sums: Sums, unpaid: bigint): Unequal[] {
  const later = sums.dues - sums.opening - sums.new_dues;
  const sum = sums.opening + later + sums.new_dues - sums.received;
  const expected = sum > 0n ? sum : 0n;
  const found: Unequal[] = [];
  const add = (evidence: string) => found.push({ account: sums.account, evidence });
  if (later < 0n) add(`dues of ${sums.dues} are less than opening ${sums.opening} + new dues ${sums.new_dues}`);
  const terms = `opening ${sums.opening} + later ${later} + new dues ${sums.new_dues} - received ${sums.received}`;
  if (expected !== unpaid) add(`${terms} = ${expected}, but ${unpaid} is unpaid`);
  if (sums.balance_by_book !== null && sums.balance_by_book !== sums.balance)
    add(`the balance is ${sums.balance}, by the last book and later money it is ${sums.balance_by_book}`);
  return found;
}

async function readSums(db: Kysely<Database>, after: string): Promise<Sums[]> {
  const { rows } = await sql<Sums>`
    select a.id, c.code || '/' || a.number as account, a.opening_overdue as opening, a.balance,
      coalesce((select sum(d.minor) from due d where d.account_id = a.id), 0)::bigint as dues,
      coalesce(m.new_dues, 0)::bigint as new_dues,
      coalesce(m.received, 0)::bigint as received,
      (book.balance - coalesce(later.received, 0))::bigint as balance_by_book
    from (select * from account where id > ${after}::uuid order by id limit ${BATCH}) a
    join creditor c on c.id = a.creditor_id
    left join lateral (
      select sum(${receivedMinor}) as received,
        sum((f.body->>'newDues')::numeric) filter (where f.kind = 'balance-update') as new_dues
      from fact f
      where f.account_id = a.id
        and ${changesReceived}) m on true
    left join lateral (
      select (f.body->>'balance')::numeric as balance, f.version
      from fact f
      where f.account_id = a.id
        and f.kind = 'balance-update'
      order by f.version desc, f.id desc
      limit 1) book on true
    left join lateral (
      select sum(${receivedMinor}) as received
      from fact f
      where f.account_id = a.id
        and ${changesReceived}
        and f.version > book.version) later on true
    order by a.id`.execute(db);
  return rows;
}
