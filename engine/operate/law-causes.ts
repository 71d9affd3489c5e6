/** Causes of being stuck that the law has: a person whose law nobody knows, a calendar that ends. */
import { type Kysely, sql } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { horizonOf } from '../../domain/calendars/creditor-days.ts';
import { UNKNOWN_LAW } from '../../domain/law/which-law.ts';
import { addDays, type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
import { type Cause, NONE } from './cause.ts';

/** Days before the end of a calendar from which it is listed: the next year is decreed about a month ahead. */
const HORIZON_DAYS = 45;

const UNKNOWN_RULES = UNKNOWN_LAW.rules.map(({ id }) => `%(${id})%`);

/** Nothing may be done towards a person while no pack covers the country. */
export const lawUnknown: Cause = {
  code: 'law-unknown',
  account: sql`a.id`,
  words: sql`'no rule pack covers the country of the person: nothing is sent, placed, reported or filed'`,
  since: sql`a.held_since`,
  from: sql`account a
    where a.closed_at is null
      and a.held_since is not null
      and exists (
        select
        from effect e
        where e.account_id = a.id
          and e.state = 'suppressed'
          and e.reason like any(${UNKNOWN_RULES}::text[]))`,
};

/** The working days of a creditor's country are soon not known. */
export async function calendarEnds(db: Kysely<Database>, now: Instant): Promise<Cause> {
  const creditors = await db.selectFrom('creditor').select(['code', 'zone', 'terms']).execute();
  const ending = creditors.flatMap(({ code, zone, terms }) => {
    const horizon = horizonOf({ zone, country: terms.country ?? null });
    return horizon !== null && isNear(horizon, localDate(now, zone)) ? [{ code, horizon }] : [];
  });
  return {
    code: 'calendar-ends',
    account: NONE,
    words: sql`'the working days of ' || r.code || ' are known until ' || r.horizon
      || ' only; after it each day from Monday to Friday counts'`,
    since: sql`r.horizon - ${HORIZON_DAYS}::int`,
    from: rowsOf(ending, { code: 'text', horizon: 'date' }),
  };
}

const isNear = (horizon: CalendarDate, today: CalendarDate): boolean => addDays(horizon, -HORIZON_DAYS) <= today;
