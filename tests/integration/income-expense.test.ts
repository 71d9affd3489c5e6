/** Income and expense sheets over the API and the command line: kept with figures in one place, the last day counts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { printed } from '../support/arrears.ts';

const NOON = Date.parse('2026-11-02T12:00:00+08:00');
const WAGES = '31415.00';
const SHEET = {
  country: 'TW',
  on: '2026-11-01',
  household: { adults: 1 },
  lines: [
    { line: 'wages', amount: WAGES },
    { line: 'food', amount: '9000' },
    { line: 'rent', amount: '12000' },
    { line: 'electricity', amount: '1200' },
  ],
  debts: [{ line: 'credit-card', balance: '41000', ours: true }],
};
let world: ApiWorld;
let folder: string;
beforeAll(async () => {
  world = await openApiWorld(NOON);
  folder = mkdtempSync(join(tmpdir(), 'breathing-'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

function fileOf(sheet: object): string {
  const path = join(folder, 'sheet.json');
  writeFileSync(path, JSON.stringify(sheet));
  return path;
}
const personOf = async ({ personId }: KnownAccount) => {
  const { rows } = await world.database.pool.query('select number from person where id = $1', [personId]);
  return `harbour/person:${rows[0].number}`;
};
const listOf = async (owner: KnownAccount) =>
  (await world.api.get(`/v1/accounts/${owner.name}/income-expense`)).json as unknown as {
    on: string;
    verdict: string;
    counts: boolean;
    offer: { amount: { minor: string } } | null;
    sheet: { lines: { amount: string }[] };
  }[];

describe('a sheet that is kept', () => {
  test('is recorded by command, judged, and listed with its figures', async () => {
    const owner = await world.account();
    const recorded = await printed(
      'afford',
      'record',
      owner.name,
      fileOf(SHEET),
      '--told-by',
      'adviser',
      '--as',
      'Ann',
    );
    expect(recorded.code).toBe(0);
    expect(recorded.out).toContain('affordable, something can be paid; NT$ 8,293.50 a month (pro-rata)');
    const listed = await printed('afford', 'recorded', owner.name);
    expect(listed.out).toMatch(/2026-11-01, from adviser, by Ann: affordable.*look again by 2027-05-01; it counts/);
    const [view] = await listOf(owner);
    expect(view).toMatchObject({ counts: true, offer: { amount: { minor: '829350' } } });
    expect(view?.sheet.lines[0]?.amount).toBe(WAGES);
  });

  test('the sheet of the last day counts, whenever it was told; a person without income is asked about it', async () => {
    const owner = await world.account();
    const tell = (data: object) =>
      world.api.post(`/v1/accounts/${owner.name}/facts`, { fact: 'sheet-recorded', data, as: 'ann' });
    expect((await tell({ sheet: { ...SHEET, lines: [] } })).status).toBe(201);
    expect((await tell({ sheet: { ...SHEET, on: '2026-10-01' } })).status).toBe(201);
    const views = await listOf(owner);
    expect(views.map(({ on, verdict, counts }) => [on, verdict, counts]).sort()).toEqual([
      ['2026-10-01', 'affordable', false],
      ['2026-11-01', 'not-plausible', true],
    ]);
  });

  test('told twice at once it is kept once', async () => {
    const owner = await world.account();
    const told = event('sheet-recorded', await personOf(owner), { sheet: SHEET });
    const answers = await Promise.all([world.api.sendEvent(told), world.api.sendEvent(told)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { rows } = await world.database.pool.query('select count(*) from income_sheet where person_id = $1', [
      owner.personId,
    ]);
    expect([rows[0].count, (await listOf(owner)).length]).toEqual([1n, 1]);
  });

  test('no figure of it stands in a fact, a log or an answer but its own', async () => {
    const owner = await world.account();
    const from = world.api.log.length;
    await printed('afford', 'record', owner.name, fileOf(SHEET), '--as', 'Ann');
    const { rows } = await world.database.pool.query(
      `select coalesce(string_agg(f.body::text, ' '), '') as told from fact f where f.person_id = $1`,
      [owner.personId],
    );
    expect(rows[0].told).not.toMatch(/31415|3141500/);
    expect(world.api.log.slice(from).join('')).not.toMatch(/31415/);
    const explained = await printed('explain', owner.name);
    expect(explained.out).toContain('a sheet of income and expenses of 2026-11-01, from the person');
    expect(explained.out).not.toMatch(/31,?415/);
  });

  test('is refused whole, with the field and no figure', async () => {
    const owner = await world.account();
    const negative = { ...SHEET, lines: [{ line: 'wages', amount: '-31415' }] };
    for (const [sheet, words] of [
      [negative, 'lines[0].amount: wages: must not be negative'],
      [{ ...SHEET, diagnosis: 'x' }, 'diagnosis'],
    ] as const) {
      const { out, code } = await printed('afford', 'record', owner.name, fileOf(sheet), '--as', 'Ann');
      expect([code === 0, out]).toEqual([false, expect.stringContaining(words)]);
      expect(out).not.toContain('31415');
    }
    const unnamed = await printed('afford', 'record', owner.name, fileOf(SHEET));
    expect(unnamed.code).not.toBe(0);
    expect(await listOf(owner)).toEqual([]);
  });
});
