/** Money that the bank took back: the exact inverse of the line that brought it. */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import { groupBy } from '../../domain/group.ts';
import type { ReviewReason } from '../../domain/money/match-line.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { linesTakenBack } from '../persons/bank-texts.ts';
import { endReviews, openReviews, type Reviewed, suspenseEnded } from './line-tasks.ts';
import { bookedAt, type NewLine, partsOf } from './lines.ts';
import { paymentsTakenBack } from './payments-taken-back.ts';

/** Why a return waits of which no line is known that it takes back. */
export const UNKNOWN_RETURN = 'unknown-return' satisfies ReviewReason;

/** A line that takes back an earlier one, or a part of it. */
interface Return {
  readonly line: NewLine;
  readonly earlier: string;
  /** Nothing of the earlier line is left. */
  readonly isLast: boolean;
}

/**
 * Takes back what lines take back: each part that was allocated comes back to its account, and what waited in suspense
 * waits no more. A line whose earlier line is not known, or not only one, waits for a person. Returns the accounts to
 * nudge.
 */
export async function returnMoney(trx: Transaction<Database>, lines: readonly NewLine[], act: Act): Promise<string[]> {
  if (lines.length === 0) return [];
  const { returns, unknown } = await pair(trx, lines);
  const parts = groupBy(
    await partsOf(
      trx,
      returns.map(({ earlier }) => earlier),
    ),
    ({ line }) => line,
  );
  const facts: AccountFactInput[] = [];
  const ended: { line: string; no: number; place: number }[] = [];
  for (const { line, earlier, isLast } of returns) {
    const live = (parts.get(earlier) ?? []).filter(({ endedBy }) => endedBy === null);
    for (const part of live) {
      // Of one account what came back is taken back, which may be a part; of several, each its own.
      const minor = live.length === 1 ? line.minor : part.minor;
      if (isLast) ended.push({ line: earlier, no: part.no, place: facts.length });
      facts.push(reversalOf(line, { ...part, minor }, bookedAt(line)));
    }
  }
  const candidates = await candidatesOf(
    trx,
    returns.map(({ earlier }) => earlier),
  );
  const waitsNoMore = returns.flatMap(({ earlier }) => suspenseEnded(earlier, candidates.get(earlier) ?? [], act.now));
  const recorded = await recordFacts(trx, [...facts, ...waitsNoMore], act);
  const rows = ended.map(({ place, ...part }) => ({ ...part, by: recorded[place]?.id ?? null }));
  await sql`
    update bank_allocation p
    set ended_by = r.by
    from ${rowsOf(rows, { line: 'uuid', no: 'int', by: 'uuid' })}
    where p.line_id = r.line
      and p.no = r.no`.execute(trx);
  await storeReturns(trx, returns, act);
  const fresh = unknown.filter(({ doubt }) => doubt !== UNKNOWN_RETURN);
  await openReviews(trx, fresh.map(unknownReturn), act.now);
  return recorded.flatMap((fact) => fact.nudge);
}

const unknownReturn = ({ id, minor }: NewLine): Reviewed => ({ id, minor, reason: UNKNOWN_RETURN, candidates: [] });

/** Pairs each line with the line that it takes back. */
async function pair(trx: Transaction<Database>, lines: readonly NewLine[]) {
  const [banked, provided] = [lines.filter(({ ofProvider }) => !ofProvider), lines.filter((line) => line.ofProvider)];
  const found = [await pairAlike(trx, banked), await pairNamed(trx, provided)];
  return { returns: found.flatMap(({ returns }) => returns), unknown: found.flatMap(({ unknown }) => unknown) };
}

/** Pairs each line of a provider with the payment that it names, as far as that has enough left. */
async function pairNamed(trx: Transaction<Database>, lines: readonly NewLine[]) {
  const ids = lines.map(({ id }) => id);
  const named = new Map((await paymentsTakenBack(trx, ids)).map((payment) => [payment.of, payment]));
  const back = new Map<string, bigint>();
  const returns: Return[] = [];
  const unknown: NewLine[] = [];
  for (const line of lines) {
    const payment = named.get(line.id);
    const left = payment === undefined ? 0n : payment.left - (back.get(payment.id) ?? 0n);
    if (payment === undefined || line.minor > left) {
      unknown.push(line);
      continue;
    }
    back.set(payment.id, (back.get(payment.id) ?? 0n) + line.minor);
    returns.push({ line, earlier: payment.id, isLast: line.minor === left });
  }
  return { returns, unknown };
}

/** Pairs each line with the newest line that it may take back and that no other takes back. */
async function pairAlike(trx: Transaction<Database>, lines: readonly NewLine[]) {
  const earlier = groupBy(
    await linesTakenBack(
      trx,
      lines.map(({ id }) => id),
    ),
    ({ of }) => of,
  );
  const taken = new Set<string>();
  const returns: Return[] = [];
  const unknown: NewLine[] = [];
  for (const line of lines) {
    const found = (earlier.get(line.id) ?? []).find(({ id }) => !taken.has(id));
    if (found === undefined) {
      unknown.push(line);
      continue;
    }
    taken.add(found.id);
    returns.push({ line, earlier: found.id, isLast: true });
  }
  return { returns, unknown };
}

function reversalOf(
  { id, source }: NewLine,
  { name, no, account, minor }: { name: string; no: number; account: string; minor: bigint },
  occurredAt: Instant,
): AccountFactInput {
  return {
    ...{ accountId: account, kind: 'reversal', body: { minor, of: name }, source, occurredAt },
    externalId: `${id}/${no}`,
  };
}

async function candidatesOf(trx: Transaction<Database>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; candidates: string[] }>`
    select id, candidates
    from bank_line
    where id = any(${[...ids]}::uuid[])`.execute(trx);
  return new Map(rows.map(({ id, candidates }) => [id, candidates]));
}

async function storeReturns(trx: Transaction<Database>, returns: readonly Return[], act: Act): Promise<void> {
  await endReviews(
    trx,
    returns.filter(({ isLast }) => isLast).map(({ earlier }) => earlier),
    { state: 'returned', act },
  );
  await endReviews(
    trx,
    returns.map(({ line }) => line.id),
    { state: 'matched', act },
  );
  const rows = returns.map(({ line, earlier }) => ({ id: line.id, earlier }));
  await sql`
    update bank_line l
    set why = null, takes_back_line = r.earlier
    from ${rowsOf(rows, { id: 'uuid', earlier: 'uuid' })}
    where l.id = r.id`.execute(trx);
}
