/** `arrears hold`: nothing presses until a date. */
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { type FactOptions, sendFact } from '../facts.ts';
import { readDate } from '../input.ts';

export async function holdAccount(
  typed: string,
  options: FactOptions & { until: string; from?: string; reason: string },
): Promise<void> {
  const until = readDate(options.until, '--until');
  const from = options.from === undefined ? {} : { from: readDate(options.from, '--from') };
  const api = openApiClient();
  const account = await findAccount(api, typed);
  await sendFact(
    api,
    account,
    'hold',
    { facts: { until, reason: options.reason, ...from }, words: `on hold until ${until}` },
    options,
  );
}
