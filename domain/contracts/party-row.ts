/** One row of the parties file: a person's part in an account. Pure; docs/import-format.md describes it. */
import { parseAmount } from '../money.ts';
import { type Liability, ROLES, type Role } from '../parties.ts';
import type { BookContext } from './book-row.ts';
import { atLeast, type CellFault, type Cells, fileFormat, RowReading, SIGNED_VALUE } from './cells.ts';
import { type PersonCells, type PlaceCells, readPerson, readPlace } from './person-cells.ts';

/** All columns, in the order of a row's cells. */
export const PARTY_COLUMNS = [
  'creditor',
  'account',
  'person',
  'role',
  'liability',
  'name',
  'language',
  'zone',
  'email',
  'phone',
  'address',
  'country',
  'region',
] as const;
type PartyColumn = (typeof PARTY_COLUMNS)[number];
/** The columns that describe the person: rows of one person must agree in them. */
export const PARTY_PERSON_COLUMNS: readonly PartyColumn[] = PARTY_COLUMNS.slice(PARTY_COLUMNS.indexOf('name'));

export const PARTY_FORMAT = fileFormat<PartyColumn>({
  columns: PARTY_COLUMNS,
  optional: new Set<PartyColumn>(['email', 'phone', 'address', 'country', 'region']),
  absent: new Set<PartyColumn>(['country', 'region']),
  signed: { phone: SIGNED_VALUE },
  lists: new Set<PartyColumn>(),
});

/** A checked row. */
export interface PartyRow extends PersonCells {
  creditor: string;
  account: string;
  person: string;
  role: Role;
  liability: Liability;
  place: PlaceCells;
}

/** Reads `full`, `none`, `share:50` or `cap:100000.00`. */
function parseLiability(text: string, currency: string): Liability | null {
  if (text === 'full' || text === 'none') return { kind: text };
  const [, kind, figure = ''] = /^(share|cap):(.*)$/.exec(text) ?? [];
  if (kind === 'cap') {
    const minor = atLeast(parseAmount(figure.trim(), currency), 1n);
    return typeof minor === 'bigint' ? { kind, minor } : null;
  }
  if (kind !== 'share' || !/^\d{1,3}(\.\d{1,2})?$/.test(figure.trim())) return null;
  const hundredths = Math.round(Number(figure) * 100);
  return hundredths > 0 && hundredths <= 10_000 ? { kind, hundredths } : null;
}

/** Reads one row, with its cells in the order of PARTY_COLUMNS. Returns the row, or every fault found in it. */
export function parsePartyRow(
  cells: Cells,
  context: Pick<BookContext, 'creditorOf'>,
): PartyRow | CellFault<PartyColumn>[] {
  const reading = new RowReading(PARTY_FORMAT, cells);
  const creditor = reading.key('creditor');
  const known = reading.isBad('creditor') ? null : context.creditorOf(creditor);
  if (!reading.isBad('creditor') && known === null) reading.fail('creditor', 'unknown-creditor');
  const row: PartyRow = {
    creditor,
    account: reading.key('account'),
    person: reading.key('person'),
    role: reading.oneOf('role', ROLES, 'unknown-role'),
    // The currency of an unknown creditor is not known either: its liability is not judged.
    liability: (known &&
      reading.parsed('liability', (text) => parseLiability(text, known.currency), 'bad-liability')) ?? {
      kind: 'full',
    },
    ...readPerson(reading),
    place: readPlace(reading),
  };
  return reading.faults.length > 0 ? reading.faults : row;
}
