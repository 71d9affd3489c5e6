/** `arrears release`: ends every hold of an account. */
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { type FactOptions, sendFact } from '../facts.ts';

export async function releaseAccount(typed: string, options: FactOptions & { reason: string }): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  await sendFact(
    api,
    account,
    'hold-released',
    { facts: { reason: options.reason }, words: 'every hold is released' },
    options,
  );
}
