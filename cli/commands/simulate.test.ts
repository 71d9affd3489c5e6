import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'arrears-simulate-'));
let printed: string;
beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));
const simulate = (...words: string[]) => buildProgram().parseAsync(['node', 'arrears', 'simulate', ...words]);

describe('arrears simulate', () => {
  test('prints figures, differences, costs and the digest, and writes the page', async () => {
    const page = join(folder, 'page.html');
    const few = ['--accounts', '6', '--days', '30'];
    await simulate(...few, '--against', 'gentle', '--page', page, '--cost', 'call=1.50');
    expect(printed).toContain('6 accounts of');
    for (const words of ['money in', 'call NT$ 1.50', 'rests on the assumptions', '95 % interval'])
      expect(printed.replace(/\s+/g, ' ')).toContain(words);
    const [, digest = 'none'] = /digest ([0-9a-f]{64})/.exec(printed) ?? [];
    expect(readFileSync(page, 'utf8')).toContain(digest);
    printed = '';
    await simulate(...few, '--against', 'gentle', '--cost', 'call=1.50', '--json');
    expect(JSON.parse(printed)).toMatchObject({ v: 1, digest, days: 30, costs: { call: '150' } });
  });

  test.each([
    [['--days', '-1'], 'A whole number from 1 to 1096 is needed'],
    [['--seed', 'x'], 'A whole number from 0'],
    [['--strategy', 'gentel'], 'is no strategy that ships'],
    [['--against', 'standart'], 'is no strategy that ships'],
    [['--cost', 'cal=1'], 'which is no item'],
    [['--cost', 'call=1,50'], 'needs a plain amount in TWD'],
    [['--input', '/no/such/book.csv'], 'no such file'],
  ])('%j is refused', async (words, reason) => {
    await expect(simulate(...words)).rejects.toThrow(reason);
    expect(printed).toBe('');
  });

  test('an unknown strategy is answered with the nearest name', async () => {
    await expect(simulate('--strategy', 'gentel')).rejects.toMatchObject({
      remedy: expect.stringContaining('Did you mean gentle?'),
    });
  });
});
