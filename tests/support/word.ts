/** Contexts of a person's word for tests: one due of 1,434.00 on day 0, weekends are no working days. */
import { DEFAULT_ARRANGEMENTS } from '../../domain/arrangements.ts';
import { delinquency } from '../../domain/dpd.ts';
import type { AccountFact } from '../../domain/facts.ts';
import { positionOf } from '../../domain/money/position.ts';
import { isWeekday } from '../../domain/time.ts';
import type { WordContext } from '../../domain/word-context.ts';
import { account, DUE_ON, day, ZONE } from './facts.ts';

/** What was said, as it stands on a day. Day 0 is a Monday. */
export function wordContext(on: number, facts: readonly AccountFact[], over: Partial<WordContext> = {}): WordContext {
  // The database returns facts in order of their moments.
  const known = account({ facts: [...facts].sort((a, b) => a.occurredAt - b.occurredAt) });
  return {
    facts,
    entries: positionOf(known, day(on)).entries,
    overdueOn: (date) => delinquency(positionOf(known, date).open, date).overdue,
    mostOverdue: 143_400n,
    zone: ZONE,
    today: day(on),
    since: DUE_ON,
    bounds: DEFAULT_ARRANGEMENTS,
    isWorkingDay: isWeekday,
    ...over,
  };
}

/** All orders of a few facts. */
export function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((first, index) =>
    ordersOf([...all.slice(0, index), ...all.slice(index + 1)]).map((rest) => [first, ...rest]),
  );
}
