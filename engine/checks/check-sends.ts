/**
 * The invariants of what left, checked against permits, facts and dispatches. A check covers everything, or only newer
 * permits: that is cheap enough to repeat in production (engine/checks/watch.ts).
 */
import { type RawBuilder, sql } from 'kysely';
import { COLLECTING, LEFT, TO_PERSON } from '../../db/effect-sets.ts';
import { type Rulebook, widestLimits } from '../../domain/rules.ts';

/** Rows (account_id, lane, evidence) that violate the invariant, for each `permit p` in `scope`. */
type Query = (scope: RawBuilder<unknown>, rulebook: Rulebook) => RawBuilder<unknown>;

/** An effect leaves at most once: one permit ended sent or unknown, and no message key went out twice. */
const oneSendPerKey: Query = (scope) => sql`
  select p.account_id, e.channel as lane, 'effect ' || p.effect_id || ' left ' || count(*) || ' times'
  from permit p
  join effect e on e.id = p.effect_id
  where p.ended in ${LEFT}
    and p.effect_id in (select p.effect_id from permit p where ${scope})
  group by p.account_id, e.channel, p.effect_id
  having count(*) > 1
  union all
  select min(e.account_id::text)::uuid, d.channel,
    'message key ' || d.key || ' went out ' || count(distinct d.id) || ' times'
  from dispatch d
  left join effect e on e.dispatch_id = d.id
  where d.result in ${LEFT}
    and d.key in (
      select k.key
      from permit p
      join effect o on o.id = p.effect_id
      join dispatch k on k.id = o.dispatch_id
      where ${scope})
  group by d.creditor_id, d.channel, d.key
  having count(distinct d.id) > 1`;

/** Nothing that presses left on a permit that saw the cure of its episode, or a later fact. */
const noneAfterCure: Query = (scope) => sql`
  select e.account_id, e.channel,
    'effect ' || e.id || ' left on a permit at version ' || p.facts_version || ', cured at version ' || ep.cured_version
  from permit p
  join effect e on e.id = p.effect_id
  join episode ep on ep.account_id = e.account_id and ep.no = e.episode
  where ${scope}
    and p.ended in ${LEFT}
    and e.state in ${LEFT}
    and e.purpose in ${COLLECTING}
    and p.facts_version >= ep.cured_version`;

/** The kind of the last fact among these kinds that the permit saw. */
const lastSeen = (kinds: readonly string[], more: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select f.kind
  from fact f
  where f.kind = any(${[...kinds]}::text[])
    and f.no < p.no
    and ${more}
  order by f.no desc
  limit 1)`;
const ofPerson = sql`f.person_id = e.person_id`;
/** Facts of this kind on the account that the permit saw. */
const seen = (kind: string): RawBuilder<unknown> => sql`(
  select count(*)
  from fact f
  where f.account_id = e.account_id
    and f.kind = ${kind}
    and f.no < p.no)`;
const permitDay = sql`(p.given_at at time zone c.zone)::date`;
/** A hold was in force on the permit's day in the creditor's zone, and no release that the permit saw had ended it. */
const heldBack = sql`exists (
  select
  from fact f
  where f.account_id = e.account_id
    and f.kind = 'hold'
    and f.no < p.no
    and (f.body->>'until')::date >= ${permitDay}
    and coalesce((f.body->>'from')::date, '-infinity') <= ${permitDay}
    and not exists (
      select
      from fact r
      where r.account_id = e.account_id
        and r.kind = 'hold-released'
        and r.no > f.no
        and r.no < p.no))`;
const ofChannel = sql`${ofPerson} and f.body->>'channel' = e.channel`;
/** The person had stopped the effect's channel. */
const stoppedChannel = sql`${lastSeen(['stop', 'start'], ofChannel)} = 'stop'`;

/**
 * Nothing left on a permit that saw a STOP of its channel. Nothing that presses left on a permit that saw a dispute, a
 * hold, hardship, death or bankruptcy.
 */
const noneAgainstFacts: Query = (scope) => sql`
  select v.account_id, v.lane, 'effect ' || v.id || ' left by ' || v.lane || ' on a permit that saw ' || v.saw
  from (
    select e.account_id, e.channel as lane, e.id, case
      when e.channel in ${TO_PERSON} and ${stoppedChannel} then 'a STOP'
      when e.purpose not in ${COLLECTING} then null
      when ${seen('dispute')} > ${seen('dispute-closed')} then 'an open dispute'
      when ${heldBack} then 'a hold'
      when ${lastSeen(['hardship', 'hardship-ended'], ofPerson)} = 'hardship' then 'hardship'
      when ${lastSeen(['death', 'bankruptcy'], ofPerson)} is not null then 'a death or bankruptcy' end as saw
    from permit p
    join effect e on e.id = p.effect_id
    join creditor c on c.id = e.creditor_id
    where ${scope}
      and p.verdict = 'allow'
      and p.ended in ${LEFT}
      and e.state in ${LEFT}) v
  where v.saw is not null`;

const counts = sql`count(*) filter (where s.purpose <> 'receipt')`;
/**
 * No contact left outside the lawful hours. No demand left above the caps of a day and of seven days. Permits lost in a
 * restore prove nothing.
 */
const hoursAndCaps: Query = (scope, rulebook) => {
  const { opens, closes, aDay, aWeek } = widestLimits(rulebook);
  return sql`
    with sent as (
      select distinct on (coalesce(e.dispatch_id, e.id))
        coalesce(e.dispatch_id, e.id) as contact, e.id, e.account_id, e.person_id, e.channel, e.purpose,
        p.local_date, p.local_minute, p.given_at
      from effect e
      join permit p on p.effect_id = e.id and p.ended in ${LEFT} and p.verdict = 'allow'
      where e.state in ${LEFT}
        and e.channel in ${TO_PERSON}
        and e.person_id in (select o.person_id from permit p join effect o on o.id = p.effect_id where ${scope})
      order by coalesce(e.dispatch_id, e.id), e.purpose = 'demand' desc, e.id),
    days as (
      select s.*,
        ${counts} over (partition by s.person_id, s.local_date order by s.given_at, s.contact) as that_day,
        ${counts} over (partition by s.person_id, s.local_date) as whole_day,
        ${counts} over (
          partition by s.person_id
          order by s.local_date
          range between interval '6 days' preceding and current row) as whole_week
      from sent s),
    counted as (
      select days.*, whole_week - whole_day + that_day as that_week
      from days)
    select account_id, channel, 'effect ' || id || ' left at minute ' || local_minute || ' of ' || local_date
    from counted
    where local_minute < ${opens}::int
      or local_minute >= ${closes}::int
    union all
    select account_id, channel,
      'effect ' || id || ' was contact ' || that_day || ' of ' || local_date || ' and ' || that_week || ' in seven days'
    from counted
    where purpose = 'demand'
      and (that_day > ${aDay}::int or that_week > ${aWeek}::int)`;
};

/** The invariants that can be checked for newer permits alone. */
export const SEND_QUERIES = {
  'one-send-per-key': oneSendPerKey,
  'none-after-cure': noneAfterCure,
  'none-against-facts': noneAgainstFacts,
  'hours-and-caps': hoursAndCaps,
} as const satisfies Record<string, Query>;

/**
 * Every send has a permit that allowed it or, after a restore, a permit that stands for the lost one. Every permit has
 * an end unless its lease still runs.
 */
export const permitForEachSend = sql`
  select e.account_id, e.channel, 'effect ' || e.id || ' is ' || e.state || ' without a permit'
  from effect e
  where e.state in ${LEFT}
    and not exists (select from permit p where p.effect_id = e.id and p.verdict in ('allow', 'elsewhere'))
  union all
  select p.account_id, e.channel, 'permit ' || p.id || ' has no end'
  from permit p
  join effect e on e.id = p.effect_id
  where p.ended is null
    and not (e.state = 'claimed' and e.attempt = p.attempt)
  union all
  select p.account_id, e.channel, 'permit ' || p.id || ' ended sent and effect ' || e.id || ' is ' || e.state
  from permit p
  join effect e on e.id = p.effect_id
  where p.ended = 'sent'
    and e.state <> 'sent'`;

/** Every effect that left has a dispatch that says so, and vice versa. Tasks leave as rows and need no dispatch. */
export const dispatchForEachSend = sql`
  select e.account_id, e.channel,
    'effect ' || e.id || ' is sent and its dispatch says ' || coalesce(d.result, 'nothing')
  from effect e
  left join dispatch d on d.id = e.dispatch_id
  where e.state = 'sent'
    and e.task is null
    and d.result is distinct from 'sent'
    and not exists (select from permit p where p.effect_id = e.id and p.verdict = 'elsewhere')
  union all
  select null, d.channel, 'dispatch ' || d.id || ' is sent and no effect is'
  from dispatch d
  where d.result = 'sent'
    and not exists (select from effect e where e.dispatch_id = d.id and e.state = 'sent')`;
