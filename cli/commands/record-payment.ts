/** `arrears pay ACCOUNT AMOUNT`: the shorthand of `record ACCOUNT payment --amount AMOUNT`. */
import { showAmount } from '../../domain/money.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { type FactOptions, sendFact } from '../facts.ts';
import { readChoice, readMoney } from '../input.ts';

export async function recordPayment(
  typed: string,
  amount: string,
  options: FactOptions & { via: string; reference?: string },
): Promise<void> {
  const via = readChoice(options.via, ['lender', 'agency'], '--via');
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const money = readMoney(amount, account.currency);
  const reference = options.reference === undefined ? {} : { reference: options.reference };
  const words = `paid ${showAmount(BigInt(money.minor), money.currency)}`;
  await sendFact(api, account, 'payment', { facts: { amount: money, via, ...reference }, words }, options);
}
