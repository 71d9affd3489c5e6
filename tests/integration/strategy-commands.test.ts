/** The commands of versions of strategies against an API: what they say, and what they refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';
import { strategyText } from '../support/strategies.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const home = mkdtempSync(join(tmpdir(), 'arrears-strategy-commands-'));
const path = join(home, 'strategy.yaml');

let world: ApiWorld;
const environment = { ...process.env };
beforeAll(async () => {
  world = await openApiWorld(NOW);
  const { hostname, port } = new URL(world.api.root);
  Object.assign(process.env, { HOST: hostname, PORT: port, ARREARS_HOME: home });
});
afterAll(async () => {
  process.env = environment;
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

const strategy = (...words: string[]) => arrears('strategy', ...words);
const outOf = async (...words: string[]) => (await strategy(...words)).out;

test('a proposal, its approval, the choice for new accounts, the list and the end', async () => {
  expect(await outOf('versions')).toMatch(/^No strategy was proposed/);
  expect(await outOf('use')).toMatch(/^No strategy was chosen/);
  writeFileSync(path, strategyText('gentle', 1));
  expect(await outOf('publish', path, '--as', 'Ann')).toBe(
    'gentle@1 is proposed. A second person publishes it: npx arrears strategy approve gentle@1 --as NAME\n',
  );
  expect(await strategy('approve', 'gentle@1', '--as', 'ann')).toMatchObject({
    code: 1,
    err: 'ann asked for this and cannot approve it.\nA second person must approve.\n',
  });
  expect(await outOf('approve', 'gentle@1', '--as', 'Bob')).toBe('gentle@1 is published by Bob.\n');
  expect(await outOf('use', 'gentle', '--creditor', 'harbour', '--as', 'Dana')).toBe(
    'New accounts of harbour begin with gentle@1. Those that are there keep theirs.\n',
  );
  writeFileSync(path, strategyText('gentle', 2));
  await strategy('publish', path, '--as', 'Ann');
  expect(await outOf('approve', 'gentle@2', '--as', 'Bob')).toBe(
    'gentle@2 is published by Bob.\nNew accounts of harbour begin with gentle@2.\n',
  );
  expect((await outOf('versions')).split('\n').filter((line) => !line.includes('sha256'))).toEqual([
    'gentle@1  published, 1 segment, 1 ladder, 0 open accounts, proposed by Ann, published by Bob',
    'gentle@2  published, 1 segment, 1 ladder, 0 open accounts, proposed by Ann, published by Bob',
    '',
  ]);
  expect(await outOf('use')).toBe('New accounts of harbour begin with gentle@2. Chosen by Dana.\n');
  await strategy('retire', 'gentle@1', '--as', 'Cleo');
  expect(await outOf('retire', 'gentle@2', '--as', 'Cleo')).toBe(
    'gentle@2 is retired by Cleo: no account begins with it; 0 open accounts that follow it go on.\n' +
      'New accounts of harbour begin with the ladder of the code; no version of gentle is left.\n',
  );
  expect(await outOf('use', '--none', '--creditor', 'harbour', '--as', 'Dana')).toBe(
    'New accounts of harbour begin with the ladder of the code. Those that are there keep theirs.\n',
  );
});

test('one that ships is published by its name, shown by its version, and told as JSON', async () => {
  expect(JSON.parse(await outOf('publish', 'standard', '--as', 'Ann', '--json'))).toMatchObject({
    state: 'proposed',
    name: 'standard',
  });
  const [{ id }] = JSON.parse(await outOf('versions', '--json')).filter(
    ({ name }: { name: string }) => name === 'standard',
  );
  const shown = await outOf('show', id);
  expect(shown).toContain('# Standard');
  expect(shown).toContain(`${id}  proposed, 1 segment, 1 ladder, 0 open accounts, proposed by Ann\n  sha256 `);
  expect(JSON.parse(await outOf('show', id, '--json'))).toMatchObject({ name: 'standard', segments: [{}] });
  expect(JSON.parse(await outOf('approve', id, '--as', 'Bob', '--json'))).toMatchObject({ id, state: 'published' });
  expect(JSON.parse(await outOf('use', 'standard', '--creditor', 'harbour', '--as', 'Dana', '--json'))).toMatchObject({
    newest: id,
  });
  expect(JSON.parse(await outOf('use', '--json'))).toMatchObject([{ creditor: 'harbour', strategy: 'standard' }]);
  expect(JSON.parse(await outOf('retire', id, '--as', 'Bob', '--json'))).toMatchObject({ state: 'retired' });
});

describe('refusals', () => {
  test.each<[string, string[], number, string]>([
    ['no name', ['publish', 'gentle'], 2, 'This act must carry a name.'],
    ['no strategy and no file', ['publish', 'gentel', '--as', 'Ann'], 2, 'Did you mean gentle?'],
    ['an unknown version', ['approve', 'gentle@77', '--as', 'Bob'], 1, 'No strategy gentle@77 was proposed here.'],
    ['a name for a version', ['retire', 'gentle', '--as', 'Bob'], 1, 'needs a name and a version, such as gentle@1'],
    ['an unknown version, shown', ['show', 'gentle@77'], 1, 'No strategy gentle@77 was proposed here.'],
    ['no creditor', ['use', 'gentle', '--as', 'Dana'], 2, 'It is not said whose new accounts begin with it.'],
    [
      'no strategy',
      ['use', '--creditor', 'harbour', '--as', 'Dana'],
      2,
      'It is not said which strategy new accounts begin with.',
    ],
    [
      'a version for a name',
      ['use', 'gentle@1', '--creditor', 'harbour', '--as', 'Dana'],
      2,
      'Give the name alone: gentle.',
    ],
    [
      'a strategy and none',
      ['use', 'gentle', '--none', '--creditor', 'harbour', '--as', 'Dana'],
      2,
      'A strategy and --none cannot both be chosen.',
    ],
    [
      'a strategy that nobody published',
      ['use', 'online-lender', '--creditor', 'harbour', '--as', 'Dana'],
      1,
      'No strategy online-lender was proposed here.',
    ],
    [
      'an unknown creditor',
      ['use', '--none', '--creditor', 'nobody', '--as', 'Dana'],
      1,
      'There is no creditor nobody',
    ],
  ])('%s', async (_, words, code, sentence) => {
    const refused = await strategy(...words);
    expect([refused.code, refused.out]).toEqual([code, '']);
    expect(refused.err).toContain(sentence);
  });
  test('a faulty file: the line, the column and the remedy of each fault, and nothing is sent', async () => {
    writeFileSync(path, strategyText('gentle', 5, ['opens: 91', 'opens: 12']));
    const { code, err } = await strategy('publish', path, '--as', 'Ann');
    expect([code, err]).toEqual([
      1,
      'The strategy was refused. 25:24  agency opens on day 12, sooner than the code allows. ' +
        'Give at least 31; only contact stages may come sooner.\nCorrect it; docs/strategies.md describes each field.\n',
    ]);
    expect(await outOf('versions')).not.toContain('gentle@5');
  });
});
