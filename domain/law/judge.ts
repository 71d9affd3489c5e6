/** The gate of the law: asks every rule that binds the act, keeps every reason, and fails closed. */
import { type CalendarDate, type Instant, localDate } from '../time.ts';
import type { LegalCase, LegalIntent } from './case.ts';
import {
  judgeAddressee,
  judgeConsent,
  judgeContent,
  judgeNotice,
  judgeStatus,
  zoneOf,
} from './mechanisms/conditions.ts';
import { judgeCap, judgeCoolDown, judgeGap } from './mechanisms/counts.ts';
import { judgeHours } from './mechanisms/hours.ts';
import { judgePreferences } from './mechanisms/preferences.ts';
import { holdsOn } from './own-rules.ts';
import { isUnverified, type Pack, type Rule, type RuleAnswer, type Severity } from './rule.ts';

/** What one rule said, for the permit and for people. */
export interface Finding {
  readonly pack: Pack['name'];
  readonly rule: string;
  readonly kind: RuleAnswer['kind'];
  readonly severity: Severity;
  /** The rule's number is a default, unverified. */
  readonly unverified: boolean;
  readonly code: string;
  readonly words: string;
  /** The mechanism of the rule. */
  readonly demand: Rule['demand']['kind'];
  /** For a wait: its end. */
  readonly until: Instant | null;
  /** For a notice that is required: its name. */
  readonly notice: string | null;
}

/** What the law says of a case. Refuse beats require, which beats the latest wait. */
export interface LegalAnswer {
  readonly verdict: 'allow' | 'wait' | 'require' | 'refuse';
  /** For a wait: the earliest moment that is lawful as far as is known now. */
  readonly until: Instant | null;
  /** Empty when nothing stands against it. */
  readonly findings: readonly Finding[];
}

/** A wait may end inside another, so the rules are asked again at its end. */
const MAX_ROUNDS = 12;

/** Judges the case by the packs; where a wait ends inside another, the later end counts. */
export function judgeCase(packs: readonly Pack[], legalCase: LegalCase): LegalAnswer {
  const findings = findingsAt(packs, legalCase);
  const verdict = verdictOf(findings);
  return verdict === 'wait' ? judgeWait(packs, legalCase, findings) : { verdict, until: null, findings };
}

/** Asks again at the end of each wait, until nothing stands against the act or something but a wait does. */
function judgeWait(packs: readonly Pack[], legalCase: LegalCase, waits: readonly Finding[]): LegalAnswer {
  const all = [...waits];
  let at = endOf(waits, legalCase.at);
  for (let round = 1; round < MAX_ROUNDS; round += 1) {
    const findings = findingsAt(packs, { ...legalCase, at });
    for (const finding of findings) if (!all.some(({ rule }) => rule === finding.rule)) all.push(finding);
    const verdict = verdictOf(findings);
    if (verdict === 'allow') return { verdict: 'wait', until: at, findings: all };
    if (verdict !== 'wait') return { verdict, until: null, findings: all };
    at = endOf(findings, at);
  }
  all.push(refusal('gate', 'never-allowed', 'the rules never agree on a time'));
  return { verdict: 'refuse', until: null, findings: all };
}

/** The latest end of the waits. */
function endOf(waits: readonly Finding[], at: Instant): Instant {
  let end = at;
  for (const { until } of waits) end = Math.max(end, until ?? at);
  return end;
}

function verdictOf(findings: readonly Finding[]): LegalAnswer['verdict'] {
  let verdict: LegalAnswer['verdict'] = 'allow';
  for (const { kind } of findings) {
    if (kind === 'refuse') return 'refuse';
    if (kind === 'require' || verdict === 'allow') verdict = kind;
  }
  return verdict;
}

const NO_FINDINGS: readonly Finding[] = [];

/** What the rules of the packs say against the case at its own moment; empty when nothing does. */
export function findingsAt(packs: readonly Pack[], legalCase: LegalCase): readonly Finding[] {
  if (legalCase.intent.act === 'contact' && legalCase.zones.length === 0)
    return [refusal('gate', 'no-zone', 'it is not known what time it is where the person lives')];
  let findings: Finding[] | null = null;
  const date = localDate(legalCase.at, zoneOf(legalCase));
  for (const pack of packs)
    for (const rule of rulesOn(date, boundBy(pack, legalCase.intent))) {
      const { products, exceptProducts, regions } = rule.binds;
      if (products !== undefined && !products.includes(legalCase.debt.product)) continue;
      if (exceptProducts?.includes(legalCase.debt.product)) continue;
      if (regions !== undefined && !regions.some((region) => legalCase.regions.includes(region))) continue;
      const answer = answerOf(rule, legalCase);
      if (answer === null) continue;
      findings ??= [];
      findings.push(findingOf(pack, rule, answer));
    }
  return findings ?? NO_FINDINGS;
}

function findingOf(pack: Pack, rule: Rule, answer: RuleAnswer): Finding {
  const { id, severity, demand } = rule;
  return {
    pack: pack.name,
    rule: id,
    kind: answer.kind,
    severity,
    unverified: isUnverified(rule),
    code: answer.code,
    words: answer.words,
    demand: demand.kind,
    until: answer.kind === 'wait' ? answer.until : null,
    notice: answer.kind === 'require' ? answer.notice : null,
  };
}

/** A refusal of the gate itself. */
const refusal = (rule: string, code: string, words: string): Finding => ({
  pack: 'unknown',
  rule,
  kind: 'refuse',
  severity: 'hard',
  unverified: false,
  code,
  words,
  demand: 'judged',
  until: null,
  notice: null,
});

/** Code of the answer of a rule that failed. */
export const RULE_FAILED = 'rule-failed';

/** A rule that throws, or does not know what it needs, refuses: a bug must never let anything pass. */
function answerOf(rule: Rule, legalCase: LegalCase): RuleAnswer | null {
  try {
    const answer = ask(rule, legalCase);
    if (answer?.kind === 'wait' && !(answer.until > legalCase.at && answer.until < Number.POSITIVE_INFINITY))
      throw new RangeError('a wait without a later end');
    return answer;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'error';
    return { kind: 'refuse', code: RULE_FAILED, words: `rule ${rule.id} failed: ${name}` };
  }
}

function ask({ demand }: Rule, legalCase: LegalCase): RuleAnswer | null {
  switch (demand.kind) {
    case 'hours':
      return judgeHours(demand, legalCase);
    case 'cap':
      return judgeCap(demand, legalCase);
    case 'cool-down':
      return judgeCoolDown(demand, legalCase);
    case 'gap':
      return judgeGap(demand, legalCase);
    case 'status':
      return judgeStatus(demand, legalCase);
    case 'notice':
      return judgeNotice(demand, legalCase);
    case 'consent':
      return judgeConsent(demand, legalCase);
    case 'addressee':
      return judgeAddressee(demand, legalCase);
    case 'content':
      return judgeContent(demand, legalCase);
    case 'preferences':
      return judgePreferences(demand, legalCase);
    case 'judged':
      return demand.judge(legalCase);
    case 'duty':
      return null;
  }
}

/** The rules of a pack that bind an act and hold from a day on, up to the day of the next phase. */
interface Phase {
  /** Empty: since ever. */
  readonly from: CalendarDate;
  readonly rules: readonly Rule[];
}
interface Bound {
  readonly rules: readonly Rule[];
  /** The newest first. */
  readonly phases: readonly Phase[];
}
/** By what they bind: a pack never changes, and an act is bound by few of its rules. */
const bound = new WeakMap<Pack, Map<string, Bound>>();
/** The intent that was asked for last, and its key: a case asks several packs about the same one, round after round. */
let lastIntent: LegalIntent | null = null;
let lastKey = '';

function keyOf(intent: LegalIntent): string {
  if (intent === lastIntent) return lastKey;
  const { act, actor, channel, purpose, addressee, automated } = intent;
  lastIntent = intent;
  lastKey = `${act} ${actor} ${channel} ${purpose} ${addressee} ${automated}`;
  return lastKey;
}

function boundBy(pack: Pack, intent: LegalIntent): Bound {
  let byKey = bound.get(pack);
  if (byKey === undefined) {
    byKey = new Map();
    bound.set(pack, byKey);
  }
  const key = keyOf(intent);
  let found = byKey.get(key);
  if (found === undefined) {
    const rules = pack.rules.filter((rule) => binds(rule, intent));
    found = { rules, phases: phasesOf(rules) };
    byKey.set(key, found);
  }
  return found;
}

function phasesOf(rules: readonly Rule[]): readonly Phase[] {
  const days = ['', ...rules.flatMap(({ from, until }) => [from ?? '', until ?? ''])].sort().reverse();
  return days.map((from) => ({ from, rules: rules.filter((rule) => holdsOn(rule, from)) }));
}

/** The rules of the pack that bind such an act, whatever its date, product and region. */
export const rulesFor = (pack: Pack, intent: LegalIntent): readonly Rule[] => boundBy(pack, intent).rules;

/** Those that hold on the date; the last phase holds since ever. */
const rulesOn = (date: CalendarDate, { phases }: Bound): readonly Rule[] =>
  (phases.find(({ from }) => from <= date) as Phase).rules;

function binds({ binds, demand }: Rule, { act, actor, channel, purpose, addressee, automated }: LegalIntent): boolean {
  if (demand.kind === 'duty') return false;
  const isBound = (list: readonly unknown[] | undefined, value: unknown): boolean =>
    list === undefined || list.includes(value);
  return (
    isBound(binds.acts, act) &&
    isBound(binds.actors, actor) &&
    isBound(binds.channels, channel) &&
    isBound(binds.purposes, purpose) &&
    isBound(binds.addressees, addressee) &&
    (binds.automated === undefined || automated)
  );
}
