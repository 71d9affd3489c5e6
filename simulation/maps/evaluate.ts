/** The evaluation over maps; mirrors engine/evaluate/evaluate.ts and engine/evaluate/store-evaluation.ts. */

import { isWrittenChannel } from '../../domain/channels.ts';
import type { Decision } from '../../domain/decide.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { isClaimable, nextState } from '../../domain/effects.ts';
import type { Episode } from '../../domain/facts.ts';
import { lastReturnedAt } from '../../domain/money/position.ts';
import { type PlannedEffect, VERDICT_EVENT } from '../../domain/plan.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { decideFollowing, type Follower } from '../../domain/strategy/decide-following.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow, Book, EffectRow } from './book.ts';
import { endEpisode, endTask, settleAccount } from './facts.ts';
import { readFacts } from './read.ts';

/** Whether an open account is due for an evaluation; mirrors engine/evaluate/siblings.ts. */
const isDue = ({ closed, nextEvaluationAt, evaluatedVersion, version }: AccountRow, now: Instant): boolean =>
  !closed && ((nextEvaluationAt !== null && nextEvaluationAt <= now) || evaluatedVersion < version);

/**
 * Whether an account is to be evaluated: its moment has come, or a fact is newer than its last evaluation. Mirrors
 * engine/effects/stale-accounts.ts.
 */
export const isBehind = (
  { closed, started, nextEvaluationAt, evaluatedVersion, version }: AccountRow,
  now: Instant,
): boolean =>
  (nextEvaluationAt !== null && nextEvaluationAt <= now && (!closed || started)) ||
  (started && evaluatedVersion < version);

/** Evaluates an account, and the other accounts of its person that are due for it. Returns them all. */
export function evaluateTogether(book: Book, account: AccountRow, rulebook: Rulebook, now: Instant): AccountRow[] {
  const siblings = account.person.accounts.filter((other) => other !== account && isDue(other, now));
  const all = [account, ...siblings];
  evaluateAll(book, all, rulebook, now);
  return all;
}

/**
 * Evaluates the other accounts of a person that are due for it, before a message about one of them is claimed. Returns
 * whether there are any.
 */
export function evaluateForMessage(book: Book, effect: EffectRow, rulebook: Rulebook, now: Instant): boolean {
  if (!isWrittenChannel(effect.channel) || !isClaimable(effect.state)) return false;
  const due = effect.account.person.accounts.filter((other) => other !== effect.account && isDue(other, now));
  evaluateAll(book, due, rulebook, now);
  return due.length > 0;
}

function evaluateAll(book: Book, accounts: readonly AccountRow[], rulebook: Rulebook, now: Instant): void {
  const cleared = accounts.flatMap((account) => evaluate(book, account, rulebook, now));
  book.evaluated(accounts, now);
  for (const { account, last, version } of cleared) endEpisode(book, account, last, version, now);
}

/** An episode that is open although nothing is late. */
interface Cleared {
  readonly account: AccountRow;
  readonly last: Episode;
  readonly version: bigint;
}

function evaluate(book: Book, account: AccountRow, rulebook: Rulebook, now: Instant): Cleared[] {
  const returnedAt = lastReturnedAt(account, localDate(now, account.creditor.zone));
  if (returnedAt !== null && (account.evaluatedAt === null || account.evaluatedAt < returnedAt))
    settleAccount(book, account, new Set(), now);
  const { facts, decision, change } = decideFollowing(
    rulebook,
    readFacts(book, account, now),
    followerOf(account),
    now,
  );
  if (change !== null) account.strategy = change.after.strategy;
  if (change?.move) account.move = null;
  book.count(`evaluation:${decision.health}`);
  store(book, account, decision, now);
  endLapsed(book, decision, now);
  const { episode } = decision;
  const version = facts.version;
  if (episode !== null && !account.episodes.some((item) => item.no === episode.no))
    account.episodes.push({ no: episode.no, openedOn: episode.openedOn, curedVersion: null, curedOn: null });
  account.stage = decision.stage;
  account.parallel = decision.parallel;
  account.health = decision.health;
  account.why = decision.why;
  account.evaluatedVersion = version;
  account.evaluatedAt = now;
  account.nextEvaluationAt = decision.nextEvaluationAt;
  account.nudgedAt = null;
  account.started = true;
  account.staleSince = null;
  const last = facts.episode;
  return decision.stage === 'clear' && last?.curedVersion === null ? [{ account, last, version }] : [];
}

function followerOf({ strategy, stage, classes, move }: AccountRow): Follower | undefined {
  return strategy === null && move === null ? undefined : { stage, classes, move };
}

function store(book: Book, account: AccountRow, decision: Decision, now: Instant): void {
  const plannedKeys = new Set<string>();
  for (const planned of decision.planned) {
    const key = keyOf(planned);
    plannedKeys.add(key);
    for (const held of planned.held) book.count(`held:${held.policy}`);
    const effect = account.byKey.get(key);
    if (effect !== undefined && planned.held.length > 0) effect.held = planned.held;
    if (effect === undefined) add(book, account, planned);
    else if (planned.verdict !== 'keep') change(book, effect, planned, now);
  }
  for (const effect of account.effects)
    if (
      effect.state !== 'superseded' &&
      nextState(effect.state, 'not-wanted') !== null &&
      !plannedKeys.has(keyOf(effect))
    ) {
      book.move(effect, 'not-wanted');
      effect.blocked = false;
    }
}

/** Withdraws open tasks that the facts no longer call for. */
function endLapsed(book: Book, decision: Decision, now: Instant): void {
  for (const { effect } of decision.lapsed) {
    const task = book.effects.get(effect)?.asked;
    if (task?.state === 'open') endTask(book, task, 'withdrawn', now);
  }
}

const CHANGEABLE: readonly string[] = ['planned', 'deferred', 'suppressed', 'failed', 'superseded'];

function change(book: Book, effect: EffectRow, planned: PlannedEffect, now: Instant): void {
  if (!CHANGEABLE.includes(effect.state)) return;
  const event = VERDICT_EVENT[planned.verdict as Exclude<PlannedEffect['verdict'], 'keep'>];
  const stays = event === 'refuse' && effect.state !== 'planned' && effect.state !== 'deferred';
  const before = effect.state;
  const dueAt = effect.dueAt <= now && planned.dueAt <= now ? effect.dueAt : planned.dueAt;
  const channel = planned.channel ?? effect.channel;
  const blocked = planned.verdict === 'blocked';
  if (!stays && nextState(before, event) !== null) book.move(effect, event);
  const { recipient } = planned;
  const same =
    effect.state === before && dueAt === effect.dueAt && channel === effect.channel && recipient === effect.recipient;
  if (same && !blocked && planned.held.length === 0 && !planned.awaited) return;
  Object.assign(effect, { dueAt, channel, recipient, blocked, awaited: planned.awaited, queuedAt: null });
}

function add(book: Book, account: AccountRow, planned: PlannedEffect): void {
  const state =
    planned.verdict === 'refuse' ? 'suppressed' : planned.verdict === 'impossible' ? 'impossible' : 'planned';
  const effect: EffectRow = {
    id: `${book.letter}${book.no()}`,
    account,
    creditorId: account.creditor.id,
    accountId: account.id,
    personId: account.person.id,
    episode: planned.episode,
    stage: planned.stage,
    step: planned.step,
    occurrence: planned.occurrence,
    channel: planned.channel ?? 'email',
    purpose: planned.purpose,
    recipient: planned.recipient,
    task: planned.task,
    whenSent: planned.whenSent,
    held: planned.held,
    state,
    attempt: 0,
    awaited: planned.awaited,
    dueAt: planned.dueAt,
    sentAt: null,
    deliveredAt: null,
    bouncedAt: null,
    doneAt: null,
    settledAt: null,
    claimedAt: null,
    token: null,
    leaseUntil: null,
    calling: false,
    dispatch: null,
    queuedAt: null,
    askAt: null,
    asks: 0,
    blocked: planned.verdict === 'blocked',
    path: [state],
    permits: [],
    asked: null,
  };
  book.count(`born:${state}`);
  book.addEffect(effect);
}
