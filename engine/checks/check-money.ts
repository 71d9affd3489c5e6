/**
 * Checks the money of every account. What is stored for lists (unpaid dues, balance, money received) must be what the
 * facts say, and the position must add up: all dues less all changes of the money received are the unpaid dues less the
 * surplus.
 */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { closedNow } from '../../domain/closing.ts';
import type { Due, StandingFacts } from '../../domain/facts.ts';
import { paidOf } from '../../domain/money/entries.ts';
import type { Position } from '../../domain/money/position.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';

const BATCH = 500;
const MAX_ROWS = 1000;

/** What is stored of an account's money. Amounts in minor units. */
interface Stored {
  id: string;
  account: string;
  balance: bigint;
  received: bigint;
  dues: { on: string; minor: string; disputed: string }[];
  evaluated_at: Instant | null;
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
    const stored = await readStored(db, after);
    const last = stored.at(-1);
    if (!last || unequal.length > MAX_ROWS) return { checked, unequal };
    const facts = await loadStandingFacts(
      db,
      stored.map((row) => row.id),
    );
    for (const row of stored) {
      const account = facts.get(row.id);
      if (!account) continue;
      checked += 1;
      unequal.push(...compare(row, account, now));
    }
    after = last.id;
  }
}

const sum = (items: readonly { minor: bigint }[]): bigint => items.reduce((all, { minor }) => all + minor, 0n);
/** The unpaid dues, each with what of it is disputed. */
const shown = (dues: readonly Due[], disputed: readonly Due[]): string =>
  dues
    .map(({ on, minor }) => {
      const apart = disputed.find((due) => due.on === on)?.minor ?? 0n;
      return `${on}=${minor}${apart > 0n ? ` (${apart} disputed)` : ''}`;
    })
    .join(';') || 'nothing';

function compare(row: Stored, account: StandingFacts, now: Instant): Unequal[] {
  const found: Unequal[] = [];
  const add = (evidence: string) => found.push({ account: row.account, evidence });
  const { position, apart } = standingOf(account, now);
  const [owed, unpaid] = [sum(position.dues) - sum(position.entries), sum(position.open) - position.surplus];
  if (owed !== unpaid) add(`dues less money received are ${owed}, unpaid dues less the surplus are ${unpaid}`);
  if (isUnsettled(position, row)) return found;
  const stored = (of: 'minor' | 'disputed') => row.dues.map((due) => ({ on: due.on, minor: BigInt(due[of]) }));
  const [dues, told] = [shown(stored('minor'), stored('disputed')), shown(position.open, apart)];
  if (dues !== told) add(`stored as unpaid is ${dues}, by the facts it is ${told}`);
  if (row.balance !== position.balance)
    add(`the stored balance is ${row.balance}, by the facts it is ${position.balance}`);
  const received = paidOf(position.entries);
  if (row.received !== received) add(`stored as received is ${row.received}, by the facts it is ${received}`);
  const closed = closedNow(account.facts, position.open.length > 0) !== null;
  if (account.closed !== closed) {
    const [stored, told] = closed ? ['open', 'closed'] : ['closed', 'open'];
    add(`it is stored as ${stored}, by the facts it is ${told}`);
  }
  return found;
}

/** What a date alone changed is stored by the next evaluation. */
const isUnsettled = ({ entries }: Position, { evaluated_at: evaluatedAt }: Stored): boolean =>
  entries.some(({ kind, at }) => kind === 'returned' && (evaluatedAt === null || at > evaluatedAt));

async function readStored(db: Kysely<Database>, after: string): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select a.id, c.code || '/' || a.number as account, a.balance, a.received, a.evaluated_at,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('on', d.due_on, 'minor', d.minor::text, 'disputed', d.disputed::text) order by d.due_on)
        from due d
        where d.account_id = a.id), '[]') as dues
    from (select * from account where id > ${after}::uuid order by id limit ${BATCH}) a
    join creditor c on c.id = a.creditor_id
    order by a.id`.execute(db);
  return rows;
}
