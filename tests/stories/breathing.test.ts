/** Hardship with a sheet, breathing space and referral: who asks for what, when, and what is said before it. */
import { test } from '@jest/globals';
import { on, type Story, story } from '../support/story.ts';

const SHEET = {
  country: 'TW',
  household: { adults: 1 },
  lines: [
    { line: 'wages', amount: '31000' },
    { line: 'food', amount: '9000' },
    { line: 'rent', amount: '12000' },
    { line: 'electricity', amount: '1200' },
  ],
  debts: [
    { line: 'credit-card', balance: '41000', ours: true },
    { line: 'personal-loan', balance: '123000' },
  ],
};
const NOTHING_LEFT = { ...SHEET, lines: [...SHEET.lines, { line: 'childcare', amount: '8800' }] };
const told = (story: Story, sheet: object, filled: number) =>
  story.ofPerson('sheet-recorded', { sheet: { ...sheet, on: on(filled) }, toldBy: 'adviser' }, 'ann');

test('a sheet says what can be paid: no letter asks for more, nothing is placed, and it is looked at again', () =>
  told(story('part').day(0).overdue('1434.00').day(2).skip(), SHEET, 2)
    .heldBy()
    .day(5)
    .left('d2 email care/referral', 'd4 email reminder/email-4')
    .reads('email', /We ask for no more than NT\$ 1,980 a month for now/)
    .reads('email', /you can pay NT\$ 1,980 a month/)
    .reads('email', /Others who help for free: .*法律扶助/)
    .day(60)
    .skip()
    .why('care')
    .day(188)
    .tasks('sheet-review', 1)
    .ofPerson('sheet-recorded', { sheet: { ...NOTHING_LEFT, on: on(188) } }, 'ann')
    .tasks('sheet-review', 0)
    .end());

test('a sheet that leaves nothing: nothing presses, help is named once, a late one of an earlier day changes nothing', () =>
  told(story('nothing left').day(0).overdue('1434.00').day(2).skip(), NOTHING_LEFT, 2)
    .heldBy('care')
    .day(40)
    .left('d2 email care/referral')
    .reads('email', /法律扶助/)
    .ofPerson('sheet-recorded', { sheet: { ...SHEET, on: on(1) } }, 'ann')
    .day(60)
    .left()
    .ofPerson('hardship-ended', { reason: 'works again' }, 'ann')
    .day(61, 9)
    .left('d60 sms sms/sms-10')
    .end());

test('a breathing space: reviewed half way, a word when it has ended, and a week more before any demand', () =>
  story('breathing space')
    .day(0)
    .overdue('1434.00', { country: 'GB' })
    .day(2)
    .skip()
    .ofPerson('care-hold', { type: 'breathing-space', since: on(2) })
    .ofPerson('care-hold', { type: 'breathing-space', since: on(2) })
    .day(10)
    .refused('care-hold', { type: 'breathing-space' }, 'not-allowed-now')
    .left('d2 email care/referral')
    .day(33)
    .tasks('breathing-space-review', 1)
    .left('d32 desk care/breathing-space-review')
    .day(70)
    .tasks('breathing-space-review', 0)
    .left('d63 email care/breathing-space-ended', 'd70 sms sms/sms-10')
    .refused('care-hold', { type: 'breathing-space' }, 'not-allowed-now')
    .ofPerson('care-hold', { type: 'breathing-space' }, 'ann')
    .heldBy('after-breathing-space', 'care')
    .end());

test('a breathing space for a crisis lasts until 30 days after the treatment, and how often is not asked', () =>
  story('crisis')
    .day(0)
    .overdue('1434.00', { country: 'GB' })
    .day(2)
    .skip()
    .ofPerson('care-hold', { type: 'breathing-space', crisis: true })
    .day(100)
    .ofPerson('care-hold', { type: 'breathing-space', crisis: true, until: on(99) })
    .day(128)
    .tasks('breathing-space-review', 1)
    .day(130)
    .skip()
    .day(136)
    .left()
    .day(137, 13)
    .left('d137 sms sms/sms-10')
    .end());
