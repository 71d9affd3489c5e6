/** What an answer of the book, or a person who gives an instruction up, changes at once: its row and its task. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { INSTRUCTION_WORDS, type InstructionKind } from '../../domain/instruction-facts.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';

const TASK = 'book-rejected-instruction' satisfies TaskKind;

type Answered = Extract<AccountFactInput, { kind: 'book-confirmed' | 'book-rejected' | 'book-withdrawn' }>;

/** Applies a recorded answer. What the book has booked stays confirmed, and what was withdrawn is rejected no more. */
export async function answerInstruction(trx: Transaction<Database>, fact: Answered, act: Act): Promise<void> {
  const at = new Date(act.now);
  if (fact.kind === 'book-confirmed')
    await sql`
      update book_instruction
      set state = 'confirmed', booked_on = ${fact.body.bookedOn}, answered_at = ${at}
      where id = ${fact.body.instruction}::uuid
        and state <> 'confirmed'`.execute(trx);
  else
    await sql`
      update book_instruction
      set state = ${fact.kind === 'book-rejected' ? 'rejected' : 'withdrawn'}, reason = ${fact.body.reason},
        answered_at = ${at},
        withdrawn_tx = case when ${fact.kind === 'book-withdrawn'} and state = 'open' then pg_current_xact_id() end
      where id = ${fact.body.instruction}::uuid
        and state in ('open', 'rejected')`.execute(trx);
  await followRejections(trx, fact.accountId, act);
}

/** Opens the task of an account while an instruction of it is rejected, and ends it with the last one. */
async function followRejections(trx: Transaction<Database>, accountId: string, act: Act): Promise<void> {
  const at = new Date(act.now);
  const { rows } = await sql<{ no: bigint; kind: InstructionKind; reason: string; creditor_id: string }>`
    select no, kind, reason, creditor_id
    from book_instruction
    where account_id = ${accountId}::uuid
      and state = 'rejected'
    order by no`.execute(trx);
  const [first] = rows;
  if (first === undefined) {
    await sql`
      update task
      set state = 'done', ended_at = ${at}, ended_by = ${personOf(act)}
      where account_id = ${accountId}::uuid
        and kind = ${TASK}
        and state = 'open'`.execute(trx);
    return;
  }
  const words = rows
    .map(({ no, kind, reason }) => `instruction ${no}, ${INSTRUCTION_WORDS[kind]}: ${reason}`)
    .join('; ');
  await sql`
    insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at)
    values (${uuidv7()}::uuid, ${first.creditor_id}::uuid, ${accountId}::uuid, ${TASK}, ${words}, ${at},
      ${new Date(taskDueAt(TASK, act.now))})
    on conflict (creditor_id, kind, coalesce(account_id, person_id)) where state = 'open' and effect_id is null
    do update set reason = excluded.reason`.execute(trx);
}
