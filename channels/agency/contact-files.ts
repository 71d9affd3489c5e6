/**
 * Writes what an agency without an interface may do on a day, and what it may do no more: `contacts` and
 * `contact-stops`, each a CSV with its manifest. Pure. Layout: docs/file-formats.md
 */
import type { PersonChannel } from '../../domain/channels.ts';
import type { OutFile } from '../channel.ts';
import { writeCsv } from '../csv.ts';
import { type AgencyFile, agencyFiles } from './writer.ts';

/** An account and a channel: a permit, or why there is none. Moments are local to the person, with their offset. */
export interface ContactRow {
  placement: string;
  account: string;
  channel: PersonChannel;
  /** Empty without a permit, as `to`, `from` and `until`. */
  reservation: string;
  to: string;
  from: string;
  until: string;
  /** Code of the reason why there is no permit, and when there may be one; empty beside a permit. */
  reason: string;
  next: string;
}
/** A permit that ends before its time. */
export interface StopRow {
  reservation: string;
  placement: string;
  account: string;
  channel: PersonChannel;
  reason: string;
}

/** Header of a contacts file. */
export const CONTACTS_COLUMNS = [
  'reservation',
  'placement',
  'account',
  'channel',
  'to',
  'from',
  'until',
  'reason',
  'next',
] as const satisfies readonly (keyof ContactRow)[];
/** Header of a file of stops. */
export const STOPS_COLUMNS = [
  'reservation',
  'placement',
  'account',
  'channel',
  'reason',
] as const satisfies readonly (keyof StopRow)[];

/** The contacts of a day. */
export const writeContacts = (file: AgencyFile, rows: readonly ContactRow[]): OutFile[] =>
  agencyFiles(file, 'contacts', writeCsv(CONTACTS_COLUMNS, sorted(rows)), { count: rows.length, sums: [] });

/** Permits that end when this file is read. */
export const writeStops = (file: AgencyFile, rows: readonly StopRow[]): OutFile[] =>
  agencyFiles(file, 'contact-stops', writeCsv(STOPS_COLUMNS, sorted(rows)), { count: rows.length, sums: [] });

/** Equal rows give equal bytes. */
function sorted<R extends StopRow>(rows: readonly R[]): R[] {
  const key = ({ account, channel, reservation }: R): string => `${account} ${channel} ${reservation}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
