/**
 * What was known when a permit was given: facts, sends and contacts in the order in which they were recorded. All are
 * written under the locks of their accounts and draw their numbers from one sequence, as permits do, so a fact of a
 * higher number was not known. What has no number counts only where it cannot have been unknown: what this leaves out
 * can hide a breach and never makes one (docs/reliability.md).
 */
import { type Kysely, sql } from 'kysely';
import { type ContactRow, contactOf, readContactRows } from '../../db/load-contacts.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { AccountFacts, KnownEffect, PersonFact, StandingFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { GivenPermit } from '../../domain/judge-again.ts';
import type { PastContact } from '../../domain/past-contact.ts';
import { CLOCK_SKEW_MS, DAY_MS, type Instant } from '../../domain/time.ts';

/** A permit under which an effect left, as stored. */
export interface LeftPermit extends GivenPermit {
  readonly id: string;
  readonly no: bigint;
  readonly accountId: string;
  readonly personId: string;
  readonly effectId: string;
}

/** What is known today of the accounts of some permits. */
export interface KnownToday {
  readonly accounts: ReadonlyMap<string, StandingFacts>;
  readonly contacts: ReadonlyMap<string, readonly ContactRow[]>;
  /** Numbers of facts, and of the last permits of effects, that came after the first of the permits; by their ids. */
  readonly later: ReadonlyMap<string, bigint>;
}

/** Reads what is known today. `contactDays`: of past contacts that rules count. */
export async function readKnown(
  db: Kysely<Database>,
  permits: readonly LeftPermit[],
  contactDays: number,
): Promise<KnownToday> {
  const accountIds = [...new Set(permits.map(({ accountId }) => accountId))];
  const personIds = [...new Set(permits.map(({ personId }) => personId))];
  const since = Math.min(...permits.map(({ givenAt }) => givenAt)) - contactDays * DAY_MS;
  const first = permits.reduce((least, { no }) => (no < least ? no : least), permits[0]?.no ?? 0n);
  const contacts = await readContactRows(db, personIds, since);
  return {
    accounts: await loadStandingFacts(db, accountIds),
    contacts: groupBy(contacts, (row) => row.person),
    later: await readLater(db, personIds, first),
  };
}

async function readLater(
  db: Kysely<Database>,
  personIds: readonly string[],
  first: bigint,
): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; no: bigint }>`
    with persons as (
      select unnest(${[...personIds]}::uuid[]) as id),
    accounts as (
      select distinct ap.account_id as id
      from persons
      join account_person ap on ap.person_id = persons.id)
    select f.id::text, f.no
    from fact f
    where f.person_id in (select id from persons)
      and f.no >= ${first}
    union all
    select f.id::text, f.no
    from fact f
    where f.account_id in (select id from accounts)
      and f.no >= ${first}
    union all
    select p.effect_id::text, max(p.no)
    from permit p
    where p.account_id in (select id from accounts)
      and p.verdict in ('allow', 'elsewhere')
      and p.no >= ${first}
    group by p.effect_id`.execute(db);
  return new Map(rows.map(({ id, no }) => [id, no]));
}

/** The facts of the permit's account as they were known when it was given; null for an account that is gone. */
export function knownThen(permit: LeftPermit, { accounts, contacts, later }: KnownToday): AccountFacts | null {
  const today = accounts.get(permit.accountId);
  if (today === undefined) return null;
  const isKnown = (id: string): boolean => (later.get(id) ?? 0n) < permit.no;
  const facts = today.facts.filter(({ id }) => isKnown(id));
  const personFacts = today.person.facts.filter(({ id }) => isKnown(id));
  return {
    ...today,
    facts,
    person: { ...today.person, facts: personFacts },
    effects: today.effects.map((effect) => effectThen(effect, permit, personFacts, isKnown(effect.id))),
    contacts: (contacts.get(permit.personId) ?? []).flatMap((row) => contactThen(row, permit, later, isKnown)),
  };
}

/** What became of an effect by then. A bounce was known where a fact of the person tells of it. */
function effectThen(
  effect: KnownEffect,
  { givenAt }: LeftPermit,
  facts: readonly PersonFact[],
  hadLeft: boolean,
): KnownEffect {
  const by = (at: Instant | null): Instant | null => (hadLeft && at !== null && at <= givenAt ? at : null);
  const { sentAt, deliveredAt, bouncedAt } = effect;
  const toldBounce = facts.some(({ kind, occurredAt }) => kind === 'bounced' && occurredAt === bouncedAt);
  return { ...effect, sentAt: by(sentAt), deliveredAt: by(deliveredAt), bouncedAt: toldBounce ? by(bouncedAt) : null };
}

/** The contact as it was known then; none when it was not, or may not have been. */
function contactThen(
  row: ContactRow,
  permit: LeftPermit,
  later: KnownToday['later'],
  isKnown: (id: string) => boolean,
): PastContact[] {
  const { effects, fact, told, reservedAt, reportedAt } = row;
  const { givenAt, effectId, no } = permit;
  if (effects !== null) {
    // What left together is one contact, as of the first of its permits.
    if (effects.includes(effectId) || effects.every((id) => (later.get(id) ?? 0n) >= no)) return [];
    return [contactOf({ ...row, told: told?.filter((outcome) => isKnown(outcome.fact)) ?? null }, givenAt)];
  }
  if (fact !== null) return isKnown(fact) ? [contactOf(row, givenAt)] : [];
  if (reservedAt === null || reservedAt + CLOCK_SKEW_MS > givenAt) return [];
  if (reportedAt !== null && Math.abs(reportedAt - givenAt) < CLOCK_SKEW_MS) return [];
  const isTold = reportedAt !== null && reportedAt < givenAt;
  return [contactOf(isTold ? row : { ...row, at: reservedAt, outcome: null }, givenAt)];
}
