/** The lender: books and reports payments, returns those that bounced, answers disputes, sends its book as a file. */

import { drawn } from '../../simulation/behaviour/draw.ts';
import { book, standOn } from '../../simulation/behaviour/ledger.ts';
import { type Moment, statementCutOn } from '../calendar.ts';
import { bookCells, bookPayment, cutDemoStatement } from '../lender.ts';
import type { Told } from './api-client.ts';
import { type DemoWorld, idOf, type Later, ledgerOf, money, sendFacts, subjectOf } from './world.ts';

/** Share of payments at a counter. No event reports them; only the next morning's book does. */
const SHARE_BY_BOOK = 0.05;
/** Share of payments booked the next morning, just before the day's messages are sent. */
const SHARE_NEXT_MORNING = 0.35;
const DISPUTE_DAYS = 12;
/** Share of disputes of which a part is right. */
const SHARE_IN_THE_RIGHT = 0.7;

/** Receives a payment: booked now, the next morning, or reported only by the book. */
export function receivePayment(
  world: DemoWorld,
  day: number,
  pay: Pick<Later, 'account' | 'minor' | 'returnsAfterDays'>,
): Told[] {
  const early = drawn(SHARE_NEXT_MORNING, world.seed, pay.account, day, 'booked next morning');
  if (!early) return reportPayment(world, day, pay, 'payment');
  world.later.push({ ...pay, day: day + 1, morning: true, what: 'payment' });
  return [];
}

function reportPayment(
  world: DemoWorld,
  day: number,
  { account, minor, returnsAfterDays }: Pick<Later, 'account' | 'minor' | 'returnsAfterDays'>,
  question: string,
): Told[] {
  bookPayment(ledgerOf(world, account), minor, day);
  const silent = returnsAfterDays === null && drawn(SHARE_BY_BOOK, world.seed, account, day, 'by the book');
  if (silent) {
    world.silent.set(account, (world.silent.get(account) ?? 0n) + minor);
    return [];
  }
  if (returnsAfterDays !== null)
    world.later.push({
      day: day + returnsAfterDays,
      morning: false,
      what: 'reversal',
      account,
      minor,
      returnsAfterDays: null,
    });
  return [
    {
      id: idOf(world, account, day, question),
      kind: 'payment',
      subject: subjectOf(account),
      data: { amount: money(world, minor) },
    },
  ];
}

/** A dispute reaches the lender from whoever heard of it first. The lender answers after some days. */
export function noteDispute(world: DemoWorld, day: number, account: string): void {
  if (world.later.some((later) => later.what === 'dispute-closed' && later.account === account)) return;
  world.later.push({
    day: day + DISPUTE_DAYS,
    morning: false,
    what: 'dispute-closed',
    account,
    minor: 0n,
    returnsAfterDays: null,
  });
}

/** Does what the lender had postponed until this moment. */
export async function doLater(world: DemoWorld, moment: Moment, morning: boolean): Promise<void> {
  const isDue = (later: Later): boolean => later.day <= moment.day && later.morning === morning;
  const due = world.later.filter(isDue).sort((a, b) => (a.account < b.account ? -1 : 1));
  world.later = world.later.filter((later) => !isDue(later));
  await sendFacts(
    world,
    'core-bank',
    moment,
    due.flatMap((later) => factsOfLater(world, moment.day, later)),
  );
}

function factsOfLater(world: DemoWorld, day: number, later: Later): Told[] {
  const { account, minor } = later;
  if (world.closed.has(account)) return [];
  const told = (kind: string, data: Record<string, unknown>): Told => ({
    id: idOf(world, account, day, kind),
    kind,
    subject: subjectOf(account),
    data,
  });
  if (later.what === 'payment') return reportPayment(world, day, later, 'payment-next-morning');
  if (later.what === 'reversal') {
    book(ledgerOf(world, account), -minor);
    return [told('reversal', { amount: money(world, minor) })];
  }
  return [told('dispute-closed', closeDispute(world, day, account))];
}

/**
 * Some disputes are rejected with reference to the contract. In the others a part was wrong and is deducted from the
 * overdue amount.
 */
function closeDispute(world: DemoWorld, day: number, account: string): Record<string, unknown> {
  const ledger = ledgerOf(world, account);
  const { overdueMinor } = standOn(ledger, day);
  const part = (overdueMinor / 200n) * 100n;
  if (!drawn(SHARE_IN_THE_RIGHT, world.seed, account, 0, 'dispute closed') || part === 0n)
    return { outcome: 'rejected' };
  ledger.received += part;
  ledger.balance -= part;
  world.reduced += part;
  world.won.push({ account, minor: part });
  return { outcome: 'part', reduceBy: money(world, part) };
}

/** The morning's book: all accounts when statements were cut, else only accounts changed by a counter payment. */
export async function sendBook(world: DemoWorld, { day, date }: Moment): Promise<void> {
  const cut = statementCutOn(day);
  const accounts = [...world.ledgers.keys()].filter(
    (account) => !world.closed.has(account) && (cut !== null || world.silent.has(account)),
  );
  world.silent.clear();
  if (accounts.length === 0) return;
  if (cut !== null) for (const account of accounts) cutDemoStatement(ledgerOf(world, account), cut);
  await world.api.sendFile(
    `/v1/imports?as=core-bank`,
    bookFile(accounts.map((account) => bookCells(ledgerOf(world, account), date))),
  );
}

export function bookFile(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * Money that the engine should know of, by the lender's own book. Payments that only tomorrow's book reports are
 * excluded.
 */
export function bookedMoney({ ledgers, reduced, silent }: DemoWorld): bigint {
  const received = [...ledgers.values()].reduce((sum, ledger) => sum + ledger.received, 0n);
  return received - reduced - [...silent.values()].reduce((sum, minor) => sum + minor, 0n);
}

/** Records each account's days late at the end of the day. */
export function noteLateness(world: DemoWorld, { day }: Moment): void {
  for (const [account, ledger] of world.ledgers) world.lateness.get(account)?.push(standOn(ledger, day).dpd);
}
