/** Turns the data of a fact on the wire (money, contact values) into its stored body (minor units, ids), by kind. */
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey, parseContact } from '../../domain/contracts/contact-value.ts';
import type {
  ACCOUNT_CONTRACTS,
  AccountWireKind,
  PERSON_CONTRACTS,
  PersonWireKind,
  PromisePart,
} from '../../domain/contracts/event.ts';
import type { AccountFactBodies, AccountFactKind, PersonFactBodies } from '../../domain/facts.ts';
import type { WireMoney } from '../../domain/money.ts';
import { Problem, type ProblemCode } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { findPoints, storePoint } from '../persons/contact-points.ts';
import { pointOfMessage } from '../persons/message-bodies.ts';
import type { Subject } from './find-subject.ts';

type Trx = Transaction<Database>;
type AccountWire<K extends AccountWireKind> = z.output<(typeof ACCOUNT_CONTRACTS)[K]>;
type PersonWire<K extends PersonWireKind> = z.output<(typeof PERSON_CONTRACTS)[K]>;

/** What the body of an account's fact depends on besides its data. */
interface BodyContext {
  subject: Subject & { accountId: string };
  /** Who answers for the fact: a name, or the source. */
  by: string;
  occurredAt: Instant;
  now: Instant;
}

/** A Problem about one field, to be thrown. `pointer` is a JSON pointer. */
export function faultAt(code: ProblemCode, pointer: string, words: string, kind = ''): Problem {
  return new Problem(code, { kind, faults: `${pointer}: ${words}` }, { cause: [{ pointer, words }] });
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
  dispute: same,
  'dispute-closed': (data, context, trx, known) => toDisputeClosed(data, context, trx, known),
  hold: (data) => {
    if (data.from !== undefined && data.from > data.until)
      throw faultAt('fact-invalid', '/data/until', 'is before from', 'hold');
    return present(data);
  },
  'hold-released': same,
  'balance-update': (data, context) => toBalanceUpdate(data, context),
  'charge-off': ({ on, amount }, { subject }) => ({ on, minor: minorOf(amount, subject.currency) }),
  closed: same,
  'agency-accepted': placed,
  'agency-rejected': placed,
  'agency-contact': async (data, context, trx) => ({ ...(await placed(data, context, trx)), at: Date.parse(data.at) }),
  'agency-returned': placed,
  'recall-acknowledged': placed,
  'bureau-acknowledged': same,
  'bureau-rejected': same,
  'bureau-correction': same,
  filed: same,
  'not-filed': same,
  'step-skipped': (data, { by }) => ({ ...data, by }),
  'ladder-answer': (data, { by }) => present({ ...data, by }),
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

/** Upheld without an amount takes off all that is asked. In part needs an amount. Rejected takes off nothing. */
async function toDisputeClosed(
  { outcome, reduceBy }: AccountWire<'dispute-closed'>,
  { subject, now }: BodyContext,
  trx: Trx,
  known: boolean,
): Promise<AccountFactBodies['dispute-closed']> {
  if (reduceBy !== undefined && outcome !== 'rejected')
    return { outcome, reduceBy: minorOf(reduceBy, subject.currency) };
  if (reduceBy !== undefined)
    throw faultAt('fact-invalid', '/data/reduceBy', 'a rejected dispute takes nothing off', 'dispute-closed');
  if (outcome === 'part') throw faultAt('fact-invalid', '/data/reduceBy', 'say what is owed less', 'dispute-closed');
  if (outcome === 'rejected' || known) return { outcome };
  const facts = (await loadStandingFacts(trx, [subject.accountId])).get(subject.accountId);
  const asked = facts ? standingOf(facts, now).asked : 0n;
  return asked > 0n ? { outcome, reduceBy: asked } : { outcome };
}

type ToPersonBody = {
  [K in PersonWireKind]: (
    data: PersonWire<K>,
    subject: Subject,
    trx: Trx,
    occurredAt: Instant,
  ) => PersonFactBodies[K] | Promise<PersonFactBodies[K]>;
};
const PERSON_BODIES: ToPersonBody = {
  stop: same,
  start: same,
  'wrong-number': async (data, subject, trx) => ({
    point: await findPoint(trx, subject, { channel: 'sms', ...present(data) }),
  }),
  bounced: async (data, subject, trx) => ({ point: await findPoint(trx, subject, present(data)) }),
  'address-added': async ({ channel, value }, subject, trx, occurredAt) => ({
    point: await addPoint(trx, subject, channel, value, occurredAt),
  }),
  hardship: (data) => present(data),
  'hardship-ended': same,
  death: same,
  bankruptcy: (data) => present(data),
  'care-reviewed': same,
};

/** The stored body of a checked fact of a person. */
export async function toPersonBody<K extends PersonWireKind>(
  trx: Trx,
  kind: K,
  data: unknown,
  subject: Subject,
  occurredAt: Instant,
): Promise<PersonFactBodies[K]> {
  return PERSON_BODIES[kind](data as PersonWire<K>, subject, trx, occurredAt);
}

/** A contact value as it is stored. Throws `fact-invalid`. */
function stored(channel: WrittenChannel, value: string): string {
  const read = parseContact(channel, value);
  if (read === null)
    throw faultAt(
      'fact-invalid',
      '/data/value',
      channel === 'email' ? 'not one e-mail address' : 'not a phone number with its country code',
    );
  return read;
}

/** How a fact names a contact point. */
interface PointNamed {
  channel?: WrittenChannel;
  value?: string;
  message?: string;
}
/**
 * The id of a contact point of the person, named by its value, by a message that went there, or by its channel when the
 * person has a single valid point on it. Throws `fact-invalid`.
 */
async function findPoint(trx: Trx, subject: Subject, { channel, value, message }: PointNamed): Promise<string> {
  if (message !== undefined) {
    const point = await pointOfMessage(trx, message, subject.personId);
    if (point !== null) return point;
    throw faultAt('fact-invalid', '/data/message', 'no message of this person has this key');
  }
  if (channel === undefined)
    throw faultAt('fact-invalid', '/data/channel', 'name the channel and the value, or a message');
  const points = await findPoints(trx, subject.personId, channel);
  const named =
    value === undefined
      ? points.filter((point) => point.valid)
      : points.filter((point) => point.key === contactKey(channel, stored(channel, value)));
  const [point, other] = named;
  if (!point) throw faultAt('fact-invalid', '/data/value', 'this person has no such contact point');
  if (other) throw faultAt('fact-invalid', '/data/value', 'say which one: this person has several');
  return point.id;
}

/** Stores a contact point. A point that was given up before it was told becomes valid again. */
function addPoint(
  trx: Trx,
  { creditorId, personId }: Subject,
  channel: WrittenChannel,
  value: string,
  at: Instant,
): Promise<string> {
  return storePoint(trx, {
    creditorId,
    personId,
    channel,
    value: stored(channel, value),
    source: 'event',
    at,
    revive: true,
  });
}
