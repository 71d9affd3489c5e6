/** Which segment an account is in under the strategy that it follows. */
import type { AccountFacts, AccountStrategy } from '../facts.ts';
import { placeOf } from '../hash.ts';
import { strategyId } from '../rules.ts';
import type { Reason } from '../stage.ts';
import { standingOf } from '../standing.ts';
import { daysBetween, type Instant, localDate } from '../time.ts';
import { type ScoreClasses, type Strategy, segmentInputOf, segmentOf } from './strategy.ts';

/** A strategy with the segment of an account, and why it is this segment. */
export interface Followed {
  readonly strategy: AccountStrategy;
  readonly because: readonly Reason[];
}

/**
 * The segment of an account under a strategy at `now`. Where the account is under another strategy, it begins anew with
 * this strategy: no days are kept. Nobody in care is withheld.
 */
export function follow(strategy: Strategy, facts: AccountFacts, classes: ScoreClasses, now: Instant): Followed {
  const id = strategyId(strategy);
  const today = localDate(now, facts.creditor.zone);
  const { segment: before = null, since = null } = facts.strategy?.id === id ? facts.strategy : {};
  const previous = before === null || since === null ? null : { segment: before, days: daysBetween(since, today) };
  const input = segmentInputOf(facts, standingOf(facts, now), classes, now);
  const { segment, because } = segmentOf(strategy, input, previous);
  const withheld = isWithheld(strategy, facts) && !input.inCare;
  const entered = segment === before && since !== null ? since : today;
  const wasWithheld = facts.strategy?.id === id && facts.strategy.withheld;
  return {
    strategy: { id, segment, since: entered, withheld },
    because: [...because, ...holdoutReasons(strategy, withheld, wasWithheld)],
  };
}

/** Whether the person belongs to the holdout: the same for all their accounts, and under every version of the strategy. */
function isWithheld({ name, holdout }: Strategy, { creditor, person }: AccountFacts): boolean {
  if (holdout === undefined) return false;
  return placeOf(`holdout\n${name}\n${creditor.code}\n${person.number}`) * 100 < holdout.percent;
}

function holdoutReasons({ holdout }: Strategy, withheld: boolean, wasWithheld: boolean): Reason[] {
  if (withheld)
    return [{ code: 'withheld', words: `in the holdout: the ladder begins after day ${holdout?.untilDay}` }];
  return wasWithheld ? [{ code: 'withheld-ended', words: 'leaves the holdout at once: the person is in care' }] : [];
}
