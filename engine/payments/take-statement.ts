/** Takes the statement of a bank, all of it or nothing. Its lines are matched afterwards, a batch a transaction. */
import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { readStatement } from '../../channels/bank/read-statement.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import type { BankLineState, BankStatementView } from '../../domain/contracts/bank-line.ts';
import type { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import type { ReviewReason } from '../../domain/money/match-line.ts';
import { localDate } from '../../domain/time.ts';
import {
  findCreditor,
  findProcessed,
  type InboundFile,
  type Intake,
  intakeOf,
  type Refusal,
  refuseFile,
  storeProcessed,
} from '../files/intake-file.ts';
import { storeLineTexts } from '../persons/bank-texts.ts';
import { BANK_SOURCE, splitLines } from './line-tasks.ts';
import { countLines, type MatchDeps, matchNewLines } from './match-new-lines.ts';

/** Lines that one statement of SQL stores. */
const BATCH = 1000;
/** Wall milliseconds for the matching before an answer; the sweep of the workers goes on. */
const BUDGET_MS = 20_000;
/** Class of the advisory locks, one a creditor; the same in all processes. */
const STATEMENT_LOCK = 7_301_001;

/** A statement as it arrives; `mapping` says how the columns of a CSV are read. */
export interface InboundStatement extends InboundFile {
  mapping: BankMapping | null;
}

/**
 * Takes a statement and matches its lines. The same bytes again store nothing, and match what was left unmatched.
 * Throws `unknown-creditor`, or `file-refused` when the file cannot be read or names a bank account that is not the
 * creditor's; `stuck` then shows the file.
 */
export async function takeStatement(
  db: Kysely<Database>,
  { mapping, ...file }: InboundStatement,
  deps: MatchDeps,
): Promise<BankStatementView> {
  const creditor = await findCreditor(db, file.creditor);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const intake = intakeOf(creditor, 'bank-statement', sha256, 'bank', file);
  const known = await findProcessed(db, intake);
  if (known === null) {
    const read = readStatement(file.bytes, mapping);
    if ('faults' in read) return refuseFile(db, intake, refusalOf(read.faults));
    const refusal = refusalFor(read.lines, creditor.terms.bankAccounts ?? [], localDate(file.now, creditor.zone));
    if (refusal !== null) return refuseFile(db, intake, refusal);
    await inTransaction(db, async (trx) => {
      const stored = await storeLines(trx, intake, read.lines);
      const { format, unbooked } = read;
      const repeated = read.repeated + read.lines.length - stored;
      await storeProcessed(trx, intake, { format, lines: stored + repeated, repeated, unbooked });
    });
  }
  await matchNewLines(db, deps, { creditorId: creditor.id, budgetMs: BUDGET_MS });
  const counts = (known ?? (await findProcessed(db, intake)))?.counts ?? {};
  return {
    before: known !== null,
    format: String(counts['format'] ?? ''),
    lines: Number(counts['lines'] ?? 0),
    repeated: Number(counts['repeated'] ?? 0),
    unbooked: Number(counts['unbooked'] ?? 0),
    ...(await countLines(db, creditor.id, sha256)),
  };
}

interface Fault {
  place: string;
  reason: string;
  remedy: string;
}

function refusalOf(faults: readonly Fault[]): Refusal {
  const [first] = faults;
  return {
    reason: first === undefined ? 'it cannot be read' : `${first.place}: ${first.reason.replace(/\.$/, '')}`,
    remedy: first?.remedy ?? 'Ask the bank for the file again.',
    faults,
  };
}

/** Why well-formed lines are not taken; null when they are. */
function refusalFor(lines: readonly BankLine[], accounts: readonly string[], today: string): Refusal | null {
  const own = new Set(accounts.map(plainNumber));
  const foreign = lines.find(({ bankAccount }) => !own.has(plainNumber(bankAccount)));
  if (foreign !== undefined)
    return {
      reason: `row ${foreign.row}: the statement is of a bank account that is not the creditor's`,
      remedy:
        'Name the bank account in bankAccounts of the creditor: npx arrears creditor add FILE, or send the right file.',
    };
  const ahead = lines.find(({ bookedOn }) => bookedOn > today);
  if (ahead === undefined) return null;
  return {
    reason: `row ${ahead.row}: the line is booked on ${ahead.bookedOn}, a day that has not come`,
    remedy: 'Ask the bank for the file again, or check the zone of the creditor; nothing of this file was taken.',
  };
}

/** Bank accounts are compared without blanks and in capitals. */
const plainNumber = (account: string): string => account.replace(/\s+/g, '').toUpperCase();

/** Stores lines that no earlier file told. Returns how many. */
async function storeLines(trx: Transaction<Database>, intake: Intake, lines: readonly BankLine[]): Promise<number> {
  // Two statements of one creditor at once would each think that it is the first to tell a booking.
  await sql`select pg_advisory_xact_lock(${STATEMENT_LOCK}, hashtext(${intake.creditorId}))`.execute(trx);
  let stored = 0;
  for (let first = 0; first < lines.length; first += BATCH) {
    const { fresh, inOtherParts } = await withoutTold(trx, intake, lines.slice(first, first + BATCH));
    stored += await insertLines(trx, intake, fresh, inOtherParts);
  }
  return stored;
}

/** States of a sum that makes way for its parts. */
const WAITING: readonly BankLineState[] = ['new', 'review'];

/** Lines that are stored, and the bookings among them that another file told in parts. */
interface Untold {
  readonly fresh: readonly BankLine[];
  readonly inOtherParts: ReadonlySet<string>;
}

/**
 * Without lines of bookings that are known: as a sum, or in parts. A sum that still waits makes way for its parts,
 * which say who paid. Parts that differ from those of another file may be the same money, told otherwise.
 */
async function withoutTold(trx: Transaction<Database>, intake: Intake, lines: readonly BankLine[]): Promise<Untold> {
  const { rows } = await sql<{ id: string; key: string; booking: string; sha256: string; state: BankLineState }>`
    select id, key, booking_key as booking, sha256, state
    from bank_line l
    join (
      select distinct account, booking
      from ${rowsOf(
        lines.map(({ bankAccount, bookingKey }) => ({ account: bankAccount, booking: bookingKey })),
        { account: 'text', booking: 'text' },
      )}) told on told.account = l.bank_account and told.booking = l.booking_key
    where l.creditor_id = ${intake.creditorId}::uuid
    order by l.id
    for no key update of l`.execute(trx);
  const sums = new Map(rows.filter(({ key, booking }) => key === booking).map((row) => [row.booking, row]));
  const parts = rows.filter(({ key, booking }) => key !== booking);
  const inParts = new Set(parts.map(({ booking }) => booking));
  const split = new Set<string>();
  const fresh = lines.filter(({ key, bookingKey }) => {
    if (key === bookingKey) return !inParts.has(key);
    const sum = sums.get(bookingKey);
    if (sum !== undefined && WAITING.includes(sum.state)) split.add(sum.id);
    return sum === undefined || sum.state === 'split' || split.has(sum.id);
  });
  if (split.size > 0) await splitLines(trx, [...split], bySystem(BANK_SOURCE, intake.now));
  const others = parts.filter(({ sha256 }) => sha256 !== intake.sha256);
  return { fresh, inOtherParts: new Set(others.map(({ booking }) => booking)) };
}

/** Stores lines, those of bookings that were told in other parts with their doubt. Returns how many were not known. */
async function insertLines(
  trx: Transaction<Database>,
  intake: Intake,
  lines: readonly BankLine[],
  inOtherParts: ReadonlySet<string>,
): Promise<number> {
  const rows = lines.map((line) => ({
    ...{ id: uuidv7(), bank_account: line.bankAccount, key: line.key, booking_key: line.bookingKey, row: line.row },
    ...{ direction: line.direction, minor: line.minor, currency: line.currency, booked_on: line.bookedOn },
    ...{ takes_back: line.takesBack, return_reason: line.returnReason },
    why: inOtherParts.has(line.bookingKey) ? ('other-parts' satisfies ReviewReason) : null,
  }));
  const { rows: inserted } = await sql<{ id: string }>`
    insert into bank_line (id, creditor_id, bank_account, key, booking_key, sha256, row, direction, minor, currency,
      booked_on, takes_back, return_reason, why, taken_at)
    select id, ${intake.creditorId}::uuid, bank_account, key, booking_key, ${intake.sha256}, row, direction, minor,
      currency, booked_on, takes_back, return_reason, why, ${new Date(intake.now)}
    from ${rowsOf(rows, {
      ...{ id: 'uuid', bank_account: 'text', key: 'text', booking_key: 'text', row: 'int', direction: 'text' },
      ...{ minor: 'bigint', currency: 'text', booked_on: 'date', takes_back: 'boolean', return_reason: 'text' },
      why: 'text',
    })}
    order by row
    on conflict (creditor_id, bank_account, key) do nothing
    returning id`.execute(trx);
  const kept = new Set(inserted.map(({ id }) => id));
  const texts = rows.flatMap(({ id }, index) => {
    const line = lines[index];
    if (line === undefined || !kept.has(id)) return [];
    return [{ id, counterparty: line.counterparty, text: line.text, references: line.references }];
  });
  await storeLineTexts(trx, texts);
  return kept.size;
}
