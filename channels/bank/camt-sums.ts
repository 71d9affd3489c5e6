/** Whether a statement is whole: the numbers and sums that it tells of itself. */
import type { BankLine } from '../../domain/money/bank-line.ts';
import { amountOf, sumOf } from './amounts.ts';
import { signed } from './camt-entry.ts';
import type { BankFaultCode } from './faults.ts';
import { allBelow, below, type Kept, textBelow, type XmlElement } from './xml.ts';

const TOTAL: Kept = { NbOfNtries: {}, Sum: {} };
/** What of a summary is kept. */
export const SUMMARY: Kept = { TtlNtries: TOTAL, TtlCdtNtries: TOTAL, TtlDbtNtries: TOTAL };
/** What of a balance is kept. */
export const BALANCE: Kept = { Tp: { CdOrPrtry: { Cd: {} } }, Amt: {}, CdtDbtInd: {} };

/** What of an entry counts. */
interface Counted {
  readonly direction: BankLine['direction'];
  readonly minor: bigint;
  readonly booked: object | null;
}
/** Tells a fault of the statement; `inner` names the place in it. */
type Fail = (code: BankFaultCode, inner: string) => void;

const DIRECTION_OF = { TtlNtries: null, TtlCdtNtries: 'in', TtlDbtNtries: 'out' } as const;

/**
 * Holds the totals of the summary against the entries. Banks count those that are not booked, or leave them out.
 * `currency` is null when the statement has no amount at all.
 */
export function checkSummary(
  statement: XmlElement,
  entries: readonly Counted[],
  currency: string | null,
  fail: Fail,
): void {
  for (const [name, direction] of Object.entries(DIRECTION_OF)) {
    const total = below(statement, 'TxsSummry', name);
    if (!total) continue;
    const counted = entries.filter((entry) => direction === null || entry.direction === direction);
    const faults = [counted, counted.filter(({ booked }) => booked !== null)].map((some) =>
      faultOfTotal(total, some, currency),
    );
    if (faults[0] && faults[1]) fail(faults[0], `TxsSummry/${name}`);
  }
}

function faultOfTotal(total: XmlElement, entries: readonly Counted[], currency: string | null): BankFaultCode | null {
  const [count, text] = [textBelow(total, 'NbOfNtries'), textBelow(total, 'Sum')];
  if (count !== '' && !(/^\d{1,15}$/.test(count) && Number(count) === entries.length)) return 'count-wrong';
  if (text === '') return null;
  if (currency === null) return /^[0.]+$/.test(text) ? null : 'sum-wrong';
  const sum = sumOf(text, currency);
  if (typeof sum === 'string') return sum;
  return sum === entries.reduce((all, { minor }) => all + minor, 0n) ? null : 'sum-wrong';
}

/** Holds the booked entries against opening and closing balance, where the statement has one of each. */
export function checkBalances(statement: XmlElement, entries: readonly Counted[], currency: string, fail: Fail): void {
  const balances = allBelow(statement, 'Bal').map((element, at) => ({
    kind: textBelow(element, 'Tp', 'CdOrPrtry', 'Cd'),
    minor: readBalance(element, currency, (code) => fail(code, `balance ${at + 1}`)),
  }));
  const [opening, closing] = ['OPBD', 'CLBD'].map((kind) => balances.filter((balance) => balance.kind === kind));
  const [from, to] = [opening?.[0]?.minor ?? null, closing?.[0]?.minor ?? null];
  if (opening?.length !== 1 || closing?.length !== 1 || from === null || to === null) return;
  const booked = entries.filter((entry) => entry.booked !== null);
  if (booked.reduce((all, entry) => all + signed(entry), from) !== to) fail('balance-wrong', 'Bal');
}

/** A balance with its sign; null when it cannot be read. */
function readBalance(element: XmlElement, currency: string, fail: (code: BankFaultCode) => void): bigint | null {
  const found = below(element, 'Amt');
  const amount = found ? amountOf(found, 0n) : 'element-missing';
  const mark = textBelow(element, 'CdtDbtInd');
  if (typeof amount === 'string') fail(amount);
  else if (amount.currency !== currency) fail('other-currency');
  else if (mark !== 'CRDT' && mark !== 'DBIT') fail(mark === '' ? 'element-missing' : 'unknown-word');
  else return mark === 'CRDT' ? amount.minor : -amount.minor;
  return null;
}
