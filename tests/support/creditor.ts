/** A made-up creditor for tests. */
import type { Kysely } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';

const TERMS = {
  v: 1,
  agencies: [{ code: 'north', name: 'North Agency', phone: '+886 2 5550 0111', share: 1, complaints: 'complaints@north.example.com' }],
  bureau: { code: 'example-bureau', name: 'Example Bureau' },
  floors: { placement: '100000', legal: '3000000', cost: '1000000' },
  limitationYears: 15,
};

export async function addCreditor(db: Kysely<Database>, code: string, zone = 'Asia/Taipei', currency = 'TWD'): Promise<{ id: string }> {
  const id = uuidv7();
  await db
    .insertInto('creditor')
    .values({ id, code, name: `Bank ${code}`, zone, currency, terms: JSON.stringify(TERMS) })
    .execute();
  return { id };
}
