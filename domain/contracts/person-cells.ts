/** The cells that describe a person, in the book and in the parties file. Pure; docs/import-format.md describes them. */
import { isCountry, parseRegion } from '../countries.ts';
import { LANGUAGES, type Language } from '../letter.ts';
import { isZone, type Zone } from '../time.ts';
import type { RowReading } from './cells.ts';
import { parseEmail, parsePhone } from './contact-value.ts';

type PersonColumn = 'name' | 'language' | 'zone' | 'email' | 'phone' | 'address';
type PlaceColumn = 'country' | 'region';

/** A person as a row describes them. */
export interface PersonCells {
  name: string;
  language: Language;
  zone: Zone;
  email: string | null;
  /** E.164. */
  phone: string | null;
  address: string | null;
}

/** Where a person lives, by law. A field is left out when the file has no such column, and null when its cell is empty. */
export interface PlaceCells {
  /** ISO 3166-1 alpha-2. */
  country?: string | null;
  /** Suffix of ISO 3166-2 or a short key, in capitals. */
  region?: string | null;
}

export function readPerson<C extends string>(reading: RowReading<C | PersonColumn>): PersonCells {
  return {
    name: reading.text('name'),
    language: reading.oneOf('language', LANGUAGES, 'unknown-language'),
    zone: reading.parsed('zone', (text) => (isZone(text) ? text : null), 'unknown-zone') ?? '',
    email: reading.parsed('email', parseEmail, 'bad-email'),
    phone: reading.parsed('phone', parsePhone, 'bad-phone'),
    address: reading.given('address'),
  };
}

export function readPlace<C extends string>(reading: RowReading<C | PlaceColumn>): PlaceCells {
  const place: PlaceCells = {};
  if (reading.has('country'))
    place.country = reading.parsed('country', (text) => (isCountry(text) ? text : null), 'unknown-country');
  if (!reading.has('region')) return place;
  const country = reading.text('country');
  place.region = reading.parsed('region', (text) => parseRegion(text, country), 'bad-short-key');
  if (country === '' && reading.given('region') !== null) reading.fail('region', 'region-alone');
  return place;
}
