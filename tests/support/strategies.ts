/** Texts of strategies, and strategies in a database as two people published them, without the two people. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';
import { type ShippedStrategy, shippedText } from '../../engine/strategy/shipped-strategies.ts';
import { sha256 } from '../../platform/sha256.ts';

/** The text of a strategy that ships, as another version and with one part replaced. Throws where there is no such part. */
export function strategyText(name: ShippedStrategy, version: number, [from, to]: [string, string] = ['', '']): string {
  const text = shippedText(name).replace(/^version: .*$/m, `version: ${version}`);
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  return text.replace(from, to);
}

/** Publishes strategies that ship, in order. Returns their ids. */
export async function publishShipped(db: Kysely<Database>, names: readonly ShippedStrategy[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await publishText(db, shippedText(name)));
  return ids;
}

/** Publishes the text, whose name and version are read from it. Returns its id, `name@version`. */
export async function publishText(db: Kysely<Database>, text: string): Promise<string> {
  const [, name = ''] = /^name: (\S+)$/m.exec(text) ?? [];
  const [, version = ''] = /^version: (\S+)$/m.exec(text) ?? [];
  const at = new Date('2026-01-01T00:00:00Z');
  await db
    .insertInto('strategy_version')
    .values({
      id: `${name}@${version}`,
      ...{ name, version, text },
      digest: sha256(text),
      ...{ made_by: 'ann', made_at: at, approved_by: 'bob', published_at: at },
      revision: sql<number>`(select coalesce(max(revision), 0) + 1 from strategy_version)`,
    })
    .execute();
  return `${name}@${version}`;
}

/** New accounts of the creditor begin with the strategy. */
export async function useForNewAccounts(
  db: Kysely<Database>,
  creditor: string,
  strategy: string | null,
): Promise<void> {
  await sql`
    insert into strategy_use (creditor_id, strategy, made_by, made_at)
    select id, ${strategy}, 'ann', ${new Date('2026-01-01T00:00:00Z')}
    from creditor
    where code = ${creditor}`.execute(db);
}

/** Tells the accounts of a move to a strategy, as the sweep does. Returns its id. */
export async function tellOfMove(
  db: Kysely<Database>,
  { to, at, accounts }: { to: string | null; at: 'now' | 'next-stage'; accounts: readonly string[] },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into strategy_move (id, creditor_id, to_strategy, at, made_by, made_at, told_at)
    select gen_random_uuid(), creditor_id, ${to}, ${at}, 'ann', now(), now()
    from account
    where id = ${accounts[0]}
    returning id`.execute(db);
  const [{ id } = { id: '' }] = rows;
  await db.updateTable('account').set({ strategy_move: id }).where('id', 'in', accounts).execute();
  return id;
}

/** Switches the open accounts that wait for a move, as their evaluations would. */
export async function switchTold(db: Kysely<Database>, move: string, now: Instant): Promise<void> {
  await sql`
    with told as (
      select a.*, m.to_strategy
      from account a
      join strategy_move m on m.id = a.strategy_move
      where m.id = ${move}::uuid
        and a.closed_at is null),

    changes as (
      insert into segment_change (
        account_id, creditor_id, at, move_id, strategy_before, segment_before, strategy_after, segment_after, because)
      select id, creditor_id, ${new Date(now)}, ${move}::uuid, strategy, segment, to_strategy, 'everybody', '{"v":1}'
      from told)

    update account a
    set strategy = told.to_strategy, segment = 'everybody', segment_since = '2026-03-02', strategy_move = null
    from told
    where told.id = a.id`.execute(db);
}
