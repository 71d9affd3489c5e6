/**
 * Judges what was sent a second time, as the law saw it then: by the packs that its permit names, on the facts that
 * were known. What the permit itself was judged by is not asked.
 */
import type { Channel, Purpose } from './channels.ts';
import type { Proof } from './claim.ts';
import type { AccountFacts } from './facts.ts';
import type { LegalCase } from './law/case.ts';
import { caseOf } from './law/case-of.ts';
import { type Finding, findingsAt } from './law/judge.ts';
import type { Rulebook, Rules } from './rules.ts';
import { situationOf } from './situation.ts';
import type { CalendarDate, Instant } from './time.ts';

/** A permit under which something left. */
export interface GivenPermit {
  readonly givenAt: Instant;
  /** When it was given, in the person's zone. */
  readonly localDate: CalendarDate;
  /** The packs that judged it, with versions; null in a permit of an early release. */
  readonly law: string | null;
  readonly proof: Proof | null;
  readonly stage: string;
  readonly step: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
}

/** What rules of that time say against it, or why that cannot be found out. */
export type JudgedAgain =
  | { readonly kind: 'judged'; readonly findings: readonly Finding[] }
  | { readonly kind: 'not-provable'; readonly why: string };

/** Judges a permit by the facts of its account as they were known when it was given. */
export function judgeAgain(rulebook: Rulebook, permit: GivenPermit, facts: AccountFacts): JudgedAgain {
  const { law, proof } = permit;
  if (law === null || proof?.seen === undefined)
    return { kind: 'not-provable', why: 'of a release whose permits keep too little' };
  const rules = rulebook.rulesNamed(law, permit.localDate);
  if (rules === null) return { kind: 'not-provable', why: `by ${law}, which this release does not know` };
  const legalCase = caseAsSeen(rules, permit, { ...proof, seen: proof.seen }, facts);
  return { kind: 'judged', findings: legalCase === null ? [] : findingsAt(rules.packs, legalCase) };
}

/** The case as the permit saw it; null when the law has nothing to say. */
function caseAsSeen(
  rules: Rules,
  { stage, step, channel, purpose, givenAt: at }: GivenPermit,
  { zones, seen, ladder }: Pick<Required<Proof>, 'zones' | 'seen' | 'ladder'>,
  today: AccountFacts,
): LegalCase | null {
  const { actor, product, regions, point, bureauConsent, reachedStage, notifiedOn } = seen;
  const facts = { ...today, product, bureauConsent, reachedStage, notifiedOn };
  const intent = { stage, step, channel, purpose, actor, point, escalated: false, at };
  const legalCase = caseOf(rules.ladder, situationOf(facts, at, rules), intent);
  if (legalCase === null) return null;
  // The texts of another release may mention something else, and another place may bar the debt on another day.
  const isText = ladder === rules.version && isSame(legalCase.zones, zones) && isSame(legalCase.regions, regions);
  const content = isText ? legalCase.intent.content : null;
  return { ...legalCase, zones, regions, intent: { ...legalCase.intent, content } };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();
