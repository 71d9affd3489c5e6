import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { listContactFiles } from '../../db/reports/list-contact-files.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { contactFilesOf, SEVEN } from '../support/contact-files.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test', 16);
const { asks, place, round, filesOf, rowsOf, today, tell, at, contactsOf, breaches } = contactFilesOf(engine);

describe('the return', () => {
  test('used and unused are taken; what does not fit is refused with reason and remedy, the rest stands', async () => {
    await asks({ channels: ['call', 'email'], aDay: 2 });
    engine.now = SEVEN;
    await place([
      { account: 'A-1', person: 'P-1' },
      { account: 'A-2', person: 'P-2', email: 'p2@example.com' },
    ]);
    const rows = await today();
    const idOf = (account: string, channel: string) =>
      rows.find((row) => row['account'] === account && row['channel'] === channel)?.['reservation'] ?? '';
    engine.now = SEVEN + 15 * HOUR_MS;
    const call = { result: 'used', at: at(SEVEN + 4 * HOUR_MS), outcome: 'voicemail' };
    const answer = await tell([
      { reservation: idOf('A-1', 'call'), ...call },
      { reservation: idOf('A-1', 'call'), ...call, outcome: 'conversation' },
      {
        reservation: idOf('A-1', 'email'),
        result: 'unused',
        reason: 'no time',
        evidence: 'mail log of the day, row 4',
      },
      { reservation: idOf('A-2', 'email'), result: 'unused', reason: 'no time' },
      { reservation: idOf('A-2', 'call'), ...call, at: at(SEVEN + 30 * MINUTE_MS) },
      { reservation: '018f3a10-0000-7000-8000-00000000dead', ...call },
      { reservation: idOf('A-2', 'email'), ...call },
    ]);
    expect(answer).toMatchObject({ rows: 7, recorded: 2, repeated: 0 });
    expect(answer.refused.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'the reservation was reported otherwise'],
      [5, 'the permit is over, and that it was not used is not proved'],
      [6, 'the contact lies before the permit began'],
      [7, 'the reservation is not one of this agency'],
      [8, 'the outcome does not belong to the channel of the permit'],
    ]);
    for (const { remedy } of answer.refused) expect(remedy).toMatch(/\.$/);
    const again = await tell([{ reservation: idOf('A-1', 'call'), ...call }]);
    expect(again).toMatchObject({ recorded: 0, repeated: 1, refused: [] });
  });

  test('another agency cannot report, and a file with a fault of form is refused whole', async () => {
    await asks({ channels: ['call'], aDay: 1 });
    engine.now = SEVEN;
    await place([{ account: 'A-1' }]);
    const [permit] = await today();
    const reservation = permit?.['reservation'] ?? '';
    engine.now += 6 * HOUR_MS;
    const used = { reservation, result: 'used', at: at(engine.now), outcome: 'no-answer' };
    await expect(tell([used], 'south')).rejects.toMatchObject({ code: 'file-refused' });
    const secret = 'ask anna@example.com';
    for (const wrong of [
      { ...used, at: 'noon' },
      { reservation, result: 'unused', reason: secret },
      { ...used, result: 'x' },
    ]) {
      const refused = tell([used, wrong]);
      await expect(refused).rejects.toMatchObject({ code: 'file-refused' });
      await refused.catch((error: Error) => expect(JSON.stringify([error.message, error.cause])).not.toContain(secret));
    }
    expect(await listContactFiles(engine.db, { limit: 1 })).toMatchObject([{ used: 0, unreported: 1 }]);
    await tell([used]);
    expect((await findStuck(engine.db, engine.now)).map(({ code }) => code)).not.toContain('file-refused');
  });
});

describe('a fact after the file', () => {
  const prepared = async () => {
    await asks({ channels: ['call', 'email'], aDay: 2 });
    engine.now = SEVEN;
    await place([
      { account: 'A-1', person: 'P-1' },
      { account: 'A-2', person: 'P-2', email: 'p2@example.com' },
    ]);
    return today();
  };
  test.each([
    ['a payment', () => engine.record('payment', { amount: { currency: 'TWD', minor: '281400' } })],
    ['a dispute', () => engine.record('dispute', { about: 'amount' })],
    ['distress', () => engine.record('distress', { level: 'pressure', reported: 'lender' }, 'harbour/A-1')],
    ['a complaint', () => engine.record('complaint', { cause: 'harassment', channel: 'call' }, 'harbour/A-1')],
    ['a hold', () => engine.record('hold', { until: '2026-03-20', reason: 'asked' })],
  ])('%s: the permits of the account are stopped, once, in a file of their own', async (_, happens) => {
    await prepared();
    engine.now = SEVEN + 5 * HOUR_MS;
    await happens();
    await Promise.all([round(), round()]);
    await round();
    expect(filesOf('contact-stops')).toHaveLength(1);
    const stops = rowsOf(filesOf('contact-stops')[0] ?? '');
    expect(stops.map(({ account, channel }) => [account, channel])).toEqual([
      ['A-1', 'call'],
      ['A-1', 'email'],
    ]);
    expect(stops.every(({ reason }) => reason !== '')).toBe(true);
  });

  test('STOP for e-mail stops the e-mail only', async () => {
    await prepared();
    engine.now = SEVEN + 5 * HOUR_MS;
    await engine.record('stop', { channel: 'email' }, 'harbour/person:P-1');
    await engine.look([await engine.idOf('harbour/A-1'), await engine.idOf('harbour/A-2')]);
    await sql`update cycle set next_evaluation_at = ${new Date(engine.now + HOUR_MS)}`.execute(engine.db);
    // A simulated clock waits for it.
    expect(await isSettled(engine.db, engine.now)).toBe(false);
    await round();
    expect(await isSettled(engine.db, engine.now)).toBe(true);
    expect(filesOf('contact-stops').flatMap(rowsOf)).toMatchObject([{ account: 'A-1', channel: 'email' }]);
  });

  test('contacts before the stop left are no breach, those after it are', async () => {
    const rows = await prepared();
    const idOf = (channel: string) =>
      rows.find((row) => row['account'] === 'A-1' && row['channel'] === channel)?.['reservation'] ?? '';
    engine.now = SEVEN + 5 * HOUR_MS;
    await engine.record('dispute', { about: 'amount' });
    engine.now += 10 * MINUTE_MS;
    await round();
    engine.now = SEVEN + 15 * HOUR_MS;
    const used = (channel: string, minutes: number) => {
      const outcome = channel === 'call' ? 'no-answer' : 'sent';
      return { reservation: idOf(channel), result: 'used', at: at(SEVEN + 5 * HOUR_MS + minutes * MINUTE_MS), outcome };
    };
    expect(await tell([used('call', 5)])).toMatchObject({ recorded: 1, refused: [] });
    expect(await breaches()).toEqual([]);
    expect(await tell([used('email', 20)])).toMatchObject({ recorded: 1, refused: [] });
    expect(await breaches()).toEqual(['after-its-stop']);
  });

  test('a permit that had not begun is released, and counts for nothing', async () => {
    await asks({ channels: ['call'], aDay: 1 });
    engine.now = SEVEN;
    const [id = ''] = await place([{ account: 'A-1' }]);
    await today();
    engine.now += 30 * MINUTE_MS;
    await engine.record('dispute', { about: 'amount' });
    await round();
    expect(await contactsOf(id)).toEqual([]);
  });

  test('news that change nothing stop nothing', async () => {
    await prepared();
    engine.now = SEVEN + 5 * HOUR_MS;
    await engine.record('consent-given', { scope: 'credit-report', proof: 'letter' }, 'harbour/person:P-1');
    await round();
    expect(filesOf('contact-stops')).toEqual([]);
  });
});
