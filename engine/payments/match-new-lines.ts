/** Matches lines that were taken and not looked at yet: what is sure becomes a payment, what is doubtful a review. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, bySystem } from '../../domain/act.ts';
import type { BankStatementView } from '../../domain/contracts/bank-line.ts';
import { groupBy } from '../../domain/group.ts';
import { type Match, type MatchedBy, matchLine } from '../../domain/money/match-line.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { readLineTexts } from '../persons/bank-texts.ts';
import { findPayees, type Payees } from './find-payees.ts';
import { BANK_SOURCE, openReviews, type Reviewed, suspenseFacts } from './line-tasks.ts';
import { bookedAt, type NewLine, nameOf, paymentOf, sourceOf } from './lines.ts';
import { returnMoney, UNKNOWN_RETURN } from './return-money.ts';

/** What matching works with. */
export interface MatchDeps {
  /** Business time. */
  now(): Promise<Instant>;
  /** Asks for the evaluation of accounts, after the commit. */
  nudge(accountIds: readonly string[]): Promise<void>;
}

/** Lines of one transaction. */
const BATCH = 1000;
/** Key of the advisory lock; the same in all processes. */
const MATCH_LOCK = 7_301_002;

/** Which lines to match; those of every creditor where none is named. */
interface Which {
  creditorId?: string;
  /** Of lines that were taken at least so many wall seconds ago: an import that is under way matches its own. */
  olderSeconds?: number;
  /** Wall milliseconds after which no further batch begins. */
  budgetMs?: number;
}

/** Matches new lines, batch by batch, unless somebody else does. Safe to run twice. Returns how many. */
export async function matchNewLines(db: Kysely<Database>, deps: MatchDeps, which: Which = {}): Promise<number> {
  const endsAt = performance.now() + (which.budgetMs ?? Number.POSITIVE_INFINITY);
  let matched = 0;
  for (;;) {
    const act = bySystem(BANK_SOURCE, await deps.now());
    const batch = await inTransaction(db, (trx) => matchBatch(trx, which, act));
    await deps.nudge(batch.nudge);
    matched += batch.lines;
    if (batch.lines < BATCH || performance.now() > endsAt) return matched;
  }
}

async function matchBatch(trx: Transaction<Database>, which: Which, act: Act) {
  // Side by side, a return could be looked at before the line that it takes back; whoever has the lock goes on.
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${MATCH_LOCK}) as free`.execute(trx);
  if (rows[0]?.free !== true) return { lines: 0, nudge: [] };
  const lines = await readNewLines(trx, which);
  const nudge: string[] = [];
  for (const [creditorId, own] of groupBy(lines, (line) => line.creditorId)) {
    const incoming = own.filter(({ direction, takesBack }) => direction === 'in' && !takesBack);
    const payees = await findPayees(trx, creditorId, incoming, act.now);
    nudge.push(...(await allocate(trx, incoming, payees, act)));
    const told = own.filter(({ direction, takesBack }) => direction === 'out' && takesBack);
    // What a return takes back may be told after it.
    const returns = incoming.length === 0 ? told : [...told, ...(await readUnknownReturns(trx, creditorId))];
    nudge.push(...(await returnMoney(trx, returns, act)));
  }
  await setAsideOthers(trx, lines);
  return { lines: lines.length, nudge: [...new Set(nudge)] };
}

/** The next lines: money in first, so that what takes it back finds it. */
const readNewLines = (trx: Transaction<Database>, { creditorId, olderSeconds = 0 }: Which): Promise<NewLine[]> =>
  readLines(
    trx,
    sql`l.state = 'new'
      and ${creditorId === undefined ? sql`true` : sql`l.creditor_id = ${creditorId}::uuid`}
      and l.recorded_at <= clock_timestamp() - make_interval(secs => ${olderSeconds})`,
  );

/** Returns that wait since no line was known that they take back. */
const readUnknownReturns = (trx: Transaction<Database>, creditorId: string): Promise<NewLine[]> =>
  readLines(trx, sql`l.state = 'review' and l.why = ${UNKNOWN_RETURN} and l.creditor_id = ${creditorId}::uuid`);

async function readLines(trx: Transaction<Database>, where: RawBuilder<unknown>): Promise<NewLine[]> {
  const { rows } = await sql<Omit<NewLine, 'counterparty' | 'text' | 'references'>>`
    select l.id, l.creditor_id as "creditorId", c.zone, l.direction, l.minor, l.currency, l.booked_on as "bookedOn",
      l.takes_back as "takesBack", l.why as doubt, ${nameOf('l')} as name, ${sourceOf('l')} as source,
      l.payment is not null as "ofProvider"
    from bank_line l
    join creditor c on c.id = l.creditor_id
    where ${where}
    order by l.direction, l.id
    limit ${BATCH}
    for no key update of l`.execute(trx);
  const texts = await readLineTexts(
    trx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ...(texts.get(row.id) ?? { counterparty: null, text: '', references: [] }) }));
}

/** A line that is sure. */
interface Sure {
  readonly id: string;
  readonly account: string;
  readonly minor: bigint;
  readonly by: MatchedBy;
}

/** Makes payments of what is sure, and reviews of the rest. Returns the accounts to nudge. */
async function allocate(
  trx: Transaction<Database>,
  lines: readonly NewLine[],
  payees: ReadonlyMap<string, Payees>,
  act: Act,
): Promise<string[]> {
  const sure: Sure[] = [];
  const doubtful: Reviewed[] = [];
  const facts: AccountFactInput[] = [];
  const waiting: AccountFactInput[] = [];
  for (const line of lines) {
    const { id, minor } = line;
    const { named, alike } = payees.get(id) ?? { named: [], alike: [] };
    const match = doubted(line, matchLine(line, named, alike));
    const at = bookedAt(line);
    if (match.kind === 'matched') {
      sure.push({ id, account: match.payee.account, minor, by: match.by });
      facts.push(paymentOf(line, { no: 1, account: match.payee.account, minor }, at));
      continue;
    }
    const reviewed = { id, minor, reason: match.reason, candidates: match.candidates.map(({ account }) => account) };
    doubtful.push(reviewed);
    waiting.push(...suspenseFacts(reviewed, at));
  }
  const recorded = await recordFacts(trx, [...facts, ...waiting], act);
  const rows = sure.map((line, index) => ({ ...line, payment: recorded[index]?.id ?? null }));
  await sql`
    update bank_line l
    set state = 'matched', why = r.by
    from ${rowsOf(rows, { id: 'uuid', by: 'text' })}
    where l.id = r.id`.execute(trx);
  await sql`
    insert into bank_allocation (line_id, no, account_id, minor, payment_id)
    select id, 1, account, minor, payment
    from ${rowsOf(rows, { id: 'uuid', account: 'uuid', minor: 'bigint', payment: 'uuid' })}`.execute(trx);
  await openReviews(trx, doubtful, act.now);
  return recorded.flatMap((fact) => fact.nudge);
}

/** What a line matches, doubted where its file says so. */
function doubted({ doubt }: NewLine, match: Match): Match {
  if (doubt === null) return match;
  return { kind: 'review', reason: doubt, candidates: match.kind === 'matched' ? [match.payee] : match.candidates };
}

/** Money out that takes nothing back, and payments of the creditor's own that came back, are no money of persons. */
async function setAsideOthers(trx: Transaction<Database>, lines: readonly NewLine[]): Promise<void> {
  const others = lines.filter(({ direction, takesBack }) => (direction === 'out') !== takesBack);
  await sql`
    update bank_line
    set state = 'outgoing'
    where id = any(${others.map(({ id }) => id)}::uuid[])`.execute(trx);
}

/** What became of the lines that a file told first. */
export async function countLines(
  db: Kysely<Database>,
  creditorId: string,
  sha256: string,
): Promise<Omit<BankStatementView, 'before' | 'format' | 'lines' | 'repeated' | 'unbooked'>> {
  const { rows } = await sql<Record<'matched' | 'review' | 'returned' | 'outgoing' | 'waiting', number>>`
    select
      count(*) filter (where direction = 'in' and state in ('matched', 'allocated', 'returned'))::int as matched,
      count(*) filter (where state = 'review')::int as review,
      count(*) filter (where takes_back_line is not null)::int as returned,
      count(*) filter (where state = 'outgoing')::int as outgoing,
      count(*) filter (where state = 'new')::int as waiting
    from bank_line
    where creditor_id = ${creditorId}::uuid
      and sha256 = ${sha256}`.execute(db);
  return rows[0] ?? { matched: 0, review: 0, returned: 0, outgoing: 0, waiting: 0 };
}
