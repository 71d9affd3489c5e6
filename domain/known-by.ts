/** What was known of an account at an earlier time: its facts in the order in which they were told. */
import type { AccountFact } from './facts.ts';
import type { CalendarDate } from './time.ts';

/** When a fact was told, whenever it happened. */
export interface Told {
  /** Facts of an account are numbered in the order in which they were recorded, with gaps. */
  readonly no: number;
  /** In the creditor's zone, by business time. */
  readonly on: CalendarDate;
}
/** By the id of the fact; every fact of the account. */
export type ToldFacts = ReadonlyMap<string, Told>;

/** How much is known: what was told through the end of a date, and no fact after the number `lastFact`. */
export interface Knowledge {
  readonly on: CalendarDate;
  /** null where the date alone says it. */
  readonly lastFact: number | null;
}

/** Facts that were known, and the number of the last of them; 0 when there is none. */
export interface KnownFacts {
  /** In the order in which they were given. */
  readonly facts: AccountFact[];
  readonly lastFact: number;
}

/**
 * The facts that were known. They are always the first ones that were told, so what is told later changes none of them:
 * the first fact told after the date ends them, also when a slow one was recorded behind it.
 */
export function knownBy(facts: AccountFact[], told: ToldFacts, { on, lastFact }: Knowledge): KnownFacts {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { id } of facts) {
    const { no, on: toldOn } = toldOf(told, id);
    if (no < first && (toldOn > on || (lastFact !== null && no > lastFact))) first = no;
  }
  for (const { id } of facts) {
    const { no } = toldOf(told, id);
    if (no < first && no > last) last = no;
  }
  // The same list where all is known: what was computed of it stands.
  const known = first === Number.POSITIVE_INFINITY ? facts : facts.filter(({ id }) => toldOf(told, id).no < first);
  return { facts: known, lastFact: last };
}

/** When a fact was told. */
export function toldOf(told: ToldFacts, id: string): Told {
  const found = told.get(id);
  if (found === undefined) throw new Error(`nothing says when fact ${id} was told`);
  return found;
}
