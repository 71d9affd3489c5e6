/** Why instructions to the lender's book are stuck. */
import { type RawBuilder, sql } from 'kysely';
import { INSTRUCTION_KINDS, INSTRUCTION_WORDS } from '../../domain/instruction-facts.ts';
import { isAnswerLate } from '../instructions/list-instructions.ts';
import { type Cause, NONE } from './cause.ts';
import { LEAVING_SECONDS } from './contact-causes.ts';

/** The remedies; `{instruction}` is the number of one. */
export const BOOK_REMEDIES = {
  'book-file-late':
    'see that a worker runs (npx arrears dev) and that the outbox can be written; the file leaves by itself then',
  'book-answer-late':
    'ask the book; take the instruction back: npx arrears book withdraw {instruction} --reason WORDS --as NAME; or take the answer in: npx arrears book confirm FILE',
  'book-rejected':
    'give it up: npx arrears book withdraw {instruction} --reason WORDS --as NAME; or instruct it again: npx arrears book again {instruction} --as NAME',
} as const;

/** Words of the kind of `i`. */
const words: RawBuilder<unknown> = sql`case i.kind ${sql.join(
  INSTRUCTION_KINDS.map((kind) => sql`when ${kind} then ${INSTRUCTION_WORDS[kind]}`),
  sql` `,
)} end`;

/** A file that has not left, answers that are late, and rejections that nobody has looked at. */
export const bookCauses = (now: Date): Cause[] => [
  {
    code: 'book-file-late',
    account: NONE,
    words: sql`'the file of instructions of ' || f.business_date || ' to the book of ' || c.code || ' has not left: '
      || coalesce(f.failure, 'nobody sends it')`,
    since: sql`f.opened_at`,
    from: sql`book_file f
      join creditor c on c.id = f.creditor_id
      where f.left_at is null
        and f.opened_at < clock_timestamp() - make_interval(secs => ${LEAVING_SECONDS})`,
  },
  {
    code: 'book-answer-late',
    account: sql`i.account_id`,
    instruction: sql`i.no`,
    words: sql`'the book has not answered instruction ' || i.no || ' (' || ${words} || '), due on ' || i.deadline`,
    since: sql`(i.deadline + 1)::timestamp at time zone c.zone`,
    from: sql`book_instruction i
      join creditor c on c.id = i.creditor_id
      where ${isAnswerLate(now.getTime())}`,
  },
  {
    code: 'book-rejected',
    account: sql`i.account_id`,
    instruction: sql`i.no`,
    words: sql`'the book rejected instruction ' || i.no || ' (' || ${words} || '): ' || i.reason`,
    since: sql`i.answered_at`,
    from: sql`book_instruction i
      where i.state = 'rejected'`,
  },
];
