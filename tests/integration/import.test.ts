/** The book against a real database: what is stored, what a newer file means, what the same file again does. */

import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { inspectBook } from '../../channels/book/reader.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import { standingOf } from '../../domain/standing.ts';
import { DAY_MS, instantAt } from '../../domain/time.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { type ImportOptions, type ImportSummary, importBook, type Refusal } from '../../engine/import/import-book.ts';
import { type BookCellsByName, bookFile, madeUpRow } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';
import { useDatabase } from '../support/fixtures.ts';

const database = useDatabase('all tests');
let pool: Pool;
let db: Kysely<Database>;
beforeAll(async () => {
  ({ pool, db } = database);
});

/** Noon in Taipei on a day of March 2026. */
const march = (day: number) => instantAt('2026-03-01', 12 * 60, 'Asia/Taipei') + (day - 1) * DAY_MS;
const onDay = (day: number) => `2026-03-${String(day).padStart(2, '0')}`;

interface Taken {
  summary: ImportSummary;
  refused: string[];
}
let count = 0;
/** A creditor of its own for each test, so that tests do not meet. */
async function lender(): Promise<{
  code: string;
  ingest: (rows: BookCellsByName[], day: number, more?: Partial<ImportOptions>) => Promise<Taken>;
  account: (number: string) => Promise<string>;
}> {
  count += 1;
  const code = `lender${count}`;
  const { id } = await addCreditor(db, code);
  const ingest = async (rows: BookCellsByName[], day: number, more: Partial<ImportOptions> = {}): Promise<Taken> => {
    const bytes = Buffer.from(bookFile(rows.map((row) => ({ creditor: code, as_of: onDay(day), ...row }))));
    const inspection = await inspectBook(() => Readable.from([bytes]));
    if (!('source' in inspection)) throw new Error('the file was refused');
    const refusals: Refusal[] = [];
    const options = {
      now: march(day),
      stages: ['reminder', 'sms'],
      sender: 'test',
      onRefused: (found: readonly Refusal[]) => void refusals.push(...found),
    };
    const summary = await importBook(pool, inspection.source, { ...options, ...more });
    return {
      summary,
      refused: refusals.map((refusal) => `${refusal.row} ${refusal.account} ${refusal.column} ${refusal.code}`),
    };
  };
  const account = async (number: string) =>
    (
      await db
        .selectFrom('account')
        .select('id')
        .where('creditor_id', '=', id)
        .where('number', '=', number)
        .executeTakeFirstOrThrow()
    ).id;
  return { code, ingest, account };
}

async function standing(accountId: string, day: number) {
  const facts = (await loadStandingFacts(db, [accountId])).get(accountId);
  if (!facts) throw new Error('no such account');
  const { overdue, dpd, balance, cured } = standingOf(facts, march(day));
  return { overdue, dpd, balance, cured, version: facts.version };
}

describe('a new account', () => {
  test('is stored with person, contact points, dues and is due to be looked at', async () => {
    const { ingest, account } = await lender();
    const { summary } = await ingest([{ reached_stage: 'sms', notified_on: '2026-02-20' }], 2);
    expect(summary).toMatchObject({ rows: 1, added: 1, refused: 0 });
    const id = await account('A-1');
    const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      balance: 4_100_000n,
      opening_overdue: 281_400n,
      as_of: '2026-03-02',
      reached_stage: 'sms',
      reached_as_of: '2026-03-02',
      notified_on: '2026-02-20',
      facts_version: 1n,
      evaluated_version: 0n,
      started_at: null,
      last_payment_on: '2026-01-12',
      last_payment_as_of: '2026-03-02',
    });
    expect(Number(row.next_evaluation_at)).toBeLessThan(march(2));
    const points = await db
      .selectFrom('contact_point')
      .innerJoin('account_person', 'account_person.person_id', 'contact_point.person_id')
      .select(['channel', 'value'])
      .where('account_id', '=', id)
      .orderBy('channel')
      .execute();
    expect(points).toEqual([
      { channel: 'email', value: 'lin.mei@example.com' },
      { channel: 'sms', value: '+12125550143' },
    ]);
    expect(await standing(id, 2)).toMatchObject({ overdue: 281_400n, dpd: 31, balance: 4_100_000n });
  });

  test('the newest row that names a stage replaces stage and notice as a whole, with its date', async () => {
    const { ingest, account } = await lender();
    const stored = async () =>
      db
        .selectFrom('account')
        .select(['reached_stage', 'notified_on', 'reached_as_of'])
        .where('id', '=', await account('A-1'))
        .executeTakeFirstOrThrow();
    await ingest([{ reached_stage: 'reminder', notified_on: '2026-02-20' }], 2);
    await ingest([{ as_of: onDay(3) }], 3);
    expect(await stored()).toEqual({
      reached_stage: 'reminder',
      notified_on: '2026-02-20',
      reached_as_of: '2026-03-02',
    });
    await ingest([{ as_of: onDay(4), reached_stage: 'sms' }], 4);
    expect(await stored()).toEqual({ reached_stage: 'sms', notified_on: null, reached_as_of: onDay(4) });
  });

  test('two accounts of one person share the person', async () => {
    const { ingest } = await lender();
    await ingest([{ account: 'A-1' }, { account: 'A-2' }], 2);
    await ingest([{ account: 'A-3', as_of: onDay(3) }], 3);
    const persons = await db
      .selectFrom('person')
      .innerJoin('creditor', 'creditor.id', 'person.creditor_id')
      .select('person.id')
      .where('code', '=', `lender${count}`)
      .execute();
    expect(persons).toHaveLength(1);
  });
});

describe('the same file again', () => {
  test('is a no-op, by its bytes and by its rows', async () => {
    const { ingest, account } = await lender();
    const rows = Array.from({ length: 50 }, (_, index) => madeUpRow(index));
    expect((await ingest(rows, 2)).summary).toMatchObject({ rows: 50, added: 50 });
    expect((await ingest(rows, 2)).summary).toMatchObject({ rows: 50, added: 0, unchanged: 50 });
    expect((await ingest([...rows, { account: 'A-9' }], 2)).summary).toMatchObject({
      rows: 51,
      added: 1,
      unchanged: 50,
    });
    expect(await standing(await account('B-1000000'), 2)).toMatchObject({ version: 1n });
  });

  test('goes on after a crash in the middle', async () => {
    const { ingest } = await lender();
    const rows = Array.from({ length: 30 }, (_, index) => madeUpRow(index));
    const crash = ingest([...rows, { account: 'A-1', language: 'fr' }], 2, {
      batch: 10,
      onProgress: (done) => {
        if (done >= 20) throw new Error('power cut');
      },
    });
    await expect(crash).rejects.toThrow('power cut');
    expect((await ingest(rows, 2)).summary).toMatchObject({ rows: 30, refused: 0, unchanged: 20, added: 10 });
  });
});

describe('a newer file', () => {
  test('a lower balance and a paid due: an implied payment', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    const { summary } = await ingest([{ balance: '39566.00', dues: '2026-03-01=1380.00' }], 10);
    expect(summary).toMatchObject({ updated: 1, cured: 0 });
    expect(await standing(await account('A-1'), 10)).toEqual({
      overdue: 138_000n,
      dpd: 9,
      balance: 3_956_600n,
      cured: false,
      version: 2n,
    });
  });

  test('nothing overdue any more: a cure, once', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    expect((await ingest([{ balance: '38186.00', dues: '' }], 10)).summary).toMatchObject({ updated: 1, cured: 1 });
    expect((await ingest([{ balance: '38000.00', dues: '' }], 11)).summary).toMatchObject({ updated: 1, cured: 0 });
    expect(await standing(await account('A-1'), 11)).toMatchObject({ overdue: 0n, cured: true, balance: 3_800_000n });
  });

  test('a new minimum due is a new due', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    await ingest([{ balance: '43000.00', dues: '2026-01-30=1434.00;2026-03-01=1380.00;2026-03-31=1500.00' }], 10);
    const fact = await db
      .selectFrom('fact')
      .select('body')
      .where('account_id', '=', await account('A-1'))
      .executeTakeFirstOrThrow();
    // As stated.
    expect(fact.body).toMatchObject({ asOf: '2026-03-10', balance: '4300000', dues: { length: 3 } });
    expect(await standing(await account('A-1'), 10)).toMatchObject({ overdue: 281_400n, balance: 4_300_000n });
  });

  test('a payment that both know counts once, whenever the file was cut', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    const id = await account('A-1');
    const pay = {
      accountId: id,
      kind: 'payment',
      body: { minor: 143_400n, via: 'lender' },
      source: 'bank',
      externalId: 'p1',
    } as const;
    await recordFacts(db, [{ ...pay, occurredAt: march(5) }], bySystem('test', march(5)));
    // Made before the payment was booked: says nothing against it.
    await ingest([{ balance: '41000.00' }], 4, { now: march(6) });
    expect(await standing(id, 6)).toMatchObject({ overdue: 138_000n, balance: 3_956_600n });
    // Of the very day, with the payment in it.
    await ingest([{ balance: '39566.00', dues: '2026-03-01=1380.00' }], 5, { now: march(6) });
    expect(await standing(id, 6)).toMatchObject({ overdue: 138_000n, balance: 3_956_600n });
    await ingest([{ balance: '39566.00', dues: '2026-03-01=1380.00', credit_limit: '60000' }], 8);
    expect(await standing(id, 8)).toMatchObject({ overdue: 138_000n, balance: 3_956_600n });
  });

  test('a changed e-mail address is a new contact point, the old one is no longer used', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    await ingest([{ email: 'mei@example.com' }], 10);
    const id = await account('A-1');
    const points = await db
      .selectFrom('contact_point')
      .innerJoin('account_person', 'account_person.person_id', 'contact_point.person_id')
      .select(['value', 'invalid_since'])
      .where('account_id', '=', id)
      .where('channel', '=', 'email')
      .execute();
    expect(points.filter((point) => point.invalid_since === null).map((point) => point.value)).toEqual([
      'mei@example.com',
    ]);
  });

  test('an e-mail address in other capitals is the contact point that is there', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    await ingest([{ email: 'Lin.MEI@example.com', balance: '40000.00' }], 10);
    const points = await db
      .selectFrom('contact_point')
      .innerJoin('account_person', 'account_person.person_id', 'contact_point.person_id')
      .select(['value', 'value_key', 'invalid_since'])
      .where('account_id', '=', await account('A-1'))
      .where('channel', '=', 'email')
      .execute();
    const [value, value_key] = ['lin.mei@example.com', 'lin.mei@example.com'];
    expect(points).toEqual([{ value, value_key, invalid_since: null }]);
  });

  test('of an older row only the money is noted, another content of the same day is refused', async () => {
    const { ingest } = await lender();
    await ingest([{}], 10);
    expect(await ingest([{ balance: '40000.00' }], 9)).toMatchObject({
      summary: { stale: 1, refused: 0, updated: 0 },
      refused: [],
    });
    // The day is known now: the same again is nothing new, anything else is refused, as for the first and the last day.
    expect((await ingest([{ balance: '40000.00', credit_limit: '70000' }], 9)).summary).toMatchObject({
      unchanged: 1,
      stale: 0,
    });
    expect((await ingest([{ balance: '39000.00' }], 9)).refused).toEqual(['2 A-1 as_of same-day-other-content']);
    expect((await ingest([{ balance: '40000.00' }], 10)).refused).toEqual(['2 A-1 as_of same-day-other-content']);
    await ingest([{ balance: '38000.00' }], 12);
    expect((await ingest([{}], 10)).summary).toMatchObject({ unchanged: 1, stale: 0, updated: 0 });
    expect((await ingest([{ balance: '37000.00' }], 10)).refused).toEqual(['2 A-1 as_of same-day-other-content']);
    expect((await ingest([{ person: 'P-2' }], 13)).refused).toEqual(['2 A-1 person other-person']);
    expect((await ingest([{ product: 'instalment-loan' }], 13)).refused).toEqual(['2 A-1 product other-contract']);
  });
});

describe('one bad row', () => {
  test('a fault of every row is one reason with its count, over all batches', async () => {
    const { ingest } = await lender();
    const rows = Array.from({ length: 25 }, (_, index) => ({ ...madeUpRow(index), currency: 'USD' }));
    const { summary, refused } = await ingest(rows, 2, { batch: 10 });
    expect(summary).toMatchObject({ rows: 25, refused: 25 });
    expect(summary.reasons).toEqual([
      expect.objectContaining({ column: 'currency', code: 'other-currency', rows: 25, remedy: expect.any(String) }),
    ]);
    expect(refused).toHaveLength(25);
  });

  test('leaves the good ones, and with --strict nothing', async () => {
    const { ingest } = await lender();
    const rows = [{ account: 'A-1' }, { account: 'A-2', language: 'fr' }, { account: 'A-3' }];
    expect((await ingest(rows, 2, { strict: true })).summary).toMatchObject({ rows: 3, added: 0, refused: 1 });
    expect(await ingest(rows, 2)).toMatchObject({
      summary: { rows: 3, added: 2, refused: 1 },
      refused: ['3 A-2 language unknown-language'],
    });
  });

  test('the same account twice: identical once, different refused; persons must agree', async () => {
    const { ingest } = await lender();
    const rows = [
      { account: 'A-1' },
      { account: 'A-1' },
      { account: 'A-1', balance: '50000.00' },
      { account: 'A-2', name: 'Lin May' },
    ];
    expect(await ingest(rows, 2)).toMatchObject({
      summary: { rows: 4, added: 1, unchanged: 1, refused: 2 },
      refused: ['4 A-1 account account-twice', '5 A-2 person person-disagrees'],
    });
  });
});

describe('a dry run', () => {
  test('says what would happen and writes nothing', async () => {
    const { ingest, account } = await lender();
    await ingest([{}], 2);
    const rows = [{ balance: '38186.00', dues: '' }, { account: 'A-2' }];
    const would = (await ingest(rows, 10, { dryRun: true })).summary;
    expect(would).toMatchObject({ rows: 2, added: 1, updated: 1, cured: 1 });
    expect(await standing(await account('A-1'), 10)).toMatchObject({ version: 1n });
    expect((await ingest(rows, 10)).summary).toEqual({ ...would, seconds: expect.any(Number) });
  });
});

describe('a complete file', () => {
  const missingTasks = async (code: string) =>
    db
      .selectFrom('task')
      .innerJoin('account', 'account.id', 'task.account_id')
      .innerJoin('creditor', 'creditor.id', 'account.creditor_id')
      .select(['account.number', 'task.state', 'account.closed_at'])
      .where('task.kind', '=', 'missing-from-file')
      .where('code', '=', code)
      .execute();

  test('lists what it does not name, once, and closes nothing', async () => {
    const { code, ingest } = await lender();
    await ingest([{ account: 'A-1' }, { account: 'A-2' }], 2);
    expect((await ingest([{ account: 'A-1' }], 3, { complete: true })).summary.missing).toBe(1);
    expect((await ingest([{ account: 'A-1', balance: '42000.00' }], 4, { complete: true })).summary.missing).toBe(1);
    expect(await missingTasks(code)).toEqual([{ number: 'A-2', state: 'open', closed_at: null }]);
    expect((await ingest([{ account: 'A-1' }, { account: 'A-2' }], 5, { complete: true })).summary.missing).toBe(0);
    expect(await missingTasks(code)).toEqual([{ number: 'A-2', state: 'withdrawn', closed_at: null }]);
  });

  test('a refused row still names its account; a broken line proves nothing', async () => {
    const { code, ingest } = await lender();
    await ingest([{ account: 'A-1' }, { account: 'A-2' }], 2);
    expect(
      (await ingest([{ account: 'A-1' }, { account: 'A-2', language: 'fr' }], 3, { complete: true })).summary.missing,
    ).toBe(0);
    expect((await ingest([{ account: 'A-1', address: 'one\ntwo' }], 4, { complete: true })).summary.missing).toBeNull();
    expect(await missingTasks(code)).toEqual([]);
  });
});

test('two imports at once: the second one is told to wait', async () => {
  const { ingest } = await lender();
  let second: Promise<Taken> | undefined;
  const rows = [...Array.from({ length: 5 }, (_, index) => madeUpRow(index)), { account: 'A-2', language: 'fr' }];
  // The first one waits for this, and has the lock meanwhile.
  await ingest(rows, 2, {
    onRefused: async () => {
      second = ingest([{ account: 'A-1' }], 2);
      await second.catch(() => {});
    },
  });
  await expect(second).rejects.toMatchObject({ code: 'not-allowed-now' });
});
