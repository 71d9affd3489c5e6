/**
 * The lender's own rules over time: what ships or comes from a file, then each published version from its date on. All
 * versions make one pack whose rules carry the dates, so a step is judged by the rules of its own day.
 */
import type { CalendarDate } from '../time.ts';
import type { Edition, Pack, Rule } from './rule.ts';

/** One version of the lender's own rules. */
export interface OwnRules {
  readonly pack: Pack;
  /** Countries without a pack that these rules cover, ISO 3166-1 alpha-2. */
  readonly covers: readonly string[];
}

/** A version that two people have published. */
export interface PublishedRules extends OwnRules {
  /** First day on which it holds, in the person's zone. */
  readonly holdsFrom: CalendarDate;
}

/** A country that the lender's own rules cover, from a day up to, not including, another; null = open. */
export interface Cover {
  readonly country: string;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** All versions as one dated pack. */
export interface DatedRules {
  readonly pack: Pack;
  readonly covered: readonly Cover[];
}

/** A part of time in which one version holds. */
interface Term extends OwnRules {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/**
 * Versions that hold at all, by date. A version that was published later replaces, from its date on, all that were
 * published before.
 */
export function versionsThatHold<V extends { readonly holdsFrom: CalendarDate }>(published: readonly V[]): V[] {
  const holding: V[] = [];
  for (const version of published) {
    while ((holding.at(-1)?.holdsFrom ?? '') >= version.holdsFrom) holding.pop();
    holding.push(version);
  }
  return holding;
}

/** The base and the versions published after it, in the order of publication, as one dated pack. */
export function joinVersions(base: OwnRules, published: readonly PublishedRules[]): DatedRules {
  const holding = versionsThatHold(published);
  const terms: Term[] = [
    { ...base, from: null, until: holding[0]?.holdsFrom ?? null },
    ...holding.map((own, at) => ({ ...own, from: own.holdsFrom, until: holding[at + 1]?.holdsFrom ?? null })),
  ];
  const covered = terms.flatMap(({ covers, from, until }) => covers.map((country) => ({ country, from, until })));
  if (holding.length === 0) return { pack: base.pack, covered };
  const editions: Edition[] = holding.map(({ pack, holdsFrom }) => ({ version: pack.version, from: holdsFrom }));
  return { pack: { ...base.pack, editions, rules: terms.flatMap(rulesWithin) }, covered };
}

/** The rules of a version, dated within the time in which it holds. */
function rulesWithin({ pack, from, until }: Term): Rule[] {
  return pack.rules.flatMap((rule) => {
    const dated = { ...rule, from: later(rule.from, from), until: earlier(rule.until, until) };
    return holdsEver(dated) ? [dated] : [];
  });
}
/** After every date that the product knows. */
const NEVER: CalendarDate = '9999-12-31';
const later = (a: CalendarDate | null, b: CalendarDate | null) => ((a ?? '') < (b ?? '') ? b : a);
const earlier = (a: CalendarDate | null, b: CalendarDate | null) => ((a ?? NEVER) > (b ?? NEVER) ? b : a);

type Dates = Pick<Rule, 'from' | 'until'>;
/** Whether what carries these dates holds on the day. */
export const holdsOn = ({ from, until }: Dates, date: CalendarDate): boolean =>
  (from === null || from <= date) && (until === null || until > date);
/** Whether there is a day on which it holds. */
export const holdsEver = (dates: Dates): boolean => holdsOn(dates, dates.from ?? '');

/** The version of the pack that judges on the day. */
export const versionOn = ({ version, editions = [] }: Pack, date: CalendarDate): string =>
  editions.findLast(({ from }) => from <= date)?.version ?? version;

/** The pack as it stands on the day, without dates: as if that day lasted. */
export function asOn(pack: Pack, date: CalendarDate): Pack {
  const held = pack.rules.filter((rule) => holdsOn(rule, date));
  const rules = held.map((rule) => ({ ...rule, from: null, until: null }));
  return { ...pack, version: versionOn(pack, date), editions: [], rules };
}

/** The lender's own rules under the law of these packs: without those of jurisdictions that do not apply. */
export function ownRulesUnder(packs: readonly Pack[], own: Pack): Pack {
  const rules = own.rules.filter(
    ({ binds: { jurisdictions } }) =>
      jurisdictions === undefined || packs.some(({ name }) => jurisdictions.some((bound) => bound === name)),
  );
  return rules.length === own.rules.length ? own : { ...own, rules };
}
