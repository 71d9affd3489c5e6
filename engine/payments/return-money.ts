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
import { BANK_SOURCE, endReviews, openReviews, type Reviewed, suspenseEnded } from './line-tasks.ts';
import { bookedAt, type NewLine, partsOf } from './lines.ts';

/** Why a return waits of which no line is known that it takes back. */
export const UNKNOWN_RETURN = 'unknown-return' satisfies ReviewReason;

/** A line that takes back an earlier one. */
interface Return {
  readonly line: NewLine;
  readonly earlier: string;
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
  const ended: { line: string; no: number }[] = [];
  for (const { line, earlier } of returns)
    for (const part of parts.get(earlier) ?? []) {
      if (part.endedBy !== null) continue;
      facts.push(reversalOf(line, part, bookedAt(line)));
      ended.push({ line: earlier, no: part.no });
    }
  const candidates = await candidatesOf(
    trx,
    returns.map(({ earlier }) => earlier),
  );
  const waitsNoMore = returns.flatMap(({ earlier }) => suspenseEnded(earlier, candidates.get(earlier) ?? [], act.now));
  const recorded = await recordFacts(trx, [...facts, ...waitsNoMore], act);
  const rows = ended.map((part, index) => ({ ...part, by: recorded[index]?.id ?? null }));
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

/** Pairs each line with the newest line that it may take back and that no other takes back. */
async function pair(trx: Transaction<Database>, lines: readonly NewLine[]) {
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
    returns.push({ line, earlier: found.id });
  }
  return { returns, unknown };
}

function reversalOf(
  { id }: NewLine,
  { line, no, account, minor }: { line: string; no: number; account: string; minor: bigint },
  occurredAt: Instant,
): AccountFactInput {
  return {
    ...{ accountId: account, kind: 'reversal', body: { minor, of: line }, source: BANK_SOURCE, occurredAt },
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
    returns.map(({ earlier }) => earlier),
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
