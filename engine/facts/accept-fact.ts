/** Accepts a fact from outside: checks it against its contract, its account and what is known, then records it. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts, lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { openDistress } from '../../domain/care/in-force.ts';
import {
  ACCOUNT_CONTRACTS,
  faultsOf,
  isAccountKind,
  NEEDS_NAME,
  PERSON_CONTRACTS,
  showFaults,
  type WireKind,
} from '../../domain/contracts/event.ts';
import { type Doubt, FAR_ABOVE_OWED, isFarAboveOwed } from '../../domain/doubt.ts';
import { dateFaults, type FactMoment, MOMENT_REMEDY, momentFault } from '../../domain/fact-dates.ts';
import type { AccountFactBodies } from '../../domain/facts.ts';
import { showAmount } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { factsOfSigns } from '../../domain/replies.ts';
import { MAX_BROKEN_PROMISES, standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { othersAt } from '../persons/replies.ts';
import { whatTheftEnds } from './end-stolen-debt.ts';
import { toAccountBody, toPersonBody } from './fact-bodies.ts';
import type { AccountFactInput, FactInput } from './fact-input.ts';
import { faultAt } from './field-fault.ts';
import { findSubject, type Subject } from './find-subject.ts';
import { findSameAnswer } from './instruction-bodies.ts';
import { readWord, wishOf } from './read-word.ts';
import { type RecordedFact, recordFacts } from './record-facts.ts';

/** A fact as it arrives. */
export interface WireFact {
  /** `creditor/number` or `creditor/person:number`. A fact about a person may name an account of that person. */
  subject: string;
  kind: WireKind;
  data: unknown;
  source: string;
  externalId?: string;
  /** Business time; `now` when left out. */
  occurredAt?: Instant;
  /**
   * For a payment far above what is owed. true: a person has confirmed the amount. false: ask back instead of recording
   * it. Left out: it is recorded, marked as doubtful, and not thanked for before a person confirms it.
   */
  confirmed?: boolean;
}
type OfKind<K> = Extract<AccountFactInput, { kind: K }>;
type StoredFact = Omit<WireFact, 'kind'> & { kind: Exclude<WireKind, 'reply-word'> };
/** A recorded fact and what it was recorded for. */
interface Accepted extends RecordedFact {
  kind: WireKind;
  /** `creditor/number` or `creditor/person:number`. */
  subject: string;
  /** What is doubtful about it. */
  doubt?: Doubt;
}

/** When a fact happened: at most `now`. Throws `event-invalid` beyond the clock skew or 40 years ago. */
export function momentOf(given: Instant | undefined, now: Instant): Instant {
  if (given === undefined) return now;
  const fault = momentFault(given, now);
  if (fault !== null) throw faultAt('event-invalid', '/time', `${fault}: ${MOMENT_REMEDY}`);
  return Math.min(given, now);
}

/**
 * Records a fact. Throws `unknown-account`, `ambiguous-account`, `unknown-person`, `event-invalid`, `fact-invalid`,
 * `wrong-currency`, `amount-not-positive`, `complained-of`, `not-allowed-now` or, with `confirmed: false`,
 * `far-above-owed`.
 */
export async function acceptFact(db: Kysely<Database>, wire: WireFact, act: Act): Promise<Accepted> {
  if (!db.isTransaction) {
    return inTransaction(db, (trx) => acceptWithin(trx, wire, act));
  }
  return acceptWithin(db as Transaction<Database>, wire, act);
}

async function acceptWithin(trx: Transaction<Database>, told: WireFact, act: Act): Promise<Accepted> {
  const wire = factOf(told);
  const subject = await findSubject(trx, wire.subject);
  const before = await findAnswer(trx, wire, subject);
  if (before !== null) return { id: before, duplicate: true, nudge: [], kind: wire.kind, subject: subject.name };
  const input = await toInput(trx, wire, subject, act);
  const [recorded, ...more] = await recordFacts(
    trx,
    [input, ...(await whatFollows(trx, wire, subject, input, act))],
    act,
  );
  if (!recorded) throw new Error('nothing was recorded');
  const doubt = input.kind === 'payment' && input.body.doubtful ? ({ doubt: FAR_ABOVE_OWED } as const) : {};
  const nudge = [...new Set([recorded, ...more].flatMap((fact) => fact.nudge))];
  return { ...recorded, nudge, kind: wire.kind, subject: subject.name, ...doubt };
}

/** The fact by which the book has answered the same before, by whatever id it tells it again; null when none has. */
async function findAnswer(trx: Transaction<Database>, wire: StoredFact, subject: Subject): Promise<string | null> {
  const { kind, data } = wire;
  if ((kind !== 'book-confirmed' && kind !== 'book-rejected') || subject.accountId === null) return null;
  await lockAccounts(trx, [subject.accountId]);
  return findSameAnswer(trx, kind, parseBody(kind, ACCOUNT_CONTRACTS[kind], data), subject.accountId);
}

/**
 * What theft ends that is upheld. What a collected debit sets off, its payment; and a reply, for its person and for all
 * others of the creditor whom the number or address may reach.
 */
async function whatFollows(
  trx: Transaction<Database>,
  { kind, data, ...wire }: StoredFact,
  subject: Subject,
  input: FactInput,
  act: Act,
): Promise<FactInput[]> {
  if (input.kind === 'debit-collected') return [paymentOfDebit(input)];
  if (kind !== 'reply' || input.kind !== 'reply') return whatTheftEnds(trx, input);
  const { channel, from } = parseBody(kind, PERSON_CONTRACTS[kind], data);
  const others = from === undefined ? [] : await othersAt(trx, subject, channel, from);
  const replies: FactInput[] = [];
  for (const personId of others)
    replies.push(await toInput(trx, { ...wire, kind, data }, { ...subject, accountId: null, personId }, act));
  return [...replies, ...[input, ...replies].flatMap(factsOfReply)];
}

/** The money of a collected debit. It is named as the debit, so that it counts once, whoever tells it too. */
function paymentOfDebit({ accountId, body, source, occurredAt, externalId }: OfKind<'debit-collected'>): FactInput {
  const { debit, minor } = body;
  return {
    ...{ accountId, kind: 'payment', body: { minor, via: 'lender', reference: debit }, source, occurredAt },
    ...(externalId === undefined ? {} : { externalId: `${externalId}/payment` }),
  };
}

/** They are the source's word as well, each with an id of its own. */
function factsOfReply(reply: FactInput): FactInput[] {
  if (reply.kind !== 'reply') return [];
  const { personId, source, occurredAt, externalId, body } = reply;
  return factsOfSigns(body.signs).map((fact) => ({
    ...{ ...fact, personId, source, occurredAt },
    ...(externalId === undefined ? {} : { externalId: `${externalId}/${fact.kind}` }),
  }));
}

/** What is told, as the fact that it becomes. */
function factOf(told: WireFact): StoredFact {
  const { kind } = told;
  if (kind === 'reply') return { ...told, kind, ...wishOf(parseBody(kind, PERSON_CONTRACTS[kind], told.data)) };
  if (kind !== 'reply-word') return { ...told, kind };
  return { ...told, ...readWord(parseBody(kind, PERSON_CONTRACTS[kind], told.data)) };
}

async function toInput(trx: Transaction<Database>, wire: StoredFact, subject: Subject, act: Act): Promise<FactInput> {
  const { now } = act;
  const { kind, source, externalId } = wire;
  const common = {
    source,
    occurredAt: momentOf(wire.occurredAt, now),
    ...(externalId === undefined ? {} : { externalId }),
  };
  const when = { now, occurredAt: common.occurredAt, zone: subject.zone };
  if (!isAccountKind(kind)) {
    const data = parseBody(kind, PERSON_CONTRACTS[kind], wire.data);
    checkDates(kind, data, when);
    const person = personOf(act);
    // Of what is told twice at once, the second finds the first.
    if (kind === 'sheet-recorded' || kind === 'care-hold') await lockPersons(trx, [subject.personId]);
    const known = await isKnown(trx, wire, subject.personId);
    const context = { subject, by: person ?? source, person, source, occurredAt: common.occurredAt, known };
    const body = await toPersonBody(trx, kind, data, context);
    return { personId: subject.personId, kind, body, ...common } as FactInput;
  }
  const { accountId } = subject;
  if (accountId === null) throw faultAt('fact-invalid', '/subject', 'this fact belongs to an account', kind);
  const data = parseBody(kind, ACCOUNT_CONTRACTS[kind], wire.data);
  const context = {
    subject: { ...subject, accountId },
    by: personOf(act) ?? source,
    occurredAt: common.occurredAt,
    now,
  };
  await lockAccounts(trx, [accountId]);
  const known = await isKnown(trx, wire, accountId);
  if (!known) checkDates(kind, data, when);
  if (!known) await checkAllowed(trx, wire, context.subject, act);
  const body = await toAccountBody(trx, kind, data, context, known);
  if (kind === 'payment' && !known) await doubtPayment(trx, wire, context, body as AccountFactBodies['payment']);
  return { accountId, kind, body, ...common } as FactInput;
}

/** Marks a payment that is far above what is owed, or asks back. The account is locked. Throws `far-above-owed`. */
async function doubtPayment(
  trx: Transaction<Database>,
  { confirmed }: WireFact,
  { subject, now }: { subject: Subject & { accountId: string }; now: Instant },
  body: AccountFactBodies['payment'],
): Promise<void> {
  if (confirmed === true) return;
  const facts = (await loadStandingFacts(trx, [subject.accountId])).get(subject.accountId);
  if (!facts) return;
  const { balance } = standingOf(facts, now);
  if (!isFarAboveOwed(body.minor, balance, facts.creditor.bureauFloor)) return;
  const show = (minor: bigint) => showAmount(minor, facts.currency);
  if (confirmed === false) throw new Problem('far-above-owed', { typed: show(body.minor), owed: show(balance) });
  body.doubtful = true;
}

/** Throws `fact-invalid` with every date that cannot be true. */
function checkDates(kind: WireKind, data: unknown, when: FactMoment): void {
  const faults = dateFaults(kind, data, when);
  if (faults.length > 0) throw new Problem('fact-invalid', { kind, faults: showFaults(faults) }, { cause: faults });
}

/** Parses data by its contract. Throws `fact-invalid` with every fault. */
export function parseBody<Contract extends z.ZodType>(
  kind: string,
  contract: Contract,
  data: unknown,
): z.output<Contract> {
  const parsed = contract.safeParse(data);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, '/data');
  throw new Problem('fact-invalid', { kind, faults: showFaults(faults) }, { cause: faults });
}

/** Whether the fact is recorded already: a repeat is answered as before, whatever happened since. */
async function isKnown(trx: Transaction<Database>, wire: WireFact, owner: string): Promise<boolean> {
  if (wire.externalId === undefined) return false;
  const { rows } = await sql`
    select 1
    from fact
    where source = ${wire.source}
      and external_id = ${wire.externalId}
      and coalesce(account_id, person_id) = ${owner}::uuid`.execute(trx);
  return rows.length > 0;
}

/** Throws `not-allowed-now` when the account's state rules the fact out. */
async function checkAllowed(
  trx: Transaction<Database>,
  wire: WireFact,
  subject: Subject & { accountId: string },
  act: Act,
): Promise<void> {
  const { now } = act;
  const { kind } = wire;
  if (kind === 'filed' || kind === 'not-filed') return needsCase(trx, subject.accountId);
  if (kind === 'bureau-correction') {
    const { month } = ACCOUNT_CONTRACTS[kind].parse(wire.data);
    return needsRecord(trx, subject.accountId, month);
  }
  if (kind === 'hold-released') return needsNoDistress(trx, subject);
  if (kind === 'classes-contested') return needsOpen(trx, subject.accountId);
  if (kind !== 'promise' && kind !== 'dispute-closed' && kind !== 'closed') return;
  const facts = (await loadStandingFacts(trx, [subject.accountId])).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const standing = standingOf(facts, now);
  if (kind === 'closed' && facts.closed)
    throw notAllowedNow('the account is closed already', 'Nothing more is to be done.');
  if (kind === 'dispute-closed' && standing.disputed === null)
    throw notAllowedNow('no dispute is open', 'npx arrears explain shows what is open.');
  if (kind === 'promise' && personOf(act) === null && standing.brokenPromises >= MAX_BROKEN_PROMISES) {
    throw notAllowedNow(
      `${standing.brokenPromises} promises were broken, no machine accepts another`,
      'A person may record it: add --as NAME.',
    );
  }
}

/** A release never lifts a stop for distress, and must not look as if it did. */
async function needsNoDistress(trx: Transaction<Database>, { accountId }: { accountId: string }): Promise<void> {
  const facts = (await loadStandingFacts(trx, [accountId])).get(accountId);
  if (facts === undefined || openDistress(facts.person.facts).length === 0) return;
  throw notAllowedNow(
    'the person is in distress, and no release lifts that',
    'A reviewer answers the task: npx arrears tasks --kind distress-review.',
  );
}

/** A closed account is classed no more. */
async function needsOpen(trx: Transaction<Database>, accountId: string): Promise<void> {
  const { closed_at: closedAt } = await trx
    .selectFrom('account')
    .select('closed_at')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (closedAt !== null)
    throw notAllowedNow('the account is closed, and closed accounts have no classes', 'Nothing more is to be done.');
}

async function needsCase(trx: Transaction<Database>, accountId: string): Promise<void> {
  const open = await trx
    .selectFrom('court_case')
    .select('id')
    .where('account_id', '=', accountId)
    .where('state', 'in', ['open', 'folder-made'])
    .executeTakeFirst();
  if (!open)
    throw notAllowedNow('no court case is open for this account', 'npx arrears explain shows where it stands.');
}

/** A correction replaces what the bureau has of the month. */
async function needsRecord(trx: Transaction<Database>, accountId: string, month: string): Promise<void> {
  const { rows } = await sql`
    select 1
    from bureau_entry b
    where b.account_id = ${accountId}::uuid
      and b.month = ${month}
      and b.kind <> 'deletion'
      and b.state <> 'rejected'
      and not exists (
        select
        from bureau_entry later
        where later.replaces = b.id
          and later.state <> 'rejected')
    limit 1`.execute(trx);
  if (rows.length === 0)
    throw notAllowedNow(
      `the bureau has no record of ${month} of this account`,
      'Name a month that was reported: the files in outbox/bureau/ hold every record.',
    );
}

/** The Problem `not-allowed-now`, to be thrown. */
export function notAllowedNow(reason: string, remedy: string): Problem {
  return new Problem('not-allowed-now', { reason, remedy });
}

/** Throws `name-missing` when a person enters a fact of a kind that needs a name without one. */
export function requireName(kind: string, by: string | undefined): void {
  if (by === undefined && NEEDS_NAME.has(kind)) throw new Problem('name-missing');
}
