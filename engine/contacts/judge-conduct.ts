/**
 * Judges the contacts of which agencies told without a reservation, each at its own moment, and stores the breaches.
 * Every worker does it, as often as it sweeps.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { PersonChannel } from '../../domain/channels.ts';
import { judgeConduct } from '../../domain/conduct.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { storeBreach } from './breaches.ts';

/** Contacts of one transaction. */
const AT_ONCE = 100;

interface PendingContact {
  fact: string;
  account: string;
  at: Instant;
  channel: PersonChannel;
  placement: string;
  agency: string;
  endedAt: Instant | null;
}

/** Judges at most a hundred that are pending. Returns how many were. */
export async function judgeToldContacts(db: Kysely<Database>, rulebook: Rulebook, now: Instant): Promise<number> {
  return inTransaction(db, async (trx) => {
    const pending = await takePending(trx);
    if (pending.length === 0) return 0;
    for (const contact of pending) await judgeTold(trx, rulebook, contact, now);
    await trx
      .deleteFrom('conduct_pending')
      .where(
        'fact_id',
        'in',
        pending.map(({ fact }) => fact),
      )
      .execute();
    return pending.length;
  });
}

async function takePending(trx: Transaction<Database>): Promise<PendingContact[]> {
  const { rows } = await sql<PendingContact>`
    select
      f.id as fact, f.account_id as account, (f.body->>'at')::float8 as at, f.body->>'channel' as channel,
      pl.id as placement, pl.agency, pl.ended_at as "endedAt"
    from conduct_pending cp
    join fact f on f.id = cp.fact_id
    join placement pl on pl.id = (f.body->>'placement')::uuid
    order by cp.fact_id
    limit ${AT_ONCE}
    for update of cp skip locked`.execute(trx);
  return rows;
}

async function judgeTold(
  trx: Transaction<Database>,
  rulebook: Rulebook,
  told: PendingContact,
  now: Instant,
): Promise<void> {
  const { fact, account, at, channel, agency, endedAt } = told;
  const facts = (await loadFacts(trx, [account], at, rulebook)).get(account);
  const placement = facts?.placements.find(({ id }) => id === told.placement);
  if (facts === undefined || placement === undefined) return;
  const { verdict, reasons } = judgeConduct(rulebook.rulesFor(facts), facts, { at, channel, placement, endedAt });
  // Rules that fail prove nothing against the agency.
  if (verdict === 'allow' || verdict === 'blocked') return;
  const of = { fact };
  const breach = { creditorId: facts.creditor.id, accountId: account, agency, of, channel, at, reasons };
  await storeBreach(trx, breach, now);
}
