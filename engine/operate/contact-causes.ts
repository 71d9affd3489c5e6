/** Why the files of contacts of agencies are stuck. */
import { sql } from 'kysely';
import { type Cause, NONE } from './cause.ts';

/** Wall seconds in which a file leaves. */
export const LEAVING_SECONDS = 60;

/** A file that does not leave on its day is given up, and what it gave is released. */
export const contactFileLate: Cause = {
  code: 'contact-file-late',
  account: NONE,
  words: sql`'the file of contacts (' || f.kind || ') of ' || f.business_date || ' for ' || f.agency || ' has not left: '
    || coalesce(f.failure, 'nobody sends it')`,
  since: sql`f.opened_at`,
  from: sql`contact_file f
    where f.left_at is null
      and f.given_up_at is null
      and f.opened_at < clock_timestamp() - make_interval(secs => ${LEAVING_SECONDS})`,
};
