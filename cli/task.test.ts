import { describe, expect, test } from '@jest/globals';
import type { ShownTaskView } from '../domain/contracts/views.ts';
import { taskText } from './task.ts';
import { waysToEnd } from './task-help.ts';

const twd = (minor: string) => ({ currency: 'TWD', minor });
const TASK: ShownTaskView = {
  task: 12,
  kind: 'approve-court',
  state: 'open',
  account: 'harbour/A-1',
  person: 'P-1',
  stage: 'legal',
  occurrence: 1,
  reason: null,
  dpd: 130,
  overdue: twd('143400'),
  coveredBy: null,
  askedBy: 'Ann',
  openedAt: '2026-03-05T01:30:00.000Z',
  dueAt: '2026-03-10T01:30:00.000Z',
  endedAt: null,
  endedBy: null,
  who: null,
  alarm: null,
  replies: null,
  complaints: null,
  evidence: null,
  letter: null,
  breaches: null,
  review: null,
  classes: null,
  checklist: [
    { name: 'address', passed: true, words: 'the address is known' },
    { name: 'no-dispute', passed: false, words: 'nothing is disputed' },
  ],
  records: null,
  call: null,
};

describe('one task', () => {
  test('an approval shows who asked, the checklist and both answers', () => {
    const text = taskText(TASK);
    for (const words of [
      'Task 12: approve-court, open',
      'account   harbour/A-1',
      'stands    130 days late, NT$ 1,434 overdue',
      'asked by  Ann',
      '  yes  the address is known',
      '  NO   nothing is disputed',
      '  npx arrears approve 12 --as NAME',
      '  npx arrears approve 12 --refuse REASON --as NAME',
    ])
      expect(text.split('\n')).toContain(words);
    expect(text).not.toContain('P-1');
    expect(taskText({ ...TASK, dpd: 1 })).toContain('1 day late, NT$ 1,434 overdue');
  });

  test('a possible breach shows what happened, what may be done, and the corrections as they are recorded', () => {
    const breaches: ShownTaskView['breaches'] = [
      {
        because: 'hold',
        from: '2026-03-04T16:00:00.000Z',
        until: '2026-03-11T15:59:59.999Z',
        found: [{ at: '2026-03-06T01:30:00.000Z', what: 'reminder/email-4 by email', advice: 'tell the person' }],
        prepared: [{ fact: 'bureau-correction', data: { month: '2026-02', remedy: 'delete', reason: 'told late' } }],
      },
    ];
    const text = taskText({ ...TASK, kind: 'possible-breach', checklist: null, breaches });
    expect(text).toMatch(/What happened in a time of hold that was told late, 2026-03-0\d \d\d:00 to 2026-03-1\d/);
    expect(text).toMatch(/2026-03-0\d \d\d:30 {2}reminder\/email-4 by email: tell the person/);
    expect(text).toContain('bureau-correction --month 2026-02 --remedy delete --reason "told late"');
    expect(text).toContain('npx arrears outcome 12 accept --as NAME');
    expect(text).toContain('npx arrears outcome 12 decline --reason WORDS --as NAME');
  });

  test('an alarm names whom to call, the lines of the country, and what ends it', () => {
    const alarm: ShownTaskView['alarm'] = {
      onCall: { name: 'Omar Finch', phone: '+886 2 5550 0190' },
      lines: [{ country: 'TW', name: 'Ambulance', number: '119', hours: 'day and night' }],
    };
    const task = { ...TASK, account: null, kind: 'self-harm-alarm', checklist: null };
    const text = taskText({ ...task, alarm });
    for (const words of ['  Omar Finch, +886 2 5550 0190', '  TW  119  Ambulance, day and night'])
      expect(text.split('\n')).toContain(words);
    expect(text).toContain('npx arrears outcome 12 done --reason WORDS --as NAME');
    expect(taskText({ ...task, alarm: { ...alarm, onCall: null } })).toContain('nobody is named: add careOnCall');
    expect(taskText({ ...task, kind: 'distress-review', alarm })).toContain('npx arrears outcome 12 lifted --reason');
  });

  test('a review shows what was said, which bounds it exceeds, and how long it is quiet', () => {
    const review = { said: 'promises NT$ 1,434 for 2028-01-01', exceeds: 'it reaches further', until: '2026-03-09' };
    const text = taskText({ ...TASK, kind: 'review-promise', checklist: null, review });
    for (const words of [review.said, 'exceeds the bounds of the creditor: it reaches further', 'until 2026-03-09'])
      expect(text).toContain(words);
  });

  test('a call shows whom, the script, the offers and what may be recorded', () => {
    const call: ShownTaskView['call'] = {
      spokenTo: [
        { role: 'debtor', name: 'Lin Mei', mayHear: 'debt', permission: 'may be told of the debt' },
        { role: 'third-party', name: null, mayHear: 'nothing', permission: 'hears nothing of a debt' },
      ],
      script: {
        before: [{ when: 'Somebody answers', say: `May I speak to Lin Mei? ${'word '.repeat(40).trim()}` }],
        after: [{ when: 'The answers fit', say: 'NT$ 1,434 is overdue.' }],
        never: ['Press.'],
      },
      offers: {
        instalments: [{ on: '2026-03-12', amount: twd('71700') }],
        deferral: [{ on: '2026-03-20', amount: twd('143400') }],
      },
      outcomes: {
        contact: [{ name: 'busy', words: 'busy', needs: [] }],
        result: [{ name: 'promise', words: 'promised', needs: ['parts'] }],
      },
    };
    const who = { name: 'Lin Mei', language: 'en', zone: 'Asia/Taipei', phones: ['+12125550143'] };
    const text = taskText({ ...TASK, kind: 'call', checklist: null, who, call });
    for (const words of [
      'call      +12125550143',
      'name      Lin Mei',
      '  Lin Mei (debtor): may be told of the debt',
      '  third-party: hears nothing of a debt',
      '  Somebody answers:',
      '  deferral: NT$ 1,434 on 2026-03-20',
      '  busy: busy',
      '  promise --parts DATE=AMOUNT: promised',
      '  npx arrears outcome 12 right-party RESULT --as NAME',
    ])
      expect(text.split('\n')).toContain(words);
    expect(text.indexOf('overdue.')).toBeGreaterThan(text.indexOf('Only to the right person'));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('wrong records show what was said, what is right, and how to answer', () => {
    const records: ShownTaskView['records'] = [
      {
        month: '2026-04',
        said: {
          status: '31-60',
          overdue: twd('143400'),
          balance: twd('410000'),
          dateOfFirstDelinquency: '2026-03-02',
        },
        right: { status: 'current', overdue: twd('0'), balance: twd('266600'), dateOfFirstDelinquency: null },
      },
    ];
    const text = taskText({ ...TASK, kind: 'correct-bureau-record', checklist: null, records });
    for (const words of [
      '  2026-04  said      31-60, NT$ 1,434 overdue, balance NT$ 4,100, late since the due of 2026-03-02',
      '           is right  current, NT$ 0 overdue, balance NT$ 2,666',
      '  npx arrears outcome 12 correct --reason WORDS --as NAME',
      '  npx arrears outcome 12 done --reason WORDS --as NAME',
    ])
      expect(text.split('\n')).toContain(words);
  });

  test('what ended is told, and nothing more is to be done', () => {
    const text = taskText({
      ...TASK,
      state: 'done',
      endedAt: '2026-03-06T01:30:00.000Z',
      endedBy: 'Bo',
      checklist: null,
    });
    expect(text).toMatch(/ended {5}2026-03-0\d \d\d:30 by Bo/);
    expect(text).not.toContain('npx arrears');
  });

  test.each([
    ['record-filing', 'filed --court COURT --number NUMBER'],
    ['ladder-end', 'write-off'],
    ['settle-unknown', 'found-sent'],
    ['hardship-review', 'reviewed --reason WORDS [--hardship-ended]'],
    ['death-review', 'reviewed --reason WORDS'],
    ['correct-bureau-record', 'correct --reason WORDS'],
    ['missing-from-file', 'done --reason WORDS'],
    ['possible-breach', 'accept'],
    ['review-announcement', 'accept'],
    ['restart-review', 'begin-again'],
    ['visit', 'done --reason WORDS'],
  ])('%s ends by %s', (kind, words) =>
    expect(waysToEnd({ task: 3, kind, account: 'harbour/A-1' })[0]).toBe(`npx arrears outcome 3 ${words} --as NAME`),
  );
  test.each([
    ['find-contact-data', 'address-added --channel CHANNEL --value VALUE'],
    ['review-dispute', 'dispute-closed --outcome OUTCOME --of DISPUTE'],
    ['review-classes', 'classes-reviewed --ability CLASS --willingness CLASS --reason WORDS'],
  ])('%s ends by a fact: %s', (kind, words) =>
    expect(waysToEnd({ task: 3, kind, account: 'harbour/A-1' })[0]).toBe(
      `npx arrears record harbour/A-1 ${words} --as NAME`,
    ),
  );
});
