/** The lender's bank: statements, payments, payments that come back, answers to disputes. */
import type { Due } from '../../domain/facts.ts';
import { CYCLE_DAYS } from '../behaviour/calibration.ts';
import { draw } from '../behaviour/draw.ts';
import { book, cutStatement, standOn, unpaidDues } from '../behaviour/ledger.ts';
import { type PersonLife, STATEMENT_LEAD_DAYS } from './person-life.ts';
import type { SimulatedAccount } from './simulated-account.ts';

const DISPUTE_DAYS = 12;
/** Share of disputes in which a part was wrong and is taken off. */
const SHARE_UPHELD = 0.3;

/** Cuts the statements of today; the engine learns of them by a row of the book. */
export function cutStatements(life: PersonLife): void {
  for (const account of life.accounts) {
    const { nextDueDay, ledger, row } = account;
    if (nextDueDay === null || row.closed || life.debtorDay !== nextDueDay - STATEMENT_LEAD_DAYS) continue;
    account.nextDueDay = nextDueDay + CYCLE_DAYS;
    const before = ledger.dues.length;
    cutStatement(ledger, { dueDay: nextDueDay, least: account.leastMinimum });
    if (ledger.dues.length > before) tellBook(life, account);
  }
}

/** The row of the book of today. */
function tellBook(life: PersonLife, { ledger, row }: SimulatedAccount): void {
  const asOf = life.timetable.dateOf(life.day);
  const dues = unpaidDues(ledger).map(({ day, minor }): Due => ({ on: life.dateOf(day), minor }));
  const balance = ledger.balance > 0n ? ledger.balance : 0n;
  life.engine.tell(row, { kind: 'balance-update', body: { asOf, balance, dues } }, { source: 'book', external: asOf });
}

/** Money comes in. `returnsAfterDays`: it comes back after so many days; null: it stays. */
export function pay(
  life: PersonLife,
  account: SimulatedAccount,
  { minor, via, returnsAfterDays }: { minor: bigint; via: 'lender' | 'agency'; returnsAfterDays: number | null },
): void {
  const { figures, ledger, row } = account;
  const reference = life.nextReference();
  book(ledger, minor);
  figures.payments += 1;
  figures.paid += minor;
  if (via === 'agency') {
    figures.paidToAgency += minor;
    figures.cost.commission += (minor * life.costs.commission) / 100n;
  }
  life.moneyToday += Number(minor);
  if (returnsAfterDays !== null)
    life.later.push({ day: life.day + returnsAfterDays, what: 'reversal', account, minor, of: reference });
  life.engine.tell(row, { kind: 'payment', body: { minor, via, reference } }, { source: 'bank', external: reference });
}

/** A dispute reached the lender, which answers it after some days. */
export function noteDispute(life: PersonLife, account: SimulatedAccount): void {
  account.figures.incidents.dispute += 1;
  if (account.disputed) return;
  account.disputed = true;
  life.later.push({ day: life.day + DISPUTE_DAYS, what: 'dispute-closed', account, minor: 0n, of: '' });
}

/** What was put off until today. */
export function doLater(life: PersonLife): void {
  if (life.later.length === 0) return;
  const due = life.later.filter(({ day }) => day <= life.day);
  if (due.length === 0) return;
  life.later = life.later.filter(({ day }) => day > life.day);
  for (const { what, account, minor, of } of due)
    if (what === 'reversal') takeBack(life, account, minor, of);
    else closeDispute(life, account);
}

function takeBack(life: PersonLife, { figures, ledger, row }: SimulatedAccount, minor: bigint, of: string): void {
  book(ledger, -minor);
  figures.reversals += 1;
  figures.reversed += minor;
  life.moneyToday -= Number(minor);
  life.engine.tell(row, { kind: 'reversal', body: { minor, of } }, { source: 'bank', external: `${of}-back` });
}

/** Most disputes are rejected; in some a part was wrong and is taken off what is owed. */
function closeDispute(life: PersonLife, account: SimulatedAccount): void {
  const { ledger, row, of } = account;
  account.disputed = false;
  if (row.closed) return;
  const fact = row.facts.findLast(({ kind }) => kind === 'dispute');
  const about = fact === undefined ? {} : { of: fact.id };
  const { overdueMinor } = standOn(ledger, life.debtorDay);
  const part = (overdueMinor / 200n) * 100n;
  if (draw(life.seed, of.id, 0, 'dispute closed') > SHARE_UPHELD || part === 0n) {
    life.engine.tell(row, { kind: 'dispute-closed', body: { outcome: 'rejected', ...about } });
    return;
  }
  ledger.received += part;
  ledger.balance -= part;
  life.engine.tell(row, { kind: 'dispute-closed', body: { outcome: 'part', reduceBy: part, ...about } });
}
