/**
 * Writes the files for one agency on one business date: `placement`, `update` and `recall`, each a CSV with its
 * manifest. Pure.
 */
import type { CalendarDate } from '../../domain/time.ts';
import type { OutFile } from '../channel.ts';
import { writeCsv } from '../csv.ts';
import { type Manifest, sumByCurrency, withManifest } from '../manifest.ts';
import {
  PLACEMENT_COLUMNS,
  type PlacementRow,
  RECALL_COLUMNS,
  type RecallRow,
  UPDATE_COLUMNS,
  type UpdateRow,
} from './handover.ts';

/** What the file name is built from; equal values give the same name. */
export interface AgencyFile {
  creditor: string;
  agency: string;
  /** Business date in the creditor's zone. */
  on: CalendarDate;
  /** 1 for the first file of this kind on this date. */
  sequence: number;
}

type Cells<C extends readonly string[]> = Record<C[number], string>;

function placementCells(file: AgencyFile, row: PlacementRow): Cells<typeof PLACEMENT_COLUMNS> {
  return {
    placement: row.placement,
    account: row.account,
    term_ends: row.termEnds,
    creditor: file.creditor,
    creditor_name: row.creditorName,
    mandate: row.mandate,
    person: row.person.number,
    person_name: row.person.name,
    language: row.person.language,
    zone: row.person.zone,
    contact_points: JSON.stringify(row.person.points),
    product: row.product,
    contract_date: row.contractDate,
    currency: row.currency,
    dues: duesCell(row),
    total_minor: row.total.toString(),
    as_of: row.asOf,
    last_payment_on: row.lastPayment?.on ?? '',
    last_payment_minor: row.lastPayment?.minor.toString() ?? '',
    payment_reference: row.paymentReference,
    contacts_made: row.contacts.count.toString(),
    last_contact_on: row.contacts.last ?? '',
  };
}

function updateCells(file: AgencyFile, row: UpdateRow): Cells<typeof UPDATE_COLUMNS> {
  return {
    placement: row.placement,
    account: row.account,
    creditor: file.creditor,
    currency: row.currency,
    dues: duesCell(row),
    total_minor: row.total.toString(),
    as_of: row.asOf,
  };
}

const duesCell = ({ dues }: Pick<UpdateRow, 'dues'>): string => dues.map(({ on, minor }) => `${on}=${minor}`).join(';');

function recallCells(file: AgencyFile, row: RecallRow): Cells<typeof RECALL_COLUMNS> {
  return {
    placement: row.placement,
    account: row.account,
    creditor: file.creditor,
    reason: row.reason,
    recalled_on: row.recalledOn,
    acknowledge_by: row.acknowledgeBy,
    currency: row.currency,
    total_minor: row.total.toString(),
  };
}

/** A CSV with its manifest, named by kind, creditor, agency, date and sequence. */
export function agencyFiles(
  file: AgencyFile,
  kind: 'placement' | 'update' | 'recall' | 'contacts' | 'contact-stops',
  csv: string,
  { count, sums }: Pick<Manifest, 'count' | 'sums'>,
): OutFile[] {
  const { creditor, agency, on, sequence } = file;
  const name = `${agency}/${on}/${kind}-${creditor}-${agency}-${on}-${String(sequence).padStart(3, '0')}`;
  const head = { kind, creditor, recipient: agency, date: on, sequence, count, sums };
  return withManifest([{ name: `${name}.csv`, content: Buffer.from(csv, 'utf8') }], head, `${name}.manifest.json`);
}

const totalsOf = (rows: readonly { currency: string; total: bigint }[]): Pick<Manifest, 'count' | 'sums'> => ({
  count: rows.length,
  sums: sumByCurrency(rows.map((row) => ({ currency: row.currency, minor: row.total }))),
});

const byPlacement = <R extends { placement: string }>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => (a.placement < b.placement ? -1 : 1));

/**
 * Files for accounts handed over. Rows are sorted by placement, so equal rows give equal bytes. The manifest sums
 * `total_minor`.
 */
export function writePlacements(file: AgencyFile, rows: readonly PlacementRow[]): OutFile[] {
  const cells = byPlacement(rows).map((row) => placementCells(file, row));
  return agencyFiles(file, 'placement', writeCsv(PLACEMENT_COLUMNS, cells), totalsOf(rows));
}

/** Files for placed accounts of which another amount is asked for now. The manifest sums `total_minor`. */
export function writeUpdates(file: AgencyFile, rows: readonly UpdateRow[]): OutFile[] {
  const cells = byPlacement(rows).map((row) => updateCells(file, row));
  return agencyFiles(file, 'update', writeCsv(UPDATE_COLUMNS, cells), totalsOf(rows));
}

/** Files for accounts taken back. The manifest sums `total_minor`. */
export function writeRecalls(file: AgencyFile, rows: readonly RecallRow[]): OutFile[] {
  const cells = byPlacement(rows).map((row) => recallCells(file, row));
  return agencyFiles(file, 'recall', writeCsv(RECALL_COLUMNS, cells), totalsOf(rows));
}
