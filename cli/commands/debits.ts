/** `arrears debit`: debits are scheduled, cancelled and listed. */
import { randomUUID } from 'node:crypto';
import type { ListedDebitView } from '../../domain/contracts/debit.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { type FactOptions, sendFact } from '../facts.ts';
import { readDate, readMoney } from '../input.ts';
import { answer, type Column, count, note, type OutputOptions, showMoney, table } from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';

interface ScheduleOptions extends FactOptions {
  amount: string;
  on: string;
  mandate?: string;
  due?: string[];
  debit?: string;
}

export async function scheduleDebit(typed: string, options: ScheduleOptions): Promise<void> {
  const { amount, on, mandate, due, debit = `D-${randomUUID().slice(0, 13)}` } = options;
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const facts = {
    ...{ debit, amount: readMoney(amount, account.currency), on: readDate(on, '--on') },
    ...(mandate === undefined ? {} : { mandate }),
    ...(due === undefined ? {} : { dues: due.map((date) => readDate(date, '--due')) }),
  };
  const words = `debit ${debit} of ${showMoney(facts.amount)} on ${facts.on}`;
  await sendFact(api, account, 'debit-scheduled', { facts, words }, options);
}

export async function cancelDebit(
  typed: string,
  options: FactOptions & { debit: string; reason: string },
): Promise<void> {
  const { debit, reason } = options;
  const api = openApiClient();
  const account = await findAccount(api, typed);
  await sendFact(
    api,
    account,
    'debit-cancelled',
    { facts: { debit, reason }, words: `debit ${debit} cancelled` },
    options,
  );
}

interface ListOptions extends OutputOptions {
  creditor?: string;
  state?: ListedDebitView['state'];
  limit?: number;
}

/** Debits of one screen. */
const SCREEN = 200;

const COLUMNS: Column<ListedDebitView>[] = [
  { title: 'no', of: ({ no }) => String(no), right: true },
  { title: 'debit', of: ({ debit }) => debit },
  { title: 'account', of: ({ account }) => account },
  { title: 'amount', of: ({ amount }) => showMoney(amount), right: true },
  { title: 'on', of: ({ on }) => on },
  { title: 'mandate', of: ({ mandate }) => mandate },
  { title: 'state', of: ({ state, failure }) => (failure === null ? state : `${state}: ${failure}`) },
];

export async function listDebits(options: ListOptions): Promise<void> {
  const { creditor, state } = options;
  const list = {
    ...{ path: '/v1/debits', filter: { creditor } },
    keyOf: ({ no }: ListedDebitView) => String(no),
  };
  const limit = limitOf(options, SCREEN);
  // What became of a debit follows from the facts of its account, so all are read and the others left out here.
  const all = await readPages(openApiClient(), list, state === undefined ? limit : Number.POSITIVE_INFINITY);
  const debits = all.filter((debit) => state === undefined || debit.state === state).slice(0, limit);
  answer(options, debits, () => (debits.length === 0 ? 'No debit is known.' : table(COLUMNS, debits)));
  if (debits.length === limit) note(`${count(limit, 'debit')} shown; there may be more: --limit`);
}
