/**
 * The claim over maps; mirrors engine/effects/claim.ts, due-together.ts, prepare-claims.ts and store-claim.ts. It
 * judges by the product's own functions.
 */
import { effectHash, messageKey } from '../../../db/effect-hash.ts';
import { isPersonChannel, isSharedFileChannel, isWrittenChannel } from '../../../domain/channels.ts';
import { groupOf, type Judged, judgeAll } from '../../../domain/claim.ts';
import { keyOf } from '../../../domain/effect-key.ts';
import { isClaimable, nextState } from '../../../domain/effects.ts';
import { groupBy } from '../../../domain/group.ts';
import { type Rules, sameForAll } from '../../../domain/rules.ts';
import { DAY_MS, type Instant } from '../../../domain/time.ts';
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
  rules: Rules;
  leaseMs: number;
  slowestCallMs: number;
  /** A planted fault: refused effects are claimed as if allowed. */
  ignoresFacts?: boolean;
  /** A planted fault: what is due by SMS is put off to the next day. */
  putsOff?: boolean;
}

export function claim(book: Book, ids: readonly string[], settings: ClaimSettings, now: Instant): ClaimedRow[] {
  const due = gather(book, ids, now);
  if (due.length === 0) return [];
  const facts = new Map(due.map(({ accountId, account }) => [accountId, readFacts(account, now)]));
  const claimRules = { rulebook: sameForAll(settings.rules), slowestCallMs: () => settings.slowestCallMs };
  const judged = judgeAll(claimRules, due, facts, now);
  const rows = judged.map((judgement) => {
    const planted = settings.putsOff ? putOff(judgement, now) : judgement;
    const { effect, ...answer } = settings.ignoresFacts ? ignoreFacts(planted) : planted;
    return { effect, permit: storeVerdict(book, effect, answer, settings, now) };
  });
  const claimed = rows.filter(({ effect }) => effect.state === 'claimed');
  return [...groupBy(claimed, ({ effect }) => groupOf(effect)).values()].flatMap((group) =>
    makeClaimed(book, group, settings, now),
  );
}

/** The planted faults. */
const ignoreFacts = (judged: Judged<EffectRow>): Judged<EffectRow> =>
  judged.verdict === 'refuse' ? { ...judged, verdict: 'allow', event: 'claim', state: 'claimed' } : judged;

const putOff = (judged: Judged<EffectRow>, now: Instant): Judged<EffectRow> =>
  judged.verdict === 'allow' && judged.channel === 'sms'
    ? { ...judged, verdict: 'wait', event: 'defer', state: 'deferred', dueAt: now + DAY_MS }
    : judged;

/** Effects that are claimed together: one channel of a person, or one organisation. */
function gather(book: Book, ids: readonly string[], now: Instant): EffectRow[] {
  const all = new Set<EffectRow>();
  for (const id of ids) {
    const item = book.effects.get(id);
    if (item === undefined) continue;
    all.add(item);
    for (const other of book.open) {
      if (other.channel !== item.channel || other.creditorId !== item.creditorId) continue;
      if (
        isSharedFileChannel(item.channel)
          ? other.recipient === item.recipient
          : isPersonChannel(item.channel) && other.personId === item.personId
      )
        all.add(other);
    }
  }
  return [...all].filter(
    (effect) =>
      isClaimable(effect.state) && effect.dueAt <= now && (book.lanes.get(effect.channel)?.pausedUntil ?? 0) <= now,
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
  if (answer.verdict === 'allow') effect.claimedAt = now;
  effect.leaseUntil = answer.state === 'claimed' ? now + settings.leaseMs : null;
  if (answer.state === 'superseded' || answer.state === 'impossible')
    if (!effect.account.closed) effect.account.nextEvaluationAt = Math.min(effect.account.nextEvaluationAt ?? now, now);
  const { verdict, factsVersion, notAfter } = answer;
  const ended = answer.state === 'claimed' ? null : 'held-back';
  const putOff = verdict === 'wait' && answer.dueAt !== null ? { to: answer.dueAt, reasons: answer.reasons } : null;
  return book.addPermit({
    effect,
    attempt: effect.attempt,
    verdict,
    factsVersion,
    notAfter,
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
  if (book.tasks.some((task) => task.effect === effect)) return;
  book.openTask({
    kind: effect.task ?? '',
    account: effect.account,
    person: effect.account.person,
    effect,
    openedAt: now,
  });
}
