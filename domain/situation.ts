/** What a stage, a policy and a file may read, built from the facts of one account at one moment. */
import { isPersonChannel } from './channels.ts';
import { contactDay } from './contact-day.ts';
import type { AccountFacts, Episode, KnownEffect } from './facts.ts';
import type { Limits } from './limits.ts';
import type { Situation, Step } from './stage.ts';
import { type Standing, standingOf } from './standing.ts';
import { type CalendarDate, type Instant, localDate } from './time.ts';

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
 * The situation before anything is planned, under the limits of the account's rules. `today` is in the creditor's zone.
 */
export function situationOf(facts: AccountFacts, now: Instant, { calendar, caps, terms }: Limits): Situation {
  const standing = standingOf(facts, now, calendar.isWorkingDay);
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
    calendar,
    caps,
    terms,
  };
}

/** The situation as a step sees it: today is the date in the step's own calendar. */
export function inCalendarOf({ channels }: Step, situation: Situation): Situation {
  const { today, contactDay } = situation;
  if (today === contactDay || !channels.some(isPersonChannel)) return situation;
  return { ...situation, today: contactDay };
}
