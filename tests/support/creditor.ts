/** A made-up creditor for tests, with every term a letter needs. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CreditorFile } from '../../domain/contracts/creditor.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';

const TERMS: CreditorFile[number]['terms'] = {
  v: 1,
  phone: '+886 2 5550 0100',
  email: 'service@harbour.example.com',
  address: '1 Harbour Road, Taipei',
  payAt: 'https://pay.harbour.example.com',
  payTo: 'Harbour Bank 000-0000-0000',
  bankAccounts: ['008-1234567890'],
  complaints: 'complaints@harbour.example.com',
  freeHelp: 'Debt advice line 0800 000 000',
  agencies: [
    {
      code: 'north',
      name: 'North Agency',
      phone: '+886 2 5550 0111',
      share: 1,
      complaints: 'complaints@north.example.com',
    },
  ],
  bureau: { code: 'example-bureau', name: 'Example Bureau' },
  floors: { placement: '100000', legal: '3000000', cost: '1000000' },
  limitationYears: 15,
  careReviewers: ['Dana Reed'],
  careOnCall: { name: 'Omar Finch', phone: '+886 2 5550 0190' },
};
export const TEST_CREDITOR: CreditorFile[number] = {
  code: 'harbour',
  name: 'Harbour Bank',
  zone: 'Asia/Taipei',
  currency: 'TWD',
  terms: TERMS,
};

export async function addCreditor(
  db: Kysely<Database>,
  code: string,
  zone = 'Asia/Taipei',
  currency = 'TWD',
): Promise<{ id: string }> {
  await upsertCreditors(db, [{ code, name: `Bank ${code}`, zone, currency, terms: TERMS }]);
  return db.selectFrom('creditor').select('id').where('code', '=', code).executeTakeFirstOrThrow();
}
