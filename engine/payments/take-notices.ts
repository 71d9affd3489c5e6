/**
 * Takes the notices of a payment provider, all of a webhook or none. What moves money is a line among those of the
 * bank, and is matched, returned and decided about as those are.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import { showFaults } from '../../domain/contracts/event.ts';
import type { TakenNoticeView } from '../../domain/contracts/payment-notice.ts';
import { MOMENT_REMEDY, momentFault } from '../../domain/fact-dates.ts';
import { keyOfNotice, movesMoney, type PaymentNotice } from '../../domain/money/payment-notice.ts';
import { Problem } from '../../domain/problems.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import { findDebits } from '../facts/debit-bodies.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { findCreditor } from '../files/intake-file.ts';
import { storeLineTexts } from '../persons/bank-texts.ts';
import { type MatchDeps, matchNewLines } from './match-new-lines.ts';

/** A webhook that was proved: whose it is, and what it tells. */
export interface ProvedWebhook {
  readonly provider: string;
  /** Code of the creditor whose secret proved it. */
  readonly creditor: string;
  readonly notices: readonly PaymentNotice[];
}

/** Whose notices are taken, and when. Business time. */
interface Taking {
  readonly provider: string;
  readonly creditorId: string;
  readonly zone: string;
  readonly now: Instant;
}

/** Wall milliseconds for the matching before an answer; the sweep of the workers goes on. */
const BUDGET_MS = 5000;

/**
 * Takes the notices of a webhook. Notices that were taken before change nothing. Throws `unknown-creditor`,
 * `webhook-invalid`, or `notice-conflict` when a notice or a payment was told before with another content.
 */
export async function takeNotices(
  db: Kysely<Database>,
  { provider, creditor, notices }: ProvedWebhook,
  deps: MatchDeps,
): Promise<TakenNoticeView[]> {
  const { id: creditorId, zone } = await findCreditor(db, creditor);
  const now = await deps.now();
  checkMoments(notices, now);
  const taking = { provider, creditorId, zone, now };
  const { fresh, nudge } = await inTransaction(db, async (trx) => {
    const debits = await findDebits(trx, creditorId, debitsIn(notices));
    const fresh = await store(trx, notices, taking, debits);
    const failed = notices.filter(({ kind, event }) => kind === 'failed' && fresh.has(event));
    return { fresh, nudge: await recordFailures(trx, failed, taking, debits) };
  });
  await deps.nudge(nudge);
  await matchNewLines(db, deps, { creditorId, budgetMs: BUDGET_MS });
  return taken(db, notices, fresh, taking);
}

type Debits = Awaited<ReturnType<typeof findDebits>>;

const debitsIn = (notices: readonly PaymentNotice[]): string[] => notices.flatMap(({ debit }) => debit ?? []);

/** Records the failure of debits that are known. Returns the accounts to nudge. */
async function recordFailures(
  trx: Transaction<Database>,
  failed: readonly PaymentNotice[],
  { provider, now }: Taking,
  debits: Debits,
): Promise<string[]> {
  const facts = failed.flatMap(({ debit, failure, event, at }): AccountFactInput[] => {
    const account = debit === null ? undefined : debits.get(debit);
    if (account === undefined || debit === null || failure === null) return [];
    const told = { source: provider, externalId: event, occurredAt: Math.min(at, now) };
    return [{ ...told, accountId: account.accountId, kind: 'debit-failed', body: { debit, reason: failure } }];
  });
  const recorded = await recordFacts(trx, facts, bySystem(provider, now));
  return [...new Set(recorded.flatMap((fact) => fact.nudge))];
}

function checkMoments(notices: readonly PaymentNotice[], now: Instant): void {
  const faults = notices.flatMap(({ at }, index) => {
    const fault = momentFault(at, now);
    return fault === null ? [] : [{ pointer: `/${index}/at`, words: `${fault}: ${MOMENT_REMEDY}` }];
  });
  if (faults.length > 0) throw new Problem('webhook-invalid', { faults: showFaults(faults) }, { cause: faults });
}

/** A notice that is stored for the first time, with the line that it is. */
interface Numbered {
  readonly id: string;
  readonly notice: PaymentNotice;
  readonly content: string;
}

const contentOf = (notice: PaymentNotice): string =>
  sha256(JSON.stringify(notice, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));

/** Stores notices that were not taken before, and their lines. Returns the ids of those events. */
async function store(
  trx: Transaction<Database>,
  notices: readonly PaymentNotice[],
  taking: Taking,
  debits: Debits,
): Promise<ReadonlySet<string>> {
  const { provider, creditorId } = taking;
  // Two webhooks of one provider at once would each think that it is the first to tell a payment.
  await sql`select pg_advisory_xact_lock(${NOTICE_LOCK}, hashtext(${`${creditorId} ${provider}`}))`.execute(trx);
  const known = await contentsKnown(trx, notices, taking);
  const fresh: Numbered[] = [];
  for (const notice of notices) {
    const content = contentOf(notice);
    const before = known.get(notice.event);
    if (before !== undefined && before !== content)
      throw new Problem('notice-conflict', { what: `Notice ${notice.event}` });
    if (before !== undefined) continue;
    known.set(notice.event, content);
    fresh.push({ id: uuidv7(), notice, content });
  }
  const lines = await storeLines(trx, fresh, taking, debits);
  const rows = fresh.map(({ id, notice, content }) => ({
    ...{ id, event: notice.event, content, kind: notice.kind, payment: notice.payment, minor: notice.minor },
    ...{ currency: notice.currency, debit: notice.debit, failure: notice.failure, at: new Date(notice.at) },
    line: movesMoney(notice) ? (lines.get(keyOfNotice(notice)) ?? null) : null,
  }));
  await sql`
    insert into payment_notice (id, creditor_id, provider, event, sha256, kind, payment, minor, currency, debit, failure,
      happened_at, line_id, taken_at)
    select id, ${creditorId}::uuid, ${provider}, event, content, kind, payment, minor, currency, debit, failure, at,
      line, ${new Date(taking.now)}
    from ${rowsOf(rows, {
      ...{ id: 'uuid', event: 'text', content: 'text', kind: 'text', payment: 'text', minor: 'bigint' },
      ...{ currency: 'text', debit: 'text', failure: 'text', at: 'timestamptz', line: 'uuid' },
    })}
    order by id`.execute(trx);
  return new Set(fresh.map(({ notice }) => notice.event));
}

/** Class of the advisory locks, one a creditor and provider; the same in all processes. */
const NOTICE_LOCK = 7_301_003;

async function contentsKnown(
  trx: Transaction<Database>,
  notices: readonly PaymentNotice[],
  { provider, creditorId }: Taking,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ event: string; content: string }>`
    select event, sha256 as content
    from payment_notice
    where creditor_id = ${creditorId}::uuid
      and provider = ${provider}
      and event = any(${notices.map(({ event }) => event)}::text[])`.execute(trx);
  return new Map(rows.map(({ event, content }) => [event, content]));
}

/** Stores the lines of notices that no earlier notice told. Returns the id of each line by the key of its notice. */
async function storeLines(
  trx: Transaction<Database>,
  fresh: readonly Numbered[],
  { provider, creditorId, zone, now }: Taking,
  debits: Debits,
): Promise<ReadonlyMap<string, string>> {
  const told = fresh.filter(({ notice }) => movesMoney(notice));
  const rows = told.map(({ notice, content }, index) => ({
    ...{ id: uuidv7(), key: keyOfNotice(notice), content, row: index + 1, minor: notice.minor },
    ...{ direction: notice.kind === 'paid' ? 'in' : 'out', currency: notice.currency, reason: notice.reason },
    ...{ booked: localDate(notice.at, zone), back: notice.kind !== 'paid', payment: notice.payment },
    debit: notice.debit,
  }));
  const { rows: inserted } = await sql<{ id: string }>`
    insert into bank_line (id, creditor_id, bank_account, key, booking_key, sha256, row, direction, minor, currency,
      booked_on, takes_back, return_reason, taken_at, payment, debit)
    select id, ${creditorId}::uuid, ${provider}, key, key, content, row, direction, minor, currency, booked, back,
      reason, ${new Date(now)}, payment, debit
    from ${rowsOf(rows, {
      ...{ id: 'uuid', key: 'text', content: 'text', row: 'int', direction: 'text', minor: 'bigint' },
      ...{ currency: 'text', booked: 'date', back: 'boolean', reason: 'text', payment: 'text', debit: 'text' },
    })}
    order by row
    on conflict (creditor_id, bank_account, key) do nothing
    returning id`.execute(trx);
  const kept = new Set(inserted.map(({ id }) => id));
  const texts = rows.flatMap(({ id }, index) => {
    const notice = told[index]?.notice;
    if (notice === undefined || !kept.has(id)) return [];
    const { reference, debit, payer } = notice;
    // Whoever pays by a debit pays the account of it.
    const named = [debit === null ? null : (debits.get(debit)?.number ?? null), reference];
    const references = [...new Set(named.filter((name) => name !== null))];
    return [{ id, counterparty: payer, text: '', references }];
  });
  await storeLineTexts(trx, texts);
  return linesOf(trx, told, { provider, creditorId });
}

/** The line of each notice. Throws `notice-conflict` where an earlier notice told it with another amount. */
async function linesOf(
  trx: Transaction<Database>,
  told: readonly Numbered[],
  { provider, creditorId }: Pick<Taking, 'provider' | 'creditorId'>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; key: string; minor: bigint; currency: string }>`
    select id, key, minor, currency
    from bank_line
    where creditor_id = ${creditorId}::uuid
      and bank_account = ${provider}
      and key = any(${told.map(({ notice }) => keyOfNotice(notice))}::text[])`.execute(trx);
  const lines = new Map(rows.map((row) => [row.key, row]));
  for (const { notice } of told) {
    const line = lines.get(keyOfNotice(notice));
    if (line !== undefined && (line.minor !== notice.minor || line.currency !== notice.currency))
      throw new Problem('notice-conflict', { what: `Payment ${notice.payment}` });
  }
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** What became of the notices, in their order. */
async function taken(
  db: Kysely<Database>,
  notices: readonly PaymentNotice[],
  fresh: ReadonlySet<string>,
  { provider, creditorId }: Taking,
): Promise<TakenNoticeView[]> {
  const { rows } = await sql<{ event: string; line: bigint | null; state: TakenNoticeView['state'] }>`
    select n.event, l.no as line, l.state
    from payment_notice n
    left join bank_line l on l.id = n.line_id
    where n.creditor_id = ${creditorId}::uuid
      and n.provider = ${provider}
      and n.event = any(${notices.map(({ event }) => event)}::text[])`.execute(db);
  const stored = new Map(rows.map((row) => [row.event, row]));
  return notices.map(({ event, kind }) => {
    const { line = null, state = null } = stored.get(event) ?? {};
    return { event, kind, repeated: !fresh.has(event), line: line === null ? null : Number(line), state };
  });
}
