/** Addressees of messages. Read inside the claim and held in memory only while a message is written. */
import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Recipient } from '../../domain/letter.ts';
import { readPersons } from '../persons/persons.ts';

/** A person with the contact point that a message goes to. */
export interface Addressee extends Recipient {
  personId: string;
  /** The contact point. */
  to: string;
}

/** Reads persons with their best valid contact point on a channel. Persons without one are left out. */
export async function readAddressees(
  trx: Transaction<Database>,
  personIds: readonly string[],
  channel: WrittenChannel,
): Promise<Map<string, Addressee>> {
  const addressees = new Map<string, Addressee>();
  for (const { id, name, language, creditor, points } of (await readPersons(trx, personIds)).values()) {
    const point = points.find((point) => point.channel === channel && !point.wrong);
    if (point) addressees.set(id, { personId: id, name, language, creditor, to: point.value });
  }
  return addressees;
}
