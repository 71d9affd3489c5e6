import { expect, test } from '@jest/globals';
import { pressureText } from './show-pressure.ts';

test('the budget, each contact with who made it, and when a demand fits', () => {
  const text = pressureText(
    {
      account: 'harbour/A-1',
      budget: 20,
      days: 7,
      now: 4.5,
      demandsFrom: [{ channel: 'sms', at: '2026-03-03T04:00:00.000Z' }],
      contacts: [
        {
          ...{ at: '2026-03-02T04:00:00.000Z', by: 'agency', channel: 'call', purpose: 'demand' },
          ...{ outcome: 'conversation', steps: [], left: 4.5 },
        },
      ],
    },
    (iso) => String(iso),
  );
  expect(text.split('\n')).toEqual([
    expect.stringContaining('harbour/A-1: 4.5 of 20; a contact fades in 7 days'),
    '  2026-03-02T04:00:00.000Z   4.50  agency: call, conversation',
    '  a demand by sms fits from 2026-03-03T04:00:00.000Z',
  ]);
});
