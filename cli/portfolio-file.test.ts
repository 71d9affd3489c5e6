import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SHIPPED_MODEL } from '../engine/score/model-file.ts';
import { Fault } from './fault.ts';
import { readPortfolioInput } from './portfolio-file.ts';

const [HEADER = '', FIRST = ''] = readFileSync(new URL('../book.example.csv', import.meta.url), 'utf8').split('\n');
const place = HEADER.split(',').indexOf('balance');
let folder: string;
let notes: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-simulate-'));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => notes.push(String(text)) > 0);
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
async function faultOf(options: Parameters<typeof readPortfolioInput>[0]): Promise<Fault> {
  notes = [];
  try {
    await readPortfolioInput(options);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('was taken');
}
const withBalance = (balance: string): string =>
  FIRST.split(',')
    .map((cell, at) => (at === place ? balance : cell))
    .join(',');

describe('the input of a simulation', () => {
  test('is the portfolio of the demo where no file is named', async () => {
    const input = await readPortfolioInput({});
    expect(input.accounts).toHaveLength(3680);
    expect(input).toMatchObject({ currency: 'TWD', startsOn: '2026-03-02' });
    expect(input.accounts[0]).toMatchObject({ id: 'harbour/C-7377', product: 'card', balance: 12_089_000n });
    expect(JSON.stringify(input.accounts[0]?.person)).not.toMatch(/@|555|赖|路/);
  });

  test('knows the classes of the cards of the demo, by the model that ships', async () => {
    const { accounts } = await readPortfolioInput({});
    expect(accounts[0]?.features).toMatchObject({ limit: '130000', ability: 'high', willingness: 'high' });
    const named = (name: string) => new Set(accounts.map(({ features }) => features[name]));
    for (const axis of ['ability', 'willingness']) expect(named(axis)).toEqual(new Set(['high', 'middle', 'low']));
  });

  test('a model that was edited is refused', async () => {
    const model = JSON.parse(readFileSync(SHIPPED_MODEL, 'utf8')) as object;
    const path = file('model.json', [JSON.stringify({ ...model, digest: '0'.repeat(64) })]);
    await expect(readPortfolioInput({ model: path })).rejects.toMatchObject({ code: 'score-model-changed' });
  });

  test('is the book of the example, with the newest value of each feature', async () => {
    const input = file('book.csv', [HEADER, FIRST]);
    const features = file('features.csv', [
      'creditor,account,as_of,name,value',
      'harbour,A-1042,2026-02-28,ability,low',
      'harbour,A-1042,2026-03-01,ability,high',
      'harbour,A-1042,2026-02-01,ability,middle',
    ]);
    const { accounts, sha256 } = await readPortfolioInput({ input, features });
    expect(accounts.map(({ number, features }) => [number, features])).toEqual([
      ['A-1042', { ability: 'high', willingness: 'unknown' }],
    ]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a bad row refuses the file, with row, column and remedy, and no cell of it', async () => {
    const fault = await faultOf({
      input: file('bad.csv', [HEADER, FIRST, withBalance('12,5').replace('A-1042', 'A-1')]),
    });
    expect(fault).toMatchObject({ code: 'file-refused', exit: 1 });
    expect(fault.message).toContain('nothing was simulated');
    expect(notes.join('')).toContain('Row 3');
    const money = await faultOf({ input: file('minus.csv', [HEADER, withBalance('-5')]) });
    expect(notes.join('')).toContain('Row 2, column balance:');
    expect(JSON.stringify(money.more)).not.toContain('-5');
  });

  test('an account that comes twice, a person who differs, an account without a row', async () => {
    await faultOf({ input: file('twice.csv', [HEADER, FIRST, withBalance('99999.00')]) });
    expect(notes.join('')).toContain('Row 3, column account:');
    const other = FIRST.replace('A-1042', 'A-7').replace(FIRST.split(',')[3] ?? '', 'Somebody Else');
    await faultOf({ input: file('person.csv', [HEADER, FIRST, other]) });
    expect(notes.join('')).toContain('Row 3, column person:');
    const features = file('unknown.csv', ['creditor,account,as_of,name,value', 'harbour,A-9,2026-02-28,ability,low']);
    await faultOf({ input: file('fine.csv', [HEADER, FIRST]), features });
    expect(notes.join('')).toContain('Row 2, column account:');
  });

  test('a feature told twice with two values is refused in every order; the same row again is not', async () => {
    const input = file('fine.csv', [HEADER, FIRST]);
    const row = (asOf: string, value: string) => `harbour,A-1042,${asOf},ability,${value}`;
    const read = (...rows: string[]) =>
      readPortfolioInput({ input, features: file('repeats.csv', ['creditor,account,as_of,name,value', ...rows]) });
    const disputed = [row('2026-02-01', 'low'), row('2026-02-28', 'high'), row('2026-02-01', 'middle')];
    for (const rows of [disputed, disputed.toReversed()]) {
      notes = [];
      await expect(read(...rows)).rejects.toMatchObject({ code: 'file-refused' });
      expect(notes.join('')).toContain('Row 4, column value:');
    }
    const repeated = await read(row('2026-02-28', 'high'), row('2026-02-01', 'low'), row('2026-02-28', 'high'));
    expect(repeated.accounts[0]?.features).toMatchObject({ ability: 'high' });
  });

  test('a header without a column, an empty book', async () => {
    await faultOf({ input: file('header.csv', [HEADER.replace('balance,', ''), FIRST]) });
    expect(notes.join('')).toContain('column balance: The column is missing.');
    expect((await faultOf({ input: file('empty.csv', [HEADER]) })).message).toContain('no rows');
  });
});
