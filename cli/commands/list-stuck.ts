/** `arrears stuck`: what is stuck, since when, and what to do. */
import type { StuckView } from '../../domain/contracts/views.ts';
import { openApiClient } from '../api-client.ts';
import { answer, count, type OutputOptions, paint, plain, showMoney } from '../print.ts';
import { readCause } from '../stuck.ts';
import { readTimes, type TimeOf } from '../times.ts';

export async function listStuck(options: OutputOptions & { cause?: string }): Promise<void> {
  const code = options.cause === undefined ? undefined : readCause(options.cause);
  const api = openApiClient();
  const [stuck, timeOf] = await Promise.all([api.get<StuckView[]>('/v1/stuck', { code }), readTimes(api)]);
  answer(options, stuck, () => stuckText(stuck, timeOf));
}

/** One entry per paragraph: cause, account, money, since when; the remedy below it. */
function stuckText(stuck: readonly StuckView[], timeOf: TimeOf): string {
  if (stuck.length === 0) return 'Nothing is stuck.';
  const entries = stuck.map((stuck) => {
    const what = [stuck.account ?? '', showMoney(stuck.money), `since ${timeOf(stuck.since, stuck.account)}`]
      .filter((text) => text !== '')
      .join(', ');
    return [
      `${paint('yellow', stuck.code)}  ${plain(what)}`,
      `  ${plain(stuck.cause)}`,
      `  ${plain(stuck.remedy)}`,
    ].join('\n');
  });
  return `${entries.join('\n\n')}\n\n${count(stuck.length, 'entry is', 'entries are')} stuck.`;
}
