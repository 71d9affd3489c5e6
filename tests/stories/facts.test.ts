/** Facts that hold, stop or turn the way. */
import { test } from '@jest/globals';
import { on, story, twd } from '../support/story.ts';

const upToPlacement = (title: string) => story(title).day(0).overdue('1434.00').day(36).skip().stands('agency');

test('a dispute stops what presses; rejected, the ladder goes on where it was', () =>
  story('rejected')
    .day(0)
    .overdue('1434.00')
    .day(5)
    .skip()
    .fact('dispute', { about: 'amount' })
    .heldBy('dispute')
    .day(20)
    .left('d5 desk review/dispute')
    .tasks('review-dispute', 1)
    .fact('dispute-closed', { outcome: 'rejected' }, { by: 'ann' })
    .day(22)
    .left('d20 sms sms/sms-10', 'd21 call call/attempt', 'd21 call call/attempt#2', 'd22 call call/attempt#3')
    .end());

test('a dispute upheld: nothing is owed any more, thanks and silence', () =>
  story('upheld')
    .day(0)
    .overdue('1434.00')
    .day(5)
    .skip()
    .fact('dispute', { about: 'not-mine' })
    .day(9)
    .fact('dispute-closed', { outcome: 'upheld' }, { by: 'ann' })
    .money({ cured: true })
    .day(60)
    .left('d5 desk review/dispute', 'd9 email receipt/thanks')
    .tasks('review-dispute', 0)
    .end());

test('a dispute upheld in part: the rest is asked for', () =>
  story('part upheld')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .fact('dispute', { about: 'amount' })
    .refused('dispute-closed', { outcome: 'part' }, 'fact-invalid')
    .fact('dispute-closed', { outcome: 'part', reduceBy: twd('434.00') }, { by: 'ann' })
    .money({ overdue: '1000.00' })
    .day(5)
    .left('d2 desk review/dispute', 'd4 email reminder/email-4')
    .reads('email', /NT\$ 1,000/)
    .end());

test('a dispute while placed: recalled at once, not placed again', () =>
  upToPlacement('recalled')
    .fact('dispute', { about: 'amount' })
    .day(37)
    .left('d36 desk review/dispute', 'd36 agency agency/recall')
    .reads('agency', /disputed/)
    .end());

test('a hold with dates: silence, then on', () =>
  story('hold')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .fact('hold', { until: on(9), reason: 'flood' }, { by: 'ann' })
    .heldBy('hold')
    .day(9)
    .left()
    .day(12)
    .left('d10 sms sms/sms-10')
    .end());

test('STOP of e-mail falls to SMS; STOP of both ends their steps and the calls come', () =>
  story('STOP')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('stop', { channel: 'email' })
    .day(5)
    .left('d4 sms reminder/email-4')
    .ofPerson('stop', { channel: 'sms' })
    .day(16)
    .left('d16 call call/attempt')
    .end());

test('a wrong number: no SMS and no calls to it, the ladder does not hang', () =>
  story('wrong number')
    .day(0)
    .overdue('1434.00')
    .day(9)
    .skip()
    .ofPerson('wrong-number', {})
    .day(40)
    .left('d31 email agency/notice', 'd34 agency agency/handover')
    .end());

test('asked to write only: no more calls', () =>
  story('writes only')
    .day(0)
    .overdue('1434.00')
    .callers({ contact: 'right-party', result: 'writes-only' })
    .day(15)
    .skip()
    .day(30)
    .left('d16 call call/attempt')
    .end());

test('says paid, refuses, call back: what the caller records is what happens', () =>
  story('results')
    .day(0)
    .overdue('1434.00')
    .callers(
      { contact: 'voicemail' },
      { contact: 'right-party', result: 'call-back', callBackAt: Date.parse(`${on(19)}T15:00:00+08:00`) },
      { contact: 'right-party', result: 'refuses' },
    )
    .day(15)
    .skip()
    .day(30)
    .left('d16 call call/attempt', 'd16 call call/attempt#2', 'd19 call call/attempt#1001')
    .day(32)
    .left('d31 email agency/notice')
    .end());

test.each(['hardship', 'death', 'bankruptcy'] as const)(
  '%s holds without end, recalls, and a trained person is asked',
  (kind) =>
    upToPlacement(kind)
      .ofPerson(kind, kind === 'death' ? { reported: 'family' } : {})
      .tasks(`${kind}-review`, 1)
      .day(200)
      .left(...(kind === 'hardship' ? ['d36 email care/referral'] : []), 'd36 agency agency/recall')
      .heldBy('care')
      .end(),
);

test('hardship that a trained person ends: the ladder goes on', () =>
  story('hardship ends')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('hardship', {})
    .day(30)
    .left('d2 email care/referral')
    .answers('hardship-review', { of: 'care-reviewed', outcome: 'back at work', hardshipEnded: true })
    .day(31)
    .left('d30 sms sms/sms-10', 'd31 call call/attempt')
    .end());
