/**
 * Reads everything that `decide` and the gate need, for many accounts at once: one statement a kind. A caller that acts
 * on the facts locks their accounts first.
 */
import { type Kysely, sql } from 'kysely';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { CreditorFacts } from '../domain/creditor-facts.ts';
import { creditorFactsOf } from '../domain/creditor-terms.ts';
import { inOrder } from '../domain/fact-order.ts';
import type {
  AccountFact,
  AccountFacts,
  BookStatement,
  KnownEffect,
  PersonFact,
  StandingFacts,
} from '../domain/facts.ts';
import { groupBy } from '../domain/group.ts';
import { BOOK_FILE } from '../domain/money/statements.ts';
import { placeOfPrefix } from '../domain/number-plan.ts';
import type { PastContact } from '../domain/past-contact.ts';
import { productOf, productsOf } from '../domain/products.ts';
import { contactDays, type Rulebook, type RuledAccount } from '../domain/rules.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import { factFromJson } from './fact-json.ts';
import { type ContactWindow, readContacts } from './load-contacts.ts';
import type { Database } from './schema.ts';
import { inSnapshot } from './transaction.ts';

/** An account with its person, creditor and newest episode. */
interface AccountRow {
  id: string;
  number: string;
  product: string;
  grace_days: number | null;
  currency: string;
  last_payment: bigint | null;
  last_payment_on: string | null;
  last_payment_as_of: string;
  contract_date: string;
  bureau_consent: boolean;
  has_statement: boolean;
  closed: boolean;
  version: bigint;
  reached_stage: string | null;
  notified_on: string | null;
  /** Bigints are text: JSON has none. */
  opening: { asOf: string; balance: string; dues: { on: string; minor: string }[] };
  reached_as_of: string | null;
  reached_episode: number | null;
  last_contact_on: string | null;
  owner: string | null;
  owner_changed_at: Instant | null;
  strategy: string | null;
  segment: string | null;
  segment_since: string | null;
  withheld: boolean;
  creditor_id: string;
  creditor_code: string;
  creditor_zone: string;
  creditor_currency: string;
  terms: CreditorTerms;
  person_id: string;
  person_number: string;
  person_zone: string;
  country: string | null;
  region: string | null;
  has_address: boolean;
  placed_with: string | null;
  court_case_id: string | null;
  court_case_state: NonNullable<AccountFacts['courtCase']>['state'] | null;
  episode: number | null;
  opened_on: string | null;
  cured_version: bigint | null;
  cured_on: string | null;
}
/** Rows that belong to one account or one person. */
type Of<T> = T & { owner: string };
/** What is read beside the accounts, by account or person. */
interface Parts {
  points: ReadonlyMap<string, Of<AccountFacts['person']['points'][number]>[]>;
  personFacts: ReadonlyMap<string, Of<object>[]>;
  facts: ReadonlyMap<string, Of<object>[]>;
  effects: ReadonlyMap<string, Of<KnownEffect>[]>;
  contacts: ReadonlyMap<string, readonly PastContact[]>;
  placements: ReadonlyMap<string, Of<AccountFacts['placements'][number]>[]>;
}

/** Epoch milliseconds of a timestamptz expression. */
const ms = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/**
 * The facts of each account as stored now, by account id and in the order of ids. An unknown id is missing from the
 * map. Contacts of the person reach back as far as the rules of any of the accounts read.
 */
export function loadFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
  rulebook: Rulebook,
): Promise<Map<string, AccountFacts>> {
  const windowOf = (accounts: readonly RuledAccount[]): ContactWindow => {
    const days = accounts.map((account) => contactDays(rulebook.rulesFor(account)));
    return { since: now - Math.max(0, ...days) * DAY_MS, now };
  };
  return inSnapshot(db, (snapshot) => readFacts(snapshot, accountIds, windowOf));
}

/** The facts without contacts, for callers that ask no policy. */
export function loadStandingFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, StandingFacts>> {
  return inSnapshot(db, (snapshot) => readFacts(snapshot, accountIds, null));
}

async function readFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
  windowOf: ((accounts: readonly RuledAccount[]) => ContactWindow) | null,
): Promise<Map<string, AccountFacts>> {
  if (accountIds.length === 0) return new Map();
  const accounts = await readAccounts(db, accountIds);
  const personIds = [...new Set(accounts.map((account) => account.person_id))];
  const points = await readPoints(db, personIds);
  const window = windowOf?.(accounts.map((row) => ruledAccount(row, points))) ?? null;
  const parts: Parts = {
    points,
    personFacts: await readFactRows(db, 'person_id', personIds),
    facts: await readFactRows(db, 'account_id', accountIds),
    effects: await readEffects(db, accountIds),
    contacts: window === null ? new Map() : await readContacts(db, personIds, window),
    placements: await readPlacements(db, accountIds),
  };
  return new Map(accounts.map((account) => [account.id, toFacts(account, parts)]));
}

/**
 * As much of an account as the choice of its rules depends on, but for its strategy: no strategy changes how far back
 * contacts are read, and one that is not known here must not hide its account.
 */
function ruledAccount(row: AccountRow, points: Parts['points']): RuledAccount {
  return {
    accountId: row.id,
    creditor: { id: row.creditor_id, zone: row.creditor_zone, country: row.terms.country ?? null },
    person: {
      zone: row.person_zone,
      country: row.country,
      region: row.region,
      points: points.get(row.person_id) ?? [],
    },
    strategy: null,
  };
}

async function readAccounts(db: Kysely<Database>, accountIds: readonly string[]): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select
      a.id, a.number, a.product, a.grace_days, a.currency, a.last_payment, a.last_payment_on,
      coalesce(a.last_payment_as_of, a.as_of) as last_payment_as_of, a.contract_date, a.bureau_consent,
      a.has_statement, a.closed_at is not null as closed, a.facts_version as version, a.reached_stage, a.notified_on,
      a.opening, a.reached_as_of, a.last_contact_on, a.present_creditor as owner,
      ${ms('a.owner_changed_at')} as owner_changed_at, a.strategy, a.segment, a.segment_since, a.withheld,
      case when a.reached_as_of is not null then (
        select 1 + count(*)
        from episode ep
        where ep.account_id = a.id
          and ep.ended_at < a.reached_as_of::timestamp at time zone c.zone)::int end as reached_episode,
      c.id as creditor_id, c.code as creditor_code, c.zone as creditor_zone, c.currency as creditor_currency, c.terms,
      p.id as person_id, p.number as person_number, p.zone as person_zone, p.country, p.region, p.has_address,
      (
        select pl.agency
        from placement pl
        where pl.person_id = p.id
          and pl.state <> 'ended'
        order by pl.handed_over_at, pl.id
        limit 1) as placed_with,
      cc.id as court_case_id, cc.state as court_case_state,
      newest.no as episode, newest.opened_on, newest.cured_version,
      (newest.ended_at at time zone c.zone)::date as cured_on
    from account a
    join creditor c on c.id = a.creditor_id
    join account_person ap on ap.account_id = a.id and ap.role = 'debtor'
    join person p on p.id = ap.person_id
    left join court_case cc on cc.account_id = a.id
    left join lateral (
      select ep.no, ep.opened_on, ep.cured_version, ep.ended_at
      from episode ep
      where ep.account_id = a.id
      order by ep.no desc
      limit 1) newest on true
    where a.id = any(${[...accountIds]}::uuid[])
    order by a.id`.execute(db);
  return rows;
}

async function readPoints(db: Kysely<Database>, personIds: readonly string[]): Promise<Parts['points']> {
  const { rows } = await sql<Of<Omit<AccountFacts['person']['points'][number], 'place'>> & { prefix: string | null }>`
    select person_id as owner, id, channel, invalid_since is null and stopped_at is null as valid,
      verified_at is not null as verified, prefix
    from contact_point
    where person_id = any(${[...personIds]}::uuid[])
    order by channel, id`.execute(db);
  const placed = rows.map(({ prefix, ...row }) => (prefix === null ? row : { ...row, place: placeOfPrefix(prefix) }));
  return groupBy(placed, (row) => row.owner);
}

/** The facts of these accounts or persons, as `factFromJson` reads them. */
async function readFactRows(
  db: Kysely<Database>,
  column: 'account_id' | 'person_id',
  ids: readonly string[],
): Promise<Parts['facts']> {
  const { rows } = await sql<Of<object>>`
    select
      f.${sql.ref(column)} as owner, f.id, f.kind, f.body, ${ms('f.occurred_at')} as at,
      coalesce(f.version, 0)::text as version, f.source, f.external_id as reference
    from fact f
    where f.${sql.ref(column)} = any(${[...ids]}::uuid[])
    order by f.occurred_at`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

async function readEffects(db: Kysely<Database>, accountIds: readonly string[]): Promise<Parts['effects']> {
  const { rows } = await sql<Of<KnownEffect>>`
    select
      account_id as owner, id, episode, stage, step, occurrence, channel, purpose, recipient, state, attempt,
      due_at as "dueAt", sent_at as "sentAt", delivered_at as "deliveredAt", bounced_at as "bouncedAt",
      done_at as "doneAt"
    from effect
    where account_id = any(${[...accountIds]}::uuid[])
    order by planned_at, id`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

async function readPlacements(db: Kysely<Database>, accountIds: readonly string[]): Promise<Parts['placements']> {
  const { rows } = await sql<Of<AccountFacts['placements'][number]>>`
    select
      account_id as owner, id, agency, state, handed_over_at as "handedOverAt", term_ends_on as "termEndsOn",
      recalled_at as "recalledAt"
    from placement
    where account_id = any(${[...accountIds]}::uuid[])
    order by handed_over_at, id`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

const toCreditor = (row: AccountRow): CreditorFacts =>
  creditorFactsOf({
    id: row.creditor_id,
    code: row.creditor_code,
    zone: row.creditor_zone,
    currency: row.creditor_currency,
    terms: row.terms,
  });

/** The first row of the book came by file: its source and reference are the file's. */
function openingOf({ asOf, balance, dues }: AccountRow['opening']): BookStatement {
  return {
    source: BOOK_FILE,
    reference: asOf,
    asOf,
    balance: BigInt(balance),
    dues: dues.map((due) => ({ on: due.on, minor: BigInt(due.minor) })),
  };
}

function toFacts(row: AccountRow, parts: Parts): AccountFacts {
  const { kind, grace } = productOf(row.product, productsOf(row.terms));
  return {
    accountId: row.id,
    number: row.number,
    creditor: toCreditor(row),
    product: kind,
    grace: { ...grace, days: row.grace_days ?? grace.days },
    currency: row.currency,
    opening: openingOf(row.opening),
    bookPayment: bookPaymentOf(row),
    lastContactOn: row.last_contact_on,
    owner: row.owner,
    ownerChangedAt: row.owner_changed_at,
    strategy: strategyOf(row),
    contractDate: row.contract_date,
    bureauConsent: row.bureau_consent,
    hasStatement: row.has_statement,
    closed: row.closed,
    version: row.version,
    reachedStage: row.reached_stage,
    notifiedOn: row.notified_on,
    arrival:
      row.reached_as_of === null || row.reached_episode === null
        ? null
        : { asOf: row.reached_as_of, episode: row.reached_episode },
    person: personOf(row, parts),
    facts: (parts.facts.get(row.id) ?? []).map(factFromJson).sort(inOrder) as AccountFact[],
    effects: (parts.effects.get(row.id) ?? []).map(withoutOwner),
    contacts: [...(parts.contacts.get(row.person_id) ?? [])],
    placements: (parts.placements.get(row.id) ?? []).map(withoutOwner),
    courtCase:
      row.court_case_id === null || row.court_case_state === null
        ? null
        : { id: row.court_case_id, state: row.court_case_state },
    episode: episodeOf(row),
  };
}

function bookPaymentOf(row: AccountRow): AccountFacts['bookPayment'] {
  if (row.last_payment === null) return null;
  return { on: row.last_payment_on as string, minor: row.last_payment, asOf: row.last_payment_as_of };
}

function strategyOf({ strategy, segment, segment_since: since, withheld }: AccountRow): AccountFacts['strategy'] {
  return strategy === null ? null : { id: strategy, segment, since, withheld };
}

function personOf(row: AccountRow, { points, personFacts }: Parts): AccountFacts['person'] {
  return {
    id: row.person_id,
    number: row.person_number,
    zone: row.person_zone,
    country: row.country,
    region: row.region,
    hasAddress: row.has_address,
    points: (points.get(row.person_id) ?? []).map(withoutOwner),
    facts: (personFacts.get(row.person_id) ?? []).map(factFromJson).sort(inOrder) as PersonFact[],
    placedWith: row.placed_with,
  };
}

function episodeOf({ episode, opened_on, cured_version, cured_on }: AccountRow): AccountFacts['episode'] {
  if (episode === null || opened_on === null) return null;
  return { no: episode, openedOn: opened_on, curedVersion: cured_version, curedOn: cured_on };
}

function withoutOwner<T>({ owner: _, ...row }: Of<T>): T {
  return row as T;
}
