/** Takes in what an agency says of its permits for a day, in one transaction. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type ContactReturnRow, parseContactReturn } from '../../channels/agency/contact-return.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { ReportAnswer } from '../../domain/reservations.ts';
import { confirmWithin, releaseWithin } from '../contacts/report-contact.ts';
import { findReservation, type ReservationRow, readReservations } from '../contacts/reservation-row.ts';
import {
  agencyIntake,
  findProcessed,
  type InboundFile,
  type Intake,
  keepListed,
  refusalOf,
  refuseFile,
  storeProcessed,
} from './intake-file.ts';

/** A row that was not taken. The others were. */
interface RefusedRow {
  row: number;
  reservation: string;
  result: string;
  reason: string;
  remedy: string;
}

/** The answer to a file of reports. */
export interface ContactReturnSummary {
  /** The same bytes were taken before, and nothing was done now. */
  before: boolean;
  sha256: string;
  rows: number;
  /** Reservations that are reported now. */
  recorded: number;
  /** Rows that say what was reported before. */
  repeated: number;
  refused: RefusedRow[];
}

type RowAnswer = ReportAnswer | 'other-channel' | 'unknown';

const BY_EVENT = 'Tell a contact that was made by a row contact of the return file.';
/** Why a row is not taken, and what the agency does about it. */
const REFUSALS: Readonly<Record<Exclude<RowAnswer, 'taken' | 'repeat'>, Pick<RefusedRow, 'reason' | 'remedy'>>> = {
  unknown: {
    reason: 'the reservation is not one of this agency',
    remedy: `Copy the id from the contacts file. ${BY_EVENT}`,
  },
  conflict: { reason: 'the reservation was reported otherwise', remedy: `The first report stands. ${BY_EVENT}` },
  early: { reason: 'the contact lies before the permit began', remedy: BY_EVENT },
  future: { reason: 'the contact lies in the future', remedy: 'Correct the moment and send the row again.' },
  'other-channel': {
    reason: 'the outcome does not belong to the channel of the permit',
    remedy: 'Write an outcome of the channel and send the row again.',
  },
  'evidence-missing': {
    reason: 'the permit is over, and that it was not used is not proved',
    remedy: 'Fill in evidence, such as the row of the dialler log, and send the row again.',
  },
};

/** The reservations of this agency that the rows name, by id, with their accounts locked. */
async function lockReservations(
  trx: Transaction<Database>,
  { creditorId, sender }: Intake,
  rows: readonly ContactReturnRow[],
): Promise<Map<string, ReservationRow>> {
  const ids = rows.map(({ reservation }) => reservation);
  const find = () =>
    readReservations(
      trx,
      sql`r.id = any(${ids}::uuid[])
        and r.creditor_id = ${creditorId}::uuid
        and r.holder = ${`agency:${sender}`}`,
    );
  await lockAccounts(trx, [...new Set((await find()).map(({ accountId }) => accountId))]);
  return new Map((await find()).map((known) => [known.id, known]));
}

async function report(
  trx: Transaction<Database>,
  row: ContactReturnRow,
  known: ReservationRow | undefined,
  { now }: Intake,
): Promise<RowAnswer> {
  if (known === undefined) return 'unknown';
  return row.result === 'used' ? confirmWithin(trx, known, row, now) : releaseWithin(trx, known, row, now);
}

async function takeRows(
  trx: Transaction<Database>,
  intake: Intake,
  rows: readonly ContactReturnRow[],
): Promise<ContactReturnSummary> {
  const reservations = await lockReservations(trx, intake, rows);
  const refused: RefusedRow[] = [];
  const counts = { rows: rows.length, recorded: 0, repeated: 0 };
  for (const row of rows) {
    const { reservation, result } = row;
    const answer = await report(trx, row, reservations.get(reservation), intake);
    if (answer === 'taken') counts.recorded += 1;
    else if (answer === 'repeat') counts.repeated += 1;
    else refused.push({ row: row.row, reservation, result, ...REFUSALS[answer] });
    // Another row about it is judged by what this one has stored.
    const stored = answer === 'taken' ? await findReservation(trx, reservation) : null;
    if (stored !== null) reservations.set(reservation, stored);
  }
  await keepListed(trx, intake, refused);
  await storeProcessed(trx, intake, { ...counts, refused: refused.length });
  return { ...counts, before: false, sha256: intake.sha256, refused };
}

/**
 * Takes in a file of reports. Rows that do not fit are refused with reason and remedy, the others are taken. The same
 * bytes again are a no-op. Throws `unknown-creditor`, or `file-refused` when the creditor has no such agency or the
 * file cannot be read; `stuck` then shows the file.
 */
export async function ingestContactReturn(
  db: Kysely<Database>,
  file: InboundFile & { agency: string },
): Promise<ContactReturnSummary> {
  const parsed = parseContactReturn(file.bytes);
  const intake = await agencyIntake(db, 'contact-return', parsed.sha256, file);
  const processed = await findProcessed(db, intake);
  if (processed) {
    const rows = Number(processed.counts['rows'] ?? 0);
    return { before: true, sha256: parsed.sha256, rows, recorded: 0, repeated: 0, refused: [] };
  }
  if (!parsed.taken) return refuseFile(db, intake, refusalOf(parsed.faults));
  return inTransaction(db, (trx) => takeRows(trx, intake, parsed.rows));
}
