import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SHIPPED_MODEL } from './model-file.ts';
import { openScorer } from './open-scorer.ts';

const home = mkdtempSync(join(tmpdir(), 'arrears-scorer-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const write = (text: string): string => {
  const path = join(home, 'model.json');
  writeFileSync(path, text);
  return path;
};
const SHIPPED = readFileSync(SHIPPED_MODEL, 'utf8');
const fault = (path: string): unknown => {
  try {
    return openScorer(path);
  } catch (error) {
    return error;
  }
};

describe('the scorer of a process', () => {
  test('is the model that ships, which says that it is a demonstration; a copy of it scores the same', () => {
    const shipped = openScorer(undefined);
    expect(shipped.caution.en).toContain('Not for production');
    const copy = openScorer(write(SHIPPED));
    expect([copy.name, copy.digest]).toEqual([shipped.name, shipped.digest]);
    expect(copy.scoreOf({})).toEqual(shipped.scoreOf({}));
  });
  test('of an account without features knows no class and throws nothing', () => {
    const { ability, willingness, missing } = openScorer(undefined).scoreOf({ 'status-1': 'none' });
    expect([ability.class, willingness.class, missing.length > 0]).toEqual(['unknown', 'unknown', true]);
  });
  test.each<[string, string, string]>([
    ['no JSON', '{', 'configuration-invalid'],
    ['no model', '{"v": 1}', 'configuration-invalid'],
    ['another version', '{"v": 2}', 'score-model-version'],
    ['a model that was edited', SHIPPED.replace(/"ridge":\s*[\d.]+/, '"ridge": 4321'), 'score-model-changed'],
  ])('%s: refused, so the process does not start', (_, text, code) =>
    expect(fault(write(text))).toMatchObject({ code }),
  );
  test('a file that is not there is refused by the name of its setting', () =>
    expect(fault(join(home, 'none.json'))).toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('ARREARS_SCORE_MODEL'),
    }));
});
