/** Reads the complaints of persons, and what the clocks of these depend on. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import { inOrder } from '../domain/fact-order.ts';
import type { PersonFact } from '../domain/facts.ts';
import { groupBy } from '../domain/group.ts';
import type { Pack } from '../domain/law/rule.ts';
import { type PlacedAccount, packsFor } from '../domain/law/which-law.ts';
import { placeOfPrefix } from '../domain/number-plan.ts';
import { factFromJson } from './fact-json.ts';
import type { Database } from './schema.ts';

/** A person who has complained, or may have. */
export interface Complainant {
  /** The creditor's number of the person. */
  readonly number: string;
  readonly creditor: {
    readonly code: string;
    readonly zone: string;
    readonly currency: string;
    readonly complaintDays: CreditorTerms['complaintDays'];
  };
  /** Codes of the agencies of the creditor, and of those that had an account of the person. */
  readonly agencies: readonly string[];
  /** The law by which the person is answered. */
  readonly packs: readonly Pack[];
  /** What was told of complaints, in order. */
  readonly facts: readonly PersonFact[];
}

interface Row {
  id: string;
  number: string;
  zone: string;
  country: string | null;
  prefixes: string[];
  creditor_code: string;
  creditor_zone: string;
  currency: string;
  terms: CreditorTerms;
  had: string[];
}

/** By person id; an unknown id is missing from the map. */
export async function loadComplainants(
  db: Kysely<Database>,
  personIds: readonly string[],
): Promise<Map<string, Complainant>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select p.id, p.number, p.zone, p.country, c.code as creditor_code, c.zone as creditor_zone, c.currency, c.terms,
      array(
        select cp.prefix
        from contact_point cp
        where cp.person_id = p.id
          and cp.prefix is not null
          and cp.invalid_since is null
          and cp.stopped_at is null) as prefixes,
      array(select distinct pl.agency from placement pl where pl.person_id = p.id) as had
    from person p
    join creditor c on c.id = p.creditor_id
    where p.id = any(${[...personIds]}::uuid[])`.execute(db);
  const facts = await readFacts(db, personIds);
  return new Map(rows.map((row) => [row.id, toComplainant(row, facts.get(row.id) ?? [])]));
}

async function readFacts(
  db: Kysely<Database>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly object[]>> {
  const { rows } = await sql<{ owner: string }>`
    select f.person_id as owner, f.id, f.kind, f.body, (extract(epoch from f.occurred_at) * 1000)::float8 as at,
      '0' as version, f.source, f.external_id as reference
    from fact f
    where f.person_id = any(${[...personIds]}::uuid[])
      and f.kind in ('complaint', 'complaint-acknowledged', 'complaint-closed')
    order by f.occurred_at`.execute(db);
  return groupBy(rows, ({ owner }) => owner);
}

function toComplainant(row: Row, facts: readonly object[]): Complainant {
  const { number, zone, country, prefixes, creditor_code, creditor_zone, currency, terms, had } = row;
  const placed: PlacedAccount = {
    creditor: { zone: creditor_zone, country: terms.country ?? null },
    person: { zone, country, points: prefixes.map((prefix) => ({ valid: true, place: placeOfPrefix(prefix) })) },
  };
  return {
    number,
    creditor: { code: creditor_code, zone: creditor_zone, currency, complaintDays: terms.complaintDays },
    agencies: [...new Set([...terms.agencies.map(({ code }) => code), ...had])].sort(),
    packs: packsFor(placed),
    facts: facts.map(factFromJson).sort(inOrder) as PersonFact[],
  };
}
