/** Where an account stood at an earlier moment. */
import type { StandingFacts } from './facts.ts';
import { type Standing, standingOf } from './standing.ts';
import { addDays, type CalendarDate, type Instant, instantAt } from './time.ts';

/** Where the account stood at `at`, by what is known today to have happened until then. */
export function standingAt(account: StandingFacts, at: Instant): Standing {
  return standingOf({ ...account, facts: account.facts.filter((fact) => fact.occurredAt <= at) }, at);
}

/** Where the account stood at the end of a date in the creditor's zone. */
export function standingThrough(account: StandingFacts, date: CalendarDate): Standing {
  return standingAt(account, instantAt(addDays(date, 1), 0, account.creditor.zone) - 1);
}
