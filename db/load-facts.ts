/**
 * Reads everything that `decide` and the gate need, for many accounts in a single round trip. A caller that acts on the
 * facts locks their accounts first.
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
import { BOOK_FILE } from '../domain/money/statements.ts';
import { productOf, productsOf } from '../domain/products.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import { BEGUN, TO_PERSON } from './effect-sets.ts';
import { factFromJson } from './fact-json.ts';
import type { Database } from './schema.ts';

/** Bigints are text: JSON has none. */
interface Row {
  account: {
    id: string;
    number: string;
    product: string;
    grace_days: number | null;
    currency: string;
    book_payment: { on: string; minor: string; asOf: string } | null;
    contract_date: string;
    bureau_consent: boolean;
    has_statement: boolean;
    closed: boolean;
    version: string;
    reached_stage: string | null;
    notified_on: string | null;
    opening: { asOf: string; balance: string; dues: { on: string; minor: string }[] };
    arrival: AccountFacts['arrival'];
  };
  creditor: { id: string; code: string; zone: string; currency: string; terms: CreditorTerms };
  person: {
    id: string;
    number: string;
    zone: string;
    country: string | null;
    region: string | null;
    has_address: boolean;
    placed_with: string | null;
  };
  points: AccountFacts['person']['points'] | null;
  person_facts: unknown[] | null;
  facts: unknown[] | null;
  effects: KnownEffect[] | null;
  contacts: PastContact[] | null;
  placements: AccountFacts['placements'] | null;
  court_case: AccountFacts['courtCase'];
  episode: { no: number; openedOn: string; curedVersion: string | null; curedOn: string | null } | null;
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
  return readFacts(db, accountIds, new Date(now - contactDays * DAY_MS));
}

/** The facts without contacts, for callers that ask no policy. */
export function loadStandingFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, StandingFacts>> {
  return readFacts(db, accountIds, 'infinity');
}

async function readFacts(
  db: Kysely<Database>,
  accountIds: readonly string[],
  since: Date | 'infinity',
): Promise<Map<string, AccountFacts>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select
      jsonb_build_object(
        'id', a.id, 'number', a.number, 'product', a.product, 'grace_days', a.grace_days, 'currency', a.currency,
        'contract_date', a.contract_date, 'bureau_consent', a.bureau_consent, 'has_statement', a.has_statement,
        'closed', a.closed_at is not null, 'version', a.facts_version::text, 'reached_stage', a.reached_stage,
        'notified_on', a.notified_on, 'opening', a.opening,
        'book_payment', case when a.last_payment is not null then jsonb_build_object(
          'on', a.last_payment_on, 'minor', a.last_payment::text,
          'asOf', coalesce(a.last_payment_as_of, a.as_of)) end,
        'arrival', case when a.reached_as_of is not null then jsonb_build_object(
          'asOf', a.reached_as_of, 'episode', 1 + (
            select count(*)
            from episode ep
            where ep.account_id = a.id
              and ep.ended_at < a.reached_as_of::timestamp at time zone c.zone)) end) as account,
      jsonb_build_object('id', c.id, 'code', c.code, 'zone', c.zone, 'currency', c.currency, 'terms', c.terms) as creditor,
      jsonb_build_object(
        'id', p.id, 'number', p.number, 'zone', p.zone, 'country', p.country, 'region', p.region,
        'has_address', p.has_address, 'placed_with', (
          select pl.agency
          from placement pl
          where pl.person_id = p.id
            and pl.state <> 'ended'
          order by pl.handed_over_at
          limit 1)) as person,
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', cp.id, 'channel', cp.channel, 'valid', cp.invalid_since is null,
            'verified', cp.verified_at is not null)
          order by cp.channel, cp.id)
        from contact_point cp
        where cp.person_id = p.id) as points,
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', f.id, 'kind', f.kind, 'body', f.body, 'at', ${ms('f.occurred_at')}, 'version', '0',
            'source', f.source, 'reference', f.external_id)
          order by f.occurred_at)
        from fact f
        where f.person_id = p.id) as person_facts,
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', f.id, 'kind', f.kind, 'body', f.body, 'at', ${ms('f.occurred_at')}, 'version', f.version::text,
            'source', f.source, 'reference', f.external_id)
          order by f.occurred_at)
        from fact f
        where f.account_id = a.id) as facts,
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', e.id, 'episode', e.episode, 'stage', e.stage, 'step', e.step, 'occurrence', e.occurrence,
            'channel', e.channel, 'purpose', e.purpose, 'state', e.state, 'attempt', e.attempt,
            'dueAt', ${ms('e.due_at')}, 'sentAt', ${ms('e.sent_at')}, 'deliveredAt', ${ms('e.delivered_at')},
            'bouncedAt', ${ms('e.bounced_at')}, 'doneAt', ${ms('e.done_at')})
          order by e.planned_at, e.id)
        from effect e
        where e.account_id = a.id) as effects,
      (
        select jsonb_agg(recent.contact)
        from (
          select
            jsonb_build_object(
              'at', min(${ms('coalesce(e.claimed_at, e.sent_at, e.due_at)')}), 'channel', min(e.channel),
              'accountId', min(e.account_id::text), 'purpose', min(e.purpose), 'covers', jsonb_agg(
                jsonb_build_object('accountId', e.account_id, 'stage', e.stage, 'step', e.step))) as contact
          from effect e
          where e.person_id = p.id
            and e.channel in ${TO_PERSON}
            and (e.state in ${BEGUN} or (e.state = 'given-up' and 'unknown' = any(e.path)))
            and coalesce(e.claimed_at, e.sent_at, e.due_at) >= ${since}::timestamptz
          group by coalesce(e.dispatch_id, e.id)
          union all
          select jsonb_build_object(
            'at', (f.body->>'at')::float8, 'channel', f.body->>'channel',
            'accountId', f.account_id, 'purpose', 'demand')
          from fact f
          join account_person ap on ap.account_id = f.account_id and ap.role = 'debtor'
          where ap.person_id = p.id
            and f.kind = 'agency-contact'
            and f.occurred_at >= ${since}::timestamptz) recent) as contacts,
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', pl.id, 'agency', pl.agency, 'state', pl.state, 'handedOverAt', ${ms('pl.handed_over_at')},
            'termEndsOn', pl.term_ends_on, 'recalledAt', ${ms('pl.recalled_at')})
          order by pl.handed_over_at)
        from placement pl
        where pl.account_id = a.id) as placements,
      (
        select jsonb_build_object('id', cc.id, 'state', cc.state)
        from court_case cc
        where cc.account_id = a.id) as court_case,
      (
        select jsonb_build_object(
          'no', ep.no, 'openedOn', ep.opened_on, 'curedVersion', ep.cured_version::text,
          'curedOn', (ep.ended_at at time zone c.zone)::date)
        from episode ep
        where ep.account_id = a.id
        order by ep.no desc
        limit 1) as episode
    from account a
    join creditor c on c.id = a.creditor_id
    join account_person ap on ap.account_id = a.id and ap.role = 'debtor'
    join person p on p.id = ap.person_id
    where a.id = any(${[...accountIds]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.account.id, toFacts(row)]));
}

function toCreditor({ id, code, zone, currency, terms }: Row['creditor']): CreditorFacts {
  const floors = floorsOf(terms.floors, currency);
  return {
    id,
    code,
    zone,
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
function openingOf({ asOf, balance, dues }: Row['account']['opening']): BookStatement {
  return {
    source: BOOK_FILE,
    reference: asOf,
    asOf,
    balance: BigInt(balance),
    dues: dues.map((due) => ({ on: due.on, minor: BigInt(due.minor) })),
  };
}

function toFacts(row: Row): AccountFacts {
  const { account, person, episode } = row;
  const { kind, grace } = productOf(account.product, productsOf(row.creditor.terms));
  return {
    accountId: account.id,
    number: account.number,
    creditor: toCreditor(row.creditor),
    product: kind,
    grace: { ...grace, days: account.grace_days ?? grace.days },
    currency: account.currency,
    opening: openingOf(account.opening),
    bookPayment: account.book_payment && { ...account.book_payment, minor: BigInt(account.book_payment.minor) },
    contractDate: account.contract_date,
    bureauConsent: account.bureau_consent,
    hasStatement: account.has_statement,
    closed: account.closed,
    version: BigInt(account.version),
    reachedStage: account.reached_stage,
    notifiedOn: account.notified_on,
    arrival: account.arrival,
    person: {
      id: person.id,
      number: person.number,
      zone: person.zone,
      country: person.country,
      region: person.region,
      hasAddress: person.has_address,
      points: row.points ?? [],
      facts: ((row.person_facts ?? []).map(factFromJson) as PersonFact[]).sort(inOrder),
      placedWith: person.placed_with,
    },
    facts: ((row.facts ?? []).map(factFromJson) as AccountFact[]).sort(inOrder),
    effects: row.effects ?? [],
    contacts: row.contacts ?? [],
    placements: row.placements ?? [],
    courtCase: row.court_case,
    episode: episode && {
      ...episode,
      curedVersion: episode.curedVersion === null ? null : BigInt(episode.curedVersion),
    },
  };
}
