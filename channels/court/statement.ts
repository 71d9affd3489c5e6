/**
 * Builds the statement of account for a court: every due and every movement of money with a running total. Pure;
 * amounts are minor units.
 */
import type { Entry } from '../../domain/money/entries.ts';
import type { Position } from '../../domain/money/position.ts';
import { plainAmount, showAmount } from '../../domain/money.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { writeCsv } from '../csv.ts';

/** One due or one movement of money. */
interface StatementLine {
  on: CalendarDate;
  what: 'due' | 'payment' | 'reversal' | 'adjustment' | 'reduction';
  /** Change of the dues owed; negative reduces them. */
  minor: bigint;
  /** Dues owed after this line. */
  total: bigint;
  note: string;
}

type Open = Omit<StatementLine, 'total'>;

const WHAT: Readonly<Record<Entry['kind'], Pick<StatementLine, 'what' | 'note'>>> = {
  payment: { what: 'payment', note: '' },
  closing: { what: 'reduction', note: 'the creditor closed the account' },
  reduction: { what: 'reduction', note: 'after a dispute' },
  reversal: { what: 'reversal', note: 'a payment was returned' },
  returned: { what: 'reversal', note: "a payment did not reach the creditor's book" },
  book: { what: 'adjustment', note: "by the creditor's book" },
  redated: { what: 'adjustment', note: "by the creditor's book" },
};

/** Dues up to `until` and all movements of money, by date. A due comes before payments of the same day. */
export function statementOf({ dues, entries }: Position, until: CalendarDate): StatementLine[] {
  const lines: Open[] = [
    ...dues
      .filter((due) => due.on <= until)
      .map((due): Open => ({ on: due.on, what: 'due', minor: due.minor, note: '' })),
    ...entries.map(({ kind, on, minor }): Open => ({ on, minor: -minor, ...WHAT[kind] })),
  ];
  lines.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  let total = 0n;
  return lines.map((line) => {
    total += line.minor;
    return { ...line, total };
  });
}

/** Header of the statement. */
export const STATEMENT_COLUMNS = ['date', 'what', 'amount', 'total', 'currency', 'note'] as const;

/** The statement as CSV. Amounts are decimal, such as 1434.00. */
export function statementCsv(lines: readonly StatementLine[], currency: string): string {
  const amount = (minor: bigint) => plainAmount(minor, currency);
  return writeCsv(
    STATEMENT_COLUMNS,
    lines.map((line) => ({
      date: line.on,
      what: line.what,
      amount: amount(line.minor),
      total: amount(line.total),
      currency,
      note: line.note,
    })),
  );
}

/** Heading and closing lines of the printed statement. */
export interface StatementHead {
  creditorName: string;
  account: string;
  currency: string;
  contractDate: CalendarDate;
  /** Day of the statement. */
  on: CalendarDate;
  /** All that is owed. */
  balance: bigint;
}

/** The same statement for human readers. */
export function statementText(head: StatementHead, lines: readonly StatementLine[]): string {
  const { currency } = head;
  const pad = (text: string, width: number) => text.padStart(width);
  const rows = lines.map((line) => {
    const amounts = [line.minor, line.total].map((minor) => pad(plainAmount(minor, currency), 16));
    return `${line.on}  ${line.what.padEnd(10)} ${amounts.join(' ')}  ${line.note}`.trimEnd();
  });
  return [
    `Statement of account ${head.account}`,
    `Creditor: ${head.creditorName}`,
    `Contract of ${head.contractDate}. Amounts in ${currency}.`,
    '',
    `${'Date'.padEnd(10)}  ${'What'.padEnd(10)} ${pad('Amount', 16)} ${pad('Total of dues', 16)}`,
    ...rows,
    '',
    `Due and unpaid on ${head.on}: ${showAmount(lines.at(-1)?.total ?? 0n, currency)}`,
    `Balance of the contract on ${head.on}: ${showAmount(head.balance, currency)}`,
    '',
  ].join('\n');
}
