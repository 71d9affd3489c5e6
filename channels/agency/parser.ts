/**
 * Parses the agency's return file, which is accepted or refused as a whole. The caller checks that each placement
 * exists and that the file is new.
 */
import { PERSON_CHANNELS, type PersonChannel, type WrittenChannel } from '../../domain/channels.ts';
import { COMPLAINT_CAUSES, type ComplaintCause } from '../../domain/complaint-facts.ts';
import { parseEmail, parsePhone } from '../../domain/contracts/contact-value.ts';
import { DISPUTE_REASONS, type DisputeReason } from '../../domain/fact-choices.ts';
import { isCurrency } from '../../domain/money.ts';
import { type CalendarDate, type Instant, isCalendarDate } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import { type ReturnFault, type ReturnFaultCode, returnFault } from '../faults.ts';
import { isPlainAddress, isPlainNumber } from '../outbox/letter-file.ts';
import { readTable, type Table, type TableRow } from '../table.ts';

/** Header of the return file; columns may come in any order. */
export const RETURN_COLUMNS = [
  'placement',
  'event',
  'at',
  'minor',
  'currency',
  'to',
  'channel',
  'on',
  'detail',
] as const;
type Column = (typeof RETURN_COLUMNS)[number];

/** What the agency reports. Amounts are minor units of `currency`. */
type AgencyEvent =
  | { event: 'accepted' | 'recall-acknowledged' | 'hardship' }
  | { event: 'dispute'; about: DisputeReason }
  | { event: 'rejected' | 'returned'; reason: string }
  | { event: 'contact'; channel: PersonChannel }
  | { event: 'stop'; channel: PersonChannel }
  /** `to`: who is complained of. */
  | { event: 'complaint'; channel: PersonChannel; to: 'lender' | 'agency'; cause: ComplaintCause }
  /** `to`: who holds the money. */
  | { event: 'payment'; minor: bigint; currency: string; to: 'lender' | 'agency'; reference: string }
  | { event: 'promise'; minor: bigint; currency: string; on: CalendarDate }
  | { event: 'address'; channel: WrittenChannel; value: string };

/** One row of a return file. */
export type AgencyReturnRow = AgencyEvent & {
  /** Row in the file. With the file's sha256 it identifies the fact. */
  row: number;
  placement: string;
  at: Instant;
};
/** An accepted file with its rows, or the faults that refuse it. `sum` adds up payments and promises. */
type AgencyReturn =
  | {
      taken: true;
      sha256: string;
      rows: AgencyReturnRow[];
      count: number;
      currency: string | null;
      sum: bigint;
      faults: [];
    }
  | { taken: false; sha256: string; faults: ReturnFault[] };

type Cells = Record<Column, string>;
/** Cells that an event uses besides placement, event and at; all others must be empty. `detail?` may be empty. */
const USES: Readonly<Record<AgencyEvent['event'], readonly (Column | 'detail?')[]>> = {
  accepted: [],
  rejected: ['detail'],
  contact: ['channel'],
  payment: ['minor', 'currency', 'to', 'detail?'],
  promise: ['minor', 'currency', 'on'],
  dispute: ['detail?'],
  hardship: [],
  stop: ['channel'],
  complaint: ['to', 'channel', 'detail'],
  address: ['channel', 'detail'],
  returned: ['detail'],
  'recall-acknowledged': [],
};
/** Every event that a return file may contain. */
export const AGENCY_EVENTS = Object.keys(USES) as AgencyEvent['event'][];
const LONGEST_CELL = 500;

const oneOf = <T extends string>(all: readonly T[], text: string): T | undefined => all.find((item) => item === text);
/** Up to 15 digits, the limit for amounts everywhere. */
const isMinor = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);

/** Parses a moment with offset, at least to the second; null if it is malformed or does not exist. */
export function readMoment(text: string): Instant | null {
  const match =
    /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.exec(text);
  return match?.[1] && isCalendarDate(match[1]) ? Date.parse(text) : null;
}

/** The fault of a cell that the event uses; null if it has none. */
function cellFault(column: Column, cells: Cells, event: string): ReturnFaultCode | null {
  const text = cells[column];
  if (text === '') return 'empty';
  if (column === 'minor') return isMinor(text) ? null : 'amount-not-minor';
  if (column === 'currency') return isCurrency(text) ? null : 'unknown-currency';
  if (column === 'to') return text === 'lender' || text === 'agency' ? null : 'unknown-receiver';
  if (column === 'on') return isCalendarDate(text) ? null : 'no-such-date';
  if (column === 'channel') {
    const known = oneOf(PERSON_CHANNELS, text);
    return known && !(event === 'address' && known === 'call') ? null : 'unknown-channel';
  }
  if (column !== 'detail') return null;
  if (event === 'complaint') return oneOf(COMPLAINT_CAUSES, text) === undefined ? 'unknown-cause' : null;
  if (event !== 'address') return null;
  const fits =
    cells.channel === 'email' ? isPlainAddress(text) && parseEmail(text) : isPlainNumber(text) && parsePhone(text);
  return fits ? null : 'bad-point';
}

function rowFaults({ row, cells }: TableRow<Column>): ReturnFault[] {
  const event = oneOf(AGENCY_EVENTS, cells.event);
  if (!event) return [returnFault(cells.event === '' ? 'empty' : 'unknown-event', row, 'event')];
  const uses = USES[event];
  const faults: ReturnFault[] = [];
  const add = (code: ReturnFaultCode | null, column: Column) =>
    code !== null && faults.push(returnFault(code, row, column));
  if (!/^[A-Za-z0-9-]{1,64}$/.test(cells.placement)) add('bad-placement', 'placement');
  if (readMoment(cells.at) === null) add('no-such-moment', 'at');
  for (const column of RETURN_COLUMNS.slice(3)) {
    if (cells[column].length > LONGEST_CELL) add('too-long', column);
    else if (uses.includes(column)) add(cellFault(column, cells, event), column);
    else if (cells[column] !== '' && !(column === 'detail' && uses.includes('detail?'))) add('not-empty', column);
  }
  return faults;
}

/** Reads a row that has no faults. */
function readEvent(event: AgencyEvent['event'], cells: Cells): AgencyEvent {
  const channel = oneOf(PERSON_CHANNELS, cells.channel) ?? 'call';
  switch (event) {
    case 'accepted':
    case 'hardship':
    case 'recall-acknowledged':
      return { event };
    case 'rejected':
    case 'returned':
      return { event, reason: cells.detail };
    case 'contact':
    case 'stop':
      return { event, channel };
    case 'complaint': {
      const to = cells.to === 'agency' ? 'agency' : 'lender';
      return { event, channel, to, cause: oneOf(COMPLAINT_CAUSES, cells.detail) ?? 'other' };
    }
    case 'dispute':
      return { event, about: oneOf(DISPUTE_REASONS, cells.detail) ?? 'other' };
    case 'payment': {
      const { currency, detail } = cells;
      return {
        event,
        minor: BigInt(cells.minor),
        currency,
        to: cells.to === 'agency' ? 'agency' : 'lender',
        reference: detail,
      };
    }
    case 'promise':
      return { event, minor: BigInt(cells.minor), currency: cells.currency, on: cells.on };
    case 'address':
      return { event, channel: channel === 'email' ? 'email' : 'sms', value: cells.detail };
  }
}

/** Rows that accept a placement which an earlier row rejects, or the reverse. */
function conflicts(rows: readonly TableRow<Column>[]): ReturnFault[] {
  const said = new Map<string, string>();
  return rows.flatMap(({ row, cells: { placement, event } }) => {
    if (event !== 'accepted' && event !== 'rejected') return [];
    const before = said.get(placement) ?? event;
    said.set(placement, before);
    return before === event ? [] : [returnFault('rows-conflict', row, 'event')];
  });
}

/** Faults of the whole file: duplicate rows, mixed currencies, wrong count or sum in the `#end` row. */
function totalFaults({ rows, end }: Table<Column>, sum: bigint): ReturnFault[] {
  const faults: ReturnFault[] = conflicts(rows);
  const seen = new Set<string>();
  for (const { row, cells } of rows) {
    const text = JSON.stringify(cells);
    if (seen.has(text)) faults.push(returnFault('row-doubled', row));
    seen.add(text);
  }
  const currencies = new Set([...rows.map(({ cells }) => cells.currency), end.currency].filter((code) => code !== ''));
  if (currencies.size > 1) faults.push(returnFault('mixed-currency', 0, 'currency'));
  const row = rows.length + 2;
  if (end.event !== String(rows.length)) faults.push(returnFault('count-wrong', row, 'event'));
  if (end.minor !== sum.toString()) faults.push(returnFault('sum-wrong', row, 'minor'));
  return faults;
}

/**
 * Parses a return file. Any fault refuses the whole file. Faults name row, column, code, reason and remedy, never
 * personal data.
 */
export function parseAgencyReturn(bytes: Uint8Array): AgencyReturn {
  const print = sha256(bytes);
  const table = readTable(bytes, RETURN_COLUMNS);
  if ('faults' in table) return { taken: false, sha256: print, faults: table.faults };
  const minors = table.rows.map(({ cells }) => (isMinor(cells.minor) ? BigInt(cells.minor) : 0n));
  const sum = minors.reduce((all, minor) => all + minor, 0n);
  const faults = [...table.rows.flatMap(rowFaults), ...totalFaults(table, sum)];
  if (faults.length > 0) return { taken: false, sha256: print, faults };
  const rows = table.rows.map(({ row, cells }): AgencyReturnRow => {
    const event = oneOf(AGENCY_EVENTS, cells.event) ?? 'accepted';
    return { ...readEvent(event, cells), row, placement: cells.placement, at: readMoment(cells.at) ?? 0 };
  });
  const currency = table.rows.find(({ cells }) => cells.currency !== '')?.cells.currency ?? null;
  return { taken: true, sha256: print, rows, count: rows.length, currency, sum, faults: [] };
}
