/** Bank lines as lists and the person who decides see them. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { moneyOfAccount } from '../../db/account-money.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { BankLineState, BankLineView, ShownBankLineView } from '../../domain/contracts/bank-line.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { REVIEW_REASONS } from '../../domain/money/match-line.ts';
import { toWire } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';
import { type BankLineText, readLineTexts } from '../persons/bank-texts.ts';
import { findPayees } from './find-payees.ts';

/** Which lines to list: those that wait for a person when nothing is said. */
interface LineFilter {
  creditor?: string | undefined;
  state?: BankLineState | undefined;
  /** Number of the last line of the page before. */
  after?: bigint | undefined;
  limit: number;
}

interface LineRow {
  id: string;
  no: bigint;
  creditorId: string;
  creditor: string;
  bankAccount: string;
  bookedOn: CalendarDate;
  direction: 'in' | 'out';
  minor: bigint;
  currency: string;
  state: BankLineState;
  why: string | null;
  allocated: { account: string; minor: string }[];
  candidates: string[];
  returnReason: string | null;
  task: bigint | null;
  decidedBy: string | null;
  reason: string | null;
}

const readRows = (db: Kysely<Database>, where: RawBuilder<unknown>, limit: number) =>
  sql<LineRow>`
    select l.id, l.no, l.creditor_id as "creditorId", c.code as creditor, l.bank_account as "bankAccount",
      l.booked_on as "bookedOn", l.direction, l.minor, l.currency, l.state, l.why, l.return_reason as "returnReason",
      t.no as task, l.decided_by as "decidedBy", l.reason,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('account', c.code || '/' || a.number, 'minor', p.minor::text) order by p.no)
        from bank_allocation p
        join account a on a.id = p.account_id
        where p.line_id = l.id
          and p.ended_by is null), '[]') as allocated,
      coalesce((
        select jsonb_agg(c.code || '/' || a.number order by a.number)
        from account a
        where a.id = any(l.candidates)), '[]') as candidates
    from bank_line l
    join creditor c on c.id = l.creditor_id
    left join task t on t.id = l.task_id and t.state = 'open'
    where ${where}
    order by l.no
    limit ${limit}`.execute(db);

/** Lists lines, the oldest first. Returns no personal values. */
export async function listBankLines(db: Kysely<Database>, filter: LineFilter): Promise<BankLineView[]> {
  const { creditor, state = 'review', after, limit } = filter;
  const where = sql`
    l.state = ${state}
    and ${creditor === undefined ? sql`true` : sql`c.code = ${creditor}`}
    and ${after === undefined ? sql`true` : sql`l.no > ${after}`}`;
  const { rows } = await readRows(db, where, limit);
  return rows.map(viewOf);
}

const HOW: Readonly<Record<string, string>> = {
  reference: 'its reference names the account',
  'name-and-amount': 'name and amount fit one account only',
};

function viewOf(row: LineRow): BankLineView {
  const { no, creditor, bankAccount, bookedOn, direction, minor, currency, state, why } = row;
  return {
    ...{ line: Number(no), creditor, bankAccount, bookedOn, direction, amount: toWire({ currency, minor }), state },
    why: why === null ? null : ((REVIEW_REASONS as Readonly<Record<string, string>>)[why] ?? HOW[why] ?? why),
    allocated: row.allocated.map((part) => ({ account: part.account, amount: { currency, minor: part.minor } })),
    ...{ candidates: row.candidates, returnReason: row.returnReason },
    ...{ task: row.task === null ? null : Number(row.task), decidedBy: row.decidedBy, reason: row.reason },
  };
}

/** Most accounts that are shown since just this amount is asked of them: more say nothing. */
const MOST_BY_AMOUNT = 5;

/** One line with what the bank says of the payer, and what speaks for each account. Throws `unknown-bank-line`. */
export async function showBankLine(db: Kysely<Database>, no: bigint, now: Instant): Promise<ShownBankLineView> {
  const { rows } = await readRows(db, sql`l.no = ${no}`, 1);
  const [row] = rows;
  if (row === undefined) throw new Problem('unknown-bank-line', { line: String(no) });
  const text = (await readLineTexts(db, [row.id])).get(row.id) ?? { counterparty: null, text: '', references: [] };
  return {
    ...viewOf(row),
    ...text,
    references: [...text.references],
    about: row.direction === 'in' ? await accountsAbout(db, row, text, now) : [],
  };
}

/** The accounts that a line may be for: those that it names, of the payer's name, and of whom just its sum is asked. */
async function accountsAbout(
  db: Kysely<Database>,
  { id, creditorId, creditor, minor, currency }: LineRow,
  text: BankLineText,
  now: Instant,
): Promise<ShownBankLineView['about']> {
  const payees = (await findPayees(db, creditorId, [{ id, minor, currency, ...text }], now)).get(id);
  const because = new Map<string, string[]>();
  const add = (account: string, words: string) => because.set(account, [...(because.get(account) ?? []), words]);
  for (const { account } of payees?.named ?? []) add(account, 'named');
  for (const { account } of payees?.alike ?? []) add(account, 'name of its person');
  for (const account of await accountsOfAmount(db, creditorId, { minor, currency }, now)) add(account, 'amount');
  const facts = await loadStandingFacts(db, [...because.keys()]);
  const closed = await closedReasons(db, [...because.keys()]);
  return [...because].flatMap(([account, words]) => {
    const known = facts.get(account);
    return known === undefined ? [] : [aboutOf(creditor, known, { words, closed: closed.get(account) ?? null, now })];
  });
}

function aboutOf(
  creditor: string,
  facts: StandingFacts,
  { words, closed, now }: { words: string[]; closed: string | null; now: Instant },
): ShownBankLineView['about'][number] {
  const { asked, suspense, balance } = standingOf(facts, now);
  const { currency } = facts;
  return {
    account: `${creditor}/${facts.number}`,
    person: facts.person.number,
    asked: toWire({ currency, minor: asked + suspense }),
    balance: toWire({ currency, minor: balance }),
    closed,
    because: words,
  };
}

async function accountsOfAmount(
  db: Kysely<Database>,
  creditorId: string,
  { minor, currency }: { minor: bigint; currency: string },
  now: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id
    from account a
    join creditor c on c.id = a.creditor_id
    ${moneyOfAccount(now)}
    where a.creditor_id = ${creditorId}::uuid
      and a.currency = ${currency}
      and a.closed_at is null
      and money.overdue = ${minor}
    order by a.number
    limit ${MOST_BY_AMOUNT + 1}`.execute(db);
  return rows.length > MOST_BY_AMOUNT ? [] : rows.map(({ id }) => id);
}

async function closedReasons(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; reason: string }>`
    select id, closed_reason as reason
    from account
    where id = any(${[...ids]}::uuid[])
      and closed_reason is not null`.execute(db);
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}
