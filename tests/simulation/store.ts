/**
 * Every act that changes the tables, over maps. Acts can be recorded and repeated over the real tables
 * (tests/simulation/postgres); both must end in the same rows.
 */
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountRow, EffectRow, PersonRow, TaskRow } from '../../simulation/maps/book.ts';
import { type ClaimedRow, type ClaimSettings, claimDue } from '../../simulation/maps/claim.ts';
import { evaluateForMessage, evaluateTogether } from '../../simulation/maps/evaluate.ts';
import {
  type AccountFactInput,
  answerReview,
  endPlainTask,
  type PersonFactInput,
  recordAccountFact,
  recordPersonFact,
} from '../../simulation/maps/facts.ts';
import { type Receipt, receive } from '../../simulation/maps/receipts.ts';
import { retry, type SettlementRow, settle, settleManually } from '../../simulation/maps/settle.ts';
import type { FullBook } from './full-book.ts';
import { ensureUnknownTasks, gather } from './sweep.ts';

export type HandEvent = 'found-sent' | 'found-unsent' | 'give-up';
export type FactInput =
  | { account: AccountRow; fact: AccountFactInput; occurredAt: Instant; external?: string; source?: string }
  | { person: PersonRow; fact: PersonFactInput };
/** One act at a moment. Rows are named by values that never change. */
export type RecordedAct =
  | { of: 'evaluation'; at: Instant; account: AccountRow; rulebook: Rulebook }
  | { of: 'claim'; at: Instant; effect: EffectRow; rulebook: Rulebook; claims: readonly ClaimedRow[] }
  | { of: 'settle'; at: Instant; settlement: SettlementRow }
  | { of: 'receipt'; at: Instant; receipt: Receipt }
  | { of: 'fact'; at: Instant; input: FactInput }
  | { of: 'address'; at: Instant; person: PersonRow; point: PersonRow['points'][number] }
  | { of: 'by-hand'; at: Instant; effect: EffectRow; event: HandEvent; task: boolean }
  | { of: 'retry'; at: Instant; effect: EffectRow }
  | { of: 'done'; at: Instant; effect: EffectRow }
  | { of: 'review'; at: Instant; effect: EffectRow; answer: 'accept' | 'decline' }
  | { of: 'keep-tasks'; at: Instant };

export class Store {
  constructor(
    readonly book: FullBook,
    private readonly clock: () => Instant,
    private readonly journal: (act: RecordedAct) => void,
  ) {}
  private get at(): Instant {
    return this.clock();
  }

  /** Returns the accounts that were evaluated. */
  evaluate(account: AccountRow, rulebook: Rulebook): AccountRow[] {
    const evaluated = evaluateTogether(this.book, account, rulebook, this.at);
    this.journal({ of: 'evaluation', at: this.at, account, rulebook });
    return evaluated;
  }

  claim(effect: EffectRow, settings: ClaimSettings): ClaimedRow[] {
    const before = this.book.permits.length;
    const evaluated = evaluateForMessage(this.book, effect, settings.rulebook, this.at);
    const claims = claimDue(this.book, gather(this.book, effect, this.at), settings, this.at);
    if (evaluated || this.book.permits.length > before)
      this.journal({ of: 'claim', at: this.at, effect, rulebook: settings.rulebook, claims });
    return claims;
  }

  /** This method and those below return the accounts to nudge. */
  settle(settlement: SettlementRow): AccountRow[] {
    this.journal({ of: 'settle', at: this.at, settlement });
    return settle(this.book, settlement, this.at);
  }
  /** Null for an unknown key. */
  receive(receipt: Receipt): AccountRow[] | null {
    this.journal({ of: 'receipt', at: this.at, receipt });
    return receive(this.book, receipt, this.at);
  }
  record(input: FactInput): AccountRow[] {
    this.journal({ of: 'fact', at: this.at, input });
    if ('person' in input) return recordPersonFact(this.book, input.person, input.fact, this.at);
    const { account, fact, occurredAt, external, source } = input;
    return recordAccountFact(this.book, account, fact, {
      now: this.at,
      occurredAt,
      ...(external === undefined ? {} : { external }),
      ...(source === undefined ? {} : { source }),
    });
  }
  addAddress(person: PersonRow, point: PersonRow['points'][number]): AccountRow[] {
    this.journal({ of: 'address', at: this.at, person, point });
    person.points = [...person.points, point];
    return this.record({ person, fact: { kind: 'address-added', body: { point: point.id } } });
  }

  settleManually(effect: EffectRow, event: HandEvent): AccountRow[] {
    this.journal({ of: 'by-hand', at: this.at, effect, event, task: false });
    return settleManually(this.book, effect, event, this.at);
  }
  /** The same, by the outcome of the task that asks for it. */
  settleTask(task: TaskRow, effect: EffectRow, event: HandEvent): AccountRow[] {
    this.journal({ of: 'by-hand', at: this.at, effect, event, task: true });
    this.book.endTask(task, 'done');
    return settleManually(this.book, effect, event, this.at);
  }
  retry(effect: EffectRow): AccountRow[] {
    const nudges = retry(this.book, effect, this.at);
    if (nudges.length > 0) this.journal({ of: 'retry', at: this.at, effect });
    return nudges;
  }
  /** Ends a task whose outcome is not a fact. */
  endPlainTask(task: TaskRow, effect: EffectRow): AccountRow[] {
    this.journal({ of: 'done', at: this.at, effect });
    return endPlainTask(this.book, task, effect, this.at);
  }
  /** A person's answer to a review: the fact, and the end of its task. */
  answerReview(task: TaskRow, effect: EffectRow, review: { of: string; answer: 'accept' | 'decline' }): AccountRow[] {
    this.journal({ of: 'review', at: this.at, effect, answer: review.answer });
    return answerReview(this.book, task, effect, { ...review, by: 'ben' }, this.at);
  }
  ensureUnknownTasks(): void {
    if (ensureUnknownTasks(this.book, this.at)) this.journal({ of: 'keep-tasks', at: this.at });
  }
}
