/** The commands about strategies, in processes of their own, where nothing runs. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { shippedText } from '../engine/strategy/shipped-strategies.ts';

const BIN = join(import.meta.dirname, 'bin.js');
function strategy(words: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'strategy', ...words], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
const GENTLE = shippedText('gentle');

test('those that ship are listed, and shown in words', () => {
  const { status, stdout } = strategy(['--json']);
  expect([status, JSON.parse(stdout).map(({ name }: { name: string }) => name)]).toEqual([
    0,
    ['gentle', 'standard', 'online-lender'],
  ]);
  expect(strategy(['show', 'gentle']).stdout).toContain('`email-4`: day 10, by email, else sms, at least 7 days after');
  expect(JSON.parse(strategy(['show', '-', '--json'], GENTLE).stdout).ladders[0].name).toBe('slow');
});

test('a file without a fault, and one with faults', () => {
  expect(strategy(['lint', '-'], GENTLE)).toEqual({
    status: 0,
    stdout: 'No fault: the strategy may be used.\n',
    stderr: '',
  });
  const wrong = strategy(['lint', '-'], GENTLE.replace('opens: 91', 'opens: 12'));
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toContain('25:24  agency opens on day 12, sooner than the code allows. Give at least 31');
  const { status, stdout } = strategy(['lint', '-', '--json'], GENTLE.replace('legal', 'leagl'));
  expect([status, JSON.parse(stdout).faults]).toEqual([
    1,
    [
      {
        line: 27,
        column: 7,
        rule: 'unknown-field',
        what: 'ladders[0].stages.leagl is no field here',
        remedy: 'Did you mean legal?',
      },
    ],
  ]);
});

test('a refused file is shown by nobody', () => {
  const { status, stderr } = strategy(['show', '-'], GENTLE.replace('v: 1', 'v: 2'));
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^The strategy was refused. 2:4 {2}v is none of the values/),
  ]);
  expect(strategy(['show', 'gentel']).stderr).toMatch(/no strategy that ships, and no file.\nDid you mean gentle\?/);
});

test('the segment of an account, why, and what is missing to say it', () => {
  const account = { ability: 'high', willingness: 'low', dpd: 50, delinquencies: 2, selfCures: 0 };
  const known = { ...account, promisesKept: 0, promisesBroken: 0, inCare: false };
  const input = ['segment', 'online-lender', '--input', JSON.stringify(known)];
  expect(strategy(input).stdout).toBe(
    'able-unwilling, ladder firm\n  able-unwilling: willingness == "low"; willingness is low\n',
  );
  const kept = strategy([...input, '--previous', 'unscored', '--days', '3', '--json']);
  expect(JSON.parse(kept.stdout)).toMatchObject({
    segment: 'unscored',
    ladder: 'soft',
    because: [{ code: 'segment-kept' }, {}],
  });
  const { status, stderr } = strategy(['segment', 'online-lender', '--input', JSON.stringify(account)]);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/promisesKept: is missing, and the strategy reads it;/)]);
  expect(strategy(['segment', 'standard', '--input', '{}']).stdout).toMatch(/^everybody, ladder usual\n/);
});
