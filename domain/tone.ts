/** In which tone a message that asks for money speaks to a person, from what has happened. Pure. */
import { isWrittenChannel } from './channels.ts';
import type { AccountFact, AccountFacts, PersonFactKind } from './facts.ts';
import { TONES, type Tone } from './letter.ts';
import { begunAnewOn } from './silence.ts';
import type { Standing } from './standing.ts';
import { DAY_MS, type Instant, localDate } from './time.ts';

/** Days after the end of a hold on the person in which we speak softly. */
const SOFT_DAYS = 90;
/** Messages without any answer after which the tone is firm. */
const UNANSWERED = 2;

/** Facts that end a hold on the person. */
const CARE_ENDED: ReadonlySet<PersonFactKind> = new Set(['hardship-ended', 'care-hold-lifted', 'distress-ended']);
/** What the person has done or said about the account. */
const ANSWERS: ReadonlySet<AccountFact['kind']> = new Set([
  'payment',
  'promise',
  'payment-announced',
  'dispute',
  'plan-accepted',
]);

/** The tone towards the person about one account. */
export function toneOf(facts: AccountFacts, standing: Standing, now: Instant): Tone {
  if (standing.care.length > 0 || wasUnderCare(facts, now)) return 'after-hardship';
  const asked = askedAt(facts);
  const [first] = asked;
  const last = asked.at(-1);
  if (first === undefined || last === undefined) return wasLateBefore(facts) ? 'repeat' : 'plain';
  const { lastPaymentAt, lastReversalAt } = standing;
  const stays = lastReversalAt === null || (lastPaymentAt !== null && lastReversalAt < lastPaymentAt);
  if (lastPaymentAt !== null && lastPaymentAt > last && stays) return 'thanks-for-part';
  return asked.length >= UNANSWERED && !hasAnswered(facts, first) ? 'firm' : 'repeat';
}

/** The softest of several. */
export const softestOf = (tones: readonly Tone[]): Tone => TONES.find((tone) => tones.includes(tone)) ?? 'plain';

const wasUnderCare = ({ person }: AccountFacts, now: Instant): boolean =>
  person.facts.some(({ kind, occurredAt }) => CARE_ENDED.has(kind) && occurredAt > now - SOFT_DAYS * DAY_MS);

/** When we asked in writing in this delinquency, the oldest first; what lies before a long silence does not count. */
function askedAt({ facts, creditor, episode, effects }: AccountFacts): Instant[] {
  const anew = episode === null ? null : begunAnewOn({ facts, creditor }, episode.openedOn);
  return effects
    .flatMap(({ episode: no, channel, purpose, sentAt }) =>
      no === episode?.no && isWrittenChannel(channel) && purpose === 'demand' && sentAt !== null ? [sentAt] : [],
    )
    .filter((at) => anew === null || localDate(at, creditor.zone) >= anew)
    .sort((a, b) => a - b);
}

/** After a long silence everything begins anew. */
function wasLateBefore({ facts, creditor, episode }: AccountFacts): boolean {
  return episode !== null && episode.no > 1 && begunAnewOn({ facts, creditor }, episode.openedOn) === null;
}

/** Whether the person has paid, said or written anything since. */
function hasAnswered({ facts, person }: AccountFacts, since: Instant): boolean {
  return (
    facts.some(
      (fact) =>
        fact.occurredAt > since &&
        (ANSWERS.has(fact.kind) || (fact.kind === 'call-outcome' && fact.body.contact === 'right-party')),
    ) || person.facts.some(({ kind, occurredAt }) => kind === 'reply' && occurredAt > since)
  );
}
