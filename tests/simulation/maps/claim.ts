/** The claim over maps; mirrors engine/effects/claim.ts and engine/effects/gather-due.ts. The judging is the product's own. */
import { effectHash, messageKey } from '../../../db/effect-hash.ts';
import { keyOf } from '../../../domain/effect-key.ts';
import { isClaimable, nextState } from '../../../domain/effects.ts';
import type { AccountFacts, PastContact } from '../../../domain/facts.ts';
import { countsForCaps } from '../../../domain/policies/contact-caps.ts';
import type { Rules } from '../../../domain/rules.ts';
import type { Instant } from '../../../domain/time.ts';
import { judge, plannedByKey } from '../../../engine/effects/judge.ts';
import type { Book, DispatchRow, EffectRow, PermitRow } from './book.ts';
import { readFacts } from './read.ts';

/** One message or file that may leave. */
export interface ClaimedRow {
  dispatch: DispatchRow;
  key: string;
  token: number;
  effects: EffectRow[];
  permits: PermitRow[];
  channel: EffectRow['channel'];
  /** The earlier of the permits' end and the lease's. */
  notAfter: Instant;
}
export interface ClaimSettings {
  rules: Rules;
  leaseMs: number;
  slowestCallMs: number;
  /** A planted fault: whatever is due is taken for allowed. */
  ignoresFacts?: boolean;
}

type Judged = ReturnType<typeof judge>;

export function claim(book: Book, ids: readonly string[], settings: ClaimSettings, now: Instant): ClaimedRow[] {
  const due = gather(book, ids, now);
  if (due.length === 0) return [];
  due.sort(
    (a, b) =>
      compare(a.account.number, b.account.number) ||
      a.episode - b.episode ||
      compare(`${a.stage}/${a.step}`, `${b.stage}/${b.step}`) ||
      a.occurrence - b.occurrence,
  );
  const gone = new Map<string, Map<string, PastContact>>();
  const decided = new Map<string, ReturnType<typeof plannedByKey>>();
  const judged = due.map((effect) => ({ effect, answer: judgeOne(effect, gone, decided, settings, now) }));
  const groups = new Map<string, { effect: EffectRow; permit: PermitRow }[]>();
  for (const { effect, answer } of judged) {
    const permit = storeVerdict(book, effect, answer, settings, now);
    if (effect.state !== 'claimed') continue;
    const name = groupOf(effect);
    groups.set(name, [...(groups.get(name) ?? []), { effect, permit }]);
  }
  return [...groups.values()].flatMap((group) => makeClaimed(book, group, settings, now));
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What goes together: one channel of a person, one organisation. */
function gather(book: Book, ids: readonly string[], now: Instant): EffectRow[] {
  const all = new Set<EffectRow>();
  for (const id of ids) {
    const item = book.effects.get(id);
    if (item === undefined) continue;
    all.add(item);
    for (const other of book.open) {
      if (other.channel !== item.channel || other.creditorId !== item.creditorId) continue;
      if (
        item.channel === 'agency' || item.channel === 'bureau'
          ? other.recipient === item.recipient
          : ['email', 'sms', 'call'].includes(item.channel) && other.personId === item.personId
      )
        all.add(other);
    }
  }
  return [...all].filter(
    (effect) =>
      isClaimable(effect.state) && effect.dueAt <= now && (book.lanes.get(effect.channel)?.pausedUntil ?? 0) <= now,
  );
}

function judgeOne(
  effect: EffectRow,
  gone: Map<string, Map<string, PastContact>>,
  decided: Map<string, ReturnType<typeof plannedByKey>>,
  settings: ClaimSettings,
  now: Instant,
): Judged {
  const facts = readFacts(effect.account, now);
  const group = groupOf(effect);
  const others = [...(gone.get(effect.personId) ?? [])]
    .filter(([name]) => name !== group)
    .map(([, contact]) => contact);
  const seen: AccountFacts = { ...facts, contacts: [...facts.contacts, ...others] };
  const name = `${effect.accountId} ${others.length} ${gone.get(effect.personId)?.has(group) ?? false}`;
  const planned = decided.get(name) ?? plannedByKey(settings.rules, seen, now);
  decided.set(name, planned);
  const answer = judge(
    effect,
    planned.get(keyOf(effect)),
    { facts, rules: settings.rules, now },
    settings.slowestCallMs,
  );
  if (settings.ignoresFacts && answer.verdict === 'refuse')
    Object.assign(answer, { verdict: 'allow', state: 'claimed' });
  if (answer.state === 'claimed' && countsForCaps(effect)) {
    const contacts = gone.get(effect.personId) ?? new Map<string, PastContact>();
    gone.set(
      effect.personId,
      contacts.set(group, { at: now, channel: effect.channel, accountId: effect.accountId, purpose: effect.purpose }),
    );
  }
  return answer;
}

function groupOf({
  creditorId,
  channel,
  personId,
  recipient,
  purpose,
  stage,
  step,
  task,
  id,
  accountId,
}: EffectRow): string {
  if (task !== null) return id;
  if (channel === 'agency' || channel === 'bureau') return [creditorId, channel, recipient, step].join('/');
  if (channel === 'court') return [accountId, step].join('/');
  return [creditorId, channel, personId, purpose === 'demand' ? 'demand' : `${stage}/${step}`].join('/');
}

/** Mirrors storeClaim: the verdict's state, attempt, time. */
function storeVerdict(book: Book, effect: EffectRow, answer: Judged, settings: ClaimSettings, now: Instant): PermitRow {
  const event = EVENT_TO[answer.state] ?? 'wanted';
  if (nextState(effect.state, event) !== answer.state)
    throw new Error(`a claim takes ${effect.state} to ${answer.state}`);
  for (const reason of answer.reasons) book.count(`claim-held:${reason.policy}`);
  book.count(`claim:${answer.verdict}`);
  book.move(effect, event);
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
  return book.addPermit({ effect, attempt: effect.attempt, verdict, factsVersion, notAfter, givenAt: now, ended });
}
const EVENT_TO: Readonly<Record<string, 'claim' | 'not-wanted' | 'no-way' | 'refuse' | 'defer' | 'wanted'>> = {
  claimed: 'claim',
  superseded: 'not-wanted',
  impossible: 'no-way',
  suppressed: 'refuse',
  deferred: 'defer',
  planned: 'wanted',
};

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
  const point =
    first.channel === 'email' || first.channel === 'sms'
      ? (first.account.person.points.find((point) => point.channel === first.channel && point.valid)?.id ?? null)
      : null;
  const dispatch: DispatchRow = { id: token, key, channel: first.channel, effects, point, result: null };
  book.dispatches.set(key, [...(book.dispatches.get(key) ?? []), dispatch]);
  for (const effect of effects) Object.assign(effect, { token, dispatch });
  const notAfter = Math.min(now + settings.leaseMs, ...permits.map((permit) => permit.notAfter));
  return [{ dispatch, key, token, effects, permits, channel: first.channel, notAfter }];
}

/** A task has left as soon as it is there. */
function openTask(book: Book, effect: EffectRow, permit: PermitRow, now: Instant): void {
  book.move(effect, 'sent');
  permit.ended = 'sent';
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
