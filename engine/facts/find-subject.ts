/** Finds a subject by name: `creditor/number`, a bare account number that is unique, or `creditor/person:number`. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { SUBJECT } from '../../domain/contracts/event.ts';
import { Problem } from '../../domain/problems.ts';

/** The account or person that a name means. */
export interface Subject {
  /** Null when a person was named. */
  accountId: string | null;
  personId: string;
  /** `creditor/number` or `creditor/person:number`, as people write it. */
  name: string;
  creditorId: string;
  currency: string;
  /** The creditor's. */
  zone: string;
}

interface AccountRow {
  account_id: string;
  person_id: string;
  creditor_id: string;
  code: string;
  number: string;
  currency: string;
  zone: string;
}

/** Finds an account by `creditor/number` or a unique bare number. Throws `unknown-account`, `ambiguous-account`. */
export async function findAccount(db: Kysely<Database>, name: string): Promise<Subject & { accountId: string }> {
  const [, creditor, number] = /^(?:([^/]+)\/)?([^/]+)$/.exec(name.trim()) ?? [];
  if (number === undefined) throw new Problem('unknown-account', { account: shown(name) });
  const { rows } = await sql<AccountRow>`
    select a.id as account_id, coalesce(p.merged_into, p.id) as person_id, c.id as creditor_id, c.code, a.number,
      a.currency, c.zone
    from account a
    join creditor c on c.id = a.creditor_id
    join account_person ap on ap.account_id = a.id and ap.role = 'debtor'
    join person p on p.id = ap.person_id
    where a.number = ${number}
      ${creditor === undefined ? sql`` : sql`and c.code = ${creditor}`}
    order by a.id
    limit 2`.execute(db);
  const [row, other] = rows;
  if (!row) throw new Problem('unknown-account', { account: shown(name) });
  if (other && other.account_id !== row.account_id) throw new Problem('ambiguous-account', { account: shown(name) });
  return {
    accountId: row.account_id,
    personId: row.person_id,
    name: `${row.code}/${row.number}`,
    creditorId: row.creditor_id,
    currency: row.currency,
    zone: row.zone,
  };
}

async function findPerson(db: Kysely<Database>, creditor: string, number: string): Promise<Subject> {
  const { rows } = await sql<{ id: string; creditor_id: string; currency: string; zone: string }>`
    select coalesce(p.merged_into, p.id) as id, c.id as creditor_id, c.currency, c.zone
    from person p
    join creditor c on c.id = p.creditor_id
    where c.code = ${creditor}
      and p.number = ${number}`.execute(db);
  const row = rows[0];
  if (!row) throw new Problem('unknown-person', { person: shown(number) });
  return {
    accountId: null,
    personId: row.id,
    name: `${creditor}/person:${number}`,
    creditorId: row.creditor_id,
    currency: row.currency,
    zone: row.zone,
  };
}

/** Finds the subject of a fact or an event. Throws `unknown-account`, `ambiguous-account` or `unknown-person`. */
export async function findSubject(db: Kysely<Database>, subject: string): Promise<Subject> {
  const [, creditor = '', person, number = ''] = SUBJECT.exec(subject) ?? [];
  return person === undefined ? findAccount(db, subject) : findPerson(db, creditor, number);
}

/** A mistyped name as an error may quote it: only characters that a number may hold, at most 80. */
function shown(name: string): string {
  return name.replace(/[^\w./:-]/g, '?').slice(0, 80);
}
