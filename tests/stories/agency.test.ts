/** The agency: notice, handover, what comes back, recall. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { RETURN_COLUMNS } from '../../channels/agency/parser.ts';
import { instantAt } from '../../domain/time.ts';
import { ingestAgencyReturn } from '../../engine/files/agency-return.ts';
import { on, type Story, story } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

const CONTACTED = (title: string, cells = {}) => story(title).day(0).overdue('1434.00', cells).day(30).skip();

async function placementOf(world: StoryWorld): Promise<{ id: string; agency: string }> {
  return world.db
    .selectFrom('placement')
    .select(['id', 'agency'])
    .where('state', '<>', 'ended')
    .executeTakeFirstOrThrow();
}

/** The agency sends its return of the day. */
function returns(told: Story, day: number, ...rows: Partial<Record<(typeof RETURN_COLUMNS)[number], string>>[]): Story {
  return told.also('the agency returns', async (world) => {
    const { id, agency } = await placementOf(world);
    const full = rows.map((row) => ({ placement: id, at: `${on(day)}T10:00:00+08:00`, ...row }));
    const sum = rows.reduce((all, row) => all + BigInt(row.minor ?? '0'), 0n);
    const end = { placement: '#end', event: String(rows.length), minor: String(sum), currency: 'TWD' };
    const lines = [...full, end].map((row) =>
      RETURN_COLUMNS.map((column) => (row as Record<string, string>)[column] ?? '').join(','),
    );
    const bytes = Buffer.from(`${[RETURN_COLUMNS.join(','), ...lines].join('\n')}\n`);
    await ingestAgencyReturn(world.db, {
      creditor: 'harbour',
      agency,
      fileName: `return-${day}.csv`,
      bytes,
      now: world.now,
    });
    await world.settle();
  });
}

test('notice, handover after three days, demands silenced, recalled at the end of the term', () => {
  const told = CONTACTED('placed')
    .day(35)
    .left('d31 email agency/notice', 'd34 agency agency/handover')
    .stands('agency')
    .reads('agency', /"?A-1/);
  returns(told, 35, { event: 'accepted' }, { event: 'contact', channel: 'call' });
  return told
    .day(95)
    .left('d45 email bureau/notice', 'd59 bureau bureau/record', 'd90 bureau bureau/record', 'd94 agency agency/recall')
    .end();
});

test('the agency is paid in part, in full: recalled, thanked', () => {
  const told = CONTACTED('paid at the agency', { bureau_consent: 'no' }).day(36).skip();
  returns(told, 36, { event: 'accepted' }, { event: 'payment', minor: '50000', currency: 'TWD', to: 'agency' });
  told.money({ overdue: '934.00' }).stands('agency').day(40).left();
  returns(told, 40, { event: 'payment', minor: '93400', currency: 'TWD', to: 'agency' });
  told.day(41).left('d40 email receipt/thanks', 'd40 agency agency/recall').reads('agency', /paid/);
  returns(told, 41, { event: 'recall-acknowledged' });
  return told.day(100).left().stands('clear').end();
});

test('money that went to the lender is announced, not counted; a promise to the agency counts like any other', () => {
  const told = CONTACTED('announced by the agency', { bureau_consent: 'no' }).day(36).skip();
  returns(told, 36, { event: 'accepted' }, { event: 'payment', minor: '143400', currency: 'TWD', to: 'lender' });
  told.money({ overdue: '1434.00' }).day(38);
  returns(told, 38, { event: 'promise', minor: '143400', currency: 'TWD', on: on(45) });
  return told
    .day(40)
    .money({ cured: false })
    .pays('1434.00')
    .day(41)
    .left('d40 email receipt/thanks', 'd40 agency agency/recall')
    .end();
});

test('given back: not placed again in this episode; court comes in its time', () => {
  const told = CONTACTED('returned', { bureau_consent: 'no' }).day(36).skip();
  returns(told, 36, { event: 'returned', detail: 'debtor abroad' });
  return told.day(90).left().day(92).left('d91 email legal/final-demand').end();
});

test('disputes and hardship that the agency hears end the placement', () => {
  const told = CONTACTED('heard by the agency', { bureau_consent: 'no' }).day(36).skip();
  returns(told, 36, { event: 'accepted' }, { event: 'hardship' }, { event: 'stop', channel: 'sms' });
  return told.tasks('hardship-review', 1).day(37).left('d36 email care/referral', 'd36 agency agency/recall').end();
});

test('not placed: below the floor, and what becomes too little in the notice period', () =>
  story('below the floor')
    .day(0)
    .overdue('900.00', { bureau_consent: 'no' })
    .day(35)
    .skip()
    .why('below-floor')
    .stands('call')
    .end());

test('a part payment in the notice period: no step back, no handover of too little', () =>
  CONTACTED('notice period')
    .day(32)
    .left('d31 email agency/notice')
    .pays('700.00')
    .day(40)
    .left()
    .why('below-floor')
    .end());

test('a live promise is not placed; broken, it is called about first', () =>
  CONTACTED('promise before the agency', { bureau_consent: 'no' })
    .promises([34, '1434.00'])
    .day(36)
    .left('d32 email arrangement/reminder')
    .why('promise-running')
    .day(45)
    // The word of day 37 is a contact too: the second call of each day waits for the next.
    .also('called about first', async (world) => {
      const { rows } = await sql<{ step: string }>`
        select step from effect where state = 'sent' and sent_at >= ${new Date(instantAt(on(37), 0, 'Asia/Taipei'))}
        order by sent_at`.execute(world.db);
      const steps = rows.map(({ step }) => step);
      expect(steps.slice(0, 2)).toEqual(['missed', 'attempt']);
      expect(steps.filter((step) => step === 'attempt')).toHaveLength(6);
      expect(steps.indexOf('notice')).toBeGreaterThan(steps.lastIndexOf('attempt'));
    })
    .end());

test('a notice that bounces goes another way before anything is handed over', () =>
  CONTACTED('bounce', { bureau_consent: 'no' })
    .bounces('email')
    .day(36)
    .left('d31 email agency/notice', 'd31 sms agency/notice#2', 'd34 agency agency/handover')
    .end());

test('two broken promises: the agency cannot bring a third by file', () => {
  const told = CONTACTED('no third promise', { bureau_consent: 'no' })
    .promises([31, '1434.00'])
    .day(35)
    .promises([36, '1434.00'])
    .day(50)
    .skip()
    .stands('agency');
  returns(told, 50, { event: 'promise', minor: '143400', currency: 'TWD', on: on(55) });
  return told
    .also('no third', async (world) => {
      const { rows } = await world.database.pool.query<{ n: number }>(
        "select count(*)::int as n from fact where kind = 'promise'",
      );
      if (rows[0]?.n !== 2) throw new Error('a third promise was taken');
    })
    .end();
});
