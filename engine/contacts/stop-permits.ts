/**
 * Permits for a day that a fact has overtaken: a payment, a promise, a dispute, a hold, a STOP, a recall. They are
 * stopped in the ledger and named in a file of stops; they end when that file has left, because the agency cannot know
 * before.
 */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type OpenPermit, whyStopped } from '../../domain/contact-file.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { followRules } from '../law/follow-rules.ts';
import type { BuildDeps } from './contact-file.ts';

/** Permits of one transaction. */
const AT_ONCE = 100;

/** Permits that an agency may use and whose account knows newer facts than they were judged by, as `r`. */
export const overtaken = (now: Instant): RawBuilder<unknown> => sql`
  contact_reservation r
  join contact_file f on f.id = r.file_id
  join account a on a.id = r.account_id
  join creditor c on c.id = a.creditor_id
  join placement p on p.id = r.placement_id
  where r.state = 'reserved'
    and r.ends_at > ${new Date(now)}
    and r.stopped_because is null
    and f.left_at is not null
    and (a.facts_version > r.facts_version or p.state in ('recalled', 'ended'))`;

interface OvertakenPermit extends OpenPermit {
  account: string;
  agency: string;
  creditorId: string;
  zone: string;
}
type StoppedPermit = OvertakenPermit & { because: string };

/** Judges the permits whose accounts have news, and begins the files of stops. */
export async function stopPermits(deps: BuildDeps): Promise<void> {
  while (await stopSome(deps));
}

async function findOvertaken(
  trx: Transaction<Database>,
  now: Instant,
  which: RawBuilder<unknown>,
): Promise<OvertakenPermit[]> {
  const { rows } = await sql<OvertakenPermit>`
    select r.id, f.agency, r.placement_id as placement, r.channel, r.point_id as point, r.reserved_at as from,
      r.ends_at as until, r.account_id as account, f.creditor_id as "creditorId", c.zone
    from ${overtaken(now)}
      and ${which}
    order by r.id
    limit ${AT_ONCE}`.execute(trx);
  return rows;
}

/** Returns false when no permit is left to judge. */
async function stopSome({ db, rulebook, now: clock }: BuildDeps): Promise<boolean> {
  const now = await clock();
  return inTransaction(db, async (trx) => {
    await followRules(trx, rulebook);
    const before = await findOvertaken(trx, now, sql`true`);
    if (before.length === 0) return false;
    const accounts = [...new Set(before.map(({ account }) => account))];
    await lockAccounts(trx, accounts);
    // Another worker may have judged some of them while this one waited.
    const permits = await findOvertaken(trx, now, sql`r.id = any(${before.map(({ id }) => id)}::uuid[])`);
    const facts = await loadFacts(trx, accounts, now, rulebook);
    const stopped: StoppedPermit[] = [];
    for (const permit of permits) {
      const known = facts.get(permit.account) as AccountFacts;
      const why = whyStopped(rulebook.rulesFor(known), known, permit, now);
      if (why === null) await holdsBy(trx, permit.id, known.version);
      else stopped.push({ ...permit, because: why.code });
    }
    for (const together of groupBy(stopped, ({ creditorId, agency }) => `${creditorId} ${agency}`).values())
      await beginStops(trx, together, now);
    return true;
  });
}

/** The permit holds by these facts too. */
async function holdsBy(trx: Transaction<Database>, id: string, version: bigint): Promise<void> {
  await sql`
    update contact_reservation
    set facts_version = ${version.toString()}::bigint
    where id = ${id}::uuid`.execute(trx);
}

/** Of two that begin a file at once, one finds its number taken; the next round begins another. */
async function beginStops(trx: Transaction<Database>, permits: readonly StoppedPermit[], now: Instant): Promise<void> {
  const { creditorId, agency, zone } = permits[0] as StoppedPermit;
  const on = localDate(now, zone);
  const { rows } = await sql<{ id: string }>`
    insert into contact_file (id, creditor_id, agency, kind, business_date, sequence, built_at)
    select ${uuidv7()}::uuid, ${creditorId}::uuid, ${agency}, 'stops', ${on}::date, coalesce(max(sequence), 0) + 1,
      ${new Date(now)}
    from contact_file
    where creditor_id = ${creditorId}::uuid
      and agency = ${agency}
      and kind = 'stops'
      and business_date = ${on}::date
    on conflict do nothing
    returning id`.execute(trx);
  const [file] = rows;
  if (file === undefined) return;
  const reasons = permits.map(({ id, because }) => ({ id, because }));
  await sql`
    update contact_reservation c
    set stopped_because = r.because, stop_file_id = ${file.id}::uuid
    from ${rowsOf(reasons, { id: 'uuid', because: 'text' })}
    where c.id = r.id`.execute(trx);
}
