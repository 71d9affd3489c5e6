/** What a stage, a policy and a file may read, built from the facts of one account at one moment. */
import { isPersonChannel } from './channels.ts';
import { contactDay } from './contact-day.ts';
import type { AccountFacts, Episode, KnownEffect } from './facts.ts';
import { zonesOf } from './law/places-of.ts';
import type { Calendar, Limits } from './limits.ts';
import type { Situation, Step } from './stage.ts';
import { type Standing, standingOf } from './standing.ts';
import { type CalendarDate, type Instant, localDate, localMinute, type Zone } from './time.ts';
import { hoursAsked } from './wishes.ts';

/** An episode by its number and first day; it may not be stored yet. */
type OpenEpisode = Pick<Episode, 'no' | 'openedOn'>;

/**
 * The newest episode, or the next one when something is overdue again; null when nothing ever was. A closed account,
 * sold with what it owes for example, begins none.
 */
function episodeOf({ episode, closed }: AccountFacts, { oldest }: Standing): OpenEpisode | null {
  if (oldest === null || closed) return episode && { no: episode.no, openedOn: episode.openedOn };
  if (episode && episode.curedVersion === null) return { no: episode.no, openedOn: episode.openedOn };
  return { no: (episode?.no ?? 0) + 1, openedOn: oldest };
}

/** The due that is asked for now (`since` of Situation). After a charge-off the whole balance is, as one. */
function sinceOf(
  { late, oldest, chargedOff }: Standing,
  episode: OpenEpisode | null,
  contactFloor: bigint,
): CalendarDate | null {
  if (chargedOff && episode) return episode.openedOn;
  const [first] = late;
  if (first === undefined || first.minor >= contactFloor) return first?.on ?? oldest;
  let sum = 0n;
  for (const due of late) {
    sum += due.minor;
    if (sum >= contactFloor) return due.on;
  }
  return oldest;
}

const NO_EFFECTS: readonly KnownEffect[] = [];
/** Known effects of a stage in this episode, in the order of the facts. */
export const effectsOfStage = ({ effectsByStage }: Situation, stage: string): readonly KnownEffect[] =>
  effectsByStage.get(stage) ?? NO_EFFECTS;

function effectsByStage(effects: readonly KnownEffect[], episode: number): ReadonlyMap<string, readonly KnownEffect[]> {
  const byStage = new Map<string, KnownEffect[]>();
  for (const effect of effects) {
    if (effect.episode !== episode) continue;
    const same = byStage.get(effect.stage);
    if (same === undefined) byStage.set(effect.stage, [effect]);
    else same.push(effect);
  }
  return byStage;
}

/**
 * The hours in which steps are planned, within those that the person asked for: the hours of each zone in which the
 * person may be, on the clock of the person's own. Where none is left those of the rules stay, and the gate holds back.
 */
function calendarFor(facts: AccountFacts, calendar: Calendar, now: Instant): Calendar {
  const asked = hoursAsked(facts.person.facts);
  if (asked === null) return calendar;
  const aheads = zonesOf(facts).map((zone) => minutesAhead(zone, facts.person.zone, now));
  return {
    hoursOn(date) {
      const hours = calendar.hoursOn(date);
      const opens = Math.max(hours.opens, ...aheads.map((ahead) => asked.opens - ahead));
      const closes = Math.min(hours.closes, ...aheads.map((ahead) => asked.closes - ahead));
      return opens < closes ? { opens, closes } : hours;
    },
  };
}

/** Minutes by which the clock of one zone is ahead of that of another; within half a day. */
function minutesAhead(zone: Zone, of: Zone, now: Instant): number {
  const half = 12 * 60;
  const day = 2 * half;
  return ((localMinute(now, zone) - localMinute(now, of) + day + half) % day) - half;
}

/**
 * The situation before anything is planned, under the limits of the account's rules. `today` is in the creditor's zone.
 */
export function situationOf(facts: AccountFacts, now: Instant, { calendar, terms }: Limits): Situation {
  const standing = standingOf(facts, now);
  const episode = episodeOf(facts, standing);
  const today = localDate(now, facts.creditor.zone);
  return {
    facts,
    standing,
    now,
    today,
    contactDay: contactDay(now, facts),
    episode,
    since: sinceOf(standing, episode, facts.creditor.contactFloor),
    effectsByStage: effectsByStage(facts.effects, episode?.no ?? 0),
    planned: [],
    idle: false,
    calendar: calendarFor(facts, calendar, now),
    terms,
  };
}

/**
 * The situation with something else in it. Written out: an object that is made by a spread is slow to read, and a
 * decision makes one for each stage.
 */
export function situationWith(
  situation: Situation,
  { today, since, planned, idle }: Partial<Pick<Situation, 'today' | 'since' | 'planned' | 'idle'>>,
): Situation {
  return {
    facts: situation.facts,
    standing: situation.standing,
    now: situation.now,
    today: today ?? situation.today,
    contactDay: situation.contactDay,
    episode: situation.episode,
    since: since ?? situation.since,
    effectsByStage: situation.effectsByStage,
    planned: planned ?? situation.planned,
    idle: idle ?? situation.idle,
    calendar: situation.calendar,
    terms: situation.terms,
  };
}

/** The situation as a step sees it: today is the date in the step's own calendar. */
export function inCalendarOf({ channels }: Step, situation: Situation): Situation {
  const { today, contactDay } = situation;
  if (today === contactDay || !channels.some(isPersonChannel)) return situation;
  return situationWith(situation, { today: contactDay });
}
