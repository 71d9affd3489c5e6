/**
 * The rules of a claim: which due effects are sent together, in which order they are judged, and the next state of
 * each. The claim asks the gate again on the facts it has just read, so nothing is sent on an old answer.
 */

import {
  type Channel,
  isCollecting,
  isFileChannel,
  isPersonChannel,
  isSharedFileChannel,
  isWrittenChannel,
  type Purpose,
} from './channels.ts';
import { decide } from './decide.ts';
import { disputesAnsweredBy } from './dispute-answer.ts';
import { type EffectKey, keyOf } from './effect-key.ts';
import { type EffectEvent, type EffectState, nextState } from './effects.ts';
import type { AccountFacts } from './facts.ts';
import type { GateAnswer, Held } from './gate.ts';
import { hoursCaseOf, type Seen, seenOf } from './law/case-of.ts';
import { lawfulUntil } from './law/hours-of.ts';
import { zonesOf } from './law/places-of.ts';
import type { PastContact } from './past-contact.ts';
import type { PlannedEffect } from './plan.ts';
import { usualMomentAfter } from './plan-step.ts';
import { lawOn, type Rulebook, type Rules } from './rules.ts';
import type { Ladder } from './stage.ts';
import { standingOf } from './standing.ts';
import type { TaskKind } from './tasks.ts';
import {
  type CalendarDate,
  DAY_MS,
  daysBetween,
  HOUR_MS,
  type Instant,
  localDate,
  localMinute,
  type Zone,
} from './time.ts';

/** An effect that is due. */
export interface DueEffect extends EffectKey {
  id: string;
  creditorId: string;
  accountId: string;
  personId: string;
  channel: Channel;
  purpose: Purpose;
  recipient: string | null;
  task: string | null;
  attempt: number;
}

/** The gate's verdict on a due effect, and its consequence. */
interface Answer {
  readonly verdict: GateAnswer['verdict'];
  /** What happens to the effect; `claim` when it may be sent now. */
  readonly event: EffectEvent;
  /** The state after that event. */
  readonly state: EffectState;
  /** When it is due next; null: unchanged. */
  readonly dueAt: Instant | null;
  readonly reasons: readonly Held[];
}

/** A due effect with its answer, as the permit keeps it. */
export interface Judged<E extends DueEffect = DueEffect> extends Answer {
  readonly effect: E;
  /** The channel that it uses now. */
  readonly channel: Channel;
  readonly factsVersion: bigint;
  /** Nothing may be sent after this. */
  readonly notAfter: Instant;
  /** When it was judged, in the person's zone. */
  readonly localDate: CalendarDate;
  readonly localMinute: number;
  /** The packs that judged it, with their versions. */
  readonly law: string;
  readonly proof: Proof;
  /** The last moment at which the law wants the answer that the task is about; null where no law says one. */
  readonly answerBy: Instant | null;
}

/** What the judgement saw beside the facts, whose version the permit names. */
export interface Proof {
  /** Every zone in which the person may have been. */
  readonly zones: readonly Zone[];
  /** Contacts with the person on that date and in the seven days that end with it, what leaves with it included. */
  readonly contacts: { readonly day: number; readonly week: number };
  /** Version of the rules of the ladder. */
  readonly ladder: number;
  /** The text, as `stage/step`; null for what has none. */
  readonly text: string | null;
  /** Minor units that are asked for of the account, as decimal text; null for what asks for nothing. */
  readonly demanded: string | null;
  /** What no fact keeps; missing in permits of earlier releases. */
  readonly seen?: Seen;
  /** `name@version segment` that shaped the ladder; missing for the ladder of the code. */
  readonly strategy?: string;
}

/** What a claim judges by. */
export interface ClaimRules {
  rulebook: Rulebook;
  /** Longest duration of one call of the channel: no call starts within it before the lawful hours end. Default 0. */
  slowestCallMs?(channel: Channel): number;
}

/**
 * The name of a group that is sent together: one message to a person, one file for an organisation, one case folder.
 * Only demands share a message; a notice is grouped only with the same step under the same terms, since it names dates.
 * Each task is its own group.
 */
export function groupOf(effect: DueEffect, { strategy }: Pick<AccountFacts, 'strategy'>): string {
  const { creditorId, accountId, personId, channel, recipient, purpose, stage, step, task, id } = effect;
  if (task !== null) return id;
  if (isSharedFileChannel(channel)) return [creditorId, channel, recipient, step].join('/');
  if (isFileChannel(channel)) return [accountId, step].join('/');
  const terms = strategy === null ? '' : `/${strategy.id}/${strategy.segment}`;
  return [creditorId, channel, personId, purpose === 'demand' ? 'demand' : `${stage}/${step}${terms}`].join('/');
}

/**
 * Sorts by account and key. Where a cap allows only some effects, they are always the same ones, whichever job came
 * first.
 */
export function inOrder<E extends DueEffect>(due: readonly E[], facts: ReadonlyMap<string, AccountFacts>): E[] {
  const numberOf = (effect: E): string => facts.get(effect.accountId)?.number ?? '';
  return [...due].sort(
    (a, b) =>
      compare(numberOf(a), numberOf(b)) ||
      a.episode - b.episode ||
      compare(`${a.stage}/${a.step}`, `${b.stage}/${b.step}`) ||
      a.occurrence - b.occurrence,
  );
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Judges due effects in order. An effect that may reach a person counts for the caps of the following ones, as if an
 * earlier claim had taken it; effects in the same message count once.
 */
export function judgeAll<E extends DueEffect>(
  rules: ClaimRules,
  due: readonly E[],
  facts: ReadonlyMap<string, AccountFacts>,
  now: Instant,
): Judged<E>[] {
  const decideWith = decider(rules, now);
  const leaving: { personId: string; group: string; contact: PastContact }[] = [];
  return inOrder(due, facts).map((effect) => {
    const account = facts.get(effect.accountId) as AccountFacts;
    const group = groupOf(effect, account);
    const toPerson = leaving.filter(({ personId }) => personId === effect.personId);
    const others = toPerson.filter((message) => message.group !== group).map(({ contact }) => contact);
    const own = rulesOf(rules, account);
    if (own === null) return blockedBy(effect, withoutStrategy(rules, account, now), UNKNOWN_STRATEGY);
    const context = { facts: account, others, rules: own, now };
    const planned = decideWith(account, others);
    if (planned === null) return blockedBy(effect, context, DECIDE_FAILED);
    const judged = judge(effect, planned.get(keyOf(effect)), context, rules.slowestCallMs?.(effect.channel));
    if (
      judged.event === 'claim' &&
      isPersonChannel(effect.channel) &&
      toPerson.every((message) => message.group !== group)
    ) {
      const { personId, accountId, channel, purpose } = effect;
      leaving.push({ personId, group, contact: { at: now, channel, accountId, purpose } });
    }
    return judged;
  });
}

/** The rules of the account; null where they cannot be made, so that one account never delays its group. */
function rulesOf({ rulebook }: ClaimRules, account: AccountFacts): Rules | null {
  try {
    return rulebook.rulesFor(account);
  } catch {
    return null;
  }
}

function withoutStrategy({ rulebook }: ClaimRules, account: AccountFacts, now: Instant): JudgeContext {
  const facts = { ...account, strategy: null };
  return { facts, rules: rulebook.rulesFor(facts), now };
}

type PlannedByKey = ReadonlyMap<string, PlannedEffect>;

/**
 * Decides about an account with the contacts that the claim adds to it: once for all its effects, and again when more
 * contacts have been added. A ladder that throws answers null, so that one account never delays the others in its
 * group.
 */
function decider(rules: ClaimRules, now: Instant) {
  const last = new Map<string, { added: readonly PastContact[]; planned: PlannedByKey | null }>();
  return (account: AccountFacts, added: readonly PastContact[]): PlannedByKey | null => {
    const before = last.get(account.accountId);
    if (before?.added.length === added.length && before.added.every((contact, at) => contact === added[at]))
      return before.planned;
    const facts = added.length === 0 ? account : { ...account, contacts: [...account.contacts, ...added] };
    const planned = plannedByKey(rules, facts, now);
    last.set(account.accountId, { added, planned });
    return planned;
  };
}

/** The planned effects of an account by key; null when the ladder throws. */
function plannedByKey({ rulebook }: ClaimRules, facts: AccountFacts, now: Instant): PlannedByKey | null {
  try {
    const { planned } = decide(rulebook.rulesFor(facts), facts, now);
    return new Map(planned.map((planned) => [keyOf(planned), planned]));
  } catch {
    return null;
  }
}

/** The facts, rules and moment by which an effect is judged. */
interface JudgeContext {
  readonly facts: AccountFacts;
  /** Contacts that leave in the same claim. */
  readonly others?: readonly PastContact[];
  readonly rules: Rules;
  readonly now: Instant;
}

/** Judges one effect by its plan now. No call starts within `slowestCallMs` before the lawful hours end. */
function judge<E extends DueEffect>(
  effect: E,
  planned: PlannedEffect | undefined,
  context: JudgeContext,
  slowestCallMs = 0,
): Judged<E> {
  const { facts, now } = context;
  const { zone } = facts.person;
  const notAfter = latestEnd(effect, context) - slowestCallMs;
  return {
    effect,
    channel: planned?.channel ?? effect.channel,
    factsVersion: facts.version,
    notAfter,
    localDate: localDate(now, zone),
    localMinute: localMinute(now, zone),
    law: lawOn(context.rules, localDate(now, zone)),
    proof: proofOf(effect, context),
    answerBy:
      effect.task === ('review-dispute' satisfies TaskKind) ? disputesAnsweredBy(context.rules, facts, now) : null,
    ...answerTo(effect, planned, context, notAfter),
  };
}

function proofOf(
  { stage, step, channel, purpose }: DueEffect,
  { facts, others = [], rules, now }: JudgeContext,
): Proof {
  const { zone } = facts.person;
  const today = localDate(now, zone);
  let [day, week] = [0, 0];
  for (const { at } of [...facts.contacts, ...others]) {
    const days = daysBetween(localDate(at, zone), today);
    if (days === 0) day += 1;
    if (days >= 0 && days < 7) week += 1;
  }
  return {
    zones: zonesOf(facts),
    contacts: { day, week },
    ladder: rules.version,
    text: isWrittenChannel(channel) ? `${stage}/${step}` : null,
    demanded: isCollecting(purpose) ? standingOf(facts, now).asked.toString() : null,
    seen: seenOf(facts, channel),
    ...(facts.strategy === null ? {} : { strategy: `${facts.strategy.id} ${facts.strategy.segment ?? ''}`.trimEnd() }),
  };
}

/** End of the lawful hours for channels that reach a person; a day for files and desks. */
function latestEnd({ channel, purpose }: DueEffect, { facts, rules, now }: JudgeContext): Instant {
  if (!isPersonChannel(channel)) return now + DAY_MS;
  return lawfulUntil(rules.packs, hoursCaseOf(facts, { channel, purpose }, now));
}

function answerTo(
  effect: DueEffect,
  planned: PlannedEffect | undefined,
  { facts, rules, now }: JudgeContext,
  notAfter: Instant,
): Answer {
  if (!planned) return answer('refuse', 'not-wanted', null, [NOT_WANTED]);
  const { verdict, dueAt, channel, held } = planned;
  if (verdict === 'impossible') return answer('refuse', 'no-way', null, [NO_WAY]);
  if (verdict === 'refuse') return answer('refuse', 'refuse', null, held);
  if (verdict === 'blocked') return answer('blocked', 'wanted', now + HOUR_MS, held);
  if (dueAt > now) return answer('wait', 'defer', dueAt, held.length > 0 ? held : [LATER]);
  // Another channel than planned: back to its lane, due now.
  if (channel !== null && channel !== effect.channel)
    return answer('wait', 'wanted', now, [{ policy: 'decide', code: 'other-channel', words: `goes by ${channel}` }]);
  if (notAfter <= now)
    return answer('wait', 'defer', usualMomentAfter(now, effect.channel, facts, rules.calendar), [NIGHT]);
  return answer('allow', 'claim', null, held);
}

const NOT_WANTED: Held = { policy: 'decide', code: 'not-wanted', words: 'no longer wanted' };
const NO_WAY: Held = { policy: 'decide', code: 'no-way', words: 'no way to reach the person' };
const LATER: Held = { policy: 'order', code: 'later', words: 'it is planned for later now' };
const NIGHT: Held = { policy: 'lawful-hours', code: 'night', words: 'sending could last into the night' };
const UNKNOWN_STRATEGY: Held = {
  policy: 'claim',
  code: 'strategy-unknown',
  words: 'this process does not know the strategy of the account',
};
const DECIDE_FAILED: Held = { policy: 'claim', code: 'decide-failed', words: 'the rules of the ladder failed' };

/** The answer with its next state, which is the same from `planned` and `deferred`. */
function answer(
  verdict: Answer['verdict'],
  event: EffectEvent,
  dueAt: Instant | null,
  reasons: readonly Held[],
): Answer {
  return { verdict, event, state: nextState('planned', event) ?? 'planned', dueAt, reasons };
}

/** The judgement when reading, deciding or writing failed: blocked, asked again in an hour, shown as stuck. */
export function blockedBy<E extends DueEffect>(effect: E, context: JudgeContext, reason: Held): Judged<E> {
  const blocked = answer('blocked', 'wanted', context.now + HOUR_MS, [reason]);
  return { ...judge(effect, undefined, context), ...blocked };
}

/** The effect of a group whose step is last on the ladder: its text speaks for all. */
export function furthestOf<E extends DueEffect>(ladder: Ladder, effects: readonly E[]): E {
  const steps = ladder.flatMap((stage) => stage.steps.map((step) => `${stage.name}/${step.name}`));
  const placeOf = ({ stage, step }: E): number => steps.indexOf(`${stage}/${step}`);
  return effects.reduce((furthest, effect) => (placeOf(effect) > placeOf(furthest) ? effect : furthest));
}
