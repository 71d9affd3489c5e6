/**
 * Which packs judge an account: the law where the person lives, where a number of theirs belongs to, and that of the
 * creditor. All of them apply, so the stricter wins.
 */
import { countryOfZone } from '../country-of-zone.ts';
import type { CalendarDate, Zone } from '../time.ts';
import type { Cover } from './own-rules.ts';
import { PACKS } from './packs.ts';
import { JURISDICTIONS, type Jurisdiction, type Pack, type Rule } from './rule.ts';

/** What the choice depends on; AccountFacts has it. */
export interface PlacedAccount {
  readonly creditor: { readonly zone: Zone; readonly country?: string | null };
  readonly person: {
    readonly zone: Zone;
    /** ISO 3166-1 alpha-2; null = unknown. */
    readonly country: string | null;
    readonly points: readonly { readonly valid: boolean; readonly place?: { readonly country: string } | null }[];
  };
}

/** ISO 3166-1 alpha-2 of each jurisdiction. */
const COUNTRY: Readonly<Record<Jurisdiction, string>> = { CN: 'CN', US: 'US', TW: 'TW', UK: 'GB', IN: 'IN' };
const BY_COUNTRY: ReadonlyMap<string | null, Jurisdiction> = new Map(
  JURISDICTIONS.map((name) => [COUNTRY[name], name]),
);

/** Whether the law of the country has a pack. */
export const hasPack = (country: string): boolean => BY_COUNTRY.has(country);

const UNKNOWN_RULE: Rule = {
  id: 'LAW-01',
  words: 'Nobody is contacted, reported, placed or sued under a law that is not known.',
  clause: 'own rule',
  source: 'the product',
  confidence: 'verbatim',
  severity: 'hard',
  from: null,
  until: null,
  binds: {},
  demand: {
    kind: 'judged',
    judge: () => ({
      kind: 'refuse',
      code: 'no-law',
      words: 'no rule pack covers the country of the person; give the country, or cover it by rules of your own',
    }),
  },
};
/** Stands in where no pack is known: it refuses everything. */
export const UNKNOWN_LAW: Pack = {
  name: 'unknown',
  title: 'No known law',
  version: '1',
  rules: [UNKNOWN_RULE],
  notCovered: [],
};

/** Jurisdictions by the places that decide on them: accounts live in few. */
const byPlaces = new Map<string, readonly Jurisdiction[]>();

/** The jurisdictions of an account, in the order of JURISDICTIONS. */
export function jurisdictionsOf({ creditor, person }: PlacedAccount): readonly Jurisdiction[] {
  let key = `${creditor.country ?? creditor.zone} ${person.country ?? person.zone}`;
  for (const { valid, place } of person.points) if (valid && place) key += ` ${place.country}`;
  const known = byPlaces.get(key);
  if (known !== undefined) return known;
  const lives = person.country ?? countryOfZone(person.zone);
  const countries = new Set([creditor.country ?? countryOfZone(creditor.zone), lives]);
  for (const { valid, place } of person.points) if (valid && place) countries.add(place.country);
  const named = new Set([...countries].map((country) => BY_COUNTRY.get(country)));
  const found = JURISDICTIONS.filter((name) => named.has(name));
  byPlaces.set(key, found);
  return found;
}

/** The packs that stand in where the lender's own rules cover a country from or up to a day, by these days. */
const partly = new Map<string, Pack>();

/** UNKNOWN_LAW for the days on which none of these holds; null when one of them always does. */
function unknownOutside(covers: readonly Cover[]): Pack | null {
  const gaps: Pick<Cover, 'from' | 'until'>[] = [];
  let end: CalendarDate | null = null;
  for (const { from, until } of covers) {
    if (from !== end) gaps.push({ from: end, until: from });
    end = until;
  }
  if (covers.length === 0 || end !== null) gaps.push({ from: end, until: null });
  if (gaps.length === 0) return null;
  if (covers.length === 0) return UNKNOWN_LAW;
  const title = `${UNKNOWN_LAW.title}: ${gaps.map(({ from, until }) => `${from ?? ''}/${until ?? ''}`).join(' ')}`;
  const known = partly.get(title) ?? {
    ...UNKNOWN_LAW,
    title,
    rules: gaps.map((gap) => ({ ...UNKNOWN_RULE, ...gap })),
  };
  partly.set(title, known);
  return known;
}

/**
 * The packs of an account, in the order of JURISDICTIONS. UNKNOWN_LAW when the person lives in a country that has
 * neither a pack nor is `covered` by the lender's own rules, or when nothing is known of the countries; on the days on
 * which that is so.
 */
export function packsFor(account: PlacedAccount, covered: readonly Cover[] = []): readonly Pack[] {
  const { country } = account.person;
  const packs = jurisdictionsOf(account).map((name) => PACKS[name]);
  const isForeign = country !== null && !BY_COUNTRY.has(country);
  if (!isForeign && packs.length > 0) return packs;
  const unknown = unknownOutside(covered.filter((cover) => cover.country === country));
  return unknown === null ? packs : [...packs, unknown];
}
