/** Contact reservations on the wire. docs/contact-reservations.md has examples. */
import { z } from 'zod';
import { PERSON_CHANNELS, pointChannel } from '../channels.ts';
import { OUTCOMES } from '../law/case.ts';
import { agencyOf, MOST_MINUTES, RESERVATION_STATES, RESERVED_PURPOSES, USUAL_MINUTES } from '../reservations.ts';
import type { Instant } from '../time.ts';
import { wireMoment } from './answer.ts';
import { parseContact } from './contact-value.ts';
import { Moment, Reference, Words } from './event.ts';

const Holder = z.string().min(1).max(128).describe('the source that signs the request; agency:CODE of an agency');
const OwnReference = Reference.describe('the holder’s own name of the contact, another for each contact');

/** Asks for a contact. */
export const ReservationWire = z
  .strictObject({
    holder: Holder,
    reference: OwnReference,
    account: z.string().regex(/^[a-z][a-z0-9-]{1,30}\/[\w.-]{1,64}$/, 'creditor/number'),
    channel: z.enum(PERSON_CHANNELS),
    purpose: z.enum(RESERVED_PURPOSES).default('demand'),
    to: z.string().min(3).max(254).optional().describe('the number or address; only its id is kept'),
    minutes: z.int().min(1).max(MOST_MINUTES).default(USUAL_MINUTES).describe('in which the contact begins'),
  })
  .refine(({ holder, purpose }) => purpose !== 'receipt' || agencyOf(holder) === null, {
    path: ['purpose'],
    message: 'an agency’s contact is a demand or a notice',
  })
  .refine(({ channel, to }) => to === undefined || parseContact(pointChannel(channel), to) !== null, {
    path: ['to'],
    message: 'not one e-mail address, or not a phone number with its country code',
  });
export type ReservationWire = z.output<typeof ReservationWire>;

/** Says that the contact was made. */
export const ConfirmWire = z.strictObject({
  holder: Holder,
  reference: OwnReference,
  outcome: z.enum(OUTCOMES),
  contactedAt: Moment.describe('when the contact began'),
});
export type ConfirmWire = z.output<typeof ConfirmWire>;

/** Says that it was not made. */
export const ReleaseWire = z.strictObject({
  holder: Holder,
  reference: OwnReference,
  reason: Words,
  evidence: Words.optional().describe('after its end: what proves that it was not used'),
});
export type ReleaseWire = z.output<typeof ReleaseWire>;

const At = z.string();
/** A reservation. `notAfter`: the contact begins before it. */
export const ReservationView = z.object({
  reservation: z.uuid(),
  account: z.string(),
  holder: z.string(),
  reference: z.string(),
  channel: z.enum(PERSON_CHANNELS),
  purpose: z.enum(RESERVED_PURPOSES),
  state: z.enum(RESERVATION_STATES),
  reservedAt: At,
  notAfter: At,
  contactedAt: At.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  reason: z.string().nullable(),
  evidence: z.string().nullable(),
});
export type ReservationView = z.infer<typeof ReservationView>;
/** A reservation as the database returns it. */
type ReservationRow = Omit<ReservationView, 'reservation' | 'reservedAt' | 'notAfter' | 'contactedAt'> & {
  id: string;
  reservedAt: Instant;
  endsAt: Instant;
  contactedAt: Instant | null;
};
/** The view of a reservation. It names no contact point, not even by its id. */
export function reservationAnswer(row: ReservationRow): ReservationView {
  const { id, account, holder, reference, channel, purpose, state, contactedAt, outcome, reason, evidence } = row;
  return {
    reservation: id,
    account,
    holder,
    reference,
    channel,
    purpose,
    state,
    reservedAt: wireMoment(row.reservedAt),
    notAfter: wireMoment(row.endsAt),
    contactedAt: contactedAt === null ? null : wireMoment(contactedAt),
    outcome,
    reason,
    evidence,
  };
}

const Reasons = z.array(
  z.object({
    policy: z.string(),
    code: z.string(),
    words: z.string(),
    rule: z.string().optional().describe('the rule of law or of the lender, such as CN-TIME-01'),
    severity: z.string().optional(),
    unverified: z.boolean().optional().describe('its number is a default that nobody has compared with the text'),
  }),
);
/** The contact must not be made. `until`: when to ask again; null: until a fact lifts it. */
export const RefusalView = z.object({
  verdict: z.enum(['wait', 'refuse', 'blocked']),
  reasons: Reasons,
  until: At.nullable(),
});
export type RefusalView = z.infer<typeof RefusalView>;

/** A contact with the person of an account that counts for the caps, or was refused. */
export const ContactView = z.object({
  at: At,
  account: z.string(),
  channel: z.string(),
  purpose: z.string(),
  /** The source that reserved it, `agency:CODE` for one that an agency told of, else `own`. */
  by: z.string(),
  outcome: z.string(),
  /** `made` for one without a reservation; `refused` for one that was asked for and not allowed. */
  state: z.enum([...RESERVATION_STATES, 'made', 'refused']),
  reasons: z.array(z.string()),
});
export type ContactView = z.infer<typeof ContactView>;
/** A contact as the database returns it. */
export type ContactRow = Omit<ContactView, 'at'> & { at: Instant };
/** The view of a contact. */
export const contactAnswer = (row: ContactRow): ContactView => ({ ...row, at: wireMoment(row.at) });

/** A file of contacts for an agency. The counts are of the permits that it gives, or stops. */
export const ContactFileView = z.object({
  file: z.uuid(),
  date: z.string(),
  creditor: z.string(),
  agency: z.string(),
  kind: z.enum(['permits', 'stops']),
  sequence: z.int(),
  state: z.enum(['begun', 'built', 'left', 'given-up']),
  /** Why the last call failed. */
  failure: z.string().nullable(),
  permits: z.int(),
  refused: z.int(),
  used: z.int(),
  unused: z.int(),
  unreported: z.int(),
});
export type ContactFileView = z.infer<typeof ContactFileView>;

/** What an agency did that it should not have done. `fact`, `reservation`: what proves it. */
export const BreachView = z.object({
  breach: z.uuid(),
  agency: z.string(),
  account: z.string(),
  at: At,
  channel: z.string(),
  reasons: Reasons,
  fact: z.uuid().nullable(),
  reservation: z.uuid().nullable(),
  foundAt: At,
});
export type BreachView = z.infer<typeof BreachView>;
/** A breach as the database returns it. */
export type BreachRow = Omit<BreachView, 'at' | 'foundAt'> & { at: Instant; foundAt: Instant };
/** The view of a breach. */
export const breachAnswer = (row: BreachRow): BreachView => ({
  ...row,
  at: wireMoment(row.at),
  foundAt: wireMoment(row.foundAt),
});
