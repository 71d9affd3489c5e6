import { expect, test } from '@jest/globals';
import { LAWS } from './laws.ts';
import type { DemoWorld } from './outside/world.ts';
import { waysOutLines } from './ways-out.ts';

const plan = (number: string, state: string, paid: string) => ({
  ...{ account: `harbour/${number}`, plan: 1, state, since: '2026-04-05', parts: [{}, {}] },
  ...{ total: { minor: '200000' }, paid: { minor: paid } },
});
const effect = (number: string, stage: string, sentAt: string) => ({
  ...{ effect: number, account: `harbour/${number}`, episode: 1, stage, step: 'x', occurrence: 1, sentAt },
});

interface Lived {
  plans?: object[];
  sent?: object[];
  won?: DemoWorld['won'];
  /** Persons who told of hardship on day 3. */
  hardship?: string[];
}
function worldOf({ plans = [], sent = [], won = [], hardship = [] }: Lived): DemoWorld {
  const answers = { '/v1/plans?limit=1000': { plans }, '/v1/effects?state=sent&limit=1000': sent };
  const residents = hardship.map((number) => [
    number,
    { debtor: { accounts: [number] }, plans: [], promises: [], received: [], hardshipSince: 3, agencyContacts: [] },
  ]);
  const api = { get: async (path: keyof typeof answers) => answers[path] };
  return { api, won, law: LAWS.TW, residents: new Map(residents as never) } as unknown as DemoWorld;
}

test('each way out is named with its account, and how many more there are', async () => {
  const lines = await waysOutLines(
    worldOf({
      plans: [plan('C-1', 'kept', '200000'), plan('C-2', 'broken', '100000'), plan('C-3', 'kept', '200000')],
      won: [{ account: 'C-4', minor: 30_000n }],
      hardship: ['C-5', 'C-6'],
      // A reminder of before, and thanks, are no demand since.
      sent: [
        effect('C-5', 'sms', '2026-03-09T09:00:00+08:00'),
        effect('C-6', 'reminder', '2026-03-04T09:00:00+08:00'),
        effect('C-6', 'receipt', '2026-03-20T09:00:00+08:00'),
      ],
    }),
  );
  expect(lines.slice(2)).toEqual([
    '  a plan that was kept               harbour/C-1: NT$ 2,000 in 2 parts, on 2026-04-05 (and 1 more)',
    '  a plan that broke                  harbour/C-2: NT$ 1,000 of NT$ 2,000 had come, on 2026-04-05; the person was told first',
    '  a dispute won                      harbour/C-4: NT$ 300 taken off',
    '  a person in hardship left in peace harbour/C-6: since 2026-03-05 nothing was asked for',
  ]);
});
test('what did not happen is said so', async () => {
  const lines = await waysOutLines(worldOf({ hardship: ['C-5'], sent: [effect('C-5', 'sms', '2026-03-09T09:00Z')] }));
  expect(lines.filter((line) => line.endsWith('none in so short a run'))).toHaveLength(4);
});
