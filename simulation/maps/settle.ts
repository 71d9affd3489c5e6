/**
 * Outcomes of calls over maps; mirrors engine/effects/send.ts, settle.ts, apply-sent.ts and lane-pauses.ts, and
 * engine/operate/settle-manually.ts and free-effects.ts.
 */
import { complaintsOf } from '../../domain/complaints.ts';
import { type EffectEvent, nextState, RESULT_EVENTS } from '../../domain/effects.ts';
import { MAX_ATTEMPTS } from '../../domain/plan-step.ts';
import { addDays, HOUR_MS, type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow, Book, DispatchRow, EffectRow, PermitRow } from './book.ts';
import { raise, recordPersonFact } from './facts.ts';

export type CallResult = 'sent' | 'failed' | 'busy' | 'unknown' | 'not-begun';
export interface SettlementRow {
  dispatch: DispatchRow;
  token: number;
  effects: readonly EffectRow[];
  result: CallResult;
  /** When a proved non-send is retried; null: only by a person. */
  againAt: Instant | null;
  ended?: 'lease-expired';
  askable: boolean;
  retryAfterMs?: number | null;
}
/** When a proved non-send is retried; null after the third. */
export function againAfter(effects: readonly EffectRow[], now: Instant): Instant | null {
  const before = Math.max(
    ...effects.map(({ permits }) => permits.filter((permit) => permit.ended === 'failed').length),
  );
  return before + 1 < MAX_ATTEMPTS ? now + (HOUR_MS / 2) * (before + 1) : null;
}

/** How the permit of a call ended. */
function endOf({ result, ended }: SettlementRow): NonNullable<PermitRow['ended']> {
  if (result === 'not-begun') return 'held-back';
  return result === 'failed' ? (ended ?? 'failed') : result;
}

/** Returns the accounts to nudge. */
export function settle(book: Book, row: SettlementRow, now: Instant): AccountRow[] {
  const surprised = new Set<AccountRow>();
  for (const effect of row.effects) {
    const holds = effect.state === 'claimed' && effect.token === row.token;
    if (holds) settleHeld(book, effect, row, now, surprised);
    else settleLate(book, effect, row, now, surprised);
  }
  if (row.dispatch.result !== 'sent') row.dispatch.result = row.result;
  if (row.retryAfterMs !== undefined) pauseLane(book, row, now);
  for (const account of surprised) raise(account, now);
  return [...surprised];
}

function settleHeld(book: Book, effect: EffectRow, row: SettlementRow, now: Instant, surprised: Set<AccountRow>): void {
  const { result, againAt } = row;
  for (const permit of effect.permits) if (permit.ended === null) book.endPermit(permit, endOf(row));
  book.move(effect, RESULT_EVENTS[result === 'failed' && againAt !== null ? 'again' : result]);
  effect.settledAt = now;
  effect.queuedAt = null;
  effect.askAt = result === 'unknown' && row.askable ? Math.max(effect.leaseUntil ?? now, now) : null;
  effect.asks = 0;
  effect.leaseUntil = null;
  effect.dueAt = againAt ?? effect.dueAt;
  if (result === 'sent') markSent(book, effect, now);
  const tells = effect.awaited || effect.whenSent !== null;
  if (result === 'unknown' || (result === 'failed' && againAt === null) || (result === 'sent' && tells))
    surprised.add(effect.account);
}

/**
 * A late result is kept as evidence. `sent` settles any effect held to be open or unsent; `failed` settles only an
 * unknown of the same lease.
 */
function settleLate(book: Book, effect: EffectRow, row: SettlementRow, now: Instant, surprised: Set<AccountRow>): void {
  book.evidence += 1;
  book.count(`late:${row.result}>${effect.state}`);
  if (row.result === 'unknown') return;
  const again = row.againAt !== null || row.result === 'not-begun';
  const event: EffectEvent = row.result === 'sent' ? 'found-sent' : again ? 'try-again' : 'found-unsent';
  if (row.result !== 'sent' && !(effect.state === 'unknown' && effect.token === row.token)) return;
  if (nextState(effect.state, event) === null) return;
  book.move(effect, event);
  effect.settledAt = now;
  effect.askAt = null;
  effect.queuedAt = null;
  effect.blocked = false;
  effect.dueAt = row.againAt ?? effect.dueAt;
  if (row.result === 'sent') {
    effect.dispatch = row.dispatch;
    markSent(book, effect, now);
  }
  endLastPermit(book, effect, row.result === 'sent' ? 'sent' : 'failed');
  surprised.add(effect.account);
}

export function endLastPermit(book: Book, effect: EffectRow, ended: 'sent' | 'failed'): void {
  const last = effect.permits.findLast(({ ended }) => ended !== 'sent' && ended !== 'held-back');
  if (last !== undefined) book.endPermit(last, ended);
}

/** Marks an effect as sent and carries out what its step declared when it was planned. */
function markSent(book: Book, effect: EffectRow, now: Instant): void {
  const { rulebook } = book;
  effect.sentAt ??= now;
  switch (effect.whenSent) {
    case 'open-placement':
      openPlacement(effect, rulebook.termsOf(effect.account.strategy).placementDays, now);
      return;
    case 'recall-placement':
      recallPlacement(effect, now);
      return;
    case 'mark-folder-made':
      markFolderMade(effect);
      return;
    case 'acknowledge-complaint':
      acknowledgeComplaint(book, effect, now);
      return;
    case null:
      return;
  }
}

function openPlacement({ id, account, recipient }: EffectRow, days: number, now: Instant): void {
  if (account.placements.some((placement) => placement.id === id)) return;
  account.placements.push({
    id,
    agency: recipient ?? '',
    state: 'handed-over',
    handedOverAt: now,
    termEndsOn: addDays(localDate(now, account.creditor.zone), days),
    recalledAt: null,
  });
}

function recallPlacement({ account }: EffectRow, now: Instant): void {
  for (const placement of account.placements)
    if (placement.state === 'handed-over' || placement.state === 'accepted')
      Object.assign(placement, { state: 'recalled', recalledAt: now });
}

function markFolderMade({ account }: EffectRow): void {
  if (account.courtCase?.state === 'open') account.courtCase = { ...account.courtCase, state: 'folder-made' };
}

function acknowledgeComplaint(book: Book, { account, occurrence }: EffectRow, now: Instant): void {
  const { person } = account;
  const told = complaintsOf(person.facts).find(
    ({ letters }) => letters?.account === account.id && letters.no === occurrence,
  );
  if (told === undefined || told.acknowledgedAt !== null || told.closed !== null) return;
  recordPersonFact(book, person, { kind: 'complaint-acknowledged', body: { of: told.id, by: 'arrears' } }, now);
}

const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 60_000;
const UNANSWERED = 3;
function pauseLane(book: Book, { dispatch, result, retryAfterMs }: SettlementRow, now: Instant): void {
  const lane = book.lanes.get(dispatch.channel) ?? { pausedUntil: 0, troubles: 0 };
  if (result === 'sent' && lane.pausedUntil <= now) lane.troubles = Math.max(0, lane.troubles - 1);
  if (result !== 'busy' && result !== 'unknown') return;
  book.lanes.set(dispatch.channel, lane);
  if (lane.pausedUntil > now && retryAfterMs == null) return;
  if (lane.pausedUntil <= now) lane.troubles = lane.pausedUntil > now - 30_000 ? lane.troubles + 1 : 1;
  const from = result === 'busy' ? 1 : UNANSWERED;
  const doubled =
    lane.troubles < from ? 0 : Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(lane.troubles - from, 10));
  lane.pausedUntil = Math.max(lane.pausedUntil, now + Math.min(LONGEST_REST_MS, retryAfterMs ?? doubled));
  if (lane.pausedUntil <= now) return;
  book.count('lane:rests');
  for (const account of book.accounts.values())
    for (const effect of account.open)
      if (effect.channel === dispatch.channel && effect.state !== 'claimed') effect.queuedAt = null;
}

/** Settles a message by a person's answer, which holds for every effect it covers. */
export function settleManually(
  book: Book,
  effect: EffectRow,
  event: 'found-sent' | 'found-unsent' | 'give-up',
  now: Instant,
): AccountRow[] {
  const covered =
    effect.dispatch === null || event === 'give-up'
      ? [effect]
      : effect.dispatch.effects.filter((row) => row.dispatch === effect.dispatch && row.state === effect.state);
  const surprised = new Set<AccountRow>();
  for (const effect of covered) {
    if (nextState(effect.state, event) === null) continue;
    book.move(effect, event);
    Object.assign(effect, { settledAt: now, blocked: false, queuedAt: null });
    effect.askAt = null;
    if (event === 'found-sent') markSent(book, effect, now);
    if (event !== 'give-up') endLastPermit(book, effect, event === 'found-sent' ? 'sent' : 'failed');
    surprised.add(effect.account);
  }
  if (effect.dispatch !== null && effect.dispatch.result !== 'sent' && event !== 'give-up')
    effect.dispatch.result = event === 'found-sent' ? 'sent' : 'failed';
  // What was not sent may be retried.
  if (event === 'found-unsent') for (const effect of covered) retry(book, effect, now);
  else for (const account of surprised) raise(account, now);
  return [...surprised];
}

/** An operator frees a stuck effect. */
export function retry(book: Book, effect: EffectRow, now: Instant): AccountRow[] {
  if (effect.state !== 'failed' && effect.state !== 'suppressed' && !effect.blocked) return [];
  const event = effect.state === 'planned' || effect.state === 'deferred' ? 'wanted' : 'retry';
  if (nextState(effect.state, event) !== 'planned') return [];
  book.move(effect, event);
  Object.assign(effect, { dueAt: Math.min(effect.dueAt, now), queuedAt: null, blocked: false, settledAt: null });
  raise(effect.account, now);
  return [effect.account];
}
