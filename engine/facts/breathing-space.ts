/** What rules a breathing space out that is told: no machine begins another within the months that a law names. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { HOLDS } from '../../domain/care/holds.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { PersonFactBodies } from '../../domain/facts.ts';
import { jurisdictionsOf } from '../../domain/law/which-law.ts';
import { Problem } from '../../domain/problems.ts';
import { addMonths, localDate } from '../../domain/time.ts';
import { faultAt } from './field-fault.ts';
import type { PersonContext } from './person-context.ts';

type Told = PersonFactBodies['care-hold'];

/**
 * Throws `fact-invalid` where a crisis is named of another hold, and `not-allowed-now` for a second breathing space
 * that no person answers for. The same one, told again with its first day, is none.
 */
export async function checkBreathingSpace(
  trx: Transaction<Database>,
  { type, since, crisis }: Told,
  { subject, person, occurredAt, known }: PersonContext,
): Promise<void> {
  if (crisis && type !== 'breathing-space')
    throw faultAt('fact-invalid', '/data/crisis', 'belongs to breathing-space: leave it out', 'care-hold');
  if (type !== 'breathing-space' || crisis || person !== null || known) return;
  const months = await monthsBetween(trx, subject.personId);
  if (months === 0) return;
  const first = since ?? localDate(occurredAt, subject.zone);
  const { rows } = await sql<{ first: string | null; at: number }>`
    select f.body ->> 'since' as first, (extract(epoch from f.occurred_at) * 1000)::float8 as at
    from fact f
    where f.person_id = ${subject.personId}::uuid
      and f.kind = 'care-hold'
      and f.body ->> 'type' = 'breathing-space'
      and f.body ->> 'crisis' is null
    order by f.occurred_at, f.id`.execute(trx);
  const others = rows.map((row) => row.first ?? localDate(row.at, subject.zone)).filter((day) => day !== first);
  if (others.some((day) => addMonths(day, months) > first && addMonths(first, months) > day))
    throw new Problem('not-allowed-now', {
      reason: `the person has had a breathing space within ${months} months, no machine begins another`,
      remedy: 'A person who has looked into it may record it: add --as NAME.',
    });
}

/** The months that the laws of the person name; 0 where none does. */
async function monthsBetween(trx: Transaction<Database>, personId: string): Promise<number> {
  const { rows } = await sql<{ zone: string; country: string | null; creditor_zone: string; terms: CreditorTerms }>`
    select p.zone, p.country, c.zone as creditor_zone, c.terms
    from person p
    join creditor c on c.id = p.creditor_id
    where p.id = ${personId}::uuid`.execute(trx);
  const [row] = rows;
  if (row === undefined) throw new Error('the person is not there');
  const laws = jurisdictionsOf({
    creditor: { zone: row.creditor_zone, country: row.terms.country ?? null },
    person: { zone: row.zone, country: row.country, points: [] },
  });
  const { againAfterMonths = {} } = HOLDS['breathing-space'];
  return laws.reduce((most, law) => Math.max(most, againAfterMonths[law] ?? 0), 0);
}
