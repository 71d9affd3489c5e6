/** What format v2 adds to a row of the book. Each column may be left out. Pure; docs/import-format.md describes it. */
import type { Due } from '../facts.ts';
import { COMPONENTS, type Component } from '../money/components.ts';
import { type AmountFault, parseAmount } from '../money.ts';
import type { CalendarDate } from '../time.ts';
import type { BookFaultCode } from './book-faults.ts';
import { atLeast, isRealDate, type RowReading } from './cells.ts';
import { type PlaceCells, readPlace } from './person-cells.ts';

/** The columns of format v2, behind those of v1. */
export const DETAIL_COLUMNS = [
  'country',
  'region',
  'second_fact_hmac',
  'grace_days',
  'components',
  'disbursed_amount',
  'origination_channel',
  'origination_band',
  'original_creditor',
  'present_creditor',
  'last_contact_on',
] as const;
type DetailColumn = (typeof DETAIL_COLUMNS)[number];
type Reading<C extends string> = RowReading<C | DetailColumn>;

/** The components of one due, in minor units; they add up to it. */
export type DueComponents = { on: CalendarDate } & Record<Component, bigint>;

/** A field is left out when the file has no such column, and null when its cell is empty. Amounts are minor units. */
export interface BookDetails extends PlaceCells {
  /** HMAC-SHA-256 of a second fact about the person, 64 small hex digits. */
  secondFact?: string | null;
  /** Days after a due date within which a payment is on time, by contract. */
  graceDays?: number | null;
  /** Of dues that the row lists, oldest first. */
  components?: DueComponents[] | null;
  disbursed?: bigint | null;
  originationChannel?: string | null;
  originationBand?: string | null;
  /** Name of the lender that made the contract. */
  originalCreditor?: string | null;
  /** Name of the lender that owns the debt now. */
  presentCreditor?: string | null;
  /** The last day on which the lender, or somebody for it, was in contact with the person about the account. */
  lastContactOn?: CalendarDate | null;
}

/** Most days of grace. */
const MAX_GRACE_DAYS = 60;

function readGraceDays(text: string): number | null {
  const days = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return days <= MAX_GRACE_DAYS ? days : null;
}

/** Reads a SHA-256 value, hex or base64url, into hex. */
function readHmac(text: string): string | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const base64 = /^([\w-]{43})=?$/.exec(text)?.[1];
  return base64 === undefined ? null : hexOf(base64);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Hex of 43 digits of base64url: 258 bits, of which the last two must be zero. */
function hexOf(base64: string): string | null {
  let value = 0n;
  for (const digit of base64) value = value * 64n + BigInt(DIGITS.indexOf(digit));
  return value % 4n === 0n ? (value / 4n).toString(16).padStart(64, '0') : null;
}

function readComponent(text: string, currency: string): [Component, bigint] | AmountFault | 'bad-components' {
  const at = text.indexOf(':');
  const name = COMPONENTS.find((name) => name === text.slice(0, at).trim());
  if (name === undefined) return 'bad-components';
  const minor = atLeast(parseAmount(text.slice(at + 1).trim(), currency), 0n);
  if (minor === 'amount-not-positive') return 'bad-components';
  return typeof minor === 'bigint' ? [name, minor] : minor;
}

/** Reads `2026-01-31=principal:1000.00,interest:300.00`. What is not named is zero. */
function readDueComponents(text: string, currency: string): DueComponents | BookFaultCode {
  const at = text.indexOf('=');
  if (at < 1) return 'bad-components';
  const on = text.slice(0, at).trim();
  if (!isRealDate(on)) return 'no-such-date';
  const named = new Map<Component, bigint>();
  for (const part of text.slice(at + 1).split(',')) {
    const component = readComponent(part.trim(), currency);
    if (typeof component === 'string') return component;
    if (named.has(component[0])) return 'bad-components';
    named.set(...component);
  }
  const of = (name: Component) => named.get(name) ?? 0n;
  return { on, principal: of('principal'), interest: of('interest'), fees: of('fees'), costs: of('costs') };
}

/** The fault of components that do not fit the dues; null when they do. */
function misfit(components: readonly DueComponents[], dues: readonly Due[]): BookFaultCode | null {
  for (const { on, principal, interest, fees, costs } of components) {
    const due = dues.find((due) => due.on === on);
    if (due === undefined) return 'component-without-due';
    if (principal + interest + fees + costs !== due.minor) return 'components-differ';
  }
  return null;
}

/** `dues` are null when they were refused: then nothing is compared with them. */
function readComponents<C extends string>(
  reading: Reading<C>,
  currency: string | null,
  dues: readonly Due[] | null,
): DueComponents[] | null {
  const text = reading.given('components');
  if (text === null || currency === null) return null;
  const all: DueComponents[] = [];
  for (const part of text.split(';')) {
    const components = readDueComponents(part.trim(), currency);
    const fault =
      typeof components === 'string' ? components : all.some(({ on }) => on === components.on) ? 'due-twice' : null;
    if (fault !== null || typeof components === 'string') {
      reading.fail('components', fault ?? 'bad-components');
      return null;
    }
    all.push(components);
  }
  const fault = dues && misfit(all, dues);
  if (fault) reading.fail('components', fault);
  return all.sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** Reads the columns that the file has. `currency` and `dues` are null when they were refused. */
export function readDetails<C extends string>(
  reading: Reading<C>,
  currency: string | null,
  dues: readonly Due[] | null,
): BookDetails {
  const details: BookDetails = readPlace(reading);
  const read = <K extends keyof BookDetails>(column: DetailColumn, field: K, value: () => BookDetails[K]): void => {
    if (reading.has(column)) details[field] = value();
  };
  read('second_fact_hmac', 'secondFact', () => reading.parsed('second_fact_hmac', readHmac, 'not-a-hash'));
  read('grace_days', 'graceDays', () => reading.parsed('grace_days', readGraceDays, 'days-out-of-range'));
  read('components', 'components', () => readComponents(reading, currency, dues));
  read('disbursed_amount', 'disbursed', () => reading.amount('disbursed_amount', currency, 1n));
  read('origination_channel', 'originationChannel', () => reading.shortKey('origination_channel'));
  read('origination_band', 'originationBand', () => reading.shortKey('origination_band'));
  read('original_creditor', 'originalCreditor', () => reading.given('original_creditor'));
  read('present_creditor', 'presentCreditor', () => reading.given('present_creditor'));
  read('last_contact_on', 'lastContactOn', () => reading.date('last_contact_on'));
  return details;
}
