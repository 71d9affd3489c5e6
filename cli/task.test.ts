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
  askedBy: 'Ann',
  openedAt: '2026-03-05T01:30:00.000Z',
  dueAt: '2026-03-10T01:30:00.000Z',
  endedAt: null,
  endedBy: null,
  who: null,
  checklist: [
    { name: 'address', passed: true, words: 'the address is known' },
    { name: 'no-dispute', passed: false, words: 'nothing is disputed' },
  ],
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

  test('a call shows whom, the script, the offers and what may be recorded', () => {
    const call: ShownTaskView['call'] = {
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
    ['missing-from-file', 'done --reason WORDS'],
    ['visit', 'done --reason WORDS'],
  ])('%s ends by %s', (kind, words) =>
    expect(waysToEnd({ task: 3, kind, account: 'harbour/A-1' })[0]).toBe(`npx arrears outcome 3 ${words} --as NAME`),
  );
  test.each([
    ['find-contact-data', 'address-added --channel CHANNEL --value VALUE'],
    ['review-dispute', 'dispute-closed --outcome OUTCOME'],
  ])('%s ends by a fact: %s', (kind, words) =>
    expect(waysToEnd({ task: 3, kind, account: 'harbour/A-1' })[0]).toBe(
      `npx arrears record harbour/A-1 ${words} --as NAME`,
    ),
  );
});
