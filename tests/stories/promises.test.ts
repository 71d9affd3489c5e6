/** Promises: quiet while they run, kept or broken by what was paid. */
import { test } from '@jest/globals';
import { on, story, twd } from '../support/story.ts';

const round = (first: number, day: number) =>
  [0, 1, 2, 3, 4, 5].map(
    (no) => `d${day + Math.floor(no / 2)} call call/attempt${first + no > 1 ? `#${first + no}` : ''}`,
  );

test('a kept promise: quiet until its date, then thanks', () =>
  story('kept')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .promises([10, '1434.00'])
    .heldBy('running-promise')
    .day(10)
    .left('d8 email arrangement/reminder')
    .pays('1434.00')
    .left('d10 email receipt/thanks')
    .end());

test('a broken promise goes back to calls; after the second broken one no machine accepts another', () =>
  story('broken twice')
    .day(0)
    .overdue('1434.00')
    .callers({ contact: 'right-party', result: 'promise', parts: [{ on: on(21), minor: 143_400n }] })
    .day(23)
    .left(
      'd1 email reminder/email-1',
      'd4 email reminder/email-4',
      'd8 email reminder/email-8',
      'd11 sms sms/sms-10',
      'd14 sms sms/sms-14',
      'd16 call call/attempt',
      'd19 email arrangement/reminder',
    )
    .why('calls-ended')
    .day(25)
    // The second contact of the day was the first call: the next one waits.
    .left('d24 email arrangement/missed', 'd24 call call/attempt#7', 'd25 call call/attempt#9')
    .stands('call')
    .promises([28, '1434.00'])
    .day(40)
    .left('d26 email arrangement/reminder', ...round(13, 31), 'd34 email agency/notice', 'd37 agency agency/handover')
    .refused('promise', { parts: [{ on: on(50), amount: twd('1434.00') }] }, 'not-allowed-now')
    .fact('promise', { parts: [{ on: on(50), amount: twd('1434.00') }] }, { by: 'ann' })
    .end());

test('instalments: kept part by part, broken at the one that is missed', () =>
  story('instalments')
    .day(0)
    .overdue('1500.00')
    .day(2)
    .skip()
    .promises([5, '500.00'], [15, '500.00'], [25, '500.00'])
    .day(5)
    .pays('500.00')
    .day(15)
    .pays('500.00')
    .day(27)
    .left('d3 email arrangement/reminder', 'd13 email arrangement/reminder', 'd23 email arrangement/reminder')
    .heldBy('running-promise')
    .day(28)
    .left('d28 email arrangement/missed', 'd28 sms sms/sms-10')
    .end());

test('an accepted deferral is a promise with a later date; a later promise takes the place of one that runs', () =>
  story('deferral')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .promises([5, '1434.00'])
    .day(4)
    .fact('promise', { parts: [{ on: on(20), amount: twd('1434.00') }], offer: 'deferral' })
    .day(22)
    .left('d3 email arrangement/reminder', 'd18 email arrangement/reminder')
    .heldBy('running-promise')
    .end());

test('a part of it came: the word afterwards says what is left; paid late, nothing more is asked', () =>
  story('part kept')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .promises([10, '1000.00'])
    .day(9)
    .left('d8 email arrangement/reminder')
    .pays('400.00')
    .day(13)
    .left('d13 email arrangement/missed', 'd13 sms sms/sms-10')
    .reads('email', /NT\$ 1,000 by Thursday, 12 March 2026, NT\$ 600 of it still to come/)
    .pays('1034.00')
    .day(30)
    .left('d13 email receipt/thanks')
    .end());

test('no reminder for who wants none, nor after the money came or a hold began', () =>
  story('not reminded')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .fact('promise', { parts: [{ on: on(6), amount: twd('1434.00') }], withoutReminder: true })
    .day(5)
    .left()
    .promises([20, '1434.00'])
    .day(10)
    .ofPerson('care-hold', { type: 'breathing-space', until: on(19) })
    .day(22)
    .left('d10 email care/referral', 'd20 email care/breathing-space-ended')
    .end());
