/** Court: a demand, a checklist, a second person, a folder; filed, or not, or taken back. And the end of the ladder. */
import { test } from '@jest/globals';
import { on, type Story, story } from '../support/story.ts';

/** Placed, recalled at the end of the term, the recall acknowledged: court may come. */
function afterAgency(title: string, cells = {}): Story {
  return story(title)
    .day(0)
    .overdue('1434.00', { bureau_consent: 'no', ...cells })
    .day(95)
    .skip()
    .also('the agency acknowledges', async (world) => {
      const { id } = await world.db.selectFrom('placement').select('id').executeTakeFirstOrThrow();
      await world.record({ subject: 'harbour/A-1', kind: 'recall-acknowledged', data: { placement: id } });
    });
}
/** Up to the question to the second person. */
const asked = (title: string) =>
  afterAgency(title)
    .day(111)
    .left('d95 email legal/final-demand', 'd110 desk legal/approval')
    .tasks('approve-court', 1);

test('the whole way to a filed case', () =>
  asked('filed')
    .approval('bob')
    .day(112)
    .left('d111 court legal/case-folder', 'd111 desk legal/filing')
    .reads('court', /A-1/)
    .stands('legal')
    .answers('record-filing', { of: 'filed', court: 'Taipei District Court', number: '2026-X-17' })
    .day(200)
    .left()
    .stands('legal')
    .end());

test('not filed: write off, sell or wait', () =>
  asked('not filed')
    .approval('bob')
    .day(112)
    .skip()
    .answers('record-filing', { of: 'not-filed', reason: 'no assets' })
    .day(113)
    .left('d112 desk legal/ladder-end')
    .answers('ladder-end', { of: 'ladder-answer', answer: 'wait', until: on(130) })
    .day(129)
    .left()
    .day(131)
    .left('d130 desk legal/ladder-end#2')
    .answers('ladder-end', { of: 'ladder-answer', answer: 'write-off' })
    .stands('closed')
    .day(200)
    .left()
    .end());

test('a second person who says no ends it there', () =>
  asked('refused')
    .approval('bob', { approve: false, reason: 'too small' })
    .day(112)
    .left('d111 desk legal/ladder-end')
    .end());

test('a cure before filing withdraws the case, with a note in the folder', () =>
  asked('cured')
    .approval('bob')
    .day(112)
    .skip()
    .pays('1434.00')
    .tasks('record-filing', 0)
    .day(114)
    .left('d112 email receipt/thanks', 'd112 court legal/withdrawal')
    .reads('court', /paid/)
    .stands('clear')
    .end());

test('a dispute before filing withdraws it; rejected, a second person looks anew', () =>
  asked('disputed')
    .approval('bob')
    .day(112)
    .skip()
    .fact('dispute', { about: 'amount' })
    .day(120)
    .left('d112 desk review/dispute', 'd112 court legal/withdrawal')
    .fact('dispute-closed', { outcome: 'rejected' }, { by: 'ann' })
    .day(121)
    .left('d120 desk legal/approval#2')
    .approval('bob')
    .day(122)
    .left('d121 court legal/case-folder#2', 'd121 desk legal/filing#2')
    .end());

test('a dispute while the second person is asked takes the question back', () =>
  asked('disputed early')
    .fact('dispute', { about: 'amount' })
    .tasks('approve-court', 0)
    .day(115)
    .left('d111 desk review/dispute')
    .fact('dispute-closed', { outcome: 'rejected' }, { by: 'ann' })
    .day(116)
    .left('d115 desk legal/approval#2')
    .end());

test('a payment that comes back after the case was withdrawn: told, five days gentle, then asked anew', () =>
  asked('returned')
    .approval('bob')
    .day(112)
    .skip()
    .pays('1434.00')
    .day(115)
    .skip()
    .paymentReturned('1434.00')
    .day(120)
    .left('d115 email reminder/payment-returned')
    .day(122)
    .left('d121 desk legal/approval#2')
    .end());

test('a part payment while the case is open is no step back', () =>
  asked('part')
    .pays('100.00')
    .approval('bob')
    .day(113)
    .left()
    .stands('legal')
    .day(116)
    .left('d115 court legal/case-folder', 'd115 desk legal/filing')
    .end());

test('below the floor of the court: the ladder has run out', () =>
  afterAgency('below the floor', { balance: '20000.00' }).day(97).left('d95 desk legal/ladder-end').end());

test('no address is a checklist that fails: no demand is made in vain, a person decides', () =>
  afterAgency('no address', { address: '' }).day(97).left('d95 desk legal/ladder-end').end());
