import { describe, expect, test } from '@jest/globals';
import {
  headerLine,
  heldLine,
  rewind,
  rounded,
  screenLines,
  sentWords,
  storyLines,
  type View,
  weekLine,
  whole,
  wrap,
} from './screen.ts';

const VIEW: View = {
  seed: 7,
  accounts: 150,
  law: 'law of Taiwan',
  sign: 'NT$ ',
  balance: 590_000_000n,
  overdue: 41_250_000n,
  day: 47,
  days: 120,
  clock: 'Tue 13:00',
  parts: { temporal: 'ok', database: 'ok', queue: 'ok', workers: 2 },
  stages: { reminder: 12, sms: 9, call: 21, agency: 33, bureau: 18, clear: 50 },
  cured: 55,
  held: 2,
  received: 8_841_000n,
  promises: { kept: 14, broken: 6 },
  sentByChannel: { email: 402, sms: 121, call: 80, agency: 6, bureau: 1, court: 1 },
  heldBack: { 'HOUSE-TIME-01': 31, 'running-promise': 22, 'quiet-after-payment': 12, 'HOUSE-FREQ-01': 9, decide: 400 },
  contactsAfterPayment: 0,
  paymentRaces: 12,
  story: {
    account: 'C-1042',
    dpd: 47,
    today: '2026-04-17',
    zone: 'Asia/Taipei',
    done: [
      { at: '2026-03-17T02:30:00.000Z', what: 'called', outcome: 'right-party: promise' },
      { at: '2026-04-01T01:00:00.000Z', what: 'Agency: notice by email', outcome: 'delivered' },
    ],
    next: { at: '2026-04-28T22:05:00.000Z', what: 'Bureau: record by bureau', cancelledBy: ['payment', 'dispute'] },
  },
  news: ['the SMS lane refuses'],
};

describe('the screen', () => {
  test('says in its first lines what is run and where it stands', () => {
    const [head, day, stages, money, held, races] = screenLines(VIEW, 120);
    expect(head).toBe(
      'Arrears demo  150 cards, NT$ 5.9 m balance, NT$ 413 k overdue, seed 7   law of Taiwan   UCI data, persons invented',
    );
    expect(day).toBe('Day 47/120  Tue 13:00   ######----------   Temporal ok  Postgres ok  queue ok  workers 2');
    expect(stages).toBe('reminder 12  sms 9  call 21  agency 33  bureau 18  legal 0  | cured 55  held 2');
    expect(money).toBe(
      'Money in NT$ 88,410    Promises kept 14 broken 6    Sent 611 (e-mail 402 sms 121 calls 80 files 8)',
    );
    expect(held).toBe('Held back 74: night 31, promise 22, just paid 12, cap of a day 9');
    expect(races).toBe(
      'Contacts after payment 0   (12 messages were already planned or queued when money came: all stopped)',
    );
  });

  test('tells one story by days late, and what cancels the next step', () => {
    expect(screenLines(VIEW, 120).slice(6)).toEqual([
      '-- C-1042, 47 days late ------------------------------------------',
      'd16 called: right-party: promise   d31 Agency: notice by email',
      'next d59 Bureau: record by bureau; cancelled by payment, dispute',
      '** the SMS lane refuses',
    ]);
  });

  test('keeps the newest events when not all fit', () => {
    const story = VIEW.story;
    if (story === null) throw new Error('no story');
    expect(storyLines(story, 40)[1]).toBe('d31 Agency: notice by email');
    expect(storyLines({ ...story, next: null, dpd: 0 }, 40).at(-1)).toBe('nothing is planned');
  });

  test('no line is longer than the terminal', () => {
    for (const line of screenLines(VIEW, 40)) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('a week is one line', () => {
    expect(weekLine(VIEW)).toBe(
      'day  47/120  reminder 12 sms 9 call 21 agency 33 bureau 18 legal 0 | cured 55  ' +
        'in NT$ 88,410  Sent 611  after payment 0',
    );
  });

  test('a redrawn screen takes back exactly what it wrote', () => {
    expect(rewind(0)).toBe('');
    expect(rewind(9)).toBe('\u001b[9A\r\u001b[J');
  });
});

describe('words and figures', () => {
  test.each([
    [0n, '0'],
    [99n, '0'],
    [143_400n, '1,434'],
    [-143_400n, '-1,434'],
    [123_456_789_00n, '123,456,789'],
  ])('%s minor units', (minor, words) => expect(whole(minor)).toBe(words));
  test.each([
    [99_950_000n, '1000 k'],
    [100_000_000n, '1.0 m'],
    [40_000_000n, '400 k'],
  ])('%s rounded', (minor, words) => expect(rounded(minor)).toBe(words));

  test('one card is no cards', () => expect(headerLine({ ...VIEW, accounts: 1 })).toContain('  1 card,'));
  test('tasks of the own desk are no sending', () =>
    expect(sentWords({ email: 1, desk: 2 })).toBe('Sent 1 (e-mail 1 sms 0 calls 0 files 0)'));
  test('a long piece of news goes on below itself, none of it is lost', () => {
    expect(wrap('** one two three four', 12)).toEqual(['** one two', '   three', '   four']);
    expect(
      wrap(`** ${'x'.repeat(20)}`, 10)
        .join('')
        .replaceAll(' ', ''),
    ).toBe(`**${'x'.repeat(20)}`);
  });
  test('nothing held back', () => expect(heldLine({ decide: 5 })).toBe('Held back 0'));
});
