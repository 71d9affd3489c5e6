/** A dry run over a small book, publication over HTTP, and what is refused: nothing of it changes an account. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { Untouched } from '../support/bad-input.ts';
import { bookFile } from '../support/book-file.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
  const row = (n: number, dues: string) => ({
    account: `A-${n}`,
    person: `P-${n}`,
    email: `p${n}@example.com`,
    as_of: '2026-03-02',
    dues,
  });
  const late = [1, 2, 3].map((n) => row(n, '2026-03-01=1434.00'));
  const answer = await world.api.send('/v1/imports', bookFile([...late, row(4, '')]));
  expect(answer.json).toMatchObject({ added: 4 });
});
afterAll(() => world.close());

const hours = (words: string, more = {}) => ({
  id: 'HOURS',
  words: 'In these hours.',
  demand: { kind: 'hours', hours: words },
  ...more,
});
const rules = (version: string, ...all: object[]) => ({ version, rules: all });
const dryRun = (body: object) => world.api.post('/v1/law/dry-runs', body);

describe('a dry run', () => {
  test('of the rules in force finds no difference, and writes nothing', async () => {
    const untouched = new Untouched(world.database);
    await untouched.remember();
    const { status, json } = await dryRun({});
    expect([status, json]).toEqual([
      200,
      {
        inForce: 'house@1',
        tried: 'house@1',
        accounts: 4,
        different: 0,
        failed: 0,
        changes: [],
        examples: [],
        next: null,
      },
    ]);
    await dryRun({ rules: rules('2', hours('14:00-18:00')) });
    await untouched.check();
  });
  test('counts accounts by rule and kind, and names some by number only', async () => {
    const { json } = await dryRun({ rules: rules('2', hours('14:00-18:00')) });
    expect(json).toMatchObject({ inForce: 'house@1', tried: 'house@2', accounts: 4, different: 3, failed: 0 });
    expect(json.changes).toContainEqual({ rule: null, kind: 'hour', accounts: 3 });
    expect(json.examples.sort()).toEqual(['harbour/A-1', 'harbour/A-2', 'harbour/A-3']);
    const barred = {
      id: 'BAR',
      words: 'Consent comes first.',
      demand: { kind: 'consent', scope: 'contact' },
      binds: { acts: ['contact'] },
    };
    const { json: held } = await dryRun({ rules: rules('3', barred) });
    expect(held).toMatchObject({ different: 3 });
    expect(held.changes).toContainEqual({ rule: 'BAR', kind: 'held-back', accounts: 3 });
  });
  test('tries the rules of another day: dated rules of a file, and published versions', async () => {
    const dated = rules(
      '2',
      hours('08:00-21:00', { until: '2026-04-01' }),
      hours('14:00-18:00', { from: '2026-04-01' }),
    );
    expect((await dryRun({ rules: dated })).json).toMatchObject({ different: 0 });
    expect((await dryRun({ rules: dated, on: '2026-04-01' })).json).toMatchObject({ different: 3 });
    const proposed = await world.api.post('/v1/law/versions', {
      rules: rules('5', hours('15:00-18:00')),
      holdsFrom: '2026-05-01',
      as: 'ann',
    });
    expect(proposed.status).toBe(201);
    expect((await dryRun({ on: '2026-05-01' })).json).toMatchObject({ tried: 'house@1', different: 0 });
    expect((await world.api.post('/v1/law/versions/5/approve', { as: 'ann' })).json).toMatchObject({
      code: 'own-approval',
    });
    expect((await world.api.post('/v1/law/versions/5/approve', { as: 'bob' })).status).toBe(201);
    expect((await dryRun({ on: '2026-04-30' })).json).toMatchObject({ tried: 'house@1', different: 0 });
    expect((await dryRun({ on: '2026-05-01' })).json).toMatchObject({
      inForce: 'house@1',
      tried: 'house@5',
      different: 3,
    });
    expect((await world.api.get('/v1/law/versions')).json).toMatchObject([
      { version: '1', state: 'holds', holdsFrom: null, madeBy: null },
      { version: '5', state: 'waits', holdsFrom: '2026-05-01', madeBy: 'ann', approvedBy: 'bob', rules: 1 },
    ]);
    await sql`delete from house_rules`.execute(world.database.db);
  });
  test('goes on after an account', async () => {
    const { rows } = await sql<{ id: string }>`select id from account order by id`.execute(world.database.db);
    expect((await dryRun({ after: rows[1]?.id })).json).toMatchObject({ accounts: 2, next: null });
  });
});

describe('what is refused', () => {
  test.each<[string, string, object, string]>([
    [
      'rules that are laxer than the law',
      'dry-runs',
      { rules: rules('2', hours('05:00-08:00', { binds: { jurisdictions: ['TW'] } })) },
      'opens earlier than TW-',
    ],
    ['a day that is none', 'dry-runs', { on: '2026-02-30' }, 'on'],
    ['a version without a date', 'versions', { rules: rules('2'), as: 'ann' }, 'holdsFrom'],
    ['a version without a name', 'versions', { rules: rules('2'), holdsFrom: '2026-05-01' }, 'as'],
    [
      'two rules of one id',
      'versions',
      { rules: rules('2', hours('09:00-10:00'), hours('09:00-10:00')), holdsFrom: '2026-05-01', as: 'ann' },
      'also holds on some of these days',
    ],
  ])('%s', async (_, path, body, words) => {
    const { status, json } = await world.api.post(`/v1/law/${path}`, body);
    expect([status, json.code]).toEqual([422, 'invalid-request']);
    expect(json.detail).toContain(words);
  });
  test('a version that nobody proposed, and a date that has begun', async () => {
    expect((await world.api.post('/v1/law/versions/none/approve', { as: 'bob' })).json).toMatchObject({
      status: 404,
      code: 'unknown-version',
    });
    const begun = { rules: rules('2'), holdsFrom: '2026-03-02', as: 'ann' };
    expect((await world.api.post('/v1/law/versions', begun)).json).toMatchObject({
      code: 'not-allowed-now',
      detail: 'This cannot be done now: 2026-03-02 has begun somewhere.',
    });
  });
});
