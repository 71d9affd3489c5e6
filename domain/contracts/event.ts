/**
 * What comes in from outside: one CloudEvents 1.0 envelope, one contract per kind of fact. `record`, the events API and
 * docs/events.md use the same contracts. Amounts are wire money. Bodies carry references, amounts and dates, never a
 * person's name, number or address, except the contact point that a fact is about.
 */
import { z } from 'zod';
import { CARE_HOLD_TYPES } from '../care/holds.ts';
import { PERSON_CHANNELS, WRITTEN_CHANNELS } from '../channels.ts';
import { DISPUTE_REASONS, DISTRESS_LEVELS, LADDER_ANSWERS, OFFERS, REPORTERS } from '../fact-choices.ts';
import type { FactKind } from '../facts.ts';
import { OUTCOMES, PLACES } from '../law/case.ts';
import { CONSENT_SCOPES } from '../law/consent-scopes.ts';
import { SCORE_CLASSES } from '../strategy/score/axes.ts';
import { COMPLAINT_CONTRACTS } from './complaint.ts';
import { DEBIT_CONTRACTS } from './debit.ts';
import { CalendarDay, line, Moment, Money, Reference, Words } from './fields.ts';
import { HoursText } from './hours.ts';
import { BOOK_ANSWER_CONTRACTS } from './instruction.ts';
import { SHEET_CONTRACTS } from './sheet.ts';

export { CalendarDay, line, Moment, Money, Reference, Words } from './fields.ts';

/** What no text of Postgres holds: NUL, and half of a surrogate pair where a gateway cut a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL, which a Postgres text cannot hold, is replaced
const UNSTORABLE = /[\u0000\p{Surrogate}]/gu;
/** Whatever a person may write, never refused for a broken character: each becomes the replacement character. */
const writtenText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .overwrite((text) => text.replace(UNSTORABLE, '\ufffd'));
const Uuid = z.uuid();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
const PersonChannel = z.enum(PERSON_CHANNELS);
const WrittenChannel = z.enum(WRITTEN_CHANNELS);

/** One dated amount of a promise. */
export const PromisePart = z.strictObject({ on: CalendarDay, amount: Money });
const Parts = z.array(PromisePart).min(1).max(24);
/** A contact point, by its channel and value or by a message that went to it. */
const PointNamed = {
  channel: WrittenChannel.optional(),
  value: z.string().min(3).max(254).optional(),
  message: Reference.optional().describe('the key of a message that went there'),
};
const Point = z.strictObject(PointNamed);

/** What a consent, or its withdrawal, is about. */
const ConsentTo = {
  scope: z
    .enum(CONSENT_SCOPES, `one of ${CONSENT_SCOPES.join(', ')}`)
    .describe('what it allows, as the rules of law name it'),
  channel: PersonChannel.optional().describe('the only channel that it is about'),
  value: z.string().min(3).max(254).optional().describe('the only number or address that it is about; with channel'),
};
type ConsentTo = { channel?: string | undefined; value?: string | undefined };
const namesChannel = ({ channel, value }: ConsentTo): boolean => value === undefined || channel !== undefined;
const NEEDS_CHANNEL = { path: ['channel'], error: 'is needed with value' };
/** Ways in which a person may not want to be contacted. */
const Wishes = {
  notBy: PersonChannel.optional().describe('a channel that must not be used'),
  notAt: z.enum(PLACES).optional().describe('a place where the person must not be contacted'),
  writeOnly: z.literal(true).optional().describe('no calls'),
};
const isNamed = (wish: object): boolean => Object.values(wish).some((value) => value !== undefined);

/** The part of a debt that is disputed: some of its dues, or a sum. */
const Disputable = {
  dues: z
    .array(CalendarDay)
    .min(1)
    .max(120)
    .optional()
    .describe('dates of the dues that are disputed, as the book names them'),
  amount: Money.optional().describe('the sum that is disputed, where it is no whole due'),
};
export type DisputedPart = { dues?: string[] | undefined; amount?: z.output<typeof Money> | undefined };
const namesOnePart = ({ dues, amount }: DisputedPart): boolean => dues === undefined || amount === undefined;
const NOT_BOTH = { path: ['amount'], error: 'not together with dues: name the dues, or a sum' };
/** A part of a debt that is disputed, of its own. */
export const DisputedPartWire = z.strictObject(Disputable).refine(namesOnePart, NOT_BOTH);

/** Facts of an account that may come from outside. */
export const ACCOUNT_CONTRACTS = {
  payment: z.strictObject({
    amount: Money,
    via: z.enum(['lender', 'agency']).default('lender').describe('who got the money'),
    reference: Reference.optional().describe('the transaction; told by several sources, it counts once'),
  }),
  reversal: z.strictObject({
    amount: Money,
    of: Reference.optional().describe('the reference of the payment that came back, or its source’s id of it'),
  }),
  'payment-confirmed': z.strictObject({ payment: Uuid.describe('id of the fact of the payment') }),
  'money-compared': z.strictObject({
    first: Uuid.describe('id of the fact of a payment or a reversal'),
    second: Uuid.describe('id of the fact that may tell it again'),
    same: z.boolean().describe('one and the same: the second does not count'),
  }),
  'payment-announced': z.strictObject({ amount: Money.optional() }),
  promise: z.strictObject({
    parts: Parts,
    offer: z.enum(OFFERS).optional(),
    by: z.enum(['debtor', 'caller', 'agency']).default('debtor'),
    withoutReminder: z.literal(true).optional().describe('the person wants no reminder before its days'),
  }),
  dispute: z
    .strictObject({ about: z.enum(DISPUTE_REASONS), ...Disputable })
    .refine(namesOnePart, NOT_BOTH)
    .refine(({ about, dues, amount }) => about !== 'identity-theft' || (dues === undefined && amount === undefined), {
      path: ['about'],
      error: 'identity-theft is about the whole debt: leave dues and amount out',
    }),
  'dispute-closed': z.strictObject({
    outcome: z.enum(['upheld', 'part', 'rejected']),
    reduceBy: Money.optional().describe('what is owed less'),
    of: Reference.optional().describe(
      'the dispute: id of its fact, or its source’s id of it; needed where several are open',
    ),
    reason: Words.optional().describe('why, for the person: the answer says it'),
  }),
  hold: z.strictObject({ until: CalendarDay, from: CalendarDay.optional(), reason: Words }),
  'hold-released': z.strictObject({ reason: Words }),
  'balance-update': z.strictObject({
    asOf: CalendarDay,
    balance: Money,
    dues: z
      .array(PromisePart)
      .max(120)
      .describe('every due that is not fully paid at that date, with what is left of it'),
  }),
  'charge-off': z.strictObject({ on: CalendarDay, amount: Money }),
  closed: z.strictObject({ how: z.enum(['paid', 'settled', 'sold', 'withdrawn', 'written-off']) }),
  'agency-accepted': z.strictObject({ placement: Uuid }),
  'agency-rejected': z.strictObject({ placement: Uuid, reason: Words }),
  'agency-contact': z.strictObject({
    placement: Uuid,
    at: Moment,
    channel: PersonChannel,
    reservation: Uuid.optional().describe('the contact reservation that it used, so that it counts once'),
    outcome: z.enum(OUTCOMES).optional().describe('what became of it; nothing more is known when left out'),
  }),
  'agency-returned': z.strictObject({ placement: Uuid, reason: Words }),
  'recall-acknowledged': z.strictObject({ placement: Uuid }),
  'bureau-acknowledged': z.strictObject({ month: Month }),
  'bureau-rejected': z.strictObject({ month: Month, reason: Words }),
  'bureau-correction': z.strictObject({ month: Month, remedy: z.enum(['correct', 'delete']), reason: Words }),
  filed: z.strictObject({ court: Words, number: Reference }),
  'not-filed': z.strictObject({ reason: Words }),
  'step-skipped': z.strictObject({
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
    step: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
    occurrence: z.int().min(1).default(1),
    reason: Words,
  }),
  'ladder-answer': z.strictObject({ answer: z.enum(LADDER_ANSWERS), until: CalendarDay.optional() }),
  'classes-contested': z.strictObject({
    reported: z.enum(REPORTERS).default('person').describe('who tells of it'),
    reason: Words.optional().describe('what the person says against them'),
  }),
  'classes-reviewed': z.strictObject({
    ability: z.enum(SCORE_CLASSES),
    willingness: z.enum(SCORE_CLASSES),
    reason: Words.describe('why, for the person and for an audit'),
    until: CalendarDay.optional().describe('its last day; without it, until the next decision'),
  }),
  ...BOOK_ANSWER_CONTRACTS,
  ...DEBIT_CONTRACTS,
} as const;

/** Facts about a person; they concern every account of the person. */
export const PERSON_CONTRACTS = {
  stop: z.strictObject({ channel: PersonChannel }),
  start: z.strictObject({ channel: PersonChannel }),
  'reply-word': z.strictObject({ channel: WrittenChannel, word: line(40).describe('all that the person wrote back') }),
  reply: z.strictObject({
    channel: WrittenChannel,
    text: writtenText(20_000).describe('all that the person wrote back; kept beside the messages that were sent'),
    from: z
      .string()
      .min(3)
      .max(254)
      .optional()
      .describe('the number or address that wrote; whoever else of the creditor has it is kept safe too'),
  }),
  'wrong-number': Point.extend({
    reassigned: z.literal(true).optional().describe('it was the person’s before'),
  }),
  bounced: Point,
  'point-stopped': z.strictObject({ ...PointNamed, reason: Words }),
  'address-added': z.strictObject({ channel: WrittenChannel, value: z.string().min(3).max(254) }),
  hardship: z.strictObject({ since: CalendarDay.optional() }),
  'hardship-ended': z.strictObject({ reason: Words }),
  death: z.strictObject({ reported: z.enum(['caller', 'agency', 'family', 'registry', 'lender']) }),
  bankruptcy: z.strictObject({ represented: z.boolean().optional() }),
  'care-hold': z.strictObject({
    type: z.enum(CARE_HOLD_TYPES),
    since: CalendarDay.optional(),
    until: CalendarDay.optional().describe('its last day; without it, until a person lifts it'),
    crisis: z
      .literal(true)
      .optional()
      .describe('of breathing-space: for a mental health crisis; until is then the last day of the treatment'),
    reported: z.enum(REPORTERS).default('person').describe('who tells of it'),
    reason: Words.optional().describe('needed for `vulnerable`'),
  }),
  'care-hold-lifted': z.strictObject({ type: z.enum(CARE_HOLD_TYPES), reason: Words }),
  distress: z.strictObject({
    level: z.enum(DISTRESS_LEVELS).default('pressure'),
    reported: z.enum(REPORTERS).default('person').describe('who tells of it'),
  }),
  'care-reviewed': z.strictObject({ outcome: Words }),
  'consent-given': z
    .strictObject({
      ...ConsentTo,
      hours: HoursText.optional().describe('with scope hours: the hours that the person agreed to'),
      proof: Words.describe('how it was given: a contract, a form, a recorded call'),
    })
    .refine(({ scope, hours }) => (scope === 'hours') === (hours !== undefined), {
      path: ['hours'],
      error: 'is needed with scope hours, and not taken with another',
    })
    .refine(namesChannel, NEEDS_CHANNEL),
  'consent-withdrawn': z.strictObject(ConsentTo).refine(namesChannel, NEEDS_CHANNEL),
  preference: z
    .strictObject({ hours: HoursText.optional().describe('contact only within these'), ...Wishes })
    .refine(isNamed, { path: ['hours'], error: 'is missing: give hours, notBy, notAt or writeOnly' }),
  'preference-ended': z.strictObject({ hours: z.literal(true).optional().describe('any hour again'), ...Wishes }),
  represented: z.strictObject({
    by: z.enum(['attorney', 'debt-adviser']),
    since: CalendarDay.optional(),
  }),
  'represented-ended': z.strictObject({ reason: Words }),
  cease: z.strictObject({ written: z.boolean().default(false).describe('demanded in writing') }),
  'cease-ended': z.strictObject({ reason: Words }),
  ...COMPLAINT_CONTRACTS,
  ...SHEET_CONTRACTS,
} as const;

/** Receipts: the outcome of a sent message, named by its key. They need no subject. */
export const RECEIPT_CONTRACTS = {
  delivered: z.strictObject({ message: Reference }),
  bounced: z.strictObject({ message: Reference }),
  'sent-late': z.strictObject({ message: Reference }),
} as const;

/** Recorded by hand, these need a person's name; in an event, the source answers for them. */
export const NEEDS_NAME: ReadonlySet<string> = new Set<FactKind>([
  'hold',
  'hold-released',
  'dispute-closed',
  'classes-reviewed',
  'hardship-ended',
  'represented-ended',
  'cease-ended',
  'care-hold-lifted',
  'care-reviewed',
  'complaint-acknowledged',
  'complaint-closed',
  'sheet-recorded',
  'step-skipped',
  'ladder-answer',
  'filed',
  'not-filed',
  'bureau-correction',
  'payment-confirmed',
  'money-compared',
  'book-confirmed',
  'book-rejected',
  'debit-scheduled',
  'debit-cancelled',
]);

/** A kind of fact of an account, from outside. */
export type AccountWireKind = keyof typeof ACCOUNT_CONTRACTS;
/** A kind of fact about a person, from outside. */
export type PersonWireKind = keyof typeof PERSON_CONTRACTS;
/** A kind of fact about a person that is stored under the same name; a reply's word becomes `stop` or `start`. */
export type PersonStoredKind = Exclude<PersonWireKind, 'reply-word'>;
/** A kind of receipt. */
export type ReceiptKind = keyof typeof RECEIPT_CONTRACTS;
/** A kind of fact, from outside. */
export type WireKind = AccountWireKind | PersonWireKind;

/** All kinds of facts of an account. */
export const ACCOUNT_KINDS = Object.keys(ACCOUNT_CONTRACTS) as AccountWireKind[];
/** All kinds of facts about a person. */
export const PERSON_KINDS = Object.keys(PERSON_CONTRACTS) as PersonWireKind[];
/** All kinds of receipts. */
export const RECEIPT_KINDS = Object.keys(RECEIPT_CONTRACTS) as ReceiptKind[];
/** Whether it is one of ACCOUNT_KINDS. */
export const isAccountKind = (kind: string): kind is AccountWireKind => Object.hasOwn(ACCOUNT_CONTRACTS, kind);
/** Whether it is one of PERSON_KINDS. */
export const isPersonKind = (kind: string): kind is PersonWireKind => Object.hasOwn(PERSON_CONTRACTS, kind);
/** Whether it is one of RECEIPT_KINDS. */
const isReceiptKind = (kind: string): kind is ReceiptKind => Object.hasOwn(RECEIPT_CONTRACTS, kind);

/** The event type of a kind: `arrears.<kind>.v1`. */
export const typeOf = (kind: string): string => `arrears.${kind}.v1`;
/** The kind of an event type; null for a type that this release does not know. */
export function kindOf(type: string): WireKind | ReceiptKind | null {
  const kind = /^arrears\.([a-z-]+)\.v1$/.exec(type)?.[1] ?? '';
  return isAccountKind(kind) || isPersonKind(kind) || isReceiptKind(kind) ? kind : null;
}

/** The subject: `creditor/number` of an account, or `creditor/person:number`. */
export const SUBJECT = /^([a-z][a-z0-9-]{1,30})\/(person:)?([\w.-]{1,64})$/;

/** The envelope: CloudEvents 1.0, JSON format, structured or batched. Extension attributes are allowed and ignored. */
export const Envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: line(128).min(1),
  source: z.string().min(1).max(128),
  type: z.string().min(1).max(128),
  subject: line(160).optional().describe('creditor/number, or creditor/person:number'),
  time: Moment.optional().describe('when it happened, business time; the moment of arrival when left out'),
  datacontenttype: z.literal('application/json').optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

/** One fault of what was sent. */
export interface Fault {
  /** JSON pointer. */
  pointer: string;
  words: string;
}
/** A field's name if it is safe to repeat: a sender can put anything into a name. */
const shownKey = (key: PropertyKey): string => (/^(\d+|[a-z][A-Za-z]{0,30})$/.test(String(key)) ? String(key) : '?');

interface Issue {
  code?: string | undefined;
  path: readonly PropertyKey[];
  message: string;
  keys?: readonly string[] | undefined;
}
/** The faults of a zod error, as pointers below `root`. Sent values are never repeated. */
export function faultsOf({ issues }: { issues: readonly Issue[] }, root = ''): Fault[] {
  return issues.flatMap(({ code, path, message, keys }) => {
    const at = `${root}${path.map((part) => `/${shownKey(part)}`).join('')}`;
    if (code === 'unrecognized_keys')
      return (keys ?? []).map((key) => ({ pointer: `${at}/${shownKey(key)}`, words: 'not known' }));
    return [{ pointer: at || '/', words: message }];
  });
}
/** The faults in one line, for a problem's sentence. */
export const showFaults = (faults: readonly Fault[]): string =>
  faults.map((fault) => `${fault.pointer}: ${fault.words}`).join('; ');
