/** To whom a letter goes: personal values are read here, inside the claim, and live in memory only while a message is written. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import type { Recipient } from '../../domain/letter.ts';

export interface Addressee extends Recipient {
  personId: string;
  /** The contact point that the message goes to. */
  to: string;
  creditor: Recipient['creditor'] & { code: string };
}

/** Name, language and the first valid address of a person on a channel; null when there is none. */
export async function readAddressees(
  trx: Transaction<Database>,
  personIds: readonly string[],
  channel: WrittenChannel,
): Promise<Map<string, Addressee>> {
  const { rows } = await sql<
    Omit<Addressee, 'creditor'> & { creditorName: string; code: string; terms: CreditorTerms }
  >`
    select p.id as "personId", p.name, p.language, cp.value as "to", c.name as "creditorName", c.code, c.terms
    from person p join creditor c on c.id = p.creditor_id
    join lateral (select value from contact_point where person_id = p.id and channel = ${channel} and invalid_since is null order by id limit 1) cp on true
    where p.id = any(${[...personIds]}::uuid[])`.execute(trx);
  return new Map(
    rows.map(({ creditorName, code, terms, ...row }) => [
      row.personId,
      { ...row, creditor: { name: creditorName, code, terms } },
    ]),
  );
}
