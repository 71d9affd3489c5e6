/**
 * Accounts in virtual time, in memory: the engine over maps, without faults and without waiting. Evaluations happen
 * when they are due, due effects are claimed at once, what is claimed is sent at once, and what a step declares
 * follows. Whoever plays people, callers or agencies tells facts at moments of their own, before or during a run.
 * Persons do not depend on each other: one engine may carry one person or a portfolio, with the same result.
 */

import type { Channel } from '../domain/channels.ts';
import { isWrittenChannel, PERSON_CHANNELS } from '../domain/channels.ts';
import { isClaimable } from '../domain/effects.ts';
import type { Held } from '../domain/gate.ts';
import type { Rulebook } from '../domain/rules.ts';
import type { Reason } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';
import { Agenda } from './agenda.ts';
import { type AccountRow, Book, type EffectRow, type PersonRow, type TaskRow } from './maps/book.ts';
import { type ClaimedRow, claimDue } from './maps/claim.ts';
import { evaluateForMessage, evaluateTogether, isBehind } from './maps/evaluate.ts';
import {
  type AccountFactInput,
  addAddress,
  answerReview,
  endPlainTask,
  type PersonFactInput,
  recordAccountFact,
  recordPersonFact,
} from './maps/facts.ts';
import { receive } from './maps/receipts.ts';
import { settle } from './maps/settle.ts';

/**
 * What happened to an account at a moment of virtual time. Rows are those of the book: read them, never change them.
 */
export type VirtualEvent =
  /** A message or file left; a task is `task-opened`. `key` names the message for its receipt. */
  | { of: 'sent'; at: Instant; account: AccountRow; effect: EffectRow; key: string }
  /** A claim put it off (`until`) or refused it (null). */
  | { of: 'held'; at: Instant; account: AccountRow; effect: EffectRow; until: Instant | null; reasons: readonly Held[] }
  /** Tasks about money or care have no effect; those about a person no account. */
  | { of: 'task-opened'; at: Instant; account: AccountRow | null; task: TaskRow }
  /** `whyBefore`: why it stood where it did. */
  | {
      of: 'stage-changed';
      at: Instant;
      account: AccountRow;
      from: Standpoint;
      to: Standpoint;
      whyBefore: readonly Reason[];
    }
  | { of: 'episode-ended'; at: Instant; account: AccountRow; episode: number }
  | { of: 'account-closed'; at: Instant; account: AccountRow };

/** The stage of an account, and the escalation stages beside it. */
export interface Standpoint {
  stage: string;
  parallel: readonly string[];
}

export interface VirtualEngineOptions {
  rulebook: Rulebook;
  /** Where virtual time begins. */
  now: Instant;
  onEvent?: (event: VirtualEvent) => void;
  /** Counts what the engine does, by name: `evaluation:<health>`, `claim:<verdict>`, ... */
  count?: (name: string) => void;
}

/** A fact with who told it; `external` is the source's id of it, which makes a repetition harmless. */
interface Told {
  external?: string;
  source?: string;
}

/** Longest wall time of a call in production; no claim lasts into the end of the lawful hours. */
const SLOWEST_CALL_MS = 10_000;
const LEASE_MS = 60_000;
/** Rounds at one moment after which the rules have no end. */
const MAX_ROUNDS = 50;

/** What was last reported of an account. */
interface Reported extends Standpoint {
  why: readonly Reason[];
  closed: boolean;
  /** Number of the last episode that ended; 0 before the first. */
  ended: number;
}

export class VirtualEngine {
  readonly book: Book;
  private moment: Instant;
  private readonly agenda = new Agenda();
  /** When each person is visited next. */
  private readonly visits = new Map<PersonRow, Instant>();
  private readonly reported = new Map<AccountRow, Reported>();
  private readonly onEvent: (event: VirtualEvent) => void;
  private readonly rulebook: Rulebook;

  constructor({ rulebook, now, onEvent = () => {}, count = () => {} }: VirtualEngineOptions) {
    this.rulebook = rulebook;
    this.moment = now;
    this.onEvent = onEvent;
    const book = new Book(rulebook, count, 'v');
    book.opened = (task) => this.onEvent({ of: 'task-opened', at: this.moment, account: task.account, task });
    this.book = book;
  }
  /** Virtual time now. */
  get now(): Instant {
    return this.moment;
  }
  /** Accounts that something may still come of. */
  get accounts(): number {
    return this.book.accounts.size;
  }

  /** Takes in an account (`newAccount` in maps/book.ts) with its person; it is evaluated at its `nextEvaluationAt`. */
  add(account: AccountRow): void {
    this.book.addAccount(account);
    this.reported.set(account, reportedOf(account));
    this.visitNext(account.person);
  }

  /** Carries out an act at a moment that is not before now. */
  at(moment: Instant, act: () => void): void {
    if (moment < this.moment) throw new Error(`${new Date(moment).toISOString()} is past in virtual time`);
    this.agenda.add(moment, act);
  }
  /** Records a fact of an account now; its evaluation follows at once. A fact that is known already changes nothing. */
  tell(account: AccountRow, fact: AccountFactInput, told: Told = {}): void {
    this.changed(recordAccountFact(this.book, account, fact, { now: this.moment, ...told }), account.person);
  }
  /** Records a fact about a person now. */
  tellOf(person: PersonRow, fact: PersonFactInput): void {
    this.changed(recordPersonFact(this.book, person, fact, this.moment), person);
  }
  /** A new address or number of the person becomes known. */
  addAddress(person: PersonRow, point: PersonRow['points'][number]): void {
    this.changed(addAddress(this.book, person, point, this.moment), person);
  }
  /** The provider tells about a message, by the `key` of its event. Throws for a key that no message has. */
  receive(key: string, kind: 'delivered' | 'bounced'): void {
    const person = this.book.dispatches.get(key)?.[0]?.effects[0]?.account.person;
    const accounts = receive(this.book, { key, kind }, this.moment);
    if (accounts === null || person === undefined) throw new Error(`no message has the key ${key}`);
    this.changed(accounts, person);
  }
  /** A person ends a task whose outcome is no fact. */
  endTask(task: TaskRow): void {
    if (task.effect === null) this.book.endTask(task, 'done');
    else this.changed(endPlainTask(this.book, task, task.effect, this.moment), task.person);
  }
  /** A person reviews a promise or an announced payment, by the id of its fact. */
  answerReview(task: TaskRow, review: { of: string; answer: 'accept' | 'decline'; by: string }): void {
    if (task.effect !== null)
      this.changed(answerReview(this.book, task, task.effect, review, this.moment), task.person);
  }

  /** Lives until a moment, and all that is due at it. */
  runUntil(moment: Instant): void {
    while (this.agenda.next <= moment) {
      this.moment = this.agenda.next;
      this.agenda.takeFirst()?.();
    }
    this.moment = moment;
  }

  private changed(accounts: readonly AccountRow[], person: PersonRow): void {
    this.report(person);
    if (accounts.length > 0) this.visitAt(person, this.moment);
    else this.visitNext(person);
  }
  private visitAt(person: PersonRow, at: Instant): void {
    const known = this.visits.get(person);
    if (known !== undefined && known <= at) return;
    this.visits.set(person, at);
    this.agenda.add(at, () => {
      if (this.visits.get(person) !== at) return;
      this.visits.delete(person);
      this.visit(person);
    });
  }
  private visitNext(person: PersonRow): void {
    const at = nextMoment(person, this.moment);
    if (at !== null) this.visitAt(person, at);
  }

  /** Everything that is due for a person now. */
  private visit(person: PersonRow): void {
    const { moment: now } = this;
    for (let round = 0; this.step(person, now); round += 1)
      if (round > MAX_ROUNDS) throw new Error(`the rules have no end for ${person.accounts[0]?.number}`);
    this.report(person);
    for (const account of [...person.accounts]) if (isOver(account)) this.forget(account);
    this.visitNext(person);
  }
  /** One evaluation or one claim; false when nothing is due. */
  private step(person: PersonRow, now: Instant): boolean {
    const due = person.accounts.find((account) => isBehind(account, now));
    if (due !== undefined) {
      evaluateTogether(this.book, due, this.rulebook, now);
      return true;
    }
    const first = firstDue(person, now);
    if (first === null) return false;
    evaluateForMessage(this.book, first, this.rulebook, now);
    this.claim(person, first.channel, now);
    return true;
  }
  private claim(person: PersonRow, channel: Channel, now: Instant): void {
    const due: EffectRow[] = [];
    for (const account of person.accounts)
      for (const effect of account.open)
        if (effect.channel === channel && isClaimable(effect.state) && effect.dueAt <= now) due.push(effect);
    const settings = { rulebook: this.rulebook, leaseMs: LEASE_MS, slowestCallMs: SLOWEST_CALL_MS };
    const claimed = claimDue(this.book, due, settings, now);
    for (const effect of due) this.reportHeld(effect);
    for (const message of claimed) this.send(message);
  }
  private reportHeld(effect: EffectRow): void {
    const permit = effect.permits.at(-1);
    if (permit === undefined || permit.verdict === 'allow') return;
    const until = permit.verdict === 'refuse' ? null : effect.dueAt;
    const { account, held: reasons } = effect;
    this.onEvent({ of: 'held', at: this.moment, account, effect, until, reasons });
  }
  private send({ dispatch, token, effects, key, channel }: ClaimedRow): void {
    const { moment: at } = this;
    settle(this.book, { dispatch, token, effects, result: 'sent', againAt: null, askable: true }, at);
    // Only what is written has receipts.
    if (!isWrittenChannel(channel)) this.book.dispatches.delete(key);
    for (const effect of effects) this.onEvent({ of: 'sent', at, account: effect.account, effect, key });
  }

  /** Tells what changed of the accounts of a person since it was last told. */
  private report(person: PersonRow): void {
    for (const account of person.accounts) {
      const before = this.reported.get(account);
      if (before === undefined) continue;
      const after = reportedOf(account);
      const at = this.moment;
      if (before.stage !== after.stage || before.parallel.join() !== after.parallel.join())
        this.onEvent({ of: 'stage-changed', at, account, from: before, to: after, whyBefore: before.why });
      if (after.ended > before.ended) this.onEvent({ of: 'episode-ended', at, account, episode: after.ended });
      if (after.closed && !before.closed) this.onEvent({ of: 'account-closed', at, account });
      this.reported.set(account, after);
    }
  }
  private forget(account: AccountRow): void {
    this.book.forget(account);
    this.reported.delete(account);
  }
}

const reportedOf = ({ stage, parallel, why, closed, episodes }: AccountRow): Reported => ({
  stage,
  parallel,
  why,
  closed,
  ended: episodes.findLast(({ curedVersion }) => curedVersion !== null)?.no ?? 0,
});

/** Whether nothing more comes of an account by itself. A fact may still come. */
const isOver = ({ closed, nextEvaluationAt, open, person }: AccountRow): boolean =>
  closed && nextEvaluationAt === null && open.size === 0 && person.openTasks.size === 0;

const WAYS: readonly Channel[] = PERSON_CHANNELS;

/** The effect that is claimed first: the earliest due, e-mail before SMS before calls at the same moment. */
function firstDue({ accounts }: PersonRow, now: Instant): EffectRow | null {
  let first: EffectRow | null = null;
  for (const { open } of accounts)
    for (const effect of open) {
      if (!isClaimable(effect.state) || effect.dueAt > now) continue;
      const sooner =
        first === null ||
        effect.dueAt < first.dueAt ||
        (effect.dueAt === first.dueAt && WAYS.indexOf(effect.channel) < WAYS.indexOf(first.channel));
      if (sooner) first = effect;
    }
  return first;
}

/** When anything is due for a person next; null when nothing is. */
function nextMoment({ accounts }: PersonRow, now: Instant): Instant | null {
  let next = Number.POSITIVE_INFINITY;
  for (const account of accounts) {
    const { nextEvaluationAt, closed, started, open } = account;
    if (isBehind(account, now)) return now;
    if (nextEvaluationAt !== null && (!closed || started)) next = Math.min(next, nextEvaluationAt);
    for (const effect of open) if (isClaimable(effect.state)) next = Math.min(next, effect.dueAt);
  }
  return next === Number.POSITIVE_INFINITY ? null : Math.max(next, now);
}
