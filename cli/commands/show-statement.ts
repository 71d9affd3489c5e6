/** `arrears statement ACCOUNT`: what was owed, each movement and what is owed, over a month. */
import type { StatementView } from '../../domain/contracts/statement-view.ts';
import { COMPONENTS } from '../../domain/money/components.ts';
import { type CalendarDate, isCalendarDate } from '../../domain/time.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { readDate } from '../input.ts';
import { answer, count, type OutputOptions, paint, plain, showMoney, table } from '../print.ts';

export interface StatementOptions extends OutputOptions {
  month?: string;
  from?: string;
  through?: string;
  asKnownOn?: string;
  lastFact?: string;
}

export async function showStatement(typed: string, options: StatementOptions): Promise<void> {
  const query = statementQuery(options);
  const api = openApiClient();
  const statement = await api.get<StatementView>(`${pathOf(await findAccount(api, typed))}/statement`, query);
  answer(options, statement, () => statementText(statement));
}

/** What the API is asked. Throws for what is no month, date or number, and for options that exclude each other. */
export function statementQuery({ month, from, through, asKnownOn, lastFact }: StatementOptions) {
  if (month !== undefined && (from !== undefined || through !== undefined))
    throw new UsageFault('--month and --from or --through exclude each other.', 'Give a month, or the two dates.');
  if ((from === undefined) !== (through === undefined))
    throw new UsageFault(`--${from === undefined ? 'from' : 'through'} is missing.`, 'Give both dates, or a month.');
  return {
    ...(month === undefined ? {} : { month: readMonth(month) }),
    ...(from === undefined ? {} : { from: readDate(from, '--from') }),
    ...(through === undefined ? {} : { through: readDate(through, '--through') }),
    ...(asKnownOn === undefined ? {} : { asKnownOn: readDate(asKnownOn, '--as-known-on') }),
    ...(lastFact === undefined ? {} : { lastFact: readNumber(lastFact) }),
  };
}

function readMonth(text: string): string {
  if (/^\d{4}-\d\d$/.test(text) && isCalendarDate(`${text}-01`)) return text;
  throw new UsageFault(`--month "${text}" is not a month.`, 'Write it as YYYY-MM.');
}

function readNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageFault(
    `--last-fact "${text}" is not the number of a fact.`,
    'A statement names it in its second line.',
  );
}

/** The statement as a clerk reads it out. Dates have their weekday, in the creditor's zone. */
export function statementText(statement: StatementView): string {
  const { account, from, through, known, zone } = statement;
  const sections = [
    [
      paint('bold', plain(`${account}: statement from ${showDay(from)} to ${showDay(through)}`)),
      `As known on ${showDay(known.on)}, last fact ${known.lastFact} (${zone}). Payments lower the balance.`,
    ].join('\n'),
    linesText(statement),
    ...notesOf(statement),
    section(
      'No longer in it, by what was told later',
      statement.gone.map((line) => `${showDay(line.on)}  ${whatOf(line)}  ${showMoney(line.amount)}`),
    ),
    section(
      'In all',
      statement.sums.map(({ what, amount }) => `${what}: ${showMoney(amount)}`),
    ),
    section('Dues', duesLines(statement)),
    section('Made up of', splitLines(statement)),
    section('At the end', endLines(statement)),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

type Line = StatementView['lines'][number];
type Row = Partial<Line> & Pick<Line, 'on' | 'what' | 'balance'>;

function linesText({ from, through, begins, opening, closing, lines }: StatementView): string {
  const rows: Row[] = [
    { on: from, what: begins ? 'balance of the first book' : 'balance before', balance: opening },
    ...lines.map((line) => ({ ...line, what: whatOf(line) })),
    { on: through, what: 'balance at the end', balance: closing },
  ];
  return table<Row>(
    [
      { title: 'day', of: (row) => showDay(row.on) },
      { title: 'what', of: (row) => row.what },
      { title: 'amount', of: (row) => showMoney(row.amount ?? null), right: true },
      { title: 'balance', of: (row) => showMoney(row.balance), right: true },
      { title: 'told by', of: (row) => [row.source, row.reference].filter(Boolean).join(' ') },
      { title: '', of: (row) => (row.late === true ? `later${row.toldOn ? `: ${showDay(row.toldOn)}` : ''}` : '') },
    ],
    rows,
  );
}

/** What it is, and when it happened where that was before it counts. */
const whatOf = ({ what, on, happenedOn }: Line): string => (happenedOn === on ? what : `${what}, of ${happenedOn}`);

function notesOf({ openingThen, through, lines }: StatementView): string[] {
  const isLate = lines.some(({ late }) => late);
  return [
    ...(openingThen === null ? [] : [`The balance before was ${showMoney(openingThen)} as it was known then.`]),
    ...(isLate ? [`"later": not yet known at the end of ${showDay(through)}.`] : []),
  ];
}

function duesLines({ dues, next }: StatementView): string[] {
  return [
    ...dues.map(({ on, amount, unpaid, disputed }) => {
      const rest = unpaid.minor === '0' ? 'paid' : `${showMoney(unpaid)} unpaid`;
      return `${showDay(on)}  ${showMoney(amount)}: ${rest}${disputed.minor === '0' ? '' : `, ${showMoney(disputed)} of it disputed`}`;
    }),
    ...(next === null ? [] : [`${showDay(next.on)}  ${showMoney(next.amount)}: the next one`]),
  ];
}

const SET_BY = { contract: 'by contract', law: 'by law', lender: 'as the lender sets it' } as const;

/** What is unpaid of each due, by component, and the order in which payments cover them. */
function splitLines({ split }: StatementView): string[] {
  if (split === null) return [];
  const { dues, asOf, order, by, source, unverified } = split;
  return [
    ...dues.map((due) => {
      const parts = COMPONENTS.filter((name) => due[name].minor !== '0').map(
        (name) => `${name} ${showMoney(due[name])}`,
      );
      return `${showDay(due.on)}  ${parts.join(', ')}`;
    }),
    `as the book of ${showDay(asOf)} says, less what was paid since: first ${order.join(', then ')},`,
    `${SET_BY[by]}${source === null ? '' : ` (${source}${unverified ? '; not verified' : ''})`}`,
  ];
}

function endLines({ asked, daysLate, disputed, disputes, suspense, closed }: StatementView): string[] {
  return [
    asked.minor === '0' ? 'nothing is asked for' : `asked for: ${showMoney(asked)}`,
    daysLate === 0 ? 'not late' : `${count(daysLate, 'day')} late`,
    ...(disputes.length === 0 ? [] : [`disputed: ${showMoney(disputed)}`]),
    ...disputes.map(({ what, about, dispute }) => `  ${what} (${about}; dispute ${dispute})`),
    ...(suspense.minor === '0' ? [] : [`in suspense, perhaps for the account: ${showMoney(suspense)}`]),
    ...(closed === null ? [] : [`the account is closed: ${closed}`]),
  ];
}

/** "Mon 2026-11-02". */
function showDay(date: CalendarDate): string {
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(date));
  return `${weekday} ${date}`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return [paint('bold', title), ...lines.map((line) => plain(`  ${line}`))].join('\n');
}
