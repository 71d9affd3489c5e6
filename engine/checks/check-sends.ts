/**
 * The invariants of what left, checked against permits, facts and dispatches. A check covers everything, or only newer
 * permits: that is cheap enough to repeat in production (engine/checks/watch.ts).
 */

import { type RawBuilder, sql } from 'kysely';
import { COLLECTING, LEFT, TO_PERSON } from '../../db/effect-sets.ts';
import { literalsOf } from '../../db/literals.ts';
import { CARE_HOLD_TYPES, HOLDS } from '../../domain/care/holds.ts';
import { PERSON_CHANNELS, PURPOSES } from '../../domain/channels.ts';
import { STOPPING_CAUSES } from '../../domain/complaint-facts.ts';
import { count } from '../../domain/count.ts';
import { changesAsked, INSTRUCTION_KINDS } from '../../domain/instruction-facts.ts';
import { contactPurposeOf } from '../../domain/law/case-of.ts';
import type { CapDemand, Demand, HoursDemand, Pack, Rule } from '../../domain/law/rule.ts';
import type { Rulebook } from '../../domain/rules.ts';

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
/**
 * A dispute that matches and that no closing had named before the permit. Others close disputes about the whole debt.
 */
const isDisputed = (matches: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select count(*)
  from fact f
  where f.account_id = e.account_id
    and f.kind = 'dispute'
    and f.no < p.no
    and ${matches}
    and not exists (
      select
      from fact r
      where r.account_id = f.account_id
        and r.kind = 'dispute-closed'
        and r.body->>'of' = f.id::text
        and r.no < p.no)) > (
  select count(*)
  from fact r
  where r.account_id = e.account_id
    and r.kind = 'dispute-closed'
    and not r.body ? 'of'
    and r.no < p.no)`;
const ofWhole = sql`not f.body ?| array['dues', 'minor']`;
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
/** The person had asked for another channel than the effect's, and no fact that the permit saw had ended that. */
const unwantedChannel = sql`exists (
  select
  from fact f
  where ${ofPerson}
    and f.kind = 'preference'
    and f.no < p.no
    and (f.body->>'notBy' = e.channel or (f.body->>'writeOnly' = 'true' and e.channel = 'call'))
    and not exists (
      select
      from fact r
      where r.person_id = e.person_id
        and (r.kind = 'preference-ended' or (r.kind = 'start' and r.body->>'channel' = e.channel))
        and r.occurred_at >= f.occurred_at
        and r.no < p.no))`;
/** Somebody spoke for the person, and no fact that the permit saw had ended that. */
const isRepresented = sql`exists (
  select
  from fact f
  where ${ofPerson}
    and f.kind = 'represented'
    and f.no < p.no
    and not exists (
      select
      from fact r
      where r.person_id = e.person_id
        and r.kind = 'represented-ended'
        and r.occurred_at >= f.occurred_at
        and r.no < p.no))`;

/** A sign of distress that no review had named. */
const distressed = sql`exists (
  select
  from fact f
  where ${ofPerson}
    and f.kind = 'distress'
    and f.no < p.no
    and not exists (
      select
      from fact r
      where r.person_id = f.person_id
        and r.kind = 'distress-ended'
        and r.no < p.no
        and r.body->'distress' ? f.id::text))`;
/** A complaint of the person, of one of these causes, that no closing had named. */
const complained = (ofCause: RawBuilder<unknown>) => sql`exists (
  select
  from fact f
  where ${ofPerson}
    and f.kind = 'complaint'
    and ${ofCause}
    and f.no < p.no
    and not exists (
      select
      from fact r
      where r.person_id = f.person_id
        and r.kind = 'complaint-closed'
        and r.no < p.no
        and r.body->>'of' = f.id::text))`;
const ofStoppingCause = sql`f.body->>'cause' in ${literalsOf(STOPPING_CAUSES)}`;
/** An instruction that changes what is asked for and that the book had not answered, nor a person taken back. */
const beingBooked = sql`exists (
  select
  from fact f
  where f.account_id = e.account_id
    and f.kind = 'book-instructed'
    and f.body->>'kind' in ${literalsOf(INSTRUCTION_KINDS.filter(changesAsked))}
    and f.no < p.no
    and not exists (
      select
      from fact r
      where r.account_id = f.account_id
        and r.kind in ('book-confirmed', 'book-rejected', 'book-withdrawn')
        and r.body->>'instruction' = f.body->>'instruction'
        and r.no < p.no))`;
const STOPPING = literalsOf(CARE_HOLD_TYPES.filter((type) => HOLDS[type].row.demands === 'stop'));
/** The last day of a hold on the person; for one that may end by law, the earliest such day. */
const lastDay = sql`coalesce((f.body->>'until')::date, case when f.body->>'type' = 'breathing-space'
  then coalesce((f.body->>'since')::date, (f.occurred_at at time zone c.zone)::date) + ${HOLDS['breathing-space'].days?.UK ?? 0}::int
  else 'infinity' end)`;
/** A hold on the person that was in force on the permit's day. */
const underCare = sql`exists (
  select
  from fact f
  where ${ofPerson}
    and f.kind = 'care-hold'
    and f.body->>'type' in ${STOPPING}
    and f.no < p.no
    and ${lastDay} >= ${permitDay}
    and not exists (
      select
      from fact r
      where r.person_id = f.person_id
        and r.kind = 'care-hold-lifted'
        and r.body->>'type' = f.body->>'type'
        and r.occurred_at >= f.occurred_at
        and r.no < p.no))`;

/**
 * Nothing left on a permit that saw a STOP of its channel, a wish against it, or a complaint that stops contact.
 * Nothing was handed over on a permit that saw a complaint. Nothing that presses left on a permit that saw a dispute
 * about the whole debt, an instruction that the book had not answered, a hold, distress, hardship, death or bankruptcy,
 * or to a person for whom somebody speaks. No demand left on a permit that saw a hold whose type stops demands under
 * every law.
 */
const noneAgainstFacts: Query = (scope) => sql`
  select v.account_id, v.lane, 'effect ' || v.id || ' left by ' || v.lane || ' on a permit that saw ' || v.saw
  from (
    select e.account_id, e.channel as lane, e.id, case
      when e.channel in ${TO_PERSON} and ${stoppedChannel} then 'a STOP'
      when e.channel in ${TO_PERSON} and ${unwantedChannel} then 'a wish for another channel'
      when e.channel in ${TO_PERSON} and e.purpose <> 'answer' and ${complained(ofStoppingCause)} then 'a complaint that stops contact'
      when e.purpose = 'handover' and ${complained(sql`true`)} then 'a complaint'
      when e.purpose not in ${COLLECTING} then null
      when e.channel in ${TO_PERSON} and ${isRepresented} then 'a representative of the person'
      when ${isDisputed(ofWhole)} then 'an open dispute'
      when e.channel = 'court' and ${isDisputed(sql`true`)} then 'an open dispute about a part'
      when ${beingBooked} then 'an instruction that the book had not answered'
      when ${heldBack} then 'a hold'
      when ${lastSeen(['hardship', 'hardship-ended'], ofPerson)} = 'hardship' then 'hardship'
      when ${lastSeen(['death', 'bankruptcy'], ofPerson)} is not null then 'a death or bankruptcy'
      when ${distressed} then 'distress'
      when e.purpose = 'demand' and ${underCare} then 'a hold on the person' end as saw
    from permit p
    join effect e on e.id = p.effect_id
    join creditor c on c.id = e.creditor_id
    where ${scope}
      and p.verdict = 'allow'
      and p.ended in ${LEFT}
      and e.state in ${LEFT}) v
  where v.saw is not null`;

/** A permit of before the law was stored was judged by the lender's own rules. */
const lawOfPermit = sql`string_to_array(coalesce(p.law, 'house'), ' ')`;
/**
 * Whether a version of the rule's pack that this process knows judged the contact `s`, and the rule held on its day.
 */
const applies = ({ versions, rule: { from, until, binds } }: PackRule) => sql`${versions}::text[] && s.law
  and s.local_date >= ${from ?? '-infinity'}::date
  and s.local_date < ${until ?? 'infinity'}::date
  and ${binds.jurisdictions === undefined ? sql`true` : isUnder(binds.jurisdictions)}`;
const isUnder = (jurisdictions: readonly string[]) => sql`exists (
  select
  from unnest(s.law) as l(pack)
  where split_part(l.pack, '@', 1) = any(${[...jurisdictions]}::text[]))`;

/**
 * No contact left outside the hours of a rule of its permit's packs. No demand left above a cap on the contacts of a
 * person. Permits lost in a restore prove nothing. Rules that count by outcome, number or debt are left to
 * `lawful-when-sent`.
 */
const hoursAndCaps: Query = (scope, { all }) => {
  const packs = all.flatMap((rules) => rules.packs);
  return sql`
    with sent as (
      select distinct on (coalesce(e.dispatch_id, e.id))
        coalesce(e.dispatch_id, e.id) as contact, e.id, e.account_id, e.person_id, e.channel, e.purpose,
        p.local_date, p.local_minute, p.given_at, ${lawOfPermit} as law
      from effect e
      join permit p on p.effect_id = e.id and p.ended in ${LEFT} and p.verdict = 'allow'
      where e.state in ${LEFT}
        and e.channel in ${TO_PERSON}
        and e.person_id in (select o.person_id from permit p join effect o on o.id = p.effect_id where ${scope})
      order by coalesce(e.dispatch_id, e.id), e.purpose = 'demand' desc, e.id)
    ${sql.join([...hoursRules(packs).map(outsideHours), ...capRules(packs).map(overCap)], sql` union all `)}`;
};

interface PackRule<D extends Demand = Demand> {
  /** The versions of its pack, as permits name them. */
  versions: string[];
  rule: Rule;
  demand: D;
}

/** Rules of a kind that bind the creditor for every product and region, each once. */
function rulesOf<K extends Demand['kind']>(packs: readonly Pack[], kind: K): PackRule<Extract<Demand, { kind: K }>>[] {
  const found = new Map<Rule, PackRule<Extract<Demand, { kind: K }>>>();
  for (const { name, version, editions = [], rules } of packs) {
    const versions = [name, ...[version, ...editions.map((edition) => edition.version)].map((of) => `${name}@${of}`)];
    for (const rule of rules) {
      const { demand, binds } = rule;
      const { products, regions, actors } = binds;
      if (demand.kind !== kind || products || regions || (actors && !actors.includes('creditor'))) continue;
      found.set(rule, { versions, rule, demand: demand as Extract<Demand, { kind: K }> });
    }
  }
  return [...found.values()];
}
const hoursRules = (packs: readonly Pack[]) => rulesOf(packs, 'hours');
/** Caps on the contacts of a person, whatever became of them. */
const capRules = (packs: readonly Pack[]) =>
  rulesOf(packs, 'cap').filter(({ demand: { per, counts } }) => per === 'person' && counts.outcomes === undefined);

const channelsOf = (channels: readonly string[] = PERSON_CHANNELS) => sql`${[...channels]}::text[]`;

const outsideHours = (packRule: PackRule<HoursDemand>) => sql`
  select s.account_id, s.channel, 'effect ' || s.id || ' left at minute ' || s.local_minute || ' of ' || s.local_date
    || ${` against ${packRule.rule.id}`}
  from sent s
  where (s.local_minute < ${packRule.demand.opens}::int or s.local_minute >= ${packRule.demand.closes}::int)
    and s.channel = any(${channelsOf(packRule.rule.binds.channels)})
    and ${applies(packRule)}`;

function overCap(packRule: PackRule<CapDemand>) {
  const { rule, demand } = packRule;
  const { channels, purposes } = demand.counts;
  const counted = PURPOSES.filter((purpose) => purposes === undefined || purposes.includes(contactPurposeOf(purpose)));
  const counts = sql`count(*) filter (
    where s.purpose = any(${counted}::text[]) and s.channel = any(${channelsOf(channels)}))`;
  const before = sql.lit(`${demand.days - 1} days`);
  return sql`
    select s.account_id, s.channel, 'effect ' || s.id || ' was contact ' || s.n || ' in '
      || ${`${count(demand.days, 'day')} against ${rule.id}`} || ' on ' || s.local_date
    from (
      select s.*,
        ${counts} over (
          partition by s.person_id
          order by s.local_date
          range between interval ${before} preceding and current row)
        - ${counts} over (partition by s.person_id, s.local_date)
        + ${counts} over (partition by s.person_id, s.local_date order by s.given_at, s.contact) as n
      from sent s) s
    where s.purpose = 'demand'
      and s.n > ${demand.most}::int
      and s.channel = any(${channelsOf(rule.binds.channels)})
      and ${applies(packRule)}`;
}

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
