/** The parties of an account and its features as the lender's files told them. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import { toWire } from '../../domain/money.ts';
import { type Liability, ROLES, type Role } from '../../domain/parties.ts';
import type { Database } from '../schema.ts';

/** The parties of an account, the debtor first. */
export async function readParties(
  db: Kysely<Database>,
  accountId: string,
  currency: string,
): Promise<Omit<StoryView['parties'][number], 'mayHear' | 'permission'>[]> {
  const { rows } = await sql<{
    person: string;
    role: Role;
    liability: Liability['kind'];
    hundredths: number | null;
    minor: bigint | null;
  }>`
    select p.number as person, ap.role, ap.liability, ap.liability_share as hundredths, ap.liability_cap as minor
    from account_person ap
    join person p on p.id = ap.person_id
    where ap.account_id = ${accountId}::uuid
    order by array_position(${[...ROLES]}::text[], ap.role), p.number`.execute(db);
  return rows.map(({ person, role, liability, hundredths, minor }) => ({
    person,
    role,
    liability,
    share: hundredths === null ? null : hundredths / 100,
    cap: minor === null ? null : toWire({ currency, minor }),
  }));
}

/** The newest value of each feature of an account, by name. */
export async function readFeatures(db: Kysely<Database>, accountId: string): Promise<StoryView['features']> {
  const { rows } = await sql<{ name: string; value: string; asOf: string }>`
    select distinct on (name) name, value, as_of as "asOf"
    from account_feature
    where account_id = ${accountId}::uuid
    order by name, as_of desc`.execute(db);
  // A key starts with a letter, a number never does.
  return rows.map(({ name, value, asOf }) => ({ name, value: /^[a-z]/i.test(value) ? value : Number(value), asOf }));
}
