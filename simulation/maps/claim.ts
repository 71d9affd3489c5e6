/**
 * The claim over maps; mirrors engine/effects/claim.ts, due-together.ts, prepare-claims.ts and store-claim.ts. It
 * judges by the product's own functions.
 */
import { effectHash, messageKey } from '../../db/effect-hash.ts';
import { isWrittenChannel } from '../../domain/channels.ts';
import { groupOf, type Judged, judgeAll } from '../../domain/claim.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { nextState } from '../../domain/effects.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import type { Book, DispatchRow, EffectRow, PermitRow } from './book.ts';
import { readFacts } from './read.ts';

/** One message or file that may be sent. */
export interface ClaimedRow {
  dispatch: DispatchRow;
  key: string;
  token: number;
  effects: EffectRow[];
  permits: PermitRow[];
  channel: EffectRow['channel'];
  /** The earlier of the ends of the permits and of the lease. */
  notAfter: Instant;
}
export interface ClaimSettings {
  rulebook: Rulebook;
  leaseMs: number;
  slowestCallMs: number;
  /** Changes each judgement before it is stored; tests plant faults by it. */
  change?(judged: Judged<EffectRow>, now: Instant): Judged<EffectRow>;
}

/** Judges due effects that leave together, and claims those that may leave. */
export function claimDue(book: Book, due: readonly EffectRow[], settings: ClaimSettings, now: Instant): ClaimedRow[] {
  if (due.length === 0) return [];
  const facts = new Map<string, AccountFacts>();
  for (const { accountId, account } of due)
    if (!facts.has(accountId)) facts.set(accountId, readFacts(book, account, now));
  const claimRules = { rulebook: settings.rulebook, slowestCallMs: () => settings.slowestCallMs };
  const rows: { effect: EffectRow; permit: PermitRow }[] = [];
  for (const judged of judgeAll(claimRules, due, facts, now)) {
    const { effect, ...answer } = settings.change?.(judged, now) ?? judged;
    rows.push({ effect, permit: storeVerdict(book, effect, answer, settings, now) });
  }
  const claimed = rows.filter(({ effect }) => effect.state === 'claimed');
  return [...groupBy(claimed, ({ effect }) => groupOf(effect, effect.account)).values()].flatMap((group) =>
    makeClaimed(book, group, settings, now),
  );
}

/** Mirrors storeClaim: stores the verdict's state, attempt and time. */
function storeVerdict(
  book: Book,
  effect: EffectRow,
  answer: Omit<Judged, 'effect'>,
  settings: ClaimSettings,
  now: Instant,
): PermitRow {
  if (nextState(effect.state, answer.event) !== answer.state)
    throw new Error(`a claim takes ${effect.state} to ${answer.state}`);
  // The product holds an account back if its rules throw. Here that is a fault.
  if (answer.reasons.some((reason) => reason.policy === 'claim')) throw new Error('the rules of the ladder failed');
  for (const reason of answer.reasons) book.count(`claim-held:${reason.policy}`);
  book.count(`claim:${answer.verdict}`);
  book.move(effect, answer.event);
  effect.attempt += 1;
  effect.channel = answer.channel;
  effect.dueAt = answer.dueAt ?? effect.dueAt;
  effect.queuedAt = null;
  effect.token = null;
  effect.calling = false;
  effect.blocked = answer.verdict === 'blocked';
  if (answer.reasons.length > 0) effect.held = answer.reasons;
  if (answer.verdict === 'allow') effect.claimedAt = now;
  effect.leaseUntil = answer.state === 'claimed' ? now + settings.leaseMs : null;
  if (answer.state === 'superseded' || answer.state === 'impossible')
    if (!effect.account.closed) effect.account.nextEvaluationAt = Math.min(effect.account.nextEvaluationAt ?? now, now);
  const { verdict, factsVersion, notAfter, proof } = answer;
  const ended = answer.state === 'claimed' ? null : 'held-back';
  const putOff = verdict === 'wait' && answer.dueAt !== null ? { to: answer.dueAt, reasons: answer.reasons } : null;
  return book.addPermit({
    effect,
    attempt: effect.attempt,
    verdict,
    factsVersion,
    notAfter,
    demanded: proof.demanded === null ? null : BigInt(proof.demanded),
    putOff,
    givenAt: now,
    ended,
  });
}
function makeClaimed(
  book: Book,
  group: { effect: EffectRow; permit: PermitRow }[],
  settings: ClaimSettings,
  now: Instant,
): ClaimedRow[] {
  const effects = group.map((item) => item.effect);
  const permits = group.map((item) => item.permit);
  const first = effects[0] as EffectRow;
  if (first.task !== null) {
    for (const { effect, permit } of group) openTask(book, effect, permit, now);
    return [];
  }
  const token = book.no();
  const covers = effects.map((effect) => effectHash(effect.creditorId, effect.accountId, keyOf(effect))).sort();
  const key = messageKey(covers);
  const point = isWrittenChannel(first.channel)
    ? (first.account.person.points.find((point) => point.channel === first.channel && point.valid)?.id ?? null)
    : null;
  const dispatch: DispatchRow = { id: token, key, channel: first.channel, effects, point, result: null };
  book.dispatches.set(key, [...(book.dispatches.get(key) ?? []), dispatch]);
  for (const effect of effects) Object.assign(effect, { token, dispatch });
  const notAfter = Math.min(now + settings.leaseMs, ...permits.map((permit) => permit.notAfter));
  return [{ dispatch, key, token, effects, permits, channel: first.channel, notAfter }];
}

/** A task is sent as soon as it exists. */
function openTask(book: Book, effect: EffectRow, permit: PermitRow, now: Instant): void {
  book.move(effect, 'sent');
  book.endPermit(permit, 'sent');
  effect.leaseUntil = null;
  effect.sentAt = now;
  effect.settledAt = now;
  if (effect.asked !== null) return;
  book.openTask({
    kind: effect.task ?? '',
    account: effect.account,
    person: effect.account.person,
    effect,
    openedAt: now,
  });
}
