/** Why lines of a bank are stuck. */
import { sql } from 'kysely';
import { type Cause, NONE } from './cause.ts';

/** Wall seconds in which an upload, or the sweep of a worker after it, matches what was taken. */
const MATCHING_SECONDS = 300;

/** Lines that nobody matches: no worker sweeps, or a batch fails again and again. */
export const bankLinesLeft: Cause = {
  code: 'bank-lines-left',
  account: NONE,
  words: sql`unmatched.lines || ' bank lines of ' || unmatched.creditor || ' are not matched yet'`,
  since: sql`unmatched.since`,
  from: sql`(
    select c.code as creditor, count(*) as lines, min(l.recorded_at) as since
    from bank_line l
    join creditor c on c.id = l.creditor_id
    where l.state = 'new'
    group by c.code) unmatched
    where unmatched.since < clock_timestamp() - make_interval(secs => ${MATCHING_SECONDS})`,
};
