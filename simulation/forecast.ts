/**
 * What comes next for an account, and why not sooner, if nothing new occurs: nobody pays, answers, promises or decides
 * anything, and no book comes. The account and the others of its person live on in virtual time by the same rules that
 * decide in production.
 */

import { planRunsUntil } from '../domain/agreements/quiet.ts';
import { isWrittenChannel } from '../domain/channels.ts';
import type { Assumptions } from '../domain/contracts/ahead.ts';
import { keyOf } from '../domain/effect-key.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { limitationOf } from '../domain/limitation.ts';
import type { Rulebook, Rules } from '../domain/rules.ts';
import type { Reason } from '../domain/stage.ts';
import { standingOf } from '../domain/standing.ts';
import { alternatives, isMissed, nameOf } from '../domain/story.ts';
import { addDays, DAY_MS, endOfDay, HOUR_MS, type Instant, localDate, MINUTE_MS, startOfDay } from '../domain/time.ts';
import type { AccountRow, EffectRow, TaskRow } from './maps/book.ts';
import { rowsFrom, type StoredAccount } from './maps/from-facts.ts';
import { readStanding } from './maps/read.ts';
import { type Standpoint, VirtualEngine, type VirtualEvent } from './virtual-engine.ts';

/** Nothing new occurs. */
export const NOTHING_NEW: Assumptions = { receipts: 'none', calls: 'open' };
/** Messages arrive, and nobody answers calls. */
export const REACHED: Assumptions = { receipts: 'delivered', calls: 'unanswered' };

/** One thing that comes. */
export interface ForecastItem {
  readonly at: Instant;
  /** `effect`: a message or file. `end`: the last moment of a term, a promise or a hold. */
  readonly of: 'effect' | 'task' | 'stage' | 'end';
  /** `episode/stage/step/occurrence` of an effect or task; null for the rest. */
  readonly key: string | null;
  readonly what: string;
  /** Why not sooner. */
  readonly because: readonly string[];
  /** Facts that would cancel it or put it off by more than a day, if they came now. */
  readonly cancelledBy: readonly string[];
  /** Numbers of the person's other accounts that the same message is about. */
  readonly together: readonly string[];
}
export interface Forecast {
  readonly until: Instant;
  readonly items: readonly ForecastItem[];
  /** Where the account stands then, and why. */
  readonly stage: string;
  readonly why: readonly string[];
  /** Steps whose tasks are open then, each with the moment since when. */
  readonly openTasks: readonly { what: string; since: Instant }[];
}

export interface ForecastOptions {
  /** Days from `now`. */
  readonly days: number;
  readonly assumptions?: Assumptions;
  /** Whether to ask what would cancel each item, which takes eight times as long. */
  readonly asksWhatCancels?: boolean;
}

/**
 * The forecast of the first of these accounts; the others are those of its person, with which it shares messages and
 * caps.
 */
export function forecast(
  rulebook: Rulebook,
  accounts: readonly [StoredAccount, ...StoredAccount[]],
  now: Instant,
  { days, assumptions = NOTHING_NEW, asksWhatCancels = true }: ForecastOptions,
): Forecast {
  const [own, ...others] = accounts;
  const { facts } = own;
  const until = now + days * DAY_MS;
  const rules = rulebook.rulesFor(facts);
  const course = follow(rulebook, accounts, { now, until }, assumptions);
  const asIf = asksWhatCancels ? alternatives(facts, standingOf(facts, now).asked, now) : [];
  const evaluatedNow = (stored: StoredAccount): StoredAccount => ({ ...stored, nextEvaluationAt: now });
  const changed = asIf.map(({ name, facts: other }) => ({
    name,
    // A day longer: what is put off by less than a day is not cancelled.
    left: follow(
      rulebook,
      [{ ...own, facts: other }, ...others].map(evaluatedNow),
      { now, until: until + DAY_MS },
      assumptions,
    ).left,
  }));
  const effects = [...course.left].map(([key, { effect, at, together }]): ForecastItem => {
    const { channel, task, held } = effect;
    const cancels = ({ left }: Pick<Course, 'left'>) => isMissed({ channel, dueAt: at }, dated(left.get(key)));
    return {
      ...{ at, of: task === null ? 'effect' : 'task', key, what: nameOf(rules.ladder, effect), together },
      because: held.length > 0 ? [...new Set(held.map(({ words }) => words))] : [ladderWords(rules, facts, effect, at)],
      cancelledBy: changed.filter(cancels).map(({ name }) => name),
    };
  });
  const items = [...effects, ...course.stages.map((opened) => stageItem(rules, opened)), ...ends(facts, course, now)]
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at - b.at);
  const { stage, why, effects: rows } = course.account;
  const openTasks = rows.flatMap((row) =>
    row.asked?.state === 'open' ? [{ what: nameOf(rules.ladder, row), since: row.asked.openedAt }] : [],
  );
  return { until, items, stage, why: why.map(({ words }) => words), openTasks };
}

/** An effect that left, or a task that opened. */
interface Left {
  effect: EffectRow;
  at: Instant;
  together: readonly string[];
}
interface Opened {
  at: Instant;
  from: Standpoint;
  to: Standpoint;
  whyBefore: readonly Reason[];
}
/** How the first account lived on. */
interface Course {
  account: AccountRow;
  /** By the effect's key. */
  left: ReadonlyMap<string, Left>;
  stages: readonly Opened[];
}
const dated = (left: Left | undefined) => left && { channel: left.effect.channel, dueAt: left.at };

function follow(
  rulebook: Rulebook,
  accounts: readonly StoredAccount[],
  { now, until }: { now: Instant; until: Instant },
  assumptions: Assumptions,
): Course {
  const rows = rowsFrom(accounts, rulebook, now);
  const account = rows[0] as AccountRow;
  const left = new Map<string, Left>();
  const stages: Opened[] = [];
  const note = (effect: EffectRow, at: Instant) => {
    const together = (effect.dispatch?.effects ?? []).flatMap((other) =>
      other.account === account ? [] : [other.account.number],
    );
    left.set(keyOf(effect), { effect, at, together });
  };
  const engine: VirtualEngine = new VirtualEngine({
    rulebook,
    now,
    onEvent: (event) => {
      assume(engine, event, assumptions);
      if (event.account !== account) return;
      if (event.of === 'sent') note(event.effect, event.at);
      else if (event.of === 'task-opened' && event.task.effect !== null) note(event.task.effect, event.at);
      else if (event.of === 'stage-changed') stages.push(event);
    },
  });
  for (const row of rows) engine.add(row);
  for (const task of account.person.openTasks) if (assumptions.calls === 'unanswered') answerCall(engine, task);
  engine.runUntil(until);
  return { account, left, stages };
}

function assume(engine: VirtualEngine, event: VirtualEvent, { receipts, calls }: Assumptions): void {
  if (event.of === 'task-opened' && calls === 'unanswered') answerCall(engine, event.task);
  if (event.of !== 'sent' || receipts === 'none' || !isWrittenChannel(event.effect.channel)) return;
  const { key } = event;
  engine.at(engine.now + MINUTE_MS, () => engine.receive(key, 'delivered'));
}

/** Nobody answers the call. */
function answerCall(engine: VirtualEngine, { kind, account, effect }: TaskRow): void {
  if (kind !== 'call' || account === null || effect === null) return;
  engine.at(engine.now + HOUR_MS, () => {
    if (effect.doneAt !== null) return;
    engine.tell(account, { kind: 'call-outcome', body: { effect: effect.id, contact: 'no-answer' } });
  });
}

/** Why an effect that nothing held back does not leave sooner: its day, or the gap after the step before it. */
function ladderWords({ ladder }: Rules, facts: AccountFacts, effect: EffectRow, at: Instant): string {
  const stage = ladder.find(({ name }) => name === effect.stage);
  const day = stage?.steps.find(({ name }) => name === effect.step)?.day;
  const { oldest } = standingOf(facts, at);
  if (day !== undefined && oldest !== null)
    return localDate(at, facts.person.zone) <= addDays(oldest, day + 1)
      ? `its day is ${day} days after the due date ${oldest}`
      : 'the least gap after the step before it';
  return 'the first day on which the facts call for it';
}

function stageItem({ ladder }: Rules, { at, from, to, whyBefore }: Opened): ForecastItem {
  const opened = [to.stage, ...to.parallel].filter((name) => name !== from.stage && !from.parallel.includes(name));
  const titles = opened.map((name) => ladder.find((stage) => stage.name === name)?.title.en ?? name);
  const because = opened.flatMap((name) => {
    const waited = whyBefore.find(({ code, words }) => code === 'steps-not-ended' && words.startsWith(`${name} `));
    const opens = ladder.find((stage) => stage.name === name)?.opensAt;
    return waited ? [waited.words] : opens === undefined ? [] : [`it opens ${opens} days past due at the earliest`];
  });
  const what = titles.length === 0 ? `${to.stage}: ${from.parallel.join(', ')} ends` : `stage: ${titles.join(', ')}`;
  return { at, of: 'stage', key: null, what, because, cancelledBy: [], together: [] };
}

/** The last moments of promises, holds, placements and of the time in which the debt may be sued for. */
function ends(facts: AccountFacts, { account }: Course, now: Instant): ForecastItem[] {
  const { zone } = facts.creditor;
  const standing = standingOf(facts, now);
  const end = (at: Instant, what: string): ForecastItem[] =>
    at < now ? [] : [{ at, of: 'end', key: null, what, because: [], cancelledBy: [], together: [] }];
  const lastDay = (on: string | null | undefined, what: string) => (on ? end(endOfDay(on, zone), what) : []);
  const placed = account.placements.flatMap(({ agency, termEndsOn }) =>
    end(startOfDay(termEndsOn, zone), `the placement with ${agency} ends`),
  );
  const asked = facts.closed || standing.cured;
  const limitation = asked
    ? null
    : limitationOf({ ...readStanding(account), contacts: facts.contacts }, standing, localDate(now, zone));
  return [
    ...lastDay(standing.runningPromise?.until, 'the promise ends'),
    ...lastDay(planRunsUntil({ standing, today: localDate(now, zone) }), 'the next part of the plan'),
    ...lastDay(standing.heldUntil, 'the hold ends'),
    ...standing.care.flatMap(({ until }) => lastDay(until, 'the hold on the person ends')),
    ...placed,
    ...(limitation === null || limitation.barred ? [] : lastDay(limitation.lastDay, 'the last day to sue')),
  ];
}
