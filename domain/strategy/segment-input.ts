/** What the conditions of segments read of an account, made from its facts. */
import { isPersonChannel } from '../channels.ts';
import type { SegmentInput } from '../contracts/segment-input.ts';
import type { AccountFacts } from '../facts.ts';
import { decimalsOf } from '../money.ts';
import type { Standing } from '../standing.ts';
import { daysBetween, type Instant, localDate } from '../time.ts';
import type { ScoreClass } from './score/axes.ts';

/** The classes of the account. */
export interface ScoreClasses {
  readonly ability: ScoreClass;
  readonly willingness: ScoreClass;
}

/** The classes of an account that was never scored. */
export const UNSCORED: ScoreClasses = { ability: 'unknown', willingness: 'unknown' };

/** An account as conditions read it, at `now`. */
export function segmentInputOf(
  facts: AccountFacts,
  standing: Standing,
  { ability, willingness }: ScoreClasses,
  now: Instant,
): SegmentInput {
  const unit = 10n ** BigInt(decimalsOf(facts.currency));
  const stateCount = (wanted: 'kept' | 'broken') => standing.promises.filter(({ state }) => state === wanted).length;
  return {
    ability,
    willingness,
    product: facts.product,
    currency: facts.currency,
    asked: wholeUnits(standing.asked, unit),
    balance: wholeUnits(standing.balance, unit),
    dpd: standing.dpd,
    debtAgeDays: Math.max(0, daysBetween(facts.contractDate, localDate(now, facts.creditor.zone))),
    delinquencies: delinquencies(facts, standing),
    selfCures: selfCures(facts),
    contacted: wasContacted(facts),
    promisesKept: stateCount('kept'),
    promisesBroken: stateCount('broken'),
    inCare: standing.care.length > 0,
    disputed: standing.disputed !== null,
  };
}

/** Rounded down; nothing owed and a credit are 0. */
const wholeUnits = (minor: bigint, unit: bigint): number => (minor <= 0n ? 0 : Number(minor / unit));

/** Episodes of late payment; an episode that begins now and is not stored yet counts. */
function delinquencies({ episode }: AccountFacts, { cured }: Standing): number {
  const isNew = !cured && episode?.curedVersion !== null;
  return (episode?.no ?? 0) + (isNew ? 1 : 0);
}

/** Earlier episodes in which nothing was sent to the person. */
function selfCures({ episode, effects }: AccountFacts): number {
  const last = episode === null ? 0 : episode.curedVersion === null ? episode.no - 1 : episode.no;
  const spoken = new Set(effects.flatMap((effect) => (hasReached(effect) ? [effect.episode] : [])));
  return Array.from({ length: last }, (_, index) => index + 1).filter((no) => !spoken.has(no)).length;
}

const hasReached = ({ channel, sentAt }: AccountFacts['effects'][number]): boolean =>
  sentAt !== null && isPersonChannel(channel);

const wasContacted = ({ effects, contacts, lastContactOn }: AccountFacts): boolean =>
  lastContactOn !== null || contacts.length > 0 || effects.some(hasReached);
