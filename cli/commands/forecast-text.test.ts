import { expect, test } from '@jest/globals';
import { aheadQuery } from './explain-account.ts';
import { forecastText } from './forecast-text.ts';

const AHEAD: Parameters<typeof forecastText>[0] = {
  until: '2026-06-03T04:00:00.000Z',
  assumes: { receipts: 'none', calls: 'open' },
  items: [
    {
      at: '2026-03-05T01:30:00.000Z',
      of: 'effect',
      what: 'Reminder: email-4 by email',
      because: ['its day is 4 days after the due date 2026-03-01'],
      cancelledBy: ['payment', 'dispute'],
      together: ['A-2'],
    },
    { at: '2026-03-12T22:10:00.000Z', of: 'stage', what: 'stage: SMS', because: [], cancelledBy: [], together: [] },
    {
      at: '2026-03-17T01:34:00.000Z',
      of: 'task',
      what: 'Call: attempt by call',
      because: ['daily cap', 'weekly cap'],
      cancelledBy: [],
      together: [],
    },
  ],
  stage: 'call',
  why: ['NT$ 1,434 overdue, 94 days late'],
  openTasks: [{ what: 'Call: attempt by call', since: '2026-03-17T01:34:00.000Z' }],
};

test('each line has its weekday and time in the zone, why not sooner, and what would cancel it', () => {
  expect(forecastText(AHEAD, 'Asia/Taipei')).toBe(`Ahead until Wed 2026-06-03 12:00 (Asia/Taipei), if nothing new occurs
  Nobody pays, promises, disputes or decides; no task has an outcome; no receipt comes: a notice is served
  only at an address that took a message before.
  Thu 2026-03-05 09:30  Reminder: email-4 by email (one message with A-2)
                        not sooner: its day is 4 days after the due date 2026-03-01
                        cancelled or put off by payment, dispute
  Fri 2026-03-13 06:10  stage: SMS
  Tue 2026-03-17 09:34  task: Call: attempt by call
                        not sooner: daily cap; weekly cap
Then it stands at call
  NT$ 1,434 overdue, 94 days late
  a task waits for its outcome since Tue 2026-03-17 09:34: Call: attempt by call`);
});

test('says that nothing comes, and what else is assumed', () => {
  const assumes = { receipts: 'delivered', calls: 'unanswered' } as const;
  const text = forecastText({ ...AHEAD, items: [], openTasks: [], assumes }, 'Asia/Taipei');
  expect(text).toContain('  nothing comes\n');
  expect(text).toContain('nobody answers a call; other tasks have no outcome; each message');
});

test.each([
  [{}, {}],
  [{ ahead: true }, { ahead: 90 }],
  [
    { ahead: 30, delivered: true, unanswered: true },
    { ahead: 30, receipts: 'delivered', calls: 'unanswered' },
  ],
] as const)('%j asks the API for %j', (options, query) => expect(aheadQuery(options)).toEqual(query));

test('an assumption without a forecast is refused', () => {
  expect(() => aheadQuery({ delivered: true })).toThrow('--delivered says what a forecast assumes');
  expect(() => aheadQuery({ unanswered: true })).toThrow('--unanswered says what a forecast assumes');
});
