/** Turns the data of a fact on the wire (money, contact values) into its stored body (minor units, ids), by kind. */
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { readReply } from '../../domain/care/read-reply.ts';
import { pointChannel } from '../../domain/channels.ts';
import type {
  ACCOUNT_CONTRACTS,
  AccountWireKind,
  PERSON_CONTRACTS,
  PersonStoredKind,
  PromisePart,
} from '../../domain/contracts/event.ts';
import { readHours } from '../../domain/contracts/hours.ts';
import type { AccountFactBodies, AccountFactKind, PersonFactBodies } from '../../domain/facts.ts';
import type { WireMoney } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { storeReply } from '../persons/replies.ts';
import { checkBreathingSpace } from './breathing-space.ts';
import { answeredComplaint, checkComplaint } from './complaint-bodies.ts';
import { needScheduled, scheduledDebit } from './debit-bodies.ts';
import { findDispute, toDisputedPart } from './dispute-bodies.ts';
import { faultAt } from './field-fault.ts';
import type { Subject } from './find-subject.ts';
import { toConfirmed, toRejected } from './instruction-bodies.ts';
import { addPoint, findPoint } from './named-point.ts';
import type { PersonContext } from './person-context.ts';
import { toSheetRecorded } from './sheet-body.ts';

type Trx = Transaction<Database>;
type AccountWire<K extends AccountWireKind> = z.output<(typeof ACCOUNT_CONTRACTS)[K]>;
type PersonWire<K extends PersonStoredKind> = z.output<(typeof PERSON_CONTRACTS)[K]>;

/** What the body of an account's fact depends on besides its data. */
interface BodyContext {
  subject: Subject & { accountId: string };
  /** Who answers for the fact: a name, or the source. */
  by: string;
  occurredAt: Instant;
  now: Instant;
}

/** Minor units of an amount in the account's currency. Throws `wrong-currency`, `amount-not-positive`. */
function minorOf(money: WireMoney, currency: string, least = 1n): bigint {
  if (money.currency !== currency) throw new Problem('wrong-currency', { given: money.currency, currency });
  const minor = BigInt(money.minor);
  if (minor < least) throw new Problem('amount-not-positive');
  return minor;
}

/** Promised or listed amounts by date, in minor units. Throws `fact-invalid` for two parts on a date. */
export function toParts(
  parts: readonly z.output<typeof PromisePart>[],
  currency: string,
): { on: string; minor: bigint }[] {
  const sorted = [...parts].sort((a, b) => (a.on < b.on ? -1 : 1));
  if (new Set(sorted.map((part) => part.on)).size < sorted.length)
    throw faultAt('fact-invalid', '/data/parts', 'two parts on one date', 'promise');
  return sorted.map((part) => ({ on: part.on, minor: minorOf(part.amount, currency) }));
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** The value without its undefined keys. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>;
}

type ToAccountBody = {
  [K in AccountWireKind]: (
    data: AccountWire<K>,
    context: BodyContext,
    trx: Trx,
    known: boolean,
  ) => AccountFactBodies[K] | Promise<AccountFactBodies[K]>;
};
const placed = async <T extends { placement: string }>(data: T, context: BodyContext, trx: Trx): Promise<T> => {
  await needsPlacement(trx, context.subject.accountId, data.placement);
  return data;
};
const same = <T>(data: T): T => data;

const ACCOUNT_BODIES: ToAccountBody = {
  payment: ({ amount, ...rest }, { subject }) => present({ minor: minorOf(amount, subject.currency), ...rest }),
  reversal: ({ amount, ...rest }, { subject }) => present({ minor: minorOf(amount, subject.currency), ...rest }),
  'payment-confirmed': async (data, context, trx) => {
    await needsMoney(trx, context.subject.accountId, '/data/payment', [data.payment], ['payment']);
    return data;
  },
  'money-compared': async (data, context, trx) => {
    await needsMoney(
      trx,
      context.subject.accountId,
      '/data/second',
      [data.first, data.second],
      ['payment', 'reversal'],
    );
    return data;
  },
  'payment-announced': ({ amount }, { subject }) =>
    amount === undefined ? {} : { minor: minorOf(amount, subject.currency) },
  promise: ({ parts, ...rest }, { subject }) => present({ parts: toParts(parts, subject.currency), ...rest }),
  dispute: async ({ about, ...part }, { subject, now }, trx, known) =>
    known ? { about } : { about, ...(await toDisputedPart(trx, subject.accountId, part, now, '/data')) },
  'dispute-closed': (data, context, trx, known) => toDisputeClosed(data, context, trx, known),
  hold: (data) => present(data),
  'hold-released': same,
  'balance-update': (data, context) => toBalanceUpdate(data, context),
  'charge-off': ({ on, amount }, { subject }) => ({ on, minor: minorOf(amount, subject.currency) }),
  closed: same,
  'agency-accepted': placed,
  'agency-rejected': placed,
  'agency-contact': async (data, context, trx) => {
    const { placement, channel, reservation, outcome } = await placed(data, context, trx);
    if (reservation !== undefined) await needsReservation(trx, placement, channel, reservation);
    return present({ placement, at: Date.parse(data.at), channel, reservation, outcome });
  },
  'agency-returned': placed,
  'recall-acknowledged': placed,
  'bureau-acknowledged': same,
  'bureau-rejected': same,
  'bureau-correction': same,
  filed: same,
  'not-filed': same,
  'step-skipped': (data, { by }) => ({ ...data, by }),
  'ladder-answer': (data, { by }) => present({ ...data, by }),
  'classes-contested': (data) => present(data),
  'classes-reviewed': (data, { by }) => present({ ...data, by }),
  'book-confirmed': (data, context, trx, known) => toConfirmed(trx, data, context, known),
  'book-rejected': (data, context, trx, known) => toRejected(trx, data, context, known),
  'debit-scheduled': ({ amount, ...rest }, context, trx, known) =>
    scheduledDebit(trx, { ...rest, minor: minorOf(amount, context.subject.currency) }, context, known),
  'debit-collected': ({ debit, amount }, { subject }) => ({ debit, minor: minorOf(amount, subject.currency) }),
  'debit-failed': same,
  'debit-cancelled': async (data, context, trx, known) => {
    if (!known) await needScheduled(trx, data.debit, context);
    return { ...data, by: context.by };
  },
  'mandate-given': same,
  'mandate-withdrawn': (data) => present(data),
};

/** The stored body of a checked fact of an account. `known`: it is a repeat, so the body must change nothing. */
export async function toAccountBody<K extends AccountWireKind>(
  trx: Trx,
  kind: K,
  data: unknown,
  context: BodyContext,
  known: boolean,
): Promise<AccountFactBodies[K]> {
  return ACCOUNT_BODIES[kind](data as AccountWire<K>, context, trx, known);
}

/** Throws `fact-invalid` unless the ids name facts of these kinds of the account. */
async function needsMoney(
  trx: Trx,
  accountId: string,
  pointer: string,
  ids: readonly string[],
  kinds: readonly AccountFactKind[],
): Promise<void> {
  const rows = await trx
    .selectFrom('fact')
    .select('id')
    .where('id', 'in', [...ids])
    .where('account_id', '=', accountId)
    .where('kind', 'in', [...kinds])
    .execute();
  if (rows.length < new Set(ids).size || new Set(ids).size < ids.length)
    throw faultAt('fact-invalid', pointer, `this account has no such ${kinds.join(' or ')}`);
}

async function needsPlacement(trx: Trx, accountId: string, placement: string): Promise<void> {
  const row = await trx
    .selectFrom('placement')
    .select('id')
    .where('id', '=', placement)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (!row) throw faultAt('fact-invalid', '/data/placement', 'this account has no such placement', 'agency');
}

/** Throws `fact-invalid` unless the placement's agency reserved this contact. */
async function needsReservation(trx: Trx, placement: string, channel: string, reservation: string): Promise<void> {
  const row = await trx
    .selectFrom('contact_reservation')
    .select('channel')
    .where('id', '=', reservation)
    .where('placement_id', '=', placement)
    .executeTakeFirst();
  if (row?.channel !== channel)
    throw faultAt('fact-invalid', '/data/reservation', 'no reservation of this placement by this channel', 'agency');
}

/** The book as stated. Throws `fact-invalid` for a day to come, or dues above the balance. */
function toBalanceUpdate(
  { asOf, balance, dues }: AccountWire<'balance-update'>,
  { subject, now }: BodyContext,
): AccountFactBodies['balance-update'] {
  const stated = { asOf, balance: minorOf(balance, subject.currency, 0n), dues: toParts(dues, subject.currency) };
  const today = localDate(now, subject.zone);
  if (asOf > today) throw faultAt('fact-invalid', '/data/asOf', `lies after today, ${today}`, 'balance-update');
  if (stated.dues.reduce((sum, due) => sum + due.minor, 0n) > stated.balance)
    throw faultAt('fact-invalid', '/data/dues', 'add up to more than the balance', 'balance-update');
  return stated;
}

/** Upheld without an amount takes off all that is disputed. In part needs an amount. Rejected takes off nothing. */
async function toDisputeClosed(
  { outcome, reduceBy, of, reason }: AccountWire<'dispute-closed'>,
  { subject, now }: BodyContext,
  trx: Trx,
  known: boolean,
): Promise<AccountFactBodies['dispute-closed']> {
  if (reduceBy !== undefined && outcome === 'rejected')
    throw faultAt('fact-invalid', '/data/reduceBy', 'a rejected dispute takes nothing off', 'dispute-closed');
  if (reduceBy === undefined && outcome === 'part')
    throw faultAt('fact-invalid', '/data/reduceBy', 'say what is owed less', 'dispute-closed');
  const told = reduceBy === undefined ? undefined : minorOf(reduceBy, subject.currency);
  if (known) return { outcome };
  const { id, about, disputed } = await findDispute(trx, subject.accountId, of, now);
  if (about === 'identity-theft') checkTheftAnswer(outcome, reason);
  const minor = told ?? (outcome === 'upheld' ? disputed : 0n);
  const why = reason === undefined ? {} : { reason };
  return { outcome, of: id, ...(minor > 0n ? { reduceBy: minor } : {}), ...why };
}

/** Somebody else made the debt, or nobody did; whoever hears that it was theirs hears why first. */
function checkTheftAnswer(outcome: AccountFactBodies['dispute-closed']['outcome'], reason: string | undefined): void {
  const refuse = (pointer: string, words: string) => faultAt('fact-invalid', pointer, words, 'dispute-closed');
  if (outcome === 'part')
    throw refuse('/data/outcome', 'identity theft is upheld or rejected: a debt is no part theft');
  if (outcome === 'rejected' && reason === undefined)
    throw refuse('/data/reason', 'say why it was no identity theft: the person is told before anything else happens');
}

type ToPersonBody = {
  [K in PersonStoredKind]: (
    data: PersonWire<K>,
    context: PersonContext,
    trx: Trx,
  ) => PersonFactBodies[K] | Promise<PersonFactBodies[K]>;
};
const PERSON_BODIES: ToPersonBody = {
  stop: same,
  start: same,
  reply: async ({ channel, text }, { subject: { creditorId, personId }, occurredAt: at }, trx) => ({
    channel,
    reply: await storeReply(trx, { creditorId, personId, channel, text, at }),
    signs: readReply(text),
  }),
  'wrong-number': async ({ reassigned, ...data }, { subject }, trx) => ({
    point: await findPoint(trx, subject, { channel: 'sms', ...present(data) }),
    ...(reassigned ? { reassigned } : {}),
  }),
  bounced: async (data, { subject }, trx) => ({ point: await findPoint(trx, subject, present(data)) }),
  'point-stopped': async ({ reason, ...data }, { subject }, trx) => ({
    point: await findPoint(trx, subject, present(data)),
    reason,
  }),
  'address-added': async ({ channel, value }, { subject, occurredAt }, trx) => ({
    point: await addPoint(trx, subject, channel, value, occurredAt),
  }),
  hardship: (data) => present(data),
  'hardship-ended': same,
  death: same,
  bankruptcy: (data) => present(data),
  'care-hold': async (data, context, trx) => {
    await checkBreathingSpace(trx, present(data), context);
    if (data.type === 'vulnerable' && data.reason === undefined)
      throw faultAt(
        'fact-invalid',
        '/data/reason',
        'is needed for the protected list: say why not to press',
        'care-hold',
      );
    return present(data);
  },
  'care-hold-lifted': same,
  distress: same,
  'care-reviewed': same,
  'consent-given': async ({ hours, proof, ...to }, { subject }, trx) => ({
    ...(await consentTo(trx, subject, to)),
    ...(hours === undefined ? {} : { hours: readHours(hours) }),
    proof,
  }),
  'consent-withdrawn': async (data, { subject }, trx) => consentTo(trx, subject, data),
  preference: ({ hours, ...rest }) => present({ ...rest, hours: hours === undefined ? undefined : readHours(hours) }),
  'preference-ended': (data) => present(data),
  represented: (data) => present(data),
  'represented-ended': same,
  cease: same,
  'cease-ended': same,
  complaint: async (data, context, trx) => {
    const told = present(data);
    const letters = await checkComplaint(trx, told, context);
    return { ...told, ...(letters === null ? {} : { letters }) };
  },
  'complaint-acknowledged': ({ of }, context, trx) => answeredComplaint(trx, 'complaint-acknowledged', of, context),
  'sheet-recorded': (data, context, trx) => toSheetRecorded(trx, data, context),
  'complaint-closed': async ({ of, amount, ...said }, context, trx) => {
    const { currency } = context.subject;
    const paid = amount === undefined ? {} : { minor: minorOf(amount, currency), currency };
    return { ...said, ...paid, ...(await answeredComplaint(trx, 'complaint-closed', of, context)) };
  },
};

/** What a consent is about, with the id of its number or address. Phones serve calls too. */
async function consentTo(trx: Trx, subject: Subject, { scope, channel, value }: PersonWire<'consent-withdrawn'>) {
  if (channel === undefined) return { scope };
  if (value === undefined) return { scope, channel };
  return { scope, channel, point: await findPoint(trx, subject, { channel: pointChannel(channel), value }) };
}

/** The stored body of a checked fact of a person. Throws what complaint-bodies.ts says of complaints. */
export async function toPersonBody<K extends PersonStoredKind>(
  trx: Trx,
  kind: K,
  data: unknown,
  context: PersonContext,
): Promise<PersonFactBodies[K]> {
  return PERSON_BODIES[kind](data as PersonWire<K>, context, trx);
}
