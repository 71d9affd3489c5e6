/** Accepts a fact from outside: checks it against its contract, its account and what is known, then records it. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
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
import type { AccountFactBodies } from '../../domain/facts.ts';
import { showAmount } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { MAX_BROKEN_PROMISES, standingOf } from '../../domain/standing.ts';
import { CLOCK_SKEW_MS, DAY_MS, type Instant, localDate } from '../../domain/time.ts';
import { faultAt, toAccountBody, toPersonBody } from './fact-bodies.ts';
import type { FactInput } from './fact-input.ts';
import { findSubject, type Subject } from './find-subject.ts';
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
/** A recorded fact and what it was recorded for. */
interface Accepted extends RecordedFact {
  kind: WireKind;
  /** `creditor/number` or `creditor/person:number`. */
  subject: string;
  /** What is doubtful about it. */
  doubt?: Doubt;
}

const MAX_AGE_MS = 40 * 365 * DAY_MS;

/** When a fact happened: at most `now`. Throws `event-invalid` beyond the clock skew or 40 years ago. */
export function momentOf(given: Instant | undefined, now: Instant): Instant {
  if (given === undefined) return now;
  if (given > now + CLOCK_SKEW_MS) throw faultAt('event-invalid', '/time', 'lies in the future');
  if (given < now - MAX_AGE_MS) throw faultAt('event-invalid', '/time', 'lies too far in the past');
  return Math.min(given, now);
}

/**
 * Records a fact. Throws `unknown-account`, `ambiguous-account`, `unknown-person`, `event-invalid`, `fact-invalid`,
 * `wrong-currency`, `amount-not-positive`, `not-allowed-now` or, with `confirmed: false`, `far-above-owed`.
 */
export async function acceptFact(db: Kysely<Database>, wire: WireFact, act: Act): Promise<Accepted> {
  if (!db.isTransaction) {
    return inTransaction(db, (trx) => acceptWithin(trx, wire, act));
  }
  return acceptWithin(db as Transaction<Database>, wire, act);
}

async function acceptWithin(trx: Transaction<Database>, wire: WireFact, act: Act): Promise<Accepted> {
  const subject = await findSubject(trx, wire.subject);
  const input = await toInput(trx, wire, subject, act);
  const [recorded] = await recordFacts(trx, [input], act);
  if (!recorded) throw new Error('nothing was recorded');
  const doubt = input.kind === 'payment' && input.body.doubtful ? ({ doubt: FAR_ABOVE_OWED } as const) : {};
  return { ...recorded, kind: wire.kind, subject: subject.name, ...doubt };
}

async function toInput(trx: Transaction<Database>, wire: WireFact, subject: Subject, act: Act): Promise<FactInput> {
  const { now } = act;
  const { kind, source, externalId } = wire;
  const common = {
    source,
    occurredAt: momentOf(wire.occurredAt, now),
    ...(externalId === undefined ? {} : { externalId }),
  };
  if (!isAccountKind(kind)) {
    const data = parseBody(kind, PERSON_CONTRACTS[kind], wire.data);
    const body = await toPersonBody(trx, kind, data, subject, common.occurredAt);
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

/** Parses data by its contract. Throws `fact-invalid` with every fault. */
export function parseBody(kind: string, contract: z.ZodType, data: unknown): unknown {
  const parsed = contract.safeParse(data);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, '/data');
  throw new Problem('fact-invalid', { kind, faults: showFaults(faults) }, { cause: faults });
}

/** Whether the fact is recorded already: a repeat is answered as before, whatever happened since. */
async function isKnown(trx: Transaction<Database>, wire: WireFact, accountId: string): Promise<boolean> {
  if (wire.externalId === undefined) return false;
  const { rows } = await sql`
    select 1
    from fact
    where source = ${wire.source}
      and external_id = ${wire.externalId}
      and account_id = ${accountId}::uuid`.execute(trx);
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
  if (kind !== 'promise' && kind !== 'dispute-closed' && kind !== 'closed') return;
  const facts = (await loadStandingFacts(trx, [subject.accountId])).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const standing = standingOf(facts, now);
  if (kind === 'closed' && facts.closed)
    throw notAllowedNow('the account is closed already', 'Nothing more is to be done.');
  if (kind === 'dispute-closed' && !standing.disputed)
    throw notAllowedNow('no dispute is open', 'npx arrears explain shows what is open.');
  if (kind !== 'promise') return;
  const today = localDate(now, subject.zone);
  const { parts } = ACCOUNT_CONTRACTS.promise.parse(wire.data);
  if (parts.some((part) => part.on < today) && wire.occurredAt === undefined) {
    throw faultAt('fact-invalid', '/data/parts', 'a promise is for today or later', kind);
  }
  if (personOf(act) === null && standing.brokenPromises >= MAX_BROKEN_PROMISES) {
    throw notAllowedNow(
      `${standing.brokenPromises} promises were broken, no machine accepts another`,
      'A person may record it: add --as NAME.',
    );
  }
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

/** The Problem `not-allowed-now`, to be thrown. */
export function notAllowedNow(reason: string, remedy: string): Problem {
  return new Problem('not-allowed-now', { reason, remedy });
}

/** Throws `name-missing` when a person enters a fact of a kind that needs a name without one. */
export function requireName(kind: string, by: string | undefined): void {
  if (by === undefined && NEEDS_NAME.has(kind)) throw new Problem('name-missing');
}
