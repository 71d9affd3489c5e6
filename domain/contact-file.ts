/**
 * The daily file of lawful contacts for an agency that exchanges files only: for each of its accounts and channels a
 * permit with its hours on that day, or the reason why there is none. docs/file-formats.md
 */
import { type PersonChannel, pointChannel } from './channels.ts';
import type { AccountFacts } from './facts.ts';
import type { Held } from './gate.ts';
import type { PastContact } from './past-contact.ts';
import { type ContactAnswer, judgeContact } from './reservations.ts';
import type { Rules } from './rules.ts';
import { endOfDay, type Instant, localDate } from './time.ts';

/** Minutes after midnight, in the creditor's zone, from which the file of a working day is built. */
export const CONTACT_FILE_MINUTE = 7 * 60;

/** What an agency asked for: its channels, the preferred first, and how many contacts an account at most a day. */
export interface ContactFileTerms {
  readonly channels: readonly PersonChannel[];
  readonly aDay: number;
}

/** A contact that an agency may make between two moments, once. */
export interface DayPermit {
  channel: PersonChannel;
  /** Id of the contact point. */
  point: string;
  from: Instant;
  until: Instant;
}
/** A channel of an account without a permit, with the gate's answer. */
export interface DayRefusal {
  channel: PersonChannel;
  refused: ContactAnswer;
}

/** What a day's file is judged by. */
export interface Day {
  now: Instant;
  /** The contact points of the person that may be used, the best first. */
  points: readonly { id: string; channel: string }[];
  /** Permits that the same file already gave for the person. */
  given: readonly PastContact[];
}

/** Moments at which the gate is asked before a channel is refused for the day: the end of a wait may lie in another. */
const MOST_MOMENTS = 12;

/**
 * The contact as whoever acts at `at` must count it: a permit that nobody has reported may have been used just before,
 * until its end.
 */
export function asSeenAt(contact: PastContact, at: Instant): PastContact {
  return contact.permit === undefined ? contact : { ...contact, at: Math.min(contact.permit.until, at - 1) };
}
const seenAt = (contacts: readonly PastContact[], at: Instant): PastContact[] =>
  contacts.map((contact) => asSeenAt(contact, at));

/** The permits and refusals of an account for the rest of the day, one a channel, in the order of the terms. */
export function judgeDay(
  rules: Rules,
  facts: AccountFacts,
  { channels, aDay }: ContactFileTerms,
  day: Day,
): (DayPermit | DayRefusal)[] {
  const rows: (DayPermit | DayRefusal)[] = [];
  const given = [...day.given];
  for (const channel of channels) {
    const used = rows.filter((row) => 'point' in row).length;
    const row =
      used < aDay ? permitOn(rules, facts, channel, { ...day, given }) : { channel, refused: usedUp(facts, day.now) };
    if ('point' in row) given.push(contactOf(row, facts.accountId, row.point));
    rows.push(row);
  }
  return rows;
}

/** A permit as it counts for later ones of the same person. */
export function contactOf({ channel, from, until }: DayPermit, accountId: string, id: string): PastContact {
  return { at: from, channel, accountId, purpose: 'demand', direction: 'out', permit: { id, until } };
}

const refusal = (code: string, words: string, until: Instant | null = null): ContactAnswer => ({
  verdict: until === null ? 'refuse' : 'wait',
  until,
  reasons: [{ policy: 'contact-file', code, words } satisfies Held],
});
const NO_POINT = refusal('no-point', 'no number or address is known that may be used');
const usedUp = ({ creditor: { zone } }: AccountFacts, now: Instant): ContactAnswer =>
  refusal('account-cap', 'the contacts of the account are given to another channel', endOf(now, zone) + 1);

const endOf = (now: Instant, zone: string): Instant => endOfDay(localDate(now, zone), zone);

/** The permit at the first contact point that has one; else why the best has none. */
function permitOn(rules: Rules, facts: AccountFacts, channel: PersonChannel, day: Day): DayPermit | DayRefusal {
  let first: ContactAnswer | null = null;
  for (const { id, channel: written } of day.points) {
    if (written !== pointChannel(channel)) continue;
    const answer = firstMoment(rules, facts, { channel, point: id }, day);
    if ('from' in answer) return { channel, point: id, ...answer };
    first ??= answer;
  }
  return { channel, refused: first === null ? NO_POINT : withoutNight(first) };
}

/** The file is built before the lawful hours: that they have not begun is no reason of its own. */
function withoutNight({ reasons, ...answer }: ContactAnswer): ContactAnswer {
  const others = reasons.filter(({ policy }) => policy !== 'lawful-hours');
  return { ...answer, reasons: others.length === 0 ? reasons : others };
}

/** The first time on this day at which the contact is allowed, until the end of the lawful hours that hold it. */
function firstMoment(
  rules: Rules,
  facts: AccountFacts,
  { channel, point }: Pick<DayPermit, 'channel' | 'point'>,
  { now, given }: Day,
): { from: Instant; until: Instant } | ContactAnswer {
  const end = endOf(now, facts.creditor.zone);
  let at = now;
  for (let moments = 1; ; moments += 1) {
    const contacts = seenAt([...facts.contacts, ...given], at);
    const asked = { channel, purpose: 'demand', actor: 'agency', point } as const;
    const answer = judgeContact(rules, { ...facts, contacts }, asked, at);
    const { verdict, until } = answer;
    if (verdict === 'allow') return { from: at, until: Math.min(until ?? end, end) };
    if (verdict !== 'wait' || until === null || until > end || moments === MOST_MOMENTS) return answer;
    at = until;
  }
}

const NOT_PLACED: Held = { policy: 'placement', code: 'not-placed', words: 'the agency does not have the account' };
const NOT_VALID: Held = { policy: 'point', code: 'point-not-valid', words: 'the number or address is not to be used' };

/** A permit whose day is not over, and the placement by which the agency has it. */
export interface OpenPermit extends DayPermit {
  id: string;
  placement: string;
}

/**
 * Why a permit ends before its time by the facts that are known now; null while it holds. A wait that ends before the
 * permit does not end it.
 */
export function whyStopped(
  rules: Rules,
  facts: AccountFacts,
  { id, placement, channel, point, from, until }: OpenPermit,
  now: Instant,
): Held | null {
  const state = facts.placements.find((known) => known.id === placement)?.state;
  if (state !== 'handed-over' && state !== 'accepted') return NOT_PLACED;
  if (!facts.person.points.some((known) => known.id === point && known.valid)) return NOT_VALID;
  const at = Math.max(now, from);
  // Its own use is counted already, and so is each other contact that was allowed beside it.
  const others = facts.contacts.filter(({ permit }) => permit?.id !== id);
  const asked = { channel, purpose: 'demand', actor: 'agency', point } as const;
  const answer = judgeContact(rules, { ...facts, contacts: seenAt(others, at) }, asked, at);
  if (answer.verdict === 'allow') return null;
  const waits = answer.verdict === 'wait' && answer.until !== null && answer.until < until;
  return waits ? null : (answer.reasons[0] ?? NOT_PLACED);
}
