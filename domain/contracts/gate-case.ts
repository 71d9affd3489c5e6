/**
 * A described situation for the gate of the law, as `arrears gate` reads it and as the vectors of the packs are
 * written. No personal data: ids, moments and names of things only. docs/law.md describes it.
 */
import { z } from 'zod';
import { ACTORS, ACTS, ADDRESSEES, CONTACT_CHANNELS, CONTACT_PURPOSES, type LegalCase, OUTCOMES } from '../law/case.ts';
import { JURISDICTIONS } from '../law/rule.ts';
import { type Instant, isZone } from '../time.ts';
import { CalendarDay, Moment, Name } from './fields.ts';
import { HoursText, readHours } from './hours.ts';

const Zone = z.string().refine(isZone, 'an IANA zone, such as Asia/Shanghai').meta({ title: 'Zone' });

const PriorContact = z.strictObject({
  at: Moment,
  channel: z.enum(CONTACT_CHANNELS).default('call'),
  direction: z.enum(['out', 'in']).default('out').describe('in: the person contacted us'),
  outcome: z.enum(OUTCOMES).default('attempted'),
  purpose: z.enum(CONTACT_PURPOSES).default('demand'),
  addressee: z.enum(ADDRESSEES).default('debtor'),
  debts: z.array(Name).max(50).optional().describe('ids of the debts it was about; the debt of the act when left out'),
  point: Name.nullable().default(null).describe('id of the number or address; null = unknown, counts for each'),
});
const Consent = z.strictObject({
  scope: Name.describe('what it allows, as the rules name it: hours, autodialler, credit-report ...'),
  at: Moment,
  withdrawnAt: Moment.nullable().default(null),
  channel: z.enum(CONTACT_CHANNELS).nullable().default(null).describe('the channel that it is limited to'),
  point: Name.nullable().default(null),
  hours: HoursText.nullable().default(null),
});
const Preference = z.strictObject({
  at: Moment.optional().describe('when it was told; always, when left out'),
  withdrawnAt: Moment.nullable().default(null),
  hours: HoursText.nullable().default(null).describe('contact only within these'),
  notBy: z.enum(CONTACT_CHANNELS).nullable().default(null),
  notAt: Name.nullable().default(null).describe('a place, such as work'),
});
const Status = z.strictObject({
  status: Name.describe(
    'as the rules name it: bankruptcy, dispute (of the whole debt), part-dispute, attorney, cease, breathing-space ...',
  ),
  since: Moment,
  until: CalendarDay.nullable().default(null).describe('last day'),
  endedAt: Moment.nullable().default(null),
  debt: Name.nullable().default(null).describe('the debt it concerns; all when null'),
  written: z.boolean().default(false),
});
const Notice = z.strictObject({
  notice: Name.describe('as the rules name it: adverse-report, validation, default, letter-of-claim ...'),
  sentAt: Moment,
  channel: z.enum(CONTACT_CHANNELS).default('letter'),
  deliveredAt: Moment.nullable().default(null),
  returnedAt: Moment.nullable().default(null),
  debt: Name.nullable().default(null),
  names: CalendarDay.nullable().default(null).describe('the date that the notice names'),
});
const Restart = z.strictObject({
  kind: z.enum(['demand', 'part-payment', 'acknowledgement', 'plan', 'suit', 'assignment-notice']),
  on: CalendarDay,
  provedArrival: z.boolean().default(false),
  written: z.boolean().default(false),
});
const Debt = z.strictObject({
  id: Name.default('debt'),
  product: Name.default('card'),
  lastDueOn: CalendarDay.nullable().default(null),
  accruedOn: CalendarDay.nullable().default(null),
  restarts: z.array(Restart).max(100).default([]),
  soldOn: CalendarDay.nullable().default(null),
});

/** One situation. */
export const GateCase = z
  .strictObject({
    v: z.literal(1).default(1),
    law: z.array(z.enum(JURISDICTIONS)).min(1).describe('the packs to ask'),
    regions: z.array(Name).max(10).default([]).describe('suffixes of ISO 3166-2, such as MA'),
    at: Moment.describe('the moment of the act'),
    zones: z.array(Zone).max(10).describe('every zone in which the person may be, the most likely first'),
    act: z.enum(ACTS).default('contact'),
    channel: z.enum(CONTACT_CHANNELS).nullable().optional().describe('call for a contact, null else, when left out'),
    purpose: z.enum(CONTACT_PURPOSES).default('demand'),
    actor: z.enum(ACTORS).default('creditor'),
    addressee: z.enum(ADDRESSEES).default('debtor'),
    point: Name.nullable().default(null),
    place: Name.nullable().default(null),
    automated: z.boolean().default(false),
    content: z.array(Name).max(50).nullable().default(null).describe('what the text mentions; null = not judged'),
    debt: Debt.prefault({}),
    contacts: z.array(PriorContact).max(1000).default([]),
    consents: z.array(Consent).max(200).default([]),
    preferences: z.array(Preference).max(200).default([]),
    statuses: z.array(Status).max(200).default([]),
    notices: z.array(Notice).max(200).default([]),
  })
  .refine(({ act, channel }) => channel === undefined || (act === 'contact') === (channel !== null), {
    path: ['channel'],
    error: 'a contact has a channel, every other act has none',
  });
/** A situation as written: what has a default may be left out. */
export type GateCaseInput = z.input<typeof GateCase>;
export type GateCase = z.infer<typeof GateCase>;

const instant = (text: string): Instant => Date.parse(text);
const instantOrNull = (text: string | null): Instant | null => (text === null ? null : instant(text));

/** The case that a checked situation describes. */
export function legalCaseOf(situation: GateCase): LegalCase {
  const { act, actor, purpose, addressee, point, place, automated, content, debt, zones, regions } = situation;
  return {
    at: instant(situation.at),
    intent: {
      act,
      actor,
      channel: situation.channel === undefined ? (act === 'contact' ? 'call' : null) : situation.channel,
      purpose,
      addressee,
      point,
      place,
      automated,
      content,
    },
    zones,
    regions,
    debt,
    contacts: situation.contacts.map((contact) => ({
      ...contact,
      at: instant(contact.at),
      debts: contact.debts ?? [debt.id],
    })),
    consents: situation.consents.map((consent) => ({
      ...consent,
      at: instant(consent.at),
      withdrawnAt: instantOrNull(consent.withdrawnAt),
      hours: consent.hours === null ? null : readHours(consent.hours),
    })),
    preferences: situation.preferences.map((preference) => ({
      ...preference,
      at: preference.at === undefined ? 0 : instant(preference.at),
      withdrawnAt: instantOrNull(preference.withdrawnAt),
      hours: preference.hours === null ? null : readHours(preference.hours),
    })),
    statuses: situation.statuses.map((status) => ({
      ...status,
      since: instant(status.since),
      endedAt: instantOrNull(status.endedAt),
    })),
    notices: situation.notices.map((notice) => ({
      ...notice,
      sentAt: instant(notice.sentAt),
      deliveredAt: instantOrNull(notice.deliveredAt),
      returnedAt: instantOrNull(notice.returnedAt),
    })),
  };
}
