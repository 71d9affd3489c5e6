/** What banks say of who paid, and the names that it is compared with. No other file reads or writes them. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { groupBy } from '../../domain/group.ts';
import type { BankLine } from '../../domain/money/bank-line.ts';
import { NAME_MARKS, nameKeys } from '../../domain/money/match-line.ts';

/** What a bank says of the other side of a line. */
export type BankLineText = Pick<BankLine, 'counterparty' | 'text' | 'references'>;

/** Stores what the bank says of lines, by their ids. */
export async function storeLineTexts(
  trx: Transaction<Database>,
  texts: readonly ({ id: string } & BankLineText)[],
): Promise<void> {
  if (texts.length === 0) return;
  const rows = texts.map(({ id, counterparty, text, references }) => ({ id, counterparty, text, refs: references }));
  await sql`
    insert into bank_line_text (line_id, counterparty, body, refs)
    select id, counterparty, text, array(select jsonb_array_elements_text(refs))
    from ${rowsOf(rows, { id: 'uuid', counterparty: 'text', text: 'text', refs: 'jsonb' })}`.execute(trx);
}

/** What the bank says of lines, by their ids. */
export async function readLineTexts(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, BankLineText>> {
  const { rows } = await sql<{ id: string } & BankLineText>`
    select t.line_id as id, t.counterparty, t.body as text, t.refs as "references"
    from bank_line_text t
    where t.line_id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...text }) => [id, text]));
}

/** A line of money in that has a reference of another line, the newest first. */
export interface EarlierLine {
  /** Id of the line that asks. */
  of: string;
  id: string;
  state: string;
}

/**
 * Of lines that take money back, the lines of the same bank account and amount that share a reference with them.
 * Locks those.
 */
export async function linesTakenBack(trx: Transaction<Database>, ids: readonly string[]): Promise<EarlierLine[]> {
  const { rows } = await sql<EarlierLine>`
    select l.id as "of", earlier.id, earlier.state
    from bank_line l
    join bank_line_text t on t.line_id = l.id
    join bank_line_text other on other.refs && t.refs
    join bank_line earlier on earlier.id = other.line_id
    where l.id = any(${[...ids]}::uuid[])
      and l.payment is null
      and earlier.creditor_id = l.creditor_id
      and earlier.bank_account = l.bank_account
      and earlier.direction = 'in'
      and earlier.minor = l.minor
      and earlier.currency = l.currency
      and earlier.booked_on <= l.booked_on
      and earlier.state in ('matched', 'allocated', 'review', 'set-aside')
    order by l.id, earlier.booked_on desc, earlier.no desc
    for no key update of earlier`.execute(trx);
  return rows;
}

/** Keys of the names of all who have part in accounts, by account. */
export async function nameKeysOf(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ account: string; name: string }>`
    select ap.account_id as account, p.name
    from account_person ap
    join person p on p.id = ap.person_id
    where ap.account_id = any(${[...accountIds]}::uuid[])`.execute(db);
  return new Map(
    [...groupBy(rows, ({ account }) => account)].map(([account, named]) => [
      account,
      new Set(named.flatMap(({ name }) => nameKeys(name))),
    ]),
  );
}

/** A person's name as the index `person_name_key` has it: its marks are written out. */
export const NAME_KEY = sql<string>`lower(translate(p.name, ${sql.lit(NAME_MARKS)}, ''))`;

/** A name of persons who have part in an open account. */
interface NamedAccount {
  account: string;
  key: string;
}

/** Open accounts of a creditor in which persons have part whose names have one of the keys. */
export async function accountsOfNames(
  db: Kysely<Database>,
  creditorId: string,
  keys: readonly string[],
): Promise<NamedAccount[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<NamedAccount>`
    select ap.account_id as account, ${NAME_KEY} as key
    from person p
    join account_person ap on ap.person_id = p.id
    join account a on a.id = ap.account_id
    where p.creditor_id = ${creditorId}::uuid
      and ${NAME_KEY} = any(${[...keys]}::text[])
      and a.closed_at is null
    order by 1, 2`.execute(db);
  return rows;
}
