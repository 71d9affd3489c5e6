/** A part of the debt is disputed: the rest goes on. */
import { expect, test } from '@jest/globals';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import { openDisputes } from '../../domain/disputes.ts';
import { on, type Story, story, twd } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

/** A loan with three instalments of 1,434.00, a month apart, the first due on day 0. */
const loan = (title: string) =>
  story(title)
    .day(0)
    .book({
      product: 'instalment-loan',
      dues: [0, 30, 60].map((day) => `${on(day)}=1434.00`).join(';'),
    });
const ofAnn = { by: 'ann' } as const;

/** Closes an open dispute, named by its id: the first, or the one of this place. */
const closes = (told: Story, data: object, place = 0): Story =>
  told.also('a dispute is closed', async (world) => {
    const [dispute] = (await openIn(world)).slice(place);
    if (dispute === undefined) throw new Error('no such dispute is open');
    const close = { ...data, of: dispute.id };
    await world.record({ subject: 'harbour/A-1', kind: 'dispute-closed', data: close, ...ofAnn });
  });
async function openIn({ db }: StoryWorld) {
  const { id } = await db.selectFrom('account').select('id').where('number', '=', 'A-1').executeTakeFirstOrThrow();
  return openDisputes((await loadStandingFacts(db, [id])).get(id)?.facts ?? []);
}

test('one instalment of three is disputed: the rest is asked for and paid; rejected, it is asked for too', () =>
  closes(
    loan('one of three')
      .day(5)
      .skip()
      .fact('dispute', { about: 'amount', dues: [on(0)] })
      .money({ asked: '0', dpd: 0, cured: false })
      .stands('waits-for-dispute')
      .day(30)
      .left('d5 desk review/dispute')
      .day(36)
      .left('d31 email reminder/email-1#2', 'd34 email reminder/email-4#2')
      .money({ overdue: '1434.00', dpd: 6 })
      .reads('email', /To pay now: NT\$ 1,434\r?\n/)
      .reads(
        'email',
        /No amount above contains this part of A-1 \(instalment loan\): Instalment of 2 March 2026\. You object to it/,
      )
      .pays('1434.00')
      .stands('waits-for-dispute')
      .why('waits-for-dispute')
      .unpaid(`${on(60)}=1434.00`)
      .day(45)
      .left()
      .tasks('review-dispute', 1),
    { outcome: 'rejected' },
  )
    .tasks('review-dispute', 0)
    .money({ overdue: '1434.00', dpd: 15 })
    .day(46)
    .left('d45 sms sms/sms-10', 'd46 call call/attempt')
    .end());

test('a sum is disputed: everything but the sum is asked for; upheld, the sum is owed no more', () =>
  closes(
    loan('a sum')
      .day(5)
      .skip()
      .fact('dispute', { about: 'service', amount: twd('434.00') })
      .money({ overdue: '1000.00', dpd: 5 })
      .day(9)
      .left('d5 desk review/dispute', 'd8 email reminder/email-8')
      .reads('email', /this part of A-1 \(instalment loan\): an amount of NT\$ 434\. You object to it/)
      .reads('email', /To pay now: NT\$ 1,000\r?\n/),
    { outcome: 'upheld' },
  )
    .money({ overdue: '1000.00', dpd: 9 })
    .unpaid(`${on(0)}=1000.00;${on(30)}=1434.00;${on(60)}=1434.00`)
    .end());

test('several disputes at once: each is named when it is closed, and upheld takes off its own dues', () =>
  closes(
    closes(
      loan('several')
        .day(62)
        .skip()
        .fact('dispute', { about: 'amount', dues: [on(0)] })
        .fact('dispute', { about: 'already-paid', dues: [on(60)] })
        .money({ overdue: '1434.00', dpd: 32 })
        .refused('dispute-closed', { outcome: 'rejected' }, 'fact-invalid')
        .refused('dispute-closed', { outcome: 'rejected', of: 'nobody' }, 'fact-invalid'),
      { outcome: 'upheld' },
      1,
    )
      .unpaid(`${on(30)}=1434.00`)
      .money({ overdue: '1434.00', dpd: 32 }),
    { outcome: 'rejected' },
  )
    .unpaid(`${on(0)}=1434.00;${on(30)}=1434.00`)
    .end());

test('a due the account does not have, or a sum that is none of the debt, is refused', () =>
  loan('refused')
    .refused('dispute', { about: 'amount', dues: [on(1)] }, 'fact-invalid')
    .refused('dispute', { about: 'amount', dues: [on(0), on(0)] }, 'fact-invalid')
    .refused('dispute', { about: 'amount', dues: [] }, 'fact-invalid')
    .refused('dispute', { about: 'amount', dues: [on(0)], amount: twd('1.00') }, 'fact-invalid')
    .refused('dispute', { about: 'amount', amount: twd('0') }, 'fact-invalid')
    .refused('dispute', { about: 'amount', amount: twd('41000.01') }, 'fact-invalid')
    .refused('dispute', { about: 'amount', amount: { currency: 'USD', minor: '100' } }, 'fact-invalid')
    .tasks('review-dispute', 0)
    .end());

test('with an agency: a part recalls nothing, a part that leaves no rest does', () =>
  loan('placed')
    .day(36)
    .skip()
    .stands('agency')
    .fact('dispute', { about: 'amount', dues: [on(0)] })
    .day(38)
    .left('d36 desk review/dispute', 'd36 agency agency/update')
    .reads('agency', new RegExp(`A-1,harbour,TWD,[^\\n]*,143400,${on(36)}`))
    .fact('dispute', { about: 'amount', dues: [on(30)] })
    .money({ asked: '0', cured: false })
    .day(39)
    .left('d38 agency agency/recall')
    .reads('agency', /disputed/)
    .end());

test('placed while a part is disputed: the agency gets the rest', () =>
  loan('rest placed')
    .day(29)
    .skip()
    .fact('dispute', { about: 'amount', dues: [on(0)] })
    .day(60)
    .skip()
    .day(66)
    .left('d61 email agency/notice', 'd64 agency agency/handover', 'd64 agency agency/update')
    .stands('agency')
    .reads('agency', new RegExp(`TWD,[^\\n]*,286800,${on(64)}`))
    .end());

test('no bureau record begins while a part is disputed; one that has begun carries the rest, marked', async () => {
  await story('before the first record')
    .day(0)
    .overdue('900.00')
    .day(44)
    .skip()
    .fact('dispute', { about: 'amount', amount: twd('200.00') })
    .day(100)
    .left('d44 desk review/dispute')
    .end();
  await story('after the first record')
    .day(0)
    .overdue('900.00')
    .day(60)
    .fact('dispute', { about: 'amount', amount: twd('200.00') })
    .day(91)
    .also('reported', async ({ db }) => {
      const rows = await db.selectFrom('bureau_entry').select('body').orderBy('at').execute();
      const records = rows.map(({ body }) => body as BureauRecord);
      expect(records.map(({ overdue, balance, disputed }) => [overdue, balance, disputed])).toEqual([
        ['90000', '4100000', false],
        ['70000', '4080000', true],
      ]);
    })
    .end();
});

test('an approved court case that is not filed is withdrawn by a dispute about any part', () =>
  story('court')
    .day(0)
    .overdue('1434.00', { bureau_consent: 'no' })
    .day(95)
    .also('the agency acknowledges', async (world) => {
      const { id } = await world.db.selectFrom('placement').select('id').executeTakeFirstOrThrow();
      await world.record({ subject: 'harbour/A-1', kind: 'recall-acknowledged', data: { placement: id } });
    })
    .day(111)
    .skip()
    .approval('bob')
    .day(112)
    .skip()
    .fact('dispute', { about: 'amount', amount: twd('34.00') })
    .day(120)
    .left('d112 desk review/dispute', 'd112 court legal/withdrawal')
    .end());

test('told by a caller: the part goes with the result of the call', () =>
  loan('caller')
    .callers({ contact: 'right-party', result: 'disputes', disputed: { dues: [on(0)] } })
    .day(15)
    .skip()
    .day(29)
    .left('d16 call call/attempt', 'd16 desk review/dispute')
    .stands('waits-for-dispute')
    .day(31)
    .left('d31 email reminder/email-1#2')
    .money({ overdue: '1434.00', dpd: 1 })
    .end());
