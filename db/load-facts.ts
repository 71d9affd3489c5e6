/**
 * Reads everything that `decide` and the gate need, for many accounts at once: one statement a kind. A caller that acts
 * on the facts locks their accounts first.
 */
import { type Kysely, sql } from 'kysely';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import {
  type AccountFact,
  type AccountFacts,
  type BookStatement,
  type CreditorFacts,
  inOrder,
  type KnownEffect,
  type PastContact,
  type PersonFact,
  type StandingFacts,
} from '../domain/facts.ts';
import { floorsOf } from '../domain/floors.ts';
import { groupBy } from '../domain/group.ts';
import { BOOK_FILE } from '../domain/money/statements.ts';
import { productOf, productsOf } from '../domain/products.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import { BEGUN, TO_PERSON } from './effect-sets.ts';
import { factFromJson } from './fact-json.ts';
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
  contacts: ReadonlyMap<string, Of<PastContact>[]>;
  placements: ReadonlyMap<string, Of<AccountFacts['placements'][number]>[]>;
}

/** Epoch milliseconds of a timestamptz expression. */
const ms = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/**
 * The facts of each account as stored now, by account id. An unknown id is missing from the map. Contacts of the person
 * reach back `contactDays`: as far as the policies read (`contactDays` of domain/rules.ts).
 */
export function loadFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
  contactDays: number,
): Promise<Map<string, AccountFacts>> {
  const since = new Date(now - contactDays * DAY_MS);
  return inSnapshot(db, (snapshot) => readFacts(snapshot, accountIds, since));
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
  since: Date | null,
): Promise<Map<string, AccountFacts>> {
  if (accountIds.length === 0) return new Map();
  const accounts = await readAccounts(db, accountIds);
  const personIds = [...new Set(accounts.map((account) => account.person_id))];
  const parts: Parts = {
    points: await readPoints(db, personIds),
    personFacts: await readFactRows(db, 'person_id', personIds),
    facts: await readFactRows(db, 'account_id', accountIds),
    effects: await readEffects(db, accountIds),
    contacts: since === null ? new Map() : await readContacts(db, personIds, since),
    placements: await readPlacements(db, accountIds),
  };
  return new Map(accounts.map((account) => [account.id, toFacts(account, parts)]));
}

async function readAccounts(db: Kysely<Database>, accountIds: readonly string[]): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select
      a.id, a.number, a.product, a.grace_days, a.currency, a.last_payment, a.last_payment_on,
      coalesce(a.last_payment_as_of, a.as_of) as last_payment_as_of, a.contract_date, a.bureau_consent,
      a.has_statement, a.closed_at is not null as closed, a.facts_version as version, a.reached_stage, a.notified_on,
      a.opening, a.reached_as_of,
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
        order by pl.handed_over_at
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
    where a.id = any(${[...accountIds]}::uuid[])`.execute(db);
  return rows;
}

async function readPoints(db: Kysely<Database>, personIds: readonly string[]): Promise<Parts['points']> {
  const { rows } = await sql<Of<AccountFacts['person']['points'][number]>>`
    select person_id as owner, id, channel, invalid_since is null as valid, verified_at is not null as verified
    from contact_point
    where person_id = any(${[...personIds]}::uuid[])
    order by channel, id`.execute(db);
  return groupBy(rows, (row) => row.owner);
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
      account_id as owner, id, episode, stage, step, occurrence, channel, purpose, state, attempt,
      due_at as "dueAt", sent_at as "sentAt", delivered_at as "deliveredAt", bounced_at as "bouncedAt",
      done_at as "doneAt"
    from effect
    where account_id = any(${[...accountIds]}::uuid[])
    order by planned_at, id`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

/** Messages to the persons since then, each once, and what agencies told of their contacts. */
async function readContacts(
  db: Kysely<Database>,
  personIds: readonly string[],
  since: Date,
): Promise<Parts['contacts']> {
  const { rows } = await sql<Of<PastContact>>`
    select
      e.person_id as owner, min(coalesce(e.claimed_at, e.sent_at, e.due_at)) as at, min(e.channel) as channel,
      min(e.account_id::text) as "accountId", min(e.purpose) as purpose,
      jsonb_agg(jsonb_build_object('accountId', e.account_id, 'stage', e.stage, 'step', e.step)) as covers
    from effect e
    where e.person_id = any(${[...personIds]}::uuid[])
      and e.channel in ${TO_PERSON}
      and (e.state in ${BEGUN} or (e.state = 'given-up' and 'unknown' = any(e.path)))
      and coalesce(e.claimed_at, e.sent_at, e.due_at) >= ${since}
    group by e.person_id, coalesce(e.dispatch_id, e.id)
    union all
    select
      ap.person_id, to_timestamp((f.body->>'at')::float8 / 1000), f.body->>'channel', f.account_id::text, 'demand', null
    from account_person ap
    join fact f on f.account_id = ap.account_id
    where ap.person_id = any(${[...personIds]}::uuid[])
      and ap.role = 'debtor'
      and f.kind = 'agency-contact'
      and f.occurred_at >= ${since}`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

async function readPlacements(db: Kysely<Database>, accountIds: readonly string[]): Promise<Parts['placements']> {
  const { rows } = await sql<Of<AccountFacts['placements'][number]>>`
    select
      account_id as owner, id, agency, state, handed_over_at as "handedOverAt", term_ends_on as "termEndsOn",
      recalled_at as "recalledAt"
    from placement
    where account_id = any(${[...accountIds]}::uuid[])
    order by handed_over_at`.execute(db);
  return groupBy(rows, (row) => row.owner);
}

function toCreditor(row: AccountRow): CreditorFacts {
  const { terms } = row;
  const floors = floorsOf(terms.floors, row.creditor_currency);
  return {
    id: row.creditor_id,
    code: row.creditor_code,
    zone: row.creditor_zone,
    agencies: terms.agencies,
    bureau: terms.bureau?.code ?? '',
    bookLagDays: terms.bookLagDays ?? {},
    contactFloor: floors.contact,
    callFloor: floors.call,
    placementFloor: floors.placement,
    legalFloor: floors.legal,
    costFloor: floors.cost,
    bureauFloor: floors.bureau,
    limitationYears: terms.limitationYears,
    arrangements: terms.arrangements,
  };
}

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
    contacts: (parts.contacts.get(row.person_id) ?? []).map(contactOf),
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

/** Contacts that an agency told of cover no step. */
function contactOf(row: Of<PastContact>): PastContact {
  const { covers, ...contact } = withoutOwner<PastContact>(row);
  return covers ? { ...contact, covers } : contact;
}
