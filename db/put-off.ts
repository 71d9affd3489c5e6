/** Effects that are put off again and again, as SQL. Used by `check` and by the causes of being stuck. */
import { type RawBuilder, sql } from 'kysely';
import { TO_PERSON } from './effect-sets.ts';
import { reservedAt } from './load-contacts.ts';

/** Business time after the moment to which an effect was put off within which a claim counts as on time. */
const ON_TIME = sql`interval '1 hour'`;

/** Whether the person of `effect e` had another contact, or a try of one, between `b` and `p`; caps may wait again. */
const otherContact = sql`(
  exists (
    select
    from permit q
    join effect o on o.id = q.effect_id
    where o.person_id = e.person_id
      and o.channel in ${TO_PERSON}
      and q.verdict = 'allow'
      and q.given_at > b.given_at
      and q.given_at <= p.given_at)
  or exists (
    select
    from fact f
    join account_person ap on ap.account_id = f.account_id
    where ap.person_id = e.person_id
      and f.kind = 'agency-contact'
      and f.occurred_at > b.given_at
      and f.occurred_at <= p.given_at)
  or exists (
    select
    from contact_reservation r
    where r.person_id = e.person_id
      and ${reservedAt} > b.given_at
      and r.reserved_at <= p.given_at))`;

/**
 * Condition on two successive permits `b` and `p` of `effect e`: the moment to which the first had put it off was
 * reached, nothing new was known, and the second put it off again for the same reason. What waits for a step before it
 * ("order") is left out: that step has its own task or shows as stuck.
 */
export const isPutOffAgain: RawBuilder<unknown> = sql`(
  b.verdict = 'wait'
  and p.verdict = 'wait'
  and p.reasons = b.reasons
  and p.facts_version = b.facts_version
  and not p.reasons @> '[{"policy": "order"}]'
  and p.given_at >= b.put_off_to
  and p.given_at < b.put_off_to + ${ON_TIME}
  and p.put_off_to > p.given_at
  and not ${otherContact})`;

/** The reasons of `permit p` in words. */
export const reasonsOfPermit: RawBuilder<unknown> = sql`coalesce(nullif((
  select string_agg(held.reason->>'words', '; ')
  from jsonb_array_elements(p.reasons) held (reason)), ''), 'none is named')`;
