/** `arrears score`, in processes of their own, where nothing runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SAMPLE_LAYOUT, sampleRows } from '../tests/support/score-sample.ts';

const BIN = join(import.meta.dirname, 'bin.js');
const home = mkdtempSync(join(tmpdir(), 'arrears-score-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function score(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'score', ...words], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ARREARS_HOME: home, TZ: 'UTC' },
    encoding: 'utf8',
    cwd: home,
  });
  return { status, stdout, stderr };
}
const write = (name: string, text: string): string => {
  writeFileSync(join(home, name), text);
  return name;
};
const ROWS = sampleRows(1500);
const CSV = write('rows.csv', `${ROWS.map(({ cells }) => cells.join(',')).join('\n')}\n`);
const LAYOUT = write('layout.json', JSON.stringify(SAMPLE_LAYOUT));
const trained = score('train', '--input', CSV, '--target', 'BAD', '--layout', LAYOUT, '--out', 'model.json', '--json');

describe('arrears score', () => {
  test('train writes a model and tells how good it is', () => {
    expect([trained.status, trained.stderr]).toEqual([0, '']);
    const { digest, card } = JSON.parse(trained.stdout);
    expect(JSON.parse(readFileSync(join(home, 'model.json'), 'utf8')).digest).toBe(digest);
    expect(card.late.auc).toBeGreaterThan(0.6);
  });
  test('evaluate measures it, and says of its own data what it has not seen', () => {
    const { status, stdout } = score('evaluate', '--input', CSV, '--model', 'model.json');
    expect(status).toBe(0);
    for (const words of ['Late accounts', 'All accounts', 'that were held out', 'AUC', 'Brier', 'calibration error'])
      expect(stdout).toContain(words);
  });
  test('explain adds up', () => {
    const { stdout } = score('explain', '--input', CSV, '--row', '5', '--model', 'model.json', '--json');
    const { willingness, reasons } = JSON.parse(stdout);
    const { base } = JSON.parse(readFileSync(join(home, 'model.json'), 'utf8'));
    const own = reasons.filter(({ axis }: { axis: string }) => axis === 'willingness');
    expect(own.reduce((sum: number, { points }: { points: number }) => sum + points, base.willingness)).toBe(
      willingness.points,
    );
  });
  test('card of the model that ships says what it is and names every feature', () => {
    const { status, stdout } = score('card');
    expect(status).toBe(0);
    expect(stdout).toContain('Not for production');
    for (const name of ['best-paid-share', 'months-late-by-used-share', 'late-run'])
      expect(stdout).toContain(`(${name})`);
  });
  test.each<[string, string[], string, string]>([
    ['an empty file', ['train', '--input', write('empty.csv', ''), '--target', 'BAD'], 'is empty', 'Give a CSV'],
    [
      'an edited model',
      [
        'card',
        '--model',
        write('edited.json', readFileSync(join(home, 'model.json'), 'utf8').replace('"weight": ', '"weight": 1')),
      ],
      'The model has changed',
      'a model is never edited',
    ],
    ['another version', ['card', '--model', write('v2.json', '{"v": 2}')], 'has version 2', 'Train it again'],
    [
      'a layout with a personal trait',
      [
        'train',
        ...['--input', CSV, '--target', 'BAD', '--layout'],
        write('trait.json', JSON.stringify({ ...SAMPLE_LAYOUT, columns: { ...SAMPLE_LAYOUT.columns, sex: 'SEX' } })),
      ],
      'Layout, field columns.sex: is a personal trait',
      'nothing was learnt',
    ],
    [
      'a row that is not there',
      ['explain', '--input', CSV, '--row', '9999', '--model', 'model.json'],
      'no row 9999',
      'row 1',
    ],
  ])('%s is refused', (_, words, sentence, remedy) => {
    const { status, stdout, stderr } = score(...words);
    expect([status === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(remedy);
  });
});
