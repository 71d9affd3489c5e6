/** What a person must see of an account's money: what the book lacks, what may be told twice, news of a closed account. */
import { afterClosing, type ClosedHow, type ClosedNews } from '../closing.ts';
import type { AccountFactKind, StandingFacts } from '../facts.ts';
import { showAmount } from '../money.ts';
import type { TaskKind } from '../tasks.ts';
import { doubtsOf } from './moves.ts';
import type { Position } from './position.ts';

/** A task about the money of an account, which has at most one open task of each kind. */
export interface MoneyTask {
  readonly kind: TaskKind;
  readonly reason: string;
}

/** Kinds that are withdrawn once the money no longer asks for them. */
export const PASSING_TASKS = ['payment-not-in-book', 'told-twice'] as const satisfies readonly TaskKind[];

/** What happened to the money of an account. */
export interface MoneyNews {
  /** Kinds of the facts that moved it; empty when a date alone did. */
  readonly kinds: ReadonlySet<AccountFactKind>;
  /** How the account is closed now. */
  readonly closed: ClosedHow | null;
  /** More is unpaid than before. */
  readonly rose: boolean;
}

/** The tasks that must be open after news of an account's money. */
export function moneyTasks(facts: StandingFacts, position: Position, news: MoneyNews): MoneyTask[] {
  const tasks: MoneyTask[] = [];
  const money = (minor: bigint) => showAmount(minor, facts.currency);
  const [contested] = position.contested;
  if (contested) {
    const { id, minor, on, until } = contested;
    const missing = `${money(minor)} of ${on} is not in the book of ${position.asOf}`;
    const reason = `${missing}; believed until ${until} (fact ${id})`;
    tasks.push({ kind: 'payment-not-in-book', reason });
  }
  const [doubt] = doubtsOf(facts);
  if (doubt) {
    const reason = `${money(doubt.minor)} told twice from ${doubt.on} on: is it one ${doubt.kind} or two? (facts ${doubt.facts.join(', ')})`;
    tasks.push({ kind: 'told-twice', reason });
  }
  return [...tasks, ...newsTasks(news)];
}

function newsTasks({ kinds, closed, rose }: MoneyNews): MoneyTask[] {
  if (closed === null) return [];
  const news: ClosedNews[] = rose ? ['owed'] : [];
  if (kinds.has('payment')) news.push('paid');
  if (kinds.has('dispute')) news.push('disputed');
  return news.flatMap((name): MoneyTask[] => {
    const answer = afterClosing(closed, name);
    return typeof answer === 'object' ? [{ kind: 'after-closing', reason: answer.task }] : [];
  });
}
