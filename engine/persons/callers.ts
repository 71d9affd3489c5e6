/** Persons who call: found by what they say, and known by what they answer. Values are compared here and leave not. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { contactKey, parsePhone } from '../../domain/contracts/contact-value.ts';
import { nameKeys } from '../../domain/money/match-line.ts';
import { Problem } from '../../domain/problems.ts';
import type { FoundBy } from '../../domain/worklist/identity.ts';
import { NAME_KEY } from './bank-texts.ts';
import { IS_VALID } from './contact-points.ts';

/** More than these are too many to ask. */
const MOST_CANDIDATES = 10;

const IS_DEBTOR = sql`exists (
  select
  from account_person ap
  where ap.person_id = p.id
    and ap.role = 'debtor')`;

/** Ids of the debtors whom a caller may be; none where there are too many. Throws `invalid-request`. */
export async function findCallers(db: Kysely<Database>, by: FoundBy, said: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct p.id
    from ${by === 'number' ? ofNumber(said) : by === 'reference' ? ofReference(said) : ofName(said)}
      and ${IS_DEBTOR}
    order by p.id
    limit ${MOST_CANDIDATES + 1}`.execute(db);
  return rows.length > MOST_CANDIDATES ? [] : rows.map(({ id }) => id);
}

function ofNumber(said: string) {
  const number = parsePhone(said);
  if (number === null)
    throw new Problem(
      'invalid-request',
      { faults: '/number: no telephone number with its country code' },
      { cause: [{ pointer: '/number', words: 'no telephone number with its country code: +886 2 5550 0100' }] },
    );
  return sql`contact_point cp
    join person p on p.id = cp.person_id
    where cp.value_key = ${contactKey('sms', number)}
      and cp.channel = 'sms'
      and ${IS_VALID}`;
}

function ofReference(said: string) {
  const [, creditor = null, number = ''] = /^(?:([^/]+)\/)?(.+)$/.exec(said.trim()) ?? [];
  return sql`creditor c
    join account a on a.creditor_id = c.id and a.number = ${number}
    join account_person debtor on debtor.account_id = a.id and debtor.role = 'debtor'
    join person p on p.id = debtor.person_id
    where (${creditor}::text is null or c.code = ${creditor})`;
}

/** Written with or without marks, the surname first or last. */
const ofName = (said: string) => sql`creditor c
    join person p on p.creditor_id = c.id
    where ${NAME_KEY} = any(${nameKeys(said)}::text[])`;

/** What is known of a person that a caller may be asked for. */
export interface CallerValues {
  name: string;
  language: string;
  number: string;
  address: string | null;
  emails: string[];
  phones: string[];
  accountIds: string[];
}

/** What is known of each. */
export async function readCallers(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, CallerValues>> {
  const { rows } = await sql<CallerValues & { id: string }>`
    select p.id, p.name, p.language, p.number, p.address,
      array(select cp.value from contact_point cp where cp.person_id = p.id and cp.channel = 'email' and ${IS_VALID})
        as emails,
      array(select cp.value from contact_point cp where cp.person_id = p.id and cp.channel = 'sms' and ${IS_VALID})
        as phones,
      array(
        select ap.account_id::text
        from account_person ap
        where ap.person_id = p.id
          and ap.role = 'debtor'
        order by 1) as "accountIds"
    from person p
    where p.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...values }) => [id, values]));
}
