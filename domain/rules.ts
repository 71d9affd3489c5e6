/**
 * What decisions are made by. Passed to everything that decides, writes or checks; there is no default to reach for.
 */

import type { Strategy } from './contracts/strategy-file.ts';
import type { AccountStrategy } from './facts.ts';
import { hoursOf } from './law/hours-of.ts';
import { WISHES } from './law/house.ts';
import {
  asOn,
  type DatedRules,
  holdsOn,
  joinVersions,
  type OwnRules,
  ownRulesUnder,
  type PublishedRules,
  versionOn,
} from './law/own-rules.ts';
import { PACKS } from './law/packs.ts';
import { JURISDICTIONS, type Pack, type Rule } from './law/rule.ts';
import { type PlacedAccount, packsFor, UNKNOWN_LAW } from './law/which-law.ts';
import type { Limits, Terms } from './limits.ts';
import type { Policy } from './policies/policy.ts';
import { isOfLadder, type Ladder } from './stage.ts';
import { ladderFor, mildestSegment, termsFor } from './strategy/shaping.ts';
import type { CalendarDate } from './time.ts';

/** One set of rules. */
export interface Rules extends Limits {
  readonly ladder: Ladder;
  /** Reasons to hold back; the gate asks all of them ... */
  readonly policies: readonly Policy[];
  /** ... and every rule of these packs: the law of the account, then the lender's own rules. */
  readonly packs: readonly Pack[];
  /** Raised when the same facts lead to another answer: a worker with an older version yields. */
  readonly version: number;
}

/**
 * What the choice of an account's rules may depend on; AccountFacts has it. Where country or region is null it is
 * unknown: then the strictest of what is known must decide.
 */
export interface RuledAccount extends PlacedAccount {
  accountId: string;
  creditor: PlacedAccount['creditor'] & { id: string };
  person: PlacedAccount['person'] & { region: string | null };
  /** null = the ladder of the code. */
  strategy: AccountStrategy | null;
}

/** All rules in use, and which of them apply to an account. */
export interface Rulebook {
  /** For what must hold for every account, or before the account is known. */
  readonly all: readonly Rules[];
  /** Throws for an account whose strategy this process does not know. */
  rulesFor(account: RuledAccount): Rules;
  /** The rules by which a permit of the day judged that names this law; null where none of these versions is known. */
  rulesNamed(law: string, on: CalendarDate): Rules | null;
  /** Periods and counts of the stages, the same under every law. Throws as rulesFor. */
  termsOf(strategy: AccountStrategy | null): Terms;
  /** Where versions of the lender's own rules may be published while everything runs. */
  readonly published?: Published;
  /** Where versions of strategies may be. */
  readonly strategies?: FollowedStrategies;
}

/** The versions of strategies that accounts may follow. */
export interface FollowedStrategies {
  /** The ladder and the terms of the code, which strategies shape. */
  readonly base: Pick<LenderRules, 'ladder' | 'terms'>;
  /** Number of the last publication that is known; 0 = none. */
  readonly revision: number;
  /** By id, `name@version`. */
  named(id: string): Strategy | undefined;
  /** Takes over all versions. */
  renew(revision: number, strategies: readonly Strategy[]): void;
}

/** The versions by which a rulebook judges: those of its start, and those published since. */
export interface Published {
  /** What judges before any version is published: the packs of law and the lender's own. */
  readonly packs: readonly Pack[];
  /** Number of the last publication that is known; 0 = none. */
  readonly revision: number;
  /** Takes over all versions, in the order of publication. */
  renew(revision: number, versions: readonly PublishedRules[]): void;
}

/** The rules of every account under its own law, and those of other days. */
export interface LawfulRulebook extends Rulebook {
  readonly published: Published;
  readonly strategies: FollowedStrategies;
  /** The lender's own rules before the first published version. */
  readonly base: OwnRules;
  /** The lender's own rules with all published versions. */
  readonly own: Pack;
  /** As if the day lasted: its rules, with the lender's own rules in force on it or the given ones. */
  asOn(date: CalendarDate, own?: OwnRules): Rulebook;
}

/** Rules before it is known which law an account lives under. */
export interface LenderRules {
  readonly ladder: Ladder;
  readonly policies: readonly Policy[];
  /** The lender's own rules of contact. */
  readonly house: Pack;
  readonly terms: Terms;
  readonly version: number;
}

/** The lender's rules under the law of these packs. Steps are planned in the hours that all of them allow. */
export function rulesUnder(packs: readonly Pack[], { house, ...lender }: LenderRules): Rules {
  const { ladder, policies, terms, version } = lender;
  const own = ownRulesUnder(packs, house);
  const all = [...packs, { ...own, rules: [...own.rules, ...WISHES] }];
  return { ladder, policies, terms, version, packs: all, calendar: { hoursOn: hoursOf(all) } };
}

/** The packs with the versions that judge on the day, as permits name them: `TW@2026-11-29 house@1`. */
export const lawOn = ({ packs }: Pick<Rules, 'packs'>, date: CalendarDate): string =>
  packs.map((pack) => `${pack.name}@${versionOn(pack, date)}`).join(' ');

/** Name and version of a strategy, as accounts name it. */
export const strategyId = ({ name, version }: Pick<Strategy, 'name' | 'version'>): string => `${name}@${version}`;

/** What was found by the id. Throws where nothing was: nothing may be decided by guesses. */
export function knownStrategy(found: Strategy | undefined, id: string): Strategy {
  if (found === undefined) throw new Error(`this process does not know the strategy ${id}`);
  return found;
}

/** The lender's rules for each account under its own law and strategy, which begin with `base`. */
export function lawfulRulebook(lender: Omit<LenderRules, 'house'>, base: OwnRules): LawfulRulebook {
  const strategies: StrategySet = { revision: 0, byId: new Map() };
  const build = (dated: DatedRules, seen?: (law: Pack) => Pack) => bookOf(lender, dated, strategies.byId, seen);
  const state = { revision: 0, dated: joinVersions(base, []), book: build(joinVersions(base, [])) };
  return {
    base,
    termsOf: (strategy) => state.book.termsOf(strategy),
    get all() {
      return state.book.all;
    },
    get own() {
      return state.dated.pack;
    },
    rulesFor: (account) => state.book.rulesFor(account),
    rulesNamed: (law, on) => state.book.rulesNamed(law, on),
    asOn(date, own) {
      const { pack, covered } = own === undefined ? state.dated : joinVersions(own, []);
      const covers = covered.flatMap(({ country, ...dates }) => (holdsOn(dates, date) ? [country] : []));
      return build(joinVersions({ pack: asOn(pack, date), covers }, []), (law) => asOn(law, date));
    },
    published: {
      packs: [...JURISDICTIONS.map((name) => PACKS[name]), UNKNOWN_LAW, base.pack],
      get revision() {
        return state.revision;
      },
      renew(revision, versions) {
        const dated = joinVersions(base, versions);
        Object.assign(state, { revision, dated, book: build(dated) });
      },
    },
    strategies: {
      base: lender,
      get revision() {
        return strategies.revision;
      },
      named: (id) => strategies.byId.get(id),
      renew(revision, versions) {
        const byId = new Map(versions.map((strategy) => [strategyId(strategy), strategy]));
        Object.assign(strategies, { revision, byId });
        state.book = build(state.dated);
      },
    },
  };
}

interface StrategySet {
  revision: number;
  byId: ReadonlyMap<string, Strategy>;
}

/** The rules of each account by its packs, which `seen` may replace, and its strategy. */
function bookOf(
  lender: Omit<LenderRules, 'house'>,
  { pack: house, covered }: DatedRules,
  strategies: ReadonlyMap<string, Strategy>,
  seen = (law: Pack): Pack => law,
): Rulebook {
  const known = new Map<string, Rules>();
  const under = (packs: readonly Pack[], strategy: AccountStrategy | null): Rules => {
    const law = packs.map(({ title }) => title).join('\n');
    const key = strategy === null ? law : `${law}\n\n${strategy.id} ${strategy.segment} ${strategy.withheld}`;
    const rules = known.get(key) ?? rulesUnder(packs.map(seen), { ...shaped(strategy), house });
    known.set(key, rules);
    return rules;
  };
  const shaped = (strategy: AccountStrategy | null): Omit<LenderRules, 'house'> => {
    if (strategy === null) return lender;
    const version = knownStrategy(strategies.get(strategy.id), strategy.id);
    const segment = strategy.segment ?? mildestSegment(version);
    const { ladder, terms } = lender;
    const shapedFor = ladderFor(version, segment, ladder, strategy.withheld);
    return { ...lender, ladder: shapedFor, terms: termsFor(version, segment, terms) };
  };
  return {
    all: [under([], null), ...JURISDICTIONS.map((name) => under([PACKS[name]], null))],
    rulesFor: (account) => under(packsFor(account, covered), account.strategy),
    rulesNamed(law, on) {
      const named = new Set(law.split(' ').map((pack) => pack.slice(0, pack.indexOf('@'))));
      const rules = under(
        JURISDICTIONS.filter((name) => named.has(name)).map((name) => PACKS[name]),
        null,
      );
      return lawOn(rules, on) === law ? rules : null;
    },
    termsOf: (strategy) => shaped(strategy).terms,
  };
}

/** One set of rules for every account. */
export function sameForAll(rules: Rules): Rulebook {
  const rulesNamed = (law: string, on: CalendarDate) => (lawOn(rules, on) === law ? rules : null);
  return { all: [rules], rulesFor: () => rules, rulesNamed, termsOf: () => rules.terms };
}

/**
 * Days of past contacts that the rules of an account read, and one more because days begin at different moments in each
 * zone. 0 when nothing reads contacts.
 */
export function contactDays(rules: Rules): number {
  const known = daysKnown.get(rules);
  if (known !== undefined) return known;
  const { policies, packs } = rules;
  let most = 0;
  for (const policy of policies) most = Math.max(most, policy.contactDays ?? 0);
  for (const { rules } of packs) for (const rule of rules) most = Math.max(most, daysRead(rule));
  const days = most === 0 ? 0 : most + 1;
  daysKnown.set(rules, days);
  return days;
}
const daysKnown = new WeakMap<Rules, number>();

/** Days of contacts that a rule counts. A function may read as far back as its rule says. */
function daysRead({ demand }: Rule): number {
  if (demand.kind === 'cap' || demand.kind === 'cool-down') return demand.days;
  return demand.kind === 'gap' ? 1 : demand.kind === 'judged' ? (demand.contactDays ?? 0) : 0;
}

/** Names of the stages that an account may be in. */
export function stageNames({ all }: Rulebook): string[] {
  return [...new Set(all.flatMap(({ ladder }) => ladder.filter(isOfLadder).map((stage) => stage.name)))];
}

/** The ladder of the code, with the steps that strategies leave out. */
export const wholeLadder = ({ all: [rules] }: Rulebook): Ladder => rules?.ladder ?? [];

/** The newest version among the rules in use. */
export function newestVersion({ all }: Rulebook): number {
  return Math.max(...all.map(({ version }) => version));
}
