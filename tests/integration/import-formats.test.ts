/** Format v2, parties and features against a real database: what is stored, and what the same or a newer file does. */
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { inspectBook } from '../../channels/book/reader.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { readFeatures, readParties } from '../../db/reports/parties-and-features.ts';
import type { Database } from '../../db/schema.ts';
import { bySystem } from '../../domain/act.ts';
import { DAY_MS, instantAt } from '../../domain/time.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import type { ImportOptions, ImportSummary, Refusal } from '../../engine/import/import-book.ts';
import { importLenderFile } from '../../engine/import/import-file.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import {
  BOOK_HEADER,
  type BookCellsByName,
  bookFile,
  bookFileV2,
  featuresFile,
  HEADER_V2,
  PARTY_HEADER,
  partiesFile,
} from '../support/book-file.ts';
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
type More = Partial<ImportOptions> & { header?: string };

let count = 0;
/** A creditor of its own for each test. */
class Lender {
  readonly code: string;
  private id = '';

  constructor() {
    count += 1;
    this.code = `lender${count}`;
  }

  async open(): Promise<this> {
    this.id = (await addCreditor(db, this.code)).id;
    return this;
  }

  async take(content: string, day: number, more: Partial<ImportOptions> = {}): Promise<Taken> {
    const inspection = await inspectBook(() => Readable.from([Buffer.from(content)]));
    if (!('source' in inspection)) throw new Error(`the file was refused: ${JSON.stringify(inspection.faults)}`);
    const refusals: Refusal[] = [];
    const options = {
      now: march(day),
      stages: ['reminder', 'sms'],
      sender: 'test',
      onRefused: (found: readonly Refusal[]) => void refusals.push(...found),
    };
    const summary = await importLenderFile(pool, inspection.source, { ...options, ...more });
    return {
      summary,
      refused: refusals.map(({ row, account, column, code }) => `${row} ${account} ${column} ${code}`),
    };
  }

  private mine(rows: readonly BookCellsByName[]): BookCellsByName[] {
    return rows.map((row) => ({ creditor: this.code, ...row }));
  }
  book(rows: BookCellsByName[], day = 2, { header = BOOK_HEADER, ...more }: More = {}): Promise<Taken> {
    const dated = this.mine(rows.map((row) => ({ as_of: onDay(day), ...row })));
    return this.take(header === BOOK_HEADER ? bookFile(dated) : bookFileV2(dated, header), day, more);
  }
  parties(rows: BookCellsByName[], day = 2, { header = PARTY_HEADER, ...more }: More = {}): Promise<Taken> {
    return this.take(partiesFile(this.mine(rows), header), day, more);
  }
  features(rows: BookCellsByName[], day = 2, more: Partial<ImportOptions> = {}): Promise<Taken> {
    return this.take(featuresFile(this.mine(rows)), day, more);
  }

  async account(number = 'A-1') {
    return db
      .selectFrom('account')
      .selectAll()
      .where('creditor_id', '=', this.id)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
  }
  async person(number: string) {
    return db
      .selectFrom('person')
      .selectAll()
      .where('creditor_id', '=', this.id)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
  }
  /** Valid contact points of a person, by channel. */
  async points(number: string): Promise<string[]> {
    const rows = await db
      .selectFrom('contact_point')
      .select('value')
      .where('person_id', '=', (await this.person(number)).id)
      .where('invalid_since', 'is', null)
      .orderBy('channel')
      .execute();
    return rows.map(({ value }) => value);
  }
  async components(): Promise<object[]> {
    const { rows } = await sql<object>`
      select due_on::text as on, as_of::text, principal::int, interest::int, fees::int, costs::int
      from due_component
      where creditor_id = ${this.id}::uuid
      order by 1`.execute(db);
    return rows;
  }
  async partiesOf(number = 'A-1'): Promise<string[]> {
    const parties = await readParties(db, (await this.account(number)).id, 'TWD');
    return parties.map(({ person, role, liability, share, cap }) =>
      [person, role, liability, ...(share === null ? [] : [share]), ...(cap === null ? [] : [cap.minor])].join(' '),
    );
  }
}
const lender = () => new Lender().open();
const EMPTY = Object.fromEntries(
  HEADER_V2.split(',')
    .slice(21)
    .map((column) => [column, '']),
);

describe('format v2 of the book', () => {
  test('is stored with person, account and dues, and twice is once', async () => {
    const harbour = await lender();
    expect((await harbour.book([{}], 2, { header: HEADER_V2 })).summary).toMatchObject({ added: 1, refused: 0 });
    expect((await harbour.book([{ name: ' Lin Mei' }], 2, { header: HEADER_V2 })).summary).toMatchObject({
      unchanged: 1,
    });
    expect(await harbour.person('P-1')).toMatchObject({
      country: 'US',
      region: 'CA',
      second_fact_hmac: 'ab'.repeat(32),
    });
    const account = await harbour.account();
    expect(account).toMatchObject({
      grace_days: 10,
      disbursed: 6_000_000n,
      origination_channel: 'branch',
      origination_band: 'B2',
      original_creditor: 'First Bank',
      present_creditor: 'Harbour Bank',
      last_contact_on: '2026-02-20',
      owner_changed_at: null,
      facts_version: 1n,
    });
    expect(await harbour.components()).toEqual([
      { on: '2026-01-30', as_of: '2026-03-02', principal: 100_000, interest: 30_000, fees: 10_000, costs: 3_400 },
      { on: '2026-03-01', as_of: '2026-03-02', principal: 0, interest: 138_000, fees: 0, costs: 0 },
    ]);
    const facts = (await loadFacts(db, [account.id], march(2), RULEBOOK)).get(account.id);
    expect(facts?.person).toMatchObject({ country: 'US', region: 'CA' });
    expect(JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain('abab');
  });

  test('a file of format v1 stores what it always did, and country and region are unknown', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    const account = await harbour.account();
    expect(account).toMatchObject({ grace_days: null, disbursed: null, original_creditor: null });
    expect(await harbour.components()).toEqual([]);
    const facts = (await loadFacts(db, [account.id], march(2), RULEBOOK)).get(account.id);
    expect(facts?.person).toMatchObject({ country: null, region: null });
    // The same row with columns of v2 that say nothing.
    expect((await harbour.book([EMPTY], 2, { header: HEADER_V2 })).summary).toMatchObject({ unchanged: 1 });
    expect((await harbour.book([{}], 2, { header: HEADER_V2 })).refused).toEqual([
      '2 A-1 as_of same-day-other-content',
    ]);
  });

  test('a column that is left out keeps what was told, an empty cell takes it away', async () => {
    const harbour = await lender();
    await harbour.book([{}], 2, { header: HEADER_V2 });
    expect((await harbour.book([{}], 3)).summary).toMatchObject({ updated: 1 });
    expect(await harbour.account()).toMatchObject({ grace_days: 10, present_creditor: 'Harbour Bank' });
    expect(await harbour.person('P-1')).toMatchObject({ country: 'US', second_fact_hmac: 'ab'.repeat(32) });
    expect(await harbour.components()).toHaveLength(2);
    await harbour.book([{ country: 'TW', region: '', components: '2026-03-01=principal:1380' }], 4, {
      header: HEADER_V2,
    });
    expect(await harbour.person('P-1')).toMatchObject({ country: 'TW', region: null });
    expect(await harbour.components()).toEqual([
      { on: '2026-03-01', as_of: '2026-03-04', principal: 138_000, interest: 0, fees: 0, costs: 0 },
    ]);
    await harbour.book([EMPTY], 5, { header: HEADER_V2 });
    expect(await harbour.account()).toMatchObject({ grace_days: null, disbursed: null, present_creditor: null });
    expect(await harbour.person('P-1')).toMatchObject({ country: null, region: null, second_fact_hmac: null });
    expect(await harbour.components()).toEqual([]);
  });

  test('an older row changes nothing of it', async () => {
    const harbour = await lender();
    await harbour.book([{}], 4, { header: HEADER_V2 });
    const older = { as_of: onDay(3), grace_days: '3', country: 'TW', region: '', components: '' };
    expect((await harbour.book([older], 4, { header: HEADER_V2 })).summary).toMatchObject({ stale: 1, refused: 0 });
    expect(await harbour.account()).toMatchObject({ grace_days: 10 });
    expect(await harbour.person('P-1')).toMatchObject({ country: 'US' });
    expect(await harbour.components()).toHaveLength(2);
  });

  test('a debt that arrives from another owner, without a contact since, has changed its owner', async () => {
    const harbour = await lender();
    await harbour.book([{ last_contact_on: '' }], 2, { header: HEADER_V2 });
    expect(await harbour.account()).toMatchObject({ last_contact_on: null, owner_changed_at: march(2) });
  });

  test('another owner is noted when a newer row names it, once, and not by another spelling or an older row', async () => {
    const harbour = await lender();
    const header = `${BOOK_HEADER},present_creditor`;
    const changedAt = async () => (await harbour.account())['owner_changed_at'];
    await harbour.book([{ present_creditor: 'First Bank' }], 2, { header });
    await harbour.book([{ present_creditor: 'first  bank' }], 3, { header });
    expect(await changedAt()).toBeNull();
    await harbour.book([{ present_creditor: 'North Capital' }], 5, { header });
    expect(await changedAt()).toBe(march(5));
    await harbour.book([{ present_creditor: 'North Capital', balance: '40000' }], 6, { header });
    await harbour.book([{ present_creditor: 'First Bank', as_of: onDay(4) }], 7, { header });
    expect(await changedAt()).toBe(march(5));
    const { id } = await harbour.account();
    const facts = (await loadFacts(db, [id], march(7), RULEBOOK)).get(id);
    expect(facts).toMatchObject({ owner: 'North Capital', ownerChangedAt: march(5), lastContactOn: null });
  });

  test('one column of v2 changes no other', async () => {
    const harbour = await lender();
    await harbour.book([{}], 2, { header: HEADER_V2 });
    await harbour.book([{ grace_days: '3' }], 3, { header: `${BOOK_HEADER},grace_days` });
    expect(await harbour.account()).toMatchObject({ grace_days: 3, disbursed: 6_000_000n, origination_band: 'B2' });
  });

  test('rows of one person must agree in country, region and second fact', async () => {
    const harbour = await lender();
    const rows = [{}, { account: 'A-2', region: 'NV' }, { account: 'A-3', second_fact_hmac: 'cd'.repeat(32) }];
    expect((await harbour.book(rows, 2, { header: HEADER_V2 })).refused).toEqual([
      '3 A-2 person person-disagrees',
      '4 A-3 person person-disagrees',
    ]);
  });
});

describe('parties', () => {
  const GUARANTOR = { liability: 'cap:20000.00' };
  const JOINT = { person: 'P-79', role: 'joint-debtor', liability: 'share:33.5', name: 'Lin Hua', language: 'en' };
  const EXECUTOR = {
    person: 'P-80',
    role: 'executor',
    liability: 'none',
    email: '',
    phone: '',
    country: '',
    region: '',
  };

  test('are stored with their own contact points and language, and twice is once', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    const { facts_version: version } = await harbour.account();
    const rows = [GUARANTOR, JOINT, EXECUTOR];
    expect((await harbour.parties(rows)).summary).toMatchObject({ rows: 3, added: 3, updated: 0, missing: 0 });
    const before = await harbour.person('P-78');
    expect((await harbour.parties(rows, 3)).summary).toMatchObject({ rows: 3, added: 0, updated: 0, unchanged: 3 });
    expect(await harbour.partiesOf()).toEqual([
      'P-1 debtor full',
      'P-79 joint-debtor share 33.5',
      'P-78 guarantor cap 2000000',
      'P-80 executor none',
    ]);
    expect(before).toMatchObject({ name: 'Wang Jun', language: 'zh-Hans', zone: 'America/Los_Angeles', region: 'CA' });
    expect(await harbour.person('P-78')).toEqual(before);
    expect(await harbour.points('P-78')).toEqual(['wang.jun@example.com', '+12135550144']);
    expect(await harbour.points('P-80')).toEqual([]);
    expect((await harbour.account()).facts_version).toBe(version);
  });

  test('change nothing of what rules read: the debtor is contacted, and nobody else', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    const { id } = await harbour.account();
    const before = (await loadFacts(db, [id], march(3), RULEBOOK)).get(id);
    await harbour.parties([
      GUARANTOR,
      JOINT,
      { person: 'P-1', role: 'debtor', liability: 'share:50', email: 'x@example.com' },
    ]);
    expect((await loadFacts(db, [id], march(3), RULEBOOK)).get(id)).toEqual(before);
    expect(await harbour.points('P-1')).toEqual(['lin.mei@example.com', '+12125550143']);
    expect(await harbour.person('P-1')).toMatchObject({ name: 'Lin Mei', country: null });
    expect((await harbour.partiesOf())[0]).toBe('P-1 debtor share 50');
  });

  test('a fact about a guarantor reaches no account of which they are not the debtor', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    await harbour.parties([GUARANTOR]);
    const person = await harbour.person('P-78');
    const death = { personId: person.id, kind: 'death', body: { reported: 'family' }, source: 'test' } as const;
    const [recorded] = await recordFacts(
      db,
      [{ ...death, externalId: 'd1', occurredAt: march(3) }],
      bySystem('test', march(3)),
    );
    expect(recorded).toMatchObject({ duplicate: false, nudge: [] });
    expect((await harbour.account()).facts_version).toBe(1n);
  });

  test('the last file counts: A, B and A again is A, and an emptied cell takes the address away', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    for (const email of ['a@example.com', 'b@example.com', 'a@example.com']) {
      await harbour.parties([{ email, role: email.startsWith('a') ? 'guarantor' : 'joint-debtor' }]);
      expect(await harbour.points('P-78')).toEqual([email, '+12135550144']);
    }
    expect(await harbour.partiesOf()).toEqual(['P-1 debtor full', 'P-78 guarantor full']);
    expect((await harbour.parties([{ email: '', phone: '', address: '' }])).summary).toMatchObject({ updated: 1 });
    expect(await harbour.points('P-78')).toEqual([]);
    expect(await harbour.person('P-78')).toMatchObject({ address: null });
    // Columns that are left out say nothing of country and region.
    const header = PARTY_HEADER.replace(',country,region', '');
    await harbour.parties([{ address: '9 Harbour Road' }], 3, { header });
    expect(await harbour.person('P-78')).toMatchObject({ address: '9 Harbour Road', country: 'US', region: 'CA' });
  });

  test('an address that did not reach the person stays invalid when the file names it again', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    await harbour.parties([{ email: 'a@example.com', phone: '' }]);
    const { id: personId } = await harbour.person('P-78');
    const point = await db
      .selectFrom('contact_point')
      .select('id')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    const bounced = { personId, kind: 'bounced', body: { point: point.id }, source: 'test', externalId: 'b1' } as const;
    await recordFacts(db, [{ ...bounced, occurredAt: march(3) }], bySystem('test', march(3)));
    for (const email of ['b@example.com', 'a@example.com']) await harbour.parties([{ email, phone: '' }], 4);
    expect(await harbour.points('P-78')).toEqual([]);
  });

  test('who is missing is left alone, also with --complete', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    await harbour.parties([GUARANTOR, JOINT]);
    expect((await harbour.parties([JOINT], 3, { complete: true })).summary).toMatchObject({ unchanged: 1, missing: 0 });
    expect(await harbour.partiesOf()).toHaveLength(3);
    const tasks = await db
      .selectFrom('task')
      .select('id')
      .where('account_id', '=', (await harbour.account()).id)
      .execute();
    expect(tasks).toEqual([]);
  });

  test('rows that do not fit are refused, and the good ones are kept', async () => {
    const harbour = await lender();
    await harbour.book([{}, { account: 'A-2', person: 'P-2', email: '', phone: '' }]);
    const rows = [
      GUARANTOR,
      { account: 'A-9' },
      { person: 'P-2', role: 'debtor' },
      { person: 'P-1' },
      { ...GUARANTOR, liability: 'full' },
      GUARANTOR,
      { account: 'A-2', name: 'Wang June' },
      { account: 'A-2' },
      JOINT,
    ];
    const { summary, refused } = await harbour.parties(rows);
    expect(summary).toMatchObject({ rows: 9, added: 3, unchanged: 1, refused: 5 });
    expect(refused).toEqual([
      '3 A-9 account unknown-account',
      '4 A-1 person other-person',
      '5 A-1 role other-role',
      '6 A-1 person row-twice',
      '8 A-2 person person-disagrees',
    ]);
    expect(await harbour.partiesOf('A-2')).toEqual(['P-2 debtor full', 'P-78 guarantor full']);
    expect(await harbour.partiesOf()).toEqual([
      'P-1 debtor full',
      'P-79 joint-debtor share 33.5',
      'P-78 guarantor cap 2000000',
    ]);
  });

  test('a guarantor who has a debt of their own stays as the book describes them', async () => {
    const harbour = await lender();
    await harbour.book([{}, { account: 'A-2', person: 'P-2', name: 'Chen Yi', email: 'chen@example.com' }]);
    await harbour.parties([{ person: 'P-2', name: 'Chen', email: 'other@example.com' }]);
    expect(await harbour.person('P-2')).toMatchObject({ name: 'Chen Yi', zone: 'Asia/Taipei' });
    expect(await harbour.points('P-2')).toEqual(['chen@example.com', '+12125550143']);
    expect(await harbour.partiesOf()).toEqual(['P-1 debtor full', 'P-2 guarantor full']);
  });

  test('a guarantor of the file becomes a debtor of the book', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    await harbour.parties([GUARANTOR]);
    const { id } = await harbour.person('P-78');
    await harbour.book([{ account: 'A-2', person: 'P-78', name: 'Wang Jun', zone: 'Asia/Taipei' }], 3);
    expect(await harbour.person('P-78')).toMatchObject({ id, zone: 'Asia/Taipei' });
    expect(await harbour.partiesOf('A-2')).toEqual(['P-78 debtor full']);
    expect(await harbour.partiesOf()).toEqual(['P-1 debtor full', 'P-78 guarantor cap 2000000']);
  });

  test('dry run and strict', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    expect((await harbour.parties([GUARANTOR], 2, { dryRun: true })).summary).toMatchObject({ added: 1 });
    expect(await harbour.partiesOf()).toHaveLength(1);
    const strict = await harbour.parties([GUARANTOR, { account: 'A-9' }], 2, { strict: true });
    expect([strict.summary.added, strict.refused]).toEqual([0, ['3 A-9 account unknown-account']]);
    expect(await harbour.partiesOf()).toHaveLength(1);
    expect((await harbour.parties([GUARANTOR, JOINT], 2, { strict: true, batch: 1 })).summary).toMatchObject({
      added: 2,
    });
  });

  test('many rows in several batches, persons shared between them', async () => {
    const harbour = await lender();
    const accounts = Array.from({ length: 40 }, (_, at) => ({ account: `A-${at}`, person: `D-${at}` }));
    await harbour.book(accounts);
    const rows = accounts.map(({ account }, at) => ({
      account,
      person: `G-${at % 3}`,
      email: `g${at % 3}@example.com`,
    }));
    expect((await harbour.parties(rows, 2, { batch: 7 })).summary).toMatchObject({ rows: 40, added: 40 });
    expect((await harbour.parties(rows, 2, { batch: 11 })).summary).toMatchObject({ rows: 40, unchanged: 40 });
    expect(await harbour.points('G-1')).toEqual(['g1@example.com', '+12135550144']);
  });
});

describe('features', () => {
  const latest = async (harbour: Lender) => readFeatures(db, (await harbour.account()).id);

  test('are kept with their dates, the newest counts in any order, and twice is once', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    const rows = [{ value: '0.62' }, { name: 'employment', value: 'salaried' }];
    expect((await harbour.features(rows)).summary).toMatchObject({ rows: 2, added: 2 });
    expect((await harbour.features(rows, 3)).summary).toMatchObject({ rows: 2, added: 0, unchanged: 2 });
    await harbour.features([{ as_of: '2026-03-05', value: '0.70' }], 5);
    await harbour.features([{ as_of: '2026-03-04', value: '-1' }], 6);
    expect(await latest(harbour)).toEqual([
      { name: 'employment', value: 'salaried', asOf: '2026-03-02' },
      { name: 'score', value: 0.7, asOf: '2026-03-05' },
    ]);
    const stored = await db
      .selectFrom('account_feature')
      .select(['as_of', 'value'])
      .where('account_id', '=', (await harbour.account()).id)
      .where('name', '=', 'score')
      .orderBy('as_of')
      .execute();
    expect(stored.map(({ value }) => value)).toEqual(['0.62', '-1', '0.7']);
    expect((await harbour.account()).facts_version).toBe(1n);
  });

  test('rows that do not fit are refused, and the good ones are kept', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    await harbour.features([{}]);
    const rows = [
      { account: 'A-9' },
      { value: '0.63' },
      { name: 'band', value: 'B2' },
      { name: 'band', value: 'B3' },
      { name: 'band', value: 'B2' },
      { value: '0.620' },
    ];
    const { summary, refused } = await harbour.features(rows, 3);
    expect(refused).toEqual([
      '2 A-9 account unknown-account',
      '3 A-1 as_of same-day-other-content',
      '5 A-1 value row-twice',
      '7 A-1 value row-twice',
    ]);
    expect(summary).toMatchObject({ rows: 6, added: 1, unchanged: 1, refused: 4 });
  });

  test('dry run and strict', async () => {
    const harbour = await lender();
    await harbour.book([{}]);
    expect((await harbour.features([{}], 2, { dryRun: true })).summary).toMatchObject({ added: 1 });
    const { summary } = await harbour.features([{}, { account: 'A-9' }], 2, { strict: true });
    expect(summary).toMatchObject({ added: 0, refused: 1 });
    expect(await latest(harbour)).toEqual([]);
  });
});

test('which files were taken is recorded by what they hold', async () => {
  const harbour = await lender();
  await harbour.book([{}]);
  await harbour.parties([{}]);
  await harbour.features([{}]);
  const files = await db
    .selectFrom('intake_file')
    .innerJoin('creditor', 'creditor.id', 'intake_file.creditor_id')
    .select('kind')
    .where('code', '=', harbour.code)
    .orderBy('kind')
    .execute();
  expect(files.map(({ kind }) => kind)).toEqual(['book', 'features', 'parties']);
});
