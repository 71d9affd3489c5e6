/**
 * Facts over maps: the row, its immediate changes, the raised version. Mirrors engine/facts/record-facts.ts,
 * apply-fact.ts and settle-accounts.ts.
 */

import { closedNow } from '../../domain/closing.ts';
import { stopsContact } from '../../domain/complaint-facts.ts';
import { openComplaints } from '../../domain/complaints.ts';
import { inOrder } from '../../domain/fact-order.ts';
import { movesMoney, surprises } from '../../domain/fact-rules.ts';
import type {
  AccountFact,
  AccountFactContent,
  AccountFactKind,
  Due,
  Episode,
  FactContent,
  PersonFact,
  PersonFactContent,
} from '../../domain/facts.ts';
import { instructionsOf } from '../../domain/instructions.ts';
import { moneyTasks, PASSING_TASKS } from '../../domain/money/news.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import { LAPSING_TASKS, reviewAfter, takesOutcome } from '../../domain/tasks.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow, Book, EffectRow, PersonRow, TaskRow } from './book.ts';
import { readStanding } from './read.ts';

export type AccountFactInput = AccountFactContent;
export type PersonFactInput = PersonFactContent;

const isLapsing = (kind: string): boolean => (LAPSING_TASKS as readonly string[]).includes(kind);

const STOPPED_BY_CURE: readonly string[] = ['demand', 'notice', 'handover', 'review'];

export function raise(account: AccountRow, now: Instant): void {
  account.version += 1n;
  account.staleSince ??= now;
}

function isSurprised(account: AccountRow, fact: FactContent): boolean {
  const surprise = surprises(fact);
  return surprise === 'always' || (surprise === 'where-nothing-is-to-come' && account.nextEvaluationAt === null);
}

/** Records a fact of an account. Returns the accounts to nudge; none if the fact is already known. */
export function recordAccountFact(
  book: Book,
  account: AccountRow,
  input: AccountFactInput,
  at: { now: Instant; occurredAt?: Instant; external?: string; source?: string },
): AccountRow[] {
  const { source = 'test', external } = at;
  const told = external === undefined ? null : `${source} ${external}`;
  if (told !== null && account.externals.has(told)) {
    book.count('fact:repeated');
    return [];
  }
  if (told !== null) account.externals.add(told);
  book.count(`fact:${input.kind}`);
  const surprise = isSurprised(account, input);
  if (surprise) raise(account, at.now);
  const fact = {
    id: `f${book.no()}`,
    kind: input.kind,
    body: input.body,
    occurredAt: at.occurredAt ?? at.now,
    version: account.version,
    source,
    reference: external ?? null,
  } as AccountFact;
  account.facts = withFact(account.facts, fact);
  applyAccountFact(book, account, input, at.now);
  if (movesMoney(input.kind)) settleAccount(book, account, new Set([input.kind]), at.now);
  return surprise ? [account] : [];
}

/** The facts in order, with a new one. */
function withFact(facts: readonly AccountFact[], fact: AccountFact): AccountFact[] {
  const before = facts.findLastIndex((known) => inOrder(known, fact) <= 0) + 1;
  return [...facts.slice(0, before), fact, ...facts.slice(before)];
}

function applyAccountFact(book: Book, account: AccountRow, { kind, body }: AccountFactInput, now: Instant): void {
  switch (kind) {
    case 'dispute-closed':
      endTasksOf(book, account, 'review-dispute', now);
      return;
    case 'classes-reviewed':
      endTasksOf(book, account, 'review-classes', now);
      return;
    case 'restart-reviewed':
      endTasksOf(book, account, 'restart-review', now);
      return;
    case 'plan-approved':
    case 'plan-refused':
      endTasksOf(book, account, 'approve-plan', now);
      return;
    case 'plan-accepted':
    case 'dispute': {
      withdrawCase(book, account, now);
      return;
    }
    case 'closed':
      account.closed = true;
      return;
    case 'call-outcome':
    case 'approval-refused': {
      endTaskOf(book, body.effect, now);
      return;
    }
    case 'agency-accepted':
    case 'agency-rejected':
    case 'agency-returned':
    case 'recall-acknowledged': {
      movePlacement(account, body.placement, kind === 'agency-accepted');
      return;
    }
    case 'approved':
      endTaskOf(book, body.effect, now);
      if (account.courtCase === null || !['open', 'folder-made'].includes(account.courtCase.state))
        account.courtCase = { id: account.courtCase?.id ?? `c${book.no()}`, state: 'open' };
      return;
    case 'filed':
    case 'not-filed':
      if (account.courtCase !== null && ['open', 'folder-made'].includes(account.courtCase.state))
        account.courtCase = { ...account.courtCase, state: kind };
      {
        endTasksOf(book, account, 'record-filing', now);
        return;
      }
    case 'book-confirmed':
    case 'book-rejected':
    case 'book-withdrawn':
      followRejections(book, account, now);
      return;
    case 'ladder-answer':
      endTasksOf(book, account, 'ladder-end', now);
      if (body.answer !== 'wait') account.closed = true;
      return;
    default:
      return;
  }
}

/** A task of the account is open while an instruction of it is rejected. */
function followRejections(book: Book, account: AccountRow, now: Instant): void {
  const kind = 'book-rejected-instruction';
  const open = [...account.person.openTasks].find((task) => task.account === account && task.kind === kind);
  const isRejected = instructionsOf(account.facts).some(({ state }) => state === 'rejected');
  if (!isRejected && open !== undefined) book.endTask(open, 'done');
  if (isRejected && open === undefined)
    book.openTask({ kind, account, person: account.person, effect: null, openedAt: now });
}

function movePlacement(account: AccountRow, id: string, accepted: boolean): void {
  const placement = account.placements.find((placement) => placement.id === id);
  if (placement === undefined || placement.state === 'ended' || (accepted && placement.state !== 'handed-over')) return;
  placement.state = accepted ? 'accepted' : 'ended';
}

export function recordPersonFact(book: Book, person: PersonRow, input: PersonFactInput, now: Instant): AccountRow[] {
  book.count(`fact:${input.kind}`);
  const surprised = [...person.accounts].filter((account) => isSurprised(account, input));
  for (const account of surprised) raise(account, now);
  const fact: PersonFact = {
    ...{ id: `f${book.no()}`, ...input, occurredAt: now, version: 0n },
    ...{ source: 'test', reference: null },
  };
  person.facts = [...person.facts, fact].sort(inOrder);
  applyPersonFact(book, person, input, now);
  return surprised;
}

function applyPersonFact(book: Book, person: PersonRow, { kind, body }: PersonFactInput, now: Instant): void {
  if (kind === 'wrong-number' || kind === 'bounced')
    person.points = person.points.map((point) =>
      point.id === body.point ? { ...point, valid: false, verified: false } : point,
    );
  if (kind === 'address-added') endSearch(book, person, now);
  if (kind === 'hardship-ended' || kind === 'care-reviewed')
    for (const task of person.openTasks) if (takesOutcome(task.kind, 'care-reviewed')) book.endTask(task, 'done');
  if (kind === 'care-hold-lifted')
    for (const task of person.openTasks) if (task.kind === 'care-review') book.endTask(task, 'done');
  if (kind === 'represented' || kind === 'cease') openReview(book, person, kind, now);
  if (kind === 'represented-ended') withdrawReview(book, person, 'represented');
  if (kind === 'cease-ended') withdrawReview(book, person, 'cease');
  if (kind === 'complaint-closed' && openComplaints(person.facts).length === 0)
    for (const task of person.openTasks) if (task.kind === reviewAfter('complaint')) book.endTask(task, 'done');
  if (kind !== 'hardship' && kind !== 'death' && kind !== 'bankruptcy' && kind !== 'care-hold' && kind !== 'complaint')
    return;
  const stopsCalls = kind !== 'complaint' || stopsContact(body.cause);
  for (const task of person.openTasks)
    if (task.effect !== null && !isLapsing(task.kind) && (stopsCalls || task.kind !== 'call'))
      endTask(book, task, 'withdrawn', now);
  openReview(book, person, kind, now);
  for (const account of person.accounts) withdrawOpenCase(account);
}

type Reviewed = Parameters<typeof reviewAfter>[0];

/** A trained person looks at it. */
function openReview(book: Book, person: PersonRow, fact: Reviewed, now: Instant): void {
  const kind = reviewAfter(fact);
  if (![...person.openTasks].some((task) => task.kind === kind))
    book.openTask({ kind, account: null, person, effect: null, openedAt: now });
}
function withdrawReview(book: Book, person: PersonRow, fact: Reviewed): void {
  for (const task of person.openTasks) if (task.kind === reviewAfter(fact)) book.endTask(task, 'withdrawn');
}

/** Ends the search for contact data of a person. */
export function endSearch(book: Book, person: PersonRow, now: Instant): void {
  for (const task of person.openTasks) if (task.kind === 'find-contact-data') endTask(book, task, 'done', now);
}

/** Ends a task of an effect whose outcome is not a fact. */
export function endPlainTask(book: Book, task: TaskRow, effect: EffectRow, now: Instant): AccountRow[] {
  endTask(book, task, 'done', now);
  if (task.kind === 'find-contact-data') endSearch(book, task.person, now);
  raise(effect.account, now);
  return [effect.account];
}
/** A person's answer to a review: the fact, and the end of its task. */
export function answerReview(
  book: Book,
  task: TaskRow,
  effect: EffectRow,
  review: { of: string; answer: 'accept' | 'decline'; by: string },
  now: Instant,
): AccountRow[] {
  recordAccountFact(book, effect.account, { kind: 'arrangement-reviewed', body: review }, { now, source: 'task' });
  endTask(book, task, 'done', now);
  raise(effect.account, now);
  return [effect.account];
}
/** A new address or number becomes known. */
export function addAddress(
  book: Book,
  person: PersonRow,
  point: PersonRow['points'][number],
  now: Instant,
): AccountRow[] {
  person.points = [...person.points, point];
  return recordPersonFact(book, person, { kind: 'address-added', body: { point: point.id } }, now);
}

/** Ends a task and its effect. */
export function endTask(book: Book, task: TaskRow, state: 'done' | 'withdrawn', now: Instant): void {
  book.endTask(task, state);
  if (task.effect !== null) task.effect.doneAt ??= now;
}
function endTaskOf(book: Book, effectId: string, now: Instant): void {
  const effect = book.effects.get(effectId);
  if (effect === undefined) return;
  effect.doneAt ??= now;
  if (effect.asked?.state === 'open') endTask(book, effect.asked, 'done', now);
}
function endTasksOf(book: Book, account: AccountRow, kind: string, now: Instant): void {
  for (const task of account.person.openTasks)
    if (task.account === account && task.kind === kind) endTask(book, task, 'done', now);
}

function withdrawOpenCase(account: AccountRow): void {
  const { courtCase } = account;
  if (courtCase !== null && (courtCase.state === 'open' || courtCase.state === 'folder-made'))
    account.courtCase = { ...courtCase, state: 'withdrawn' };
}
function withdrawCase(book: Book, account: AccountRow, now: Instant): void {
  withdrawOpenCase(account);
  for (const task of account.person.openTasks)
    if (task.account === account && task.effect !== null && !isLapsing(task.kind))
      endTask(book, task, 'withdrawn', now);
}

/** Mirrors engine/facts/settle-accounts.ts. `kinds` is empty when a date alone moved the money. */
export function settleAccount(
  book: Book,
  account: AccountRow,
  kinds: ReadonlySet<AccountFactKind>,
  now: Instant,
): void {
  const facts = readStanding(account);
  const standing = standingOf(facts, now);
  const { position } = standing;
  const closed = closedNow(account.facts, position.open.length > 0);
  const sum = (dues: readonly Due[]) => dues.reduce((all, { minor }) => all + minor, 0n);
  const rose = sum(position.open) > sum(account.dues);
  account.dues = [...position.open];
  account.balance = position.balance;
  account.closed = closed !== null;
  settleEpisode(book, account, standing, { kinds, cured: standing.cured || closed !== null }, now);
  const tasks = moneyTasks(facts, position, { kinds, closed, rose });
  const passing: readonly string[] = PASSING_TASKS;
  for (const task of account.person.openTasks)
    if (task.account === account && passing.includes(task.kind) && !tasks.some(({ kind }) => kind === task.kind))
      book.endTask(task, 'withdrawn');
  for (const { kind } of tasks) {
    const open = [...account.person.openTasks].some((task) => task.account === account && task.kind === kind);
    if (open) continue;
    book.openTask({ kind, account, person: account.person, effect: null, openedAt: now });
    book.count(`task:${kind}`);
  }
}

function settleEpisode(
  book: Book,
  account: AccountRow,
  { oldest }: Standing,
  { kinds, cured }: { kinds: ReadonlySet<AccountFactKind>; cured: boolean },
  now: Instant,
): void {
  const episode = account.episodes.at(-1);
  if (episode === undefined) return;
  if (cured && episode.curedVersion === null) endEpisode(book, account, episode, account.version, now);
  if (cured || episode.curedVersion === null) return;
  const isBack = oldest !== null && episode.curedOn !== null && oldest < episode.curedOn;
  if (isBack || kinds.has('reversal')) Object.assign(episode, { curedVersion: null, curedOn: null });
}

export function endEpisode(book: Book, account: AccountRow, episode: Episode, version: bigint, now: Instant): void {
  for (const effect of account.effects) if (STOPPED_BY_CURE.includes(effect.purpose)) supersede(book, effect);
  episode.curedVersion = version;
  episode.curedOn = localDate(now, account.creditor.zone);
  withdrawCase(book, account, now);
}
function supersede(book: Book, effect: EffectRow): void {
  if (!['planned', 'deferred', 'suppressed', 'failed'].includes(effect.state)) return;
  book.move(effect, 'not-wanted');
  effect.blocked = false;
}
