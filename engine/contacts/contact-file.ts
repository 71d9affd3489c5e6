/** Builds the daily file of lawful contacts of an agency: permits and refusals, written to the ledger. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { epochIsOpen } from '../../db/epoch.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { workingDaysOf } from '../../domain/calendars/creditor-days.ts';
import {
  CONTACT_FILE_MINUTE,
  type ContactFileTerms,
  contactOf,
  type DayPermit,
  type DayRefusal,
  judgeDay,
} from '../../domain/contact-file.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { PastContact } from '../../domain/past-contact.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type CalendarDate, type Instant, localDate, localMinute, MINUTE_MS } from '../../domain/time.ts';
import { followRules } from '../law/follow-rules.ts';
import { usablePoints } from '../persons/contact-points.ts';

/** Persons of one transaction. */
const AT_ONCE = 50;

/** The agency of a creditor, and the creditor's terms. */
interface AgencyCycle {
  creditorId: string;
  agency: string;
  zone: string;
  terms: CreditorTerms;
}

const termsOf = ({ terms, agency }: Pick<AgencyCycle, 'terms' | 'agency'>) =>
  terms.agencies.find(({ code }) => code === agency)?.contactFile;

/** Begins the file of a working day, once, from its hour on, where the agency asked for files. */
export async function openContactFile(db: Kysely<Database>, cycle: AgencyCycle, now: Instant): Promise<void> {
  const { creditorId, agency, zone, terms } = cycle;
  const today = localDate(now, zone);
  const isDay = workingDaysOf({ zone, country: terms.country ?? null, closedDays: terms.closedDays ?? [] });
  if (termsOf(cycle) === undefined || localMinute(now, zone) < CONTACT_FILE_MINUTE || !isDay(today)) return;
  await sql`
    insert into contact_file (id, creditor_id, agency, kind, business_date, sequence)
    values (${uuidv7()}::uuid, ${creditorId}::uuid, ${agency}, 'permits', ${today}, 1)
    on conflict do nothing`.execute(db);
}

/** What building works with. */
export interface BuildDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  now(): Promise<Instant>;
}

/** Builds the files that are begun, some persons in a transaction. */
export async function buildContactFiles(deps: BuildDeps): Promise<void> {
  while (await buildSome(deps));
}

interface BegunFile extends AgencyCycle {
  id: string;
  on: CalendarDate;
  builtUpTo: string | null;
}

/** Returns false when no file is left to build. */
async function buildSome({ db, rulebook, now: clock }: BuildDeps): Promise<boolean> {
  const now = await clock();
  return inTransaction(db, async (trx) => {
    await followRules(trx, rulebook);
    const file = await takeBegun(trx);
    if (file === null) return false;
    const terms = termsOf(file);
    const isPast = localDate(now, file.zone) !== file.on;
    const placements = isPast || terms === undefined ? [] : await nextPlacements(trx, file);
    const last = placements.at(-1)?.person;
    if (last === undefined || terms === undefined) {
      const end = isPast || terms === undefined ? 'given_up_at' : 'built_at';
      await sql`update contact_file set ${sql.ref(end)} = ${new Date(now)} where id = ${file.id}::uuid`.execute(trx);
      return true;
    }
    await storeRows(trx, file, await judgePlacements({ trx, rulebook, now }, placements, terms), now);
    await sql`update contact_file set built_up_to = ${last}::uuid where id = ${file.id}::uuid`.execute(trx);
    return true;
  });
}

interface Judging {
  trx: Transaction<Database>;
  rulebook: Rulebook;
  now: Instant;
}

/** Locks the accounts with their persons, and judges them one after another: each permit counts for the next. */
async function judgePlacements(
  { trx, rulebook, now }: Judging,
  placements: readonly PlacedAccount[],
  terms: ContactFileTerms,
): Promise<LedgerRow[]> {
  const accounts = placements.map(({ account }) => account);
  await lockAccounts(trx, accounts);
  const facts = await loadFacts(trx, accounts, now, rulebook);
  const points = await usablePoints(trx, [...new Set(placements.map(({ person }) => person))]);
  const given = new Map<string, PastContact[]>();
  return placements.flatMap(({ account, placement, person }) => {
    const known = facts.get(account) as AccountFacts;
    const earlier = given.get(person) ?? [];
    const day = { now, points: points.get(person) ?? [], given: earlier };
    const rows = judgeDay(rulebook.rulesFor(known), known, terms, day).map((row) => ({
      id: uuidv7(),
      placement,
      facts: known,
      row,
    }));
    const permits = rows.flatMap(({ id, row }) => ('point' in row ? [contactOf(row, account, id)] : []));
    given.set(person, [...earlier, ...permits]);
    return rows;
  });
}

/** Nobody who holds an account waits for this row, so it may be locked first. */
async function takeBegun(trx: Transaction<Database>): Promise<BegunFile | null> {
  const { rows } = await sql<BegunFile>`
    select f.id, f.creditor_id as "creditorId", f.agency, f.business_date as on, f.built_up_to as "builtUpTo",
      c.zone, c.terms
    from contact_file f
    join creditor c on c.id = f.creditor_id
    where f.kind = 'permits'
      and f.built_at is null
      and f.given_up_at is null
      and ${epochIsOpen}
    order by f.opened_at
    limit 1
    for no key update of f skip locked`.execute(trx);
  return rows[0] ?? null;
}

interface PlacedAccount {
  placement: string;
  account: string;
  person: string;
}

/** The placements with the agency of the next persons, all of a person together. */
async function nextPlacements(
  trx: Transaction<Database>,
  { creditorId, agency, builtUpTo }: BegunFile,
): Promise<PlacedAccount[]> {
  const live = sql`
    p.creditor_id = ${creditorId}::uuid
    and p.agency = ${agency}
    and p.state in ('handed-over', 'accepted')`;
  const { rows } = await sql<PlacedAccount>`
    select p.id as placement, p.account_id as account, p.person_id as person
    from placement p
    where ${live}
      and p.person_id in (
        select distinct p.person_id
        from placement p
        where ${live}
          and (${builtUpTo}::uuid is null or p.person_id > ${builtUpTo}::uuid)
        order by p.person_id
        limit ${AT_ONCE})
    order by p.person_id, p.id`.execute(trx);
  return rows;
}

interface LedgerRow {
  id: string;
  placement: string;
  facts: AccountFacts;
  row: DayPermit | DayRefusal;
}

/**
 * A permit is a reservation of the agency that begins and ends with its hours; a refusal is kept as that of a request.
 */
async function storeRows(
  trx: Transaction<Database>,
  file: BegunFile,
  rows: readonly LedgerRow[],
  now: Instant,
): Promise<void> {
  const common = ({ id, facts, row }: LedgerRow) => ({
    id,
    account_id: facts.accountId,
    person_id: facts.person.id,
    channel: row.channel,
    facts_version: facts.version,
  });
  const shape = {
    id: 'uuid',
    account_id: 'uuid',
    person_id: 'uuid',
    channel: 'text',
    facts_version: 'bigint',
  } as const;
  const permits = rows.flatMap((kept) => {
    if (!('point' in kept.row)) return [];
    const { point, from, until } = kept.row;
    const minutes = Math.max(1, Math.round((until - from) / MINUTE_MS));
    const [begins, ends] = [new Date(from), new Date(until)];
    return [{ ...common(kept), placement_id: kept.placement, point_id: point, minutes, begins, ends }];
  });
  const refusals = rows.flatMap((kept) => {
    if ('point' in kept.row) return [];
    const { verdict, reasons, until } = kept.row.refused;
    return [{ ...common(kept), verdict, reasons, until: until === null ? null : new Date(until) }];
  });
  const holder = `agency:${file.agency}`;
  await sql`
    insert into contact_reservation (id, creditor_id, account_id, person_id, placement_id, holder, reference, channel,
      purpose, point_id, minutes, facts_version, reserved_at, ends_at, file_id)
    select id, ${file.creditorId}::uuid, account_id, person_id, placement_id, ${holder}, id::text, channel, 'demand',
      point_id, minutes, facts_version, begins, ends, ${file.id}::uuid
    from ${rowsOf(permits, {
      ...shape,
      placement_id: 'uuid',
      point_id: 'uuid',
      minutes: 'int',
      begins: 'timestamptz',
      ends: 'timestamptz',
    })}`.execute(trx);
  await sql`
    insert into contact_refusal (id, creditor_id, account_id, person_id, holder, reference, channel, purpose, verdict,
      reasons, until, facts_version, asked_at, file_id)
    select id, ${file.creditorId}::uuid, account_id, person_id, ${holder}, id::text, channel, 'demand', verdict,
      reasons, until, facts_version, ${new Date(now)}, ${file.id}::uuid
    from ${rowsOf(refusals, { ...shape, verdict: 'text', reasons: 'jsonb', until: 'timestamptz' })}`.execute(trx);
}
