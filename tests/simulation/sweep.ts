/**
 * The queries of the sweep over maps; mirrors engine/effects/find-due.ts, stale-accounts.ts, leases.ts and
 * find-unknown.ts.
 */
import { isPersonChannel, isSharedFileChannel } from '../../domain/channels.ts';
import { isClaimable } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';
import { UNKNOWN_TASK, unknownDeadline } from '../../domain/unknown.ts';
import type { AccountRow, DispatchRow, EffectRow } from '../../simulation/maps/book.ts';
import type { FullBook } from './full-book.ts';

export const REQUEUE_MS = 10_000;
export const STALE_MS = 3000;
export const NUDGE_AGAIN_MS = 3000;

/** Takes due effects that are not queued and marks them. One effect per organisation is enough. */
export function acquireDue(book: FullBook, now: Instant, only?: AccountRow): EffectRow[] {
  const organisations = new Set<string>();
  const due: EffectRow[] = [];
  for (const effect of book.open) {
    if (!isClaimable(effect.state) || effect.dueAt > now || (only !== undefined && effect.account !== only)) continue;
    if ((book.lanes.get(effect.channel)?.pausedUntil ?? 0) > now) continue;
    if (effect.queuedAt !== null && effect.queuedAt + REQUEUE_MS > now) continue;
    if (isSharedFileChannel(effect.channel)) {
      const name = `${effect.creditorId} ${effect.channel} ${effect.recipient} ${effect.step}`;
      if (organisations.has(name)) continue;
      organisations.add(name);
    }
    due.push(effect);
  }
  for (const effect of due) effect.queuedAt = now;
  return due.sort((a, b) => a.dueAt - b.dueAt);
}

/** The due effects that are claimed with this one: those of one channel to a person, or to one organisation. */
export function gather(book: FullBook, effect: EffectRow, now: Instant): EffectRow[] {
  const { channel, creditorId, recipient, personId } = effect;
  const isSame = isSharedFileChannel(channel)
    ? (other: EffectRow) => other.recipient === recipient
    : (other: EffectRow) => isPersonChannel(channel) && other.personId === personId;
  const all = new Set([effect]);
  for (const other of book.open)
    if (other.channel === channel && other.creditorId === creditorId && isSame(other)) all.add(other);
  return [...all].filter(
    (effect) =>
      isClaimable(effect.state) && effect.dueAt <= now && (book.lanes.get(effect.channel)?.pausedUntil ?? 0) <= now,
  );
}

/** Accounts whose evaluation is due, or whose facts are newer than their last evaluation. */
export function acquireStale(book: FullBook, now: Instant): AccountRow[] {
  const stale: AccountRow[] = [];
  for (const account of book.accounts.values()) {
    const late =
      account.nextEvaluationAt !== null && account.nextEvaluationAt <= now && (!account.closed || account.started);
    const behind =
      account.started && account.evaluatedVersion < account.version && (account.staleSince ?? 0) <= now - STALE_MS;
    if ((!late && !behind) || (account.nudgedAt !== null && account.nudgedAt > now - NUDGE_AGAIN_MS)) continue;
    account.nudgedAt = now;
    stale.push(account);
  }
  return stale;
}

/** Groups effects by lease. */
export function groupByLease(effects: Iterable<EffectRow>): EffectRow[][] {
  const groups = new Map<number, EffectRow[]>();
  for (const effect of effects) {
    if (effect.token === null) continue;
    const group = groups.get(effect.token);
    if (group === undefined) groups.set(effect.token, [effect]);
    else group.push(effect);
  }
  return [...groups.values()];
}

export function findExpired(book: FullBook, now: Instant): EffectRow[][] {
  const expired: EffectRow[] = [];
  for (const effect of book.open)
    if (effect.state === 'claimed' && effect.leaseUntil !== null && effect.leaseUntil < now) expired.push(effect);
  return groupByLease(expired);
}

/** Takes unknown effects whose provider should be asked now. Pauses grow with each question. */
export function acquireUnknown(book: FullBook, now: Instant): EffectRow[][] {
  const asked: EffectRow[] = [];
  for (const effect of book.open) {
    if (effect.state !== 'unknown' || effect.askAt === null || effect.askAt >= now) continue;
    asked.push(effect);
    effect.askAt = now + 1000 * Math.min(2 ** Math.min(effect.asks, 20), 600);
    effect.asks += 1;
  }
  return groupByLease(asked);
}

/**
 * Opens one task per message that is still unknown after its deadline; withdraws it if the message was settled
 * otherwise. Returns whether anything changed.
 */
export function ensureUnknownTasks(book: FullBook, now: Instant): boolean {
  // The oldest effect of a message represents it.
  const asked = new Map<DispatchRow | null, EffectRow>();
  for (const effect of book.open) {
    if (
      effect.state !== 'unknown' ||
      effect.settledAt === null ||
      unknownDeadline(effect.settledAt) > now ||
      hasTask(book, effect)
    )
      continue;
    const known = asked.get(effect.dispatch);
    if (known === undefined || ageOf(effect) < ageOf(known)) asked.set(effect.dispatch, effect);
  }
  for (const effect of asked.values()) {
    // An effect has at most one task: a second unknown reopens it.
    const before = book.tasks.find((task) => task.kind === UNKNOWN_TASK && task.effect === effect);
    const { account } = effect;
    if (before === undefined)
      book.openTask({ kind: UNKNOWN_TASK, account, person: account.person, effect, openedAt: now });
    else book.reopenTask(before, now);
  }
  let changed = asked.size > 0;
  for (const task of book.openTasks)
    if (task.kind === UNKNOWN_TASK && task.effect !== null && task.effect.state !== 'unknown') {
      book.endTask(task, 'withdrawn');
      changed = true;
    }
  return changed;
}
const ageOf = (effect: EffectRow): number => Number(effect.id.slice(1));
export function hasTask(book: FullBook, effect: EffectRow): boolean {
  for (const task of book.openTasks)
    if (task.kind === UNKNOWN_TASK && task.effect?.dispatch === effect.dispatch) return true;
  return false;
}

/** The next moment at which there is anything to do. */
export function nextMoment(book: FullBook, now: Instant): Instant {
  let next = Number.POSITIVE_INFINITY;
  for (const effect of book.open) {
    if (effect.state === 'claimed') next = sooner(next, (effect.leaseUntil ?? now) + 1, now);
    else if (effect.state === 'unknown') {
      if (effect.askAt !== null) next = sooner(next, effect.askAt + 1, now);
      if (effect.settledAt !== null) next = sooner(next, unknownDeadline(effect.settledAt), now);
    } else {
      next = sooner(next, effect.dueAt, now);
      next = sooner(next, book.lanes.get(effect.channel)?.pausedUntil ?? 0, now);
      if (effect.queuedAt !== null) next = sooner(next, effect.queuedAt + REQUEUE_MS, now);
    }
  }
  for (const account of book.accounts.values()) {
    if (account.nextEvaluationAt !== null) next = sooner(next, account.nextEvaluationAt, now);
    if (account.evaluatedVersion < account.version) next = sooner(next, (account.staleSince ?? now) + STALE_MS, now);
    if (account.nudgedAt !== null) next = sooner(next, account.nudgedAt + NUDGE_AGAIN_MS, now);
  }
  return next;
}

/** The sooner of two moments; one that is past counts as never. */
const sooner = (next: Instant, at: Instant, now: Instant): Instant => (at > now && at < next ? at : next);
