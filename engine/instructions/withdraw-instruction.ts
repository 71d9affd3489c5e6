/** A person takes an instruction back before the book has answered, or gives up one that the book has rejected. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { InstructionState } from '../../domain/instruction-facts.ts';
import { Problem } from '../../domain/problems.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { INSTRUCTION_SOURCE } from './instruct-book.ts';

interface Locked {
  id: string;
  accountId: string;
  state: InstructionState;
}

/** Finds an instruction by its number and locks its account. Throws `unknown-instruction`. */
export async function lockInstruction(trx: Transaction<Database>, no: bigint): Promise<Locked> {
  const read = () =>
    trx
      .selectFrom('book_instruction')
      .select(['id', 'account_id as accountId', 'state'])
      .where('no', '=', no)
      .executeTakeFirst();
  const found = await read();
  if (found === undefined) throw new Problem('unknown-instruction', { instruction: String(no) });
  await lockAccounts(trx, [found.accountId]);
  return (await read()) ?? found;
}

/** The fact that gives an instruction up. */
export const withdrawal = (
  { id, accountId }: Pick<Locked, 'id' | 'accountId'>,
  reason: string,
  { now, actor }: Act,
): AccountFactInput => ({
  ...{ accountId, kind: 'book-withdrawn', source: INSTRUCTION_SOURCE, externalId: `${id}/withdrawn`, occurredAt: now },
  body: { instruction: id, reason, by: actor.name },
});

/** Returns the accounts to nudge. Throws `unknown-instruction`, or `not-allowed-now` when it is booked or withdrawn. */
export async function withdrawInstruction(
  db: Kysely<Database>,
  no: bigint,
  reason: string,
  act: Act,
): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const locked = await lockInstruction(trx, no);
    if (locked.state === 'confirmed')
      throw notAllowedNow(
        `the book has booked instruction ${no}`,
        'Instruct the opposite: npx arrears book instruct --help.',
      );
    if (locked.state === 'withdrawn')
      throw notAllowedNow(`instruction ${no} is withdrawn already`, 'Nothing more is to be done.');
    const [recorded] = await recordFacts(trx, [withdrawal(locked, reason, act)], act);
    return recorded?.nudge ?? [];
  });
}

/** The facts that give up every rejected instruction of an account. */
export async function rejectionsGivenUp(
  trx: Transaction<Database>,
  accountId: string,
  reason: string,
  act: Act,
): Promise<AccountFactInput[]> {
  const { rows } = await sql<{ id: string }>`
    select id
    from book_instruction
    where account_id = ${accountId}::uuid
      and state = 'rejected'
    order by no`.execute(trx);
  return rows.map(({ id }) => withdrawal({ id, accountId }, reason, act));
}
