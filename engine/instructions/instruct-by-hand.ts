/** Instructions that a person gives by hand, and one that the book rejected given once more. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { InstructionBody } from '../../domain/contracts/instruction.ts';
import type { InstructionKind } from '../../domain/instruction-facts.ts';
import { Problem } from '../../domain/problems.ts';
import { type CalendarDate, localDate } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { findAccount } from '../facts/find-subject.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { type GivenInstruction, instructBook } from './instruct-book.ts';
import { lockInstruction, withdrawal } from './withdraw-instruction.ts';

/** What a person wants booked. */
export interface HandOrder {
  /** `creditor/number`, or a number that only one creditor has. */
  account: string;
  kind: InstructionKind;
  body: unknown;
  /** Today in the zone of the creditor when left out. */
  effectiveOn?: CalendarDate | undefined;
  /** Names the decision; the same order of one day is one decision when left out. */
  key?: string | undefined;
}

/** Gives an instruction. Throws as instructBook, and `unknown-account` or `ambiguous-account`. */
export async function instructByHand(db: Kysely<Database>, order: HandOrder, act: Act): Promise<GivenInstruction> {
  const { kind } = order;
  return inTransaction(db, async (trx) => {
    const { accountId, zone } = await findAccount(trx, order.account);
    const effectiveOn = order.effectiveOn ?? localDate(act.now, zone);
    const body = order.body as InstructionBody;
    const key = order.key ?? `hand/${kind}/${effectiveOn}/${sha256(JSON.stringify(body)).slice(0, 16)}`;
    return instructBook(trx, act, { accountId, kind, body, effectiveOn, key });
  });
}

/**
 * Gives an instruction that the book rejected once more, under a key of its own; the rejected one is given up. Throws
 * `unknown-instruction`, `not-allowed-now` when it is not rejected, or as instructBook.
 */
export async function instructAgain(
  db: Kysely<Database>,
  no: bigint,
  effectiveOn: CalendarDate | undefined,
  act: Act,
): Promise<GivenInstruction> {
  return inTransaction(db, async (trx) => {
    const before = await lockInstruction(trx, no);
    if (before.state !== 'rejected')
      throw notAllowedNow(
        `the book has not rejected instruction ${no}: it is ${before.state}`,
        'npx arrears book instructions --state rejected lists those that it has.',
      );
    const { rows } = await sql<{ kind: InstructionKind; body: InstructionBody; on: CalendarDate; key: string }>`
      select kind, body - 'v' as body, effective_on as on, key
      from book_instruction
      where id = ${before.id}::uuid`.execute(trx);
    const [row] = rows;
    if (row === undefined) throw new Problem('unknown-instruction', { instruction: String(no) });
    const [gaveUp] = await recordFacts(trx, [withdrawal(before, 'instructed again', act)], act);
    const order = { accountId: before.accountId, kind: row.kind, body: row.body, key: `again/${before.id}` };
    const given = await instructBook(trx, act, { ...order, effectiveOn: effectiveOn ?? row.on });
    return { ...given, nudge: [...new Set([...given.nudge, ...(gaveUp?.nudge ?? [])])] };
  });
}
