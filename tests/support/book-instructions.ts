/** The lender's book in tests: it gets instructions by file and answers by file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { BOOK_ANSWER_COLUMNS } from '../../channels/book/answer-file.ts';
import { writeCsv } from '../../channels/csv.ts';
import { openOutbox } from '../../channels/outbox/adapter.ts';
import type { Database } from '../../db/schema.ts';
import { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import type { Instant } from '../../domain/time.ts';
import { keepBookFiles } from '../../engine/instructions/book-files.ts';
import { event } from './api.ts';
import type { ApiWorld, KnownAccount } from './api-world.ts';

type Answer = Partial<Record<(typeof BOOK_ANSWER_COLUMNS)[number], string>>;

/** A file of answers as the book writes it. */
export function answerFile(answers: readonly Answer[]): Buffer {
  const empty = Object.fromEntries(BOOK_ANSWER_COLUMNS.map((column) => [column, ''])) as Required<Answer>;
  const end = { instruction: '#end', answer: String(answers.length) };
  return Buffer.from(
    writeCsv(
      BOOK_ANSWER_COLUMNS,
      [...answers, end].map((row) => ({ ...empty, ...row })),
    ),
  );
}

/** One round of the worker that makes the files; they leave below `home`. */
export const makeBookFiles = (db: Kysely<Database>, home: string, now: Instant): Promise<void> =>
  keepBookFiles({ db, now: async () => now, simulated: true, book: openOutbox(home, 'book') });

const folderOf = (home: string): string => join(home, 'outbox', 'book', 'harbour');

/** Names of the files that left to the book of harbour, without their manifests. */
export function bookFilesIn(home: string): string[] {
  const folder = folderOf(home);
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  return names.filter((name) => name.endsWith('.jsonl')).sort();
}

/** The events of a file, each as its schema has it. */
export const eventsIn = (home: string, name: string) =>
  readFileSync(join(folderOf(home), name), 'utf8')
    .trim()
    .split('\n')
    .map((text) => InstructionEvent.parse(JSON.parse(text)));

/** What people and systems say of instructions, over HTTP. */
export function instructionsOver(world: ApiWorld) {
  const order = (account: KnownAccount, kind: string, body: object, more: object = {}) =>
    world.api.post('/v1/instructions', { account: account.name, kind, body, as: 'ann', ...more });
  const given = async (account: KnownAccount, minor = '20000') => (await order(account, 'waiver', waiver(minor))).json;
  return {
    order,
    /** A waiver, of 200.00 when nothing is said, that the book has not answered. */
    given,
    told: (kind: string, account: KnownAccount, data: object) => world.api.sendEvent(event(kind, account.name, data)),
    rowOf: (instruction: string) =>
      world.database.db
        .selectFrom('book_instruction')
        .selectAll()
        .where('id', '=', instruction)
        .executeTakeFirstOrThrow(),
  };
}

export const minor = (text: string) => ({ currency: 'TWD', minor: text });
export const waiver = (text: string) => ({ components: [{ component: 'fees' as const, amount: minor(text) }] });
