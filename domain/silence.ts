/**
 * When the next contact with a person is a first one again: months in which nobody contacted them about an account and
 * they said and paid nothing, or another owner of the debt. Counted from facts alone, in dates of the creditor's zone.
 */
import { arrivalOf } from './arrival.ts';
import { isPersonChannel, isTaskChannel } from './channels.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import { hasBegun } from './effects.ts';
import type { AccountFact, AccountFacts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { lastPaymentOf } from './last-payment.ts';
import { type Entry, isPayment, isReversal } from './money/entries.ts';
import type { Situation } from './stage.ts';
import { addDays, addMonths, type CalendarDate, type Instant, localDate, startOfDay } from './time.ts';

/** Months of silence where a creditor names none. */
const SILENCE_MONTHS = 6;

/** The creditor's months of silence. What a person confirmed after one counts for as long. */
export const silenceMonths = ({ silenceMonths: months }: Pick<CreditorFacts, 'silenceMonths'>): number =>
  months ?? SILENCE_MONTHS;

/** Why the next contact is a first one again, by dates. */
export interface Silence {
  readonly cause: 'silence' | 'owner';
  /** The day from which it is counted. */
  readonly since: CalendarDate;
  /** The first day on which collecting may not go on without more. */
  readonly overOn: CalendarDate;
  /** What a person answered before this moment concerned something else. */
  readonly from: Instant;
}

type Known = Pick<Situation, 'facts' | 'standing' | 'episode' | 'now'>;

/** The silence of the account, once it has lasted for the creditor's months, or its new owner; the later of both. */
export function silenceOf(known: Known): Silence | null {
  const owner = newOwner(known);
  const silence = endedSilence(known);
  return silence === null || (owner !== null && owner.from >= silence.from) ? owner : silence;
}

function endedSilence(known: Known): Silence | null {
  const { facts, episode, now } = known;
  const today = localDate(now, facts.creditor.zone);
  // Most accounts end here: no silence is over sooner.
  if (episode === null || addMonths(addDays(episode.openedOn, 1), silenceMonths(facts.creditor)) > today) return null;
  const silence = silenceAhead(known);
  return silence === null || silence.overOn > today ? null : silence;
}

/**
 * Whether nobody is collecting: then nothing is said anyway, and nothing counts. Nor does it once a court has the case.
 */
const isAtRest = ({ facts, standing, episode }: Known): boolean =>
  standing.cured || facts.closed || episode === null || facts.courtCase?.state === 'filed';

/**
 * The silence that is over unless somebody speaks before, and since when it is counted: from the last contact, payment
 * or word, but never from before the first late day of the episode. null where none counts.
 */
export function silenceAhead(known: Known): Silence | null {
  const { facts, episode } = known;
  const { zone } = facts.creditor;
  if (isAtRest(known) || episode === null) return null;
  const contactAt = lastContactAt(facts);
  const contactOn = contactAt === null ? null : localDate(contactAt, zone);
  const since = [contactOn, lastWord(facts), lastPayment(known), lastOutside(known)].reduce<CalendarDate>(
    (last, on) => (on !== null && on > last ? on : last),
    addDays(episode.openedOn, 1),
  );
  const overOn = addMonths(since, silenceMonths(facts.creditor));
  return { cause: 'silence', since, overOn, from: startOfDay(overOn, zone) };
}

/** Another owner of the debt, for whom nobody has contacted the person yet. */
function newOwner(known: Known): Silence | null {
  const { ownerChangedAt: from, creditor, lastContactOn } = known.facts;
  if (from === null || isAtRest(known)) return null;
  const on = localDate(from, creditor.zone);
  const contactAt = lastContactAt(known.facts);
  if ((contactAt !== null && contactAt > from) || (lastContactOn !== null && lastContactOn > on)) return null;
  return { cause: 'owner', since: on, overOn: on, from };
}

/** The last contact about this account: a message that has begun to leave, a call or a contact of an agency. */
function lastContactAt({ accountId, effects, contacts, facts }: AccountFacts): Instant | null {
  let at = Number.NEGATIVE_INFINITY;
  // A task for a caller is no contact; its outcome is.
  for (const { state, channel, sentAt, dueAt } of effects)
    if (hasBegun(state) && isPersonChannel(channel) && !isTaskChannel(channel)) at = Math.max(at, sentAt ?? dueAt);
  for (const contact of contacts) if (contact.accountId === accountId) at = Math.max(at, contact.at);
  for (const { body } of factsOf(facts, 'agency-contact')) at = Math.max(at, body.at);
  for (const { occurredAt } of factsOf(facts, 'call-outcome')) at = Math.max(at, occurredAt);
  return Number.isFinite(at) ? at : null;
}

const WORDS: ReadonlySet<AccountFact['kind']> = new Set([
  'payment-announced',
  'promise',
  'dispute',
  'plan-accepted',
  'plan-declined',
]);

/** When the person last said something about the account. */
function lastWord({ facts, creditor }: AccountFacts): CalendarDate | null {
  const at = facts.reduce((last, { kind, occurredAt }) => (WORDS.has(kind) ? Math.max(last, occurredAt) : last), 0);
  return at === 0 ? null : localDate(at, creditor.zone);
}

/** The day of the last payment that did not come back, those that only the book names included. */
function lastPayment({ facts, standing }: Known): CalendarDate | null {
  const kept = paymentsKept(standing.position.entries).at(-1)?.on ?? null;
  const named = lastPaymentOf(facts, standing)?.on ?? null;
  return later(kept, named);
}

/** Each reversal takes away the last payment of its amount, or the last of all where none has it. */
function paymentsKept(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of entries) {
    if (isPayment(entry)) kept.push(entry);
    if (!isReversal(entry)) continue;
    const same = kept.findLastIndex(({ minor }) => minor === -entry.minor);
    kept.splice(same === -1 ? Math.max(0, kept.length - 1) : same, 1);
  }
  return kept;
}

/** The last contact that the book names: its day, or that of a notice of this delinquency. */
const lastOutside = (known: Known): CalendarDate | null =>
  later(known.facts.lastContactOn, arrivalOf(known)?.notifiedOn ?? null);

const later = (a: CalendarDate | null, b: CalendarDate | null): CalendarDate | null =>
  a === null || (b !== null && b > a) ? b : a;

/**
 * The day on which collecting last began anew in this episode, after a silence or a change of owner, by the answer of a
 * person; null when it never did.
 */
export function begunAnewOn({ facts, creditor }: Pick<AccountFacts, 'facts' | 'creditor'>, openedOn: CalendarDate) {
  const begun = factsOf(facts, 'restart-reviewed').findLast(({ body }) => body.answer === 'begin');
  const on = begun === undefined ? null : localDate(begun.occurredAt, creditor.zone);
  return on !== null && on > openedOn ? on : null;
}
