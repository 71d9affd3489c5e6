/** The commands of the lender's own rules against an API: what they say, and what they refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problem } from '../../domain/problems.ts';
import { loadOwnRules } from '../../engine/law/load-own-rules.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { arrears } from '../support/arrears.ts';

const NOW = Date.parse('2026-03-02T12:00:00+08:00');
const home = mkdtempSync(join(tmpdir(), 'arrears-law-commands-'));
const path = join(home, 'rules.json');
const HOURS = { id: 'HOURS', words: 'In these hours.', demand: { kind: 'hours', hours: '14:00-18:00' } };
const write = (value: unknown) => writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));

let world: ApiWorld;
const environment = { ...process.env };
beforeAll(async () => {
  world = await openApiWorld(NOW);
  await world.account();
  const { hostname, port } = new URL(world.api.root);
  Object.assign(process.env, { HOST: hostname, PORT: port, ARREARS_HOME: home });
});
afterAll(async () => {
  process.env = environment;
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

test('a dry run, a proposal, its approval and the list', async () => {
  write({ version: '2', rules: [HOURS] });
  expect((await arrears('law', 'dry-run', '--rules', path)).out).toBe(
    'house@2 instead of house@1: 1 open account, 1 contacted differently.\n' +
      '  planning: a step moves to another hour, 1 account\nSuch as harbour/A-1.\n',
  );
  expect((await arrears('law', 'publish', path, '--from', '2026-05-01', '--as', 'Ann')).out).toBe(
    'Version 2 is proposed from 2026-05-01. A second person publishes it: npx arrears law approve 2 --as NAME\n',
  );
  expect(await arrears('law', 'approve', '2', '--as', 'ann')).toMatchObject({
    code: 1,
    err: 'ann asked for this and cannot approve it.\nA second person must approve.\n',
  });
  expect((await arrears('law', 'approve', '2', '--as', 'Bob')).out).toBe(
    'Version 2 is published by Bob and holds from 2026-05-01.\n',
  );
  expect((await arrears('law', 'versions')).out.split('\n').filter((line) => !line.includes('sha256'))).toEqual([
    '1  holds now, from the beginning, 3 rules',
    '2  published, from 2026-05-01, 1 rule, proposed by Ann, published by Bob',
    '',
  ]);
  const { out } = await arrears('law', 'dry-run', '--on', '2026-05-01', '--json');
  expect(JSON.parse(out)).toMatchObject({ inForce: 'house@1', tried: 'house@2', different: 1 });
});

describe('refusals', () => {
  test.each<[string, string[], number, string]>([
    ['no date', ['publish', path, '--as', 'Ann'], 2, 'It is not said when the rules begin to hold.'],
    ['no name', ['publish', path, '--from', '2026-05-01'], 2, 'This act must carry a name.'],
    ['a date that is none', ['dry-run', '--on', '2026-02-30'], 2, '--on "2026-02-30" is not a date that exists.'],
    [
      'a date that has begun',
      ['publish', path, '--from', '2026-03-02', '--as', 'Ann'],
      1,
      '2026-03-02 has begun somewhere',
    ],
    ['a version that nobody knows', ['approve', '77', '--as', 'Bob'], 1, 'There is no version 77'],
  ])('%s', async (_, words, code, sentence) => {
    write({ version: '3', rules: [HOURS] });
    const refused = await arrears('law', ...words);
    expect([refused.code, refused.out]).toEqual([code, '']);
    expect(refused.err).toContain(sentence);
  });
  test('a file that is laxer than the law: the place, the reason and the remedy', async () => {
    const early = { ...HOURS, binds: { jurisdictions: ['TW'] }, demand: { kind: 'hours', hours: '05:00-12:00' } };
    write({ version: '3', rules: [early] });
    const { err } = await arrears('law', 'dry-run', '--rules', path);
    expect(err).toMatch(
      /^The file was refused\. Rules, field rules\[0\]\.demand: opens earlier than TW-\S+ of TW: make it as strict, or leave TW out\.\nCorrect it; nothing was tried\. docs\/rules\.schema\.json/,
    );
  });
});

describe('the file of ARREARS_RULES', () => {
  const refusal = (): string => {
    try {
      loadOwnRules(path);
    } catch (error) {
      if (error instanceof Problem && error.code === 'rules-refused') return `${error.message} ${error.remedy}`;
    }
    return '';
  };
  test('is read as it is', () => {
    write({ version: '7', covers: ['JP'], rules: [HOURS] });
    expect(loadOwnRules(path)).toMatchObject({ covers: ['JP'], pack: { version: '7', rules: [{ id: 'HOURS' }] } });
  });
  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'it is not JSON'],
    ['a key twice', '{"version":"1","version":"2","rules":[]}', 'it '],
    ['no rules', { version: '1' }, '/rules: '],
    ['overlapping versions of a rule', { version: '1', rules: [HOURS, HOURS] }, '/rules/1/id: HOURS also holds'],
  ])('with %s is refused', (_, content, words) => {
    write(content);
    expect(refusal()).toContain(`The file of ARREARS_RULES was refused: ${words}`);
    expect(refusal()).toContain('docs/rules.schema.json');
  });
  test('that is not there is refused', () => {
    expect(() => loadOwnRules(join(home, 'none'))).toThrow('The file of ARREARS_RULES was refused: it cannot be read');
  });
  test('stops the import of a book before it is read', async () => {
    write({ version: '1', rules: [HOURS, HOURS] });
    process.env['ARREARS_RULES'] = path;
    const { code, err } = await arrears('import', path);
    delete process.env['ARREARS_RULES'];
    expect([code, err]).toEqual([1, expect.stringContaining('The file of ARREARS_RULES was refused')]);
  });
});
