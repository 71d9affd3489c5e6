/**
 * Contact reservations: whoever is about to contact a person asks first, and reports afterwards what came of it. An
 * agency, a dialler or another system of the lender asks; it is the holder of what it got. docs/contact-reservations.md
 */
import { BELOW_FLOOR, isBelowContactFloor } from './attention.ts';
import { isCollecting, type PersonChannel, type Purpose } from './channels.ts';
import type { AccountFacts, FactKind, Placement } from './facts.ts';
import { askGate, type GateAnswer, type Held, type WaitEnd } from './gate.ts';
import type { Actor, Outcome } from './law/case.ts';
import { hoursCaseOf } from './law/case-of.ts';
import { lawfulUntil } from './law/hours-of.ts';
import type { Intent } from './policies/policy.ts';
import type { Rules } from './rules.ts';
import { situationOf } from './situation.ts';
import type { Situation } from './stage.ts';
import { type CalendarDate, CLOCK_SKEW_MS, type Instant, instantAt, localDate, MINUTE_MS } from './time.ts';

/**
 * `reserved`: may be used until it ends; after its end it counts as an attempt until it is reported. `confirmed`: the
 * contact was made, in time or not. `released`: it was not made; counts for nothing.
 */
export const RESERVATION_STATES = ['reserved', 'confirmed', 'released'] as const;
/** One of RESERVATION_STATES. */
export type ReservationState = (typeof RESERVATION_STATES)[number];

/** Purposes for which a contact may be reserved. */
export const RESERVED_PURPOSES = ['demand', 'notice', 'receipt'] as const satisfies readonly Purpose[];
/** One of RESERVED_PURPOSES. */
export type ReservedPurpose = (typeof RESERVED_PURPOSES)[number];

/** Minutes for which a reservation holds when the holder asks for no other time. */
export const USUAL_MINUTES = 15;
/** Most minutes for which a reservation holds: what was judged must not be old when the contact begins. */
export const MOST_MINUTES = 60;

/** A contact that an agency told of and a confirmed one, so far apart at most, are the same contact. */
const SAME_CONTACT_MS = MINUTE_MS;
/** The same, where what was told names the reservation. */
const NAMED_CONTACT_MS = USUAL_MINUTES * MINUTE_MS;

/** What may become of a contact, by its channel. */
export const OUTCOMES_BY: Readonly<Record<PersonChannel, readonly Outcome[]>> = {
  call: ['attempted', 'not-connected', 'no-answer', 'voicemail', 'third-party', 'conversation'],
  email: ['attempted', 'sent', 'bounced', 'conversation'],
  sms: ['attempted', 'sent', 'bounced', 'conversation'],
};

/** The code of the agency that a source of this name stands for; null for the lender's own systems. */
export const agencyOf = (source: string): string | null => /^agency:(.+)$/.exec(source)?.[1] ?? null;

/** Facts of which an agency may tell by event, about accounts that are or were placed with it. */
export const TOLD_BY_AGENCIES: readonly FactKind[] = [
  'agency-accepted',
  'agency-rejected',
  'agency-contact',
  'agency-returned',
  'recall-acknowledged',
  'dispute',
  'hardship',
  'stop',
  'complaint',
];

/** The placement by which the agency has the account, recalled or not; undefined when it has none. */
export function placementWith({ placements }: Pick<AccountFacts, 'placements'>, agency: string): Placement | undefined {
  return placements.find((placement) => placement.agency === agency && placement.state !== 'ended');
}

/** The contact that is asked for. */
export interface AskedContact {
  channel: PersonChannel;
  purpose: Purpose;
  actor: Actor;
  /** Id of the contact point; null = not told, which counts for each. */
  point: string | null;
}

/** The gate's answer to an asked contact. */
export interface ContactAnswer {
  verdict: GateAnswer['verdict'];
  /** `allow`: end of the lawful hours. `wait`, `blocked`: when to ask again. `refuse`: null. */
  until: Instant | null;
  reasons: readonly Held[];
}

/**
 * Asks the gate about a contact at `now`, as the claim does for the steps of the ladder. A demand also needs a debt
 * that is worth a word.
 */
export function judgeContact(rules: Rules, facts: AccountFacts, asked: AskedContact, now: Instant): ContactAnswer {
  return judgeStep(rules, facts, { ...intentOf(asked), channel: asked.channel }, now);
}

/** A step that would reach the person now. */
export type ContactStep = Omit<Intent, 'at' | 'channel'> & { channel: PersonChannel };

/** The same for a step, with what its text mentions. */
export function judgeStep(rules: Rules, facts: AccountFacts, asked: ContactStep, now: Instant): ContactAnswer {
  const whole = situationOf(facts, now, rules);
  const situation = { ...whole, today: whole.contactDay };
  const needless = whyNeedless(situation, asked);
  const { zone } = facts.person;
  const opening = (date: CalendarDate) => instantAt(date, rules.calendar.hoursOn(date).opens, zone);
  // What waits for another day waits for its first lawful hour.
  const endOf = (until: Instant, end: WaitEnd): Instant =>
    end === 'day' ? Math.max(until, opening(localDate(until, zone))) : until;
  const { verdict, at, held } = askGate(rules, situation, { ...asked, at: now }, endOf);
  if (needless !== null) return { verdict: 'refuse', until: null, reasons: [needless, ...held] };
  if (verdict === 'allow')
    return { verdict, until: lawfulUntil(rules.packs, hoursCaseOf(facts, asked, now)), reasons: held };
  return { verdict, until: verdict === 'refuse' ? null : at, reasons: held };
}

/** Contacts of an agency belong to an escalation; those of the lender's own systems stand beside the ladder. */
function intentOf({ channel, purpose, actor, point }: AskedContact) {
  const isAgency = actor === 'agency';
  const stage = isAgency ? 'placement' : 'reserved';
  return { stage, step: 'contact', channel, purpose, actor, point, escalated: isAgency };
}

/** The ladder plans no demand for such an account; a reservation must not either. */
function whyNeedless(situation: Situation, { purpose }: Pick<Intent, 'purpose'>): Held | null {
  if (!isCollecting(purpose)) return null;
  const policy = 'debt';
  if (situation.facts.closed || situation.standing.cured)
    return { policy, code: 'nothing-overdue', words: 'nothing is overdue on the account' };
  if (isBelowContactFloor(situation))
    return { policy, code: BELOW_FLOOR, words: 'less is overdue than the floor of contact' };
  return null;
}

/** A stored reservation, as far as a report of its holder is judged by it. */
export interface ReportedReservation {
  state: ReservationState;
  reservedAt: Instant;
  endsAt: Instant;
  contactedAt: Instant | null;
  outcome: Outcome | null;
  /** null: the holder has not reported; the state may come from a fact. */
  reportedAt: Instant | null;
}

/**
 * Whether a contact that an agency told of for `at`, by file or event, is the one of the reservation; then it counts
 * once. In doubt it is another contact: nothing made may be left uncounted.
 */
export function isSameContact(known: ReportedReservation, at: Instant, named: boolean): boolean {
  if (known.reportedAt !== null && known.contactedAt !== null)
    return Math.abs(at - known.contactedAt) <= (named ? NAMED_CONTACT_MS : SAME_CONTACT_MS);
  if (known.state === 'confirmed') return false;
  if (named) return at >= known.reservedAt - CLOCK_SKEW_MS;
  return known.state === 'reserved' && at >= known.reservedAt && at <= known.endsAt;
}

/**
 * What a report of the holder does: `repeat`: it was told before. `conflict`, `early` and the rest: why it is refused.
 */
export type ReportAnswer = 'taken' | 'repeat' | 'conflict' | 'evidence-missing' | 'early' | 'future';

/**
 * The holder says that the contact was made. It counts, however late it is told, and after a release too: a contact is
 * never lost. What was reported is not changed by another report.
 */
export function judgeConfirm(
  known: ReportedReservation,
  { contactedAt, outcome }: { contactedAt: Instant; outcome: Outcome },
  now: Instant,
): ReportAnswer {
  if (known.contactedAt !== null && known.reportedAt !== null) {
    // A moment ahead of this clock was stored as now.
    const isSame = Math.abs(contactedAt - known.contactedAt) <= CLOCK_SKEW_MS && outcome === known.outcome;
    return isSame ? 'repeat' : 'conflict';
  }
  if (contactedAt < known.reservedAt - CLOCK_SKEW_MS) return 'early';
  return contactedAt > now + CLOCK_SKEW_MS ? 'future' : 'taken';
}

/**
 * The holder says that the reservation was not used. After its end that needs evidence, so that a contact which is
 * reported late frees no cap.
 */
export function judgeRelease(known: ReportedReservation, evidence: string | null, now: Instant): ReportAnswer {
  if (known.state === 'released') return 'repeat';
  if (known.state === 'confirmed') return 'conflict';
  return now >= known.endsAt && evidence === null ? 'evidence-missing' : 'taken';
}
