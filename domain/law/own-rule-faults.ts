/** What is wrong with the lender's own rules that no schema says. Each fault has its place in the file. */
import { isCountry } from '../countries.ts';
import { hoursOverTime } from './hours-of.ts';
import { holdsEver, type OwnRules, ownRulesUnder } from './own-rules.ts';
import { PACKS } from './packs.ts';
import { type Binds, type CapDemand, type Counted, type Demand, JURISDICTIONS, type Rule } from './rule.ts';
import { hasPack } from './which-law.ts';

/** A fault and where it is, as keys and indexes of the file. */
export interface OwnRuleFault {
  readonly path: readonly (string | number)[];
  /** The reason and the remedy. */
  readonly words: string;
}

/** All faults of the rules. Empty = they may be used. */
export function ownRuleFaults(own: OwnRules): OwnRuleFault[] {
  const { rules } = own.pack;
  const ofRules = rules.flatMap((rule, at) => [
    ...idFaults(rule, at),
    ...dateFaults(rule, at, rules),
    ...laxerFaults(rule, at),
  ]);
  const faults = [...ofRules, ...own.covers.flatMap(coverFaults)];
  return faults.length > 0 ? faults : hoursFaults(own);
}

/** Ids of the rules of law. */
const LAW_IDS: ReadonlySet<string> = new Set(Object.values(PACKS).flatMap(({ rules }) => rules.map(({ id }) => id)));

function idFaults({ id }: Rule, at: number): OwnRuleFault[] {
  if (!LAW_IDS.has(id)) return [];
  return [{ path: ['rules', at, 'id'], words: `${id} is a rule of the law; give your own rule another id` }];
}

function dateFaults({ id, from, until }: Rule, at: number, rules: readonly Rule[]): OwnRuleFault[] {
  if (!holdsEver({ from, until }))
    return [{ path: ['rules', at, 'until'], words: `holds on no day: "until" must be later than "from", ${from}` }];
  const other = rules.findIndex((rule, place) => place < at && rule.id === id && overlap(rule, { from, until }));
  if (other < 0) return [];
  const words = `${id} also holds on some of these days as rules[${other}]; end that with "until", or use another id`;
  return [{ path: ['rules', at, 'id'], words }];
}

type Dates = Pick<Rule, 'from' | 'until'>;
const overlap = (a: Dates, b: Dates): boolean =>
  (a.until === null || b.from === null || b.from < a.until) &&
  (b.until === null || a.from === null || a.from < b.until);

function coverFaults(country: string, at: number): OwnRuleFault[] {
  const path = ['covers', at];
  if (!isCountry(country))
    return [{ path, words: 'is no code of ISO 3166-1 alpha-2; write it in capitals, such as JP' }];
  if (hasPack(country))
    return [{ path, words: `${country} has a pack of its own, which always applies; leave it out` }];
  return [];
}

/** A rule that names a jurisdiction and allows there what the law's rule of the same kind does not. */
function laxerFaults(rule: Rule, at: number): OwnRuleFault[] {
  return (rule.binds.jurisdictions ?? []).flatMap((jurisdiction) =>
    PACKS[jurisdiction].rules.flatMap((law) => {
      const laxer = meets(rule.binds, law.binds) && overlap(rule, law) ? laxerThan(rule.demand, law.demand) : null;
      if (laxer === null) return [];
      const words = `${laxer} than ${law.id} of ${jurisdiction}: make it as strict, or leave ${jurisdiction} out`;
      return [{ path: ['rules', at, 'demand'], words }];
    }),
  );
}

/** Whether some act is bound by both. Products and regions are names of the law's own: they are not compared. */
function meets(own: Binds, law: Binds): boolean {
  if (law.products || law.regions || (law.automated && !own.automated)) return false;
  return (
    shares(own.acts, law.acts) &&
    shares(own.actors, law.actors) &&
    shares(own.channels, law.channels) &&
    shares(own.purposes, law.purposes) &&
    shares(own.addressees, law.addressees)
  );
}
const shares = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): boolean =>
  a === undefined || b === undefined || a.some((value) => b.includes(value));
const countsAlike = (own: Counted, law: Counted): boolean =>
  shares(own.channels, law.channels) && shares(own.outcomes, law.outcomes) && shares(own.purposes, law.purposes);

/** In which way an own demand is laxer than the law's; null when it is not, or they are of different kinds. */
function laxerThan(own: Demand, law: Demand): string | null {
  if (own.kind !== law.kind) return null;
  const pair = { kind: own.kind, own, law } as Pair;
  switch (pair.kind) {
    case 'hours':
      if (pair.own.opens < pair.law.opens) return 'opens earlier';
      return pair.own.closes > pair.law.closes ? 'closes later' : null;
    case 'cap':
      return isLaxerCap(pair.own, pair.law) ? 'allows more contacts' : null;
    case 'cool-down':
      return isQuietAlike(pair) && pair.own.days < pair.law.days ? 'is quiet for less' : null;
    case 'gap':
      return isQuietAlike(pair) && pair.own.minutes < pair.law.minutes ? 'is quiet for less' : null;
    default:
      return null;
  }
}
/** Two demands of one kind. */
type Pair = {
  [Kind in Demand['kind']]: {
    kind: Kind;
    own: Extract<Demand, { kind: Kind }>;
    law: Extract<Demand, { kind: Kind }>;
  };
}[Demand['kind']];

/** Whether both are quiet after the same contacts. */
const isQuietAlike = ({ own, law }: Extract<Pair, { kind: 'cool-down' | 'gap' }>): boolean =>
  own.per === law.per && countsAlike(own.after, law.after);

/** More than the law's cap allows in as many days. */
function isLaxerCap(own: CapDemand, law: CapDemand): boolean {
  if (own.per !== law.per || !countsAlike(own.counts, law.counts)) return false;
  return own.most > law.most * Math.ceil(own.days / law.days);
}

/** Days on which the own rules and the law of a jurisdiction leave no hour for a demand. */
function hoursFaults({ pack }: OwnRules): OwnRuleFault[] {
  const places = [[], ...JURISDICTIONS.map((name) => [PACKS[name]])];
  for (const packs of places) {
    const empty = hoursOverTime([...packs, ownRulesUnder(packs, pack)]).find(({ opens, closes }) => opens >= closes);
    if (empty === undefined) continue;
    const where = packs[0] === undefined ? '' : ` in ${packs[0].name}`;
    const when = empty.from === null ? '' : ` from ${empty.from}`;
    return [{ path: ['rules'], words: `no hour for a demand is left${where}${when}; let the hours of the rules meet` }];
  }
  return [];
}
