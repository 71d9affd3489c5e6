/** What a bureau's record of a month is made of. */
import type { MonthState } from '../../channels/bureau/build-record.ts';
import { pastMonth } from '../../channels/bureau/right-record.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate, monthEnd } from '../../domain/time.ts';
import { agreesToReports } from '../../domain/wishes.ts';

/** The account at the end of the month, also when the file leaves later. */
export function monthState(
  facts: AccountFacts,
  entry: string,
  month: string,
  closed: MonthState['closed'],
  now: Instant,
): MonthState {
  const standing = standingOf(facts, now);
  const reportedOn = localDate(now, facts.creditor.zone);
  if (reportedOn > monthEnd(`${month}-01`))
    return { ...pastMonth(facts, month, { entry, reportedOn }), disputed: standing.disputed !== null };
  return {
    entry,
    month,
    closed,
    consent: agreesToReports(facts),
    creditor: facts.creditor.code,
    account: facts.number,
    person: facts.person.number,
    reportedOn,
    currency: facts.currency,
    overdue: standing.overdue,
    balance: standing.undisputed,
    dpd: standing.dpd,
    oldest: standing.oldest,
    episodeOpenedOn: facts.episode && facts.episode.curedVersion === null ? facts.episode.openedOn : null,
    disputed: standing.disputed !== null,
    chargedOff: standing.chargedOff,
  };
}
