/** Facts with dates of their own: what was told late, what lies ahead, and what cannot be. */
import { expect, test } from '@jest/globals';
import { readTask } from '../../engine/tasks/read-task.ts';
import { on, type Story, story, twd } from '../support/story.ts';

const at = (day: number, hour = 12) => Date.parse(`${on(day)}T${String(hour).padStart(2, '0')}:00:00+08:00`);
/** What the only open task of a possible breach lists: each thing with its day, then the corrections. */
const lists = (told: Story, ...expected: string[]) =>
  told.also('the task lists', async (world) => {
    const [no = 0n, ...others] = await world.openTasks('possible-breach');
    const { breaches } = await readTask(world.db, no, world.now);
    const found = breaches?.flatMap((report) => [
      ...report.found.map((item) => `${item.at.slice(0, 10)} ${item.what}`),
      ...report.prepared.map(({ fact, data }) => `${fact} ${data['month']} ${data['remedy']}`),
    ]);
    expect([found, others]).toEqual([expected, []]);
  });

test('a hold that lies in the past stops nothing now; what left inside is listed, with the corrections prepared', () => {
  const told = story('breathing space').day(0).overdue('900.00').day(65).skip();
  told.fact('hold', { from: on(43), until: on(62), reason: 'breathing space' }, { by: 'ann' });
  lists(
    told,
    '2026-04-16 bureau/notice by email',
    '2026-04-30 bureau/record by bureau',
    'bureau-correction 2026-04 delete',
  );
  return told
    .stands('call', 'bureau')
    .heldBy()
    .answers('possible-breach', { of: 'accepted' })
    .tasks('possible-breach', 0)
    .also('the correction is a fact', async (world) => {
      const rows = await world.db.selectFrom('fact').select('body').where('kind', '=', 'bureau-correction').execute();
      expect(rows.map((row) => row.body)).toEqual([expect.objectContaining({ month: '2026-04', remedy: 'delete' })]);
    })
    .day(95)
    .also('the bureau has it', async (world) => {
      const rows = await world.db.selectFrom('bureau_entry').select('kind').where('month', '=', '2026-04').execute();
      expect(rows.map((row) => row.kind).sort()).toEqual(['deletion', 'record']);
    })
    .end();
});

test('a hold that began in the past and still lasts holds from now on; calls count by their outcomes', () => {
  const told = story('still lasts').day(0).overdue('900.00').day(17, 20).skip();
  told.fact('hold', { from: on(14), until: on(40), reason: 'breathing space' }, { by: 'ann' });
  lists(
    told,
    '2026-03-16 sms/sms-14 by sms',
    '2026-03-18 call/attempt by call',
    '2026-03-18 call/attempt by call',
    '2026-03-19 call/attempt by call',
    '2026-03-19 call/attempt by call',
  );
  return told
    .answers('possible-breach', { of: 'declined', reason: 'the hold was never in force' })
    .day(39)
    .left()
    .heldBy('hold')
    .end();
});

test('death told late: a task for each account with what left since; told at once: none', () => {
  const told = story('death')
    .day(0)
    .book({ dues: `${on(0)}=900.00` })
    .day(9)
    .skip();
  told.fact('death', { reported: 'family' }, { subject: 'harbour/person:P-1', occurredAt: at(3) });
  lists(told, '2026-03-06 reminder/email-4 by email', '2026-03-10 reminder/email-8 by email');
  return told
    .fact('bankruptcy', {}, { subject: 'harbour/person:P-1' })
    .tasks('possible-breach', 1)
    .fact('bankruptcy', {}, { subject: 'harbour/person:P-1', occurredAt: at(7) })
    .tasks('possible-breach', 1)
    .tasks('bankruptcy-review', 1)
    .end();
});

test('a hold from today on, and one inside which nothing happened, open no task', () =>
  story('no breach')
    .day(0)
    .overdue('900.00')
    .day(2)
    .fact('hold', { from: on(2), until: on(4), reason: 'x' }, { by: 'ann' })
    .fact('hold', { until: on(4), reason: 'x' }, { by: 'ann' })
    .fact('hold', { from: on(-9), until: on(-2), reason: 'x' }, { by: 'ann' })
    .tasks('possible-breach', 0)
    .end());

test('what cannot be is refused, and nothing of it is kept: the next true book is taken', () =>
  story('dates')
    .day(0)
    .overdue('900.00')
    .day(2)
    .refused('balance-update', { asOf: '2062-01-01', balance: twd('900.00'), dues: [] }, 'fact-invalid')
    .refused('hold', { from: on(9), until: on(8), reason: 'x' }, 'fact-invalid')
    .refused('hold', { until: on(1), reason: 'x' }, 'fact-invalid')
    .refused('promise', { parts: [{ on: on(1), amount: twd('900.00') }] }, 'fact-invalid')
    .refused('hardship', { since: on(3) }, 'fact-invalid')
    .fact('balance-update', { asOf: on(2), balance: twd('900.00'), dues: [{ on: on(0), amount: twd('900.00') }] })
    .money({ overdue: '900.00' })
    .end());

test('a charge-off that lies ahead asks for the balance from its day on', () =>
  story('charge-off')
    .day(0)
    .overdue('900.00', { balance: '41000.00' })
    .day(2)
    .skip()
    .fact('charge-off', { on: on(6), amount: twd('41000.00') })
    .day(5)
    .money({ asked: '900.00' })
    .day(6, 9)
    .money({ asked: '41000.00' })
    .end());
