/** Accounts that come in late, or with a past. */
import { test } from '@jest/globals';
import { on, story } from '../support/story.ts';

test('200 days late on arrival: still the first stage, each step after its gap, nothing harsh by time alone', () =>
  story('old')
    .day(200)
    .overdue('1434.00', { last_contact_on: on(150) })
    .stands('reminder')
    .day(220)
    .left(
      'd200 email reminder/email-1',
      'd203 sms sms/sms-10',
      'd204 call call/attempt',
      'd204 call call/attempt#2',
      'd205 call call/attempt#3',
      'd205 call call/attempt#4',
      'd206 call call/attempt#5',
      // The seventh contact in seven days was the fifth call.
      'd207 call call/attempt#6',
      'd208 email agency/notice',
      'd208 email bureau/notice',
      'd211 agency agency/handover',
    )
    .stands('agency', 'bureau')
    .end());

test('reached the agency elsewhere, with its notice: placed, and nothing of before again', () =>
  story('reached agency')
    .day(40)
    .overdue('1434.00', { reached_stage: 'agency', notified_on: '2026-04-08', bureau_consent: 'no' })
    .day(60)
    .left('d40 agency agency/handover')
    .stands('agency')
    .end());

test('reached the calls elsewhere: calls, not reminders', () =>
  story('reached call')
    .day(20)
    .overdue('1434.00', { reached_stage: 'call', notified_on: '2026-03-10' })
    .day(21)
    .left('d20 call call/attempt', 'd20 call call/attempt#2', 'd21 call call/attempt#3')
    .end());

test('reached the agency elsewhere, paid, late again: reminders, and a notice of its own; the book says the old stage on', () => {
  const old = { reached_stage: 'agency', notified_on: '2026-04-08', bureau_consent: 'no' };
  return story('a later delinquency')
    .day(38)
    .overdue('1434.00', old)
    .pays('1434.00')
    .day(62)
    .skip()
    .book({ dues: `${on(60)}=1434.00`, ...old })
    .stands('reminder')
    .day(95)
    .left(
      'd62 email reminder/email-1',
      'd65 email reminder/email-4',
      'd68 email reminder/email-8',
      'd71 sms sms/sms-10',
      'd74 sms sms/sms-14',
      'd76 call call/attempt',
      'd76 call call/attempt#2',
      'd77 call call/attempt#3',
      'd77 call call/attempt#4',
      'd78 call call/attempt#5',
      'd78 call call/attempt#6',
      'd91 email agency/notice',
      'd94 agency agency/handover',
    )
    .end();
});

test('current on arrival although the book names a stage: its first delinquency begins at the first stage', () =>
  story('current on arrival')
    .day(-5)
    .overdue('1434.00', { reached_stage: 'agency', notified_on: '2026-01-08' })
    .day(5)
    .left('d1 email reminder/email-1', 'd4 email reminder/email-4')
    .stands('reminder')
    .end());

test('told again: the book speaks of the delinquency at its own date', () =>
  story('told again')
    .day(38)
    .overdue('1434.00', { reached_stage: 'agency', notified_on: on(35), bureau_consent: 'no' })
    .pays('1434.00')
    .day(100)
    .skip()
    .book({ dues: `${on(60)}=1434.00`, reached_stage: 'agency', notified_on: on(96), bureau_consent: 'no' })
    .day(101)
    .left('d100 agency agency/handover')
    .end());

test('callers who record nothing hold everything harsher', () =>
  story('callers away')
    .day(0)
    .overdue('1434.00')
    .also('callers are away', async (world) => {
      world.callersAway = true;
    })
    .day(15)
    .skip()
    .day(60)
    .left('d16 call call/attempt')
    .stands('call')
    .why('steps-not-ended')
    .end());

test('lender in Taipei, person in Los Angeles: each step on a day of their own, none put off', () =>
  story('far west')
    .day(0)
    .overdue('1434.00', { zone: 'America/Los_Angeles' })
    .day(20)
    // In Taipei it is a day later, half past midnight to eight.
    .left(
      'd2 email reminder/email-1',
      'd5 email reminder/email-4',
      'd9 email reminder/email-8',
      'd12 sms sms/sms-10',
      'd15 sms sms/sms-14',
      'd17 call call/attempt',
      'd17 call call/attempt#2',
      'd18 call call/attempt#3',
      'd18 call call/attempt#4',
      'd19 call call/attempt#5',
      'd19 call call/attempt#6',
    )
    .end());
