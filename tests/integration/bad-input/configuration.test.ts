/** Settings and creditors files that are not taken: tests/fixtures/bad-input/configuration.ts, row by row; and a process that is started with them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problem } from '../../../domain/problems.ts';
import { loadCreditorsFile } from '../../../engine/import/creditors.ts';
import { readConfig } from '../../../platform/config.ts';
import { CREDITORS, GOOD, SETTINGS } from '../../fixtures/bad-input/configuration.ts';
import { expectSilent, Untouched } from '../../support/bad-input.ts';
import { useDatabase } from '../../support/fixtures.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrears-bad-configuration-'));
const path = join(dir, 'creditors.json');
const database = useDatabase('all tests');
let untouched: Untouched;
beforeAll(async () => {
  writeFileSync(path, `\uFEFF${JSON.stringify([GOOD])}`);
  expect(await loadCreditorsFile(database.db, path)).toEqual(['harbour']);
  untouched = new Untouched(database);
  await untouched.remember();
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
});

/** The refusal of a configuration, whole. */
async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Problem && error.code === 'configuration-invalid') return `${error.message} ${error.remedy}`;
    throw error;
  }
  throw new Error('it was taken');
}

describe('settings', () => {
  test.each([...SETTINGS])('%s', async (_, environment, words) => {
    const refusal = await refusalOf(() => readConfig({ ARREARS_HOME: dir, ...environment }));
    expect(refusal).toMatch(/^The configuration has \d fault/);
    expect(refusal).toContain(words);
    expectSilent(refusal);
  });
});

describe('a creditors file', () => {
  test.each([...CREDITORS])('%s', async (_, content, words) => {
    writeFileSync(path, content);
    const refusal = await refusalOf(() => loadCreditorsFile(database.db, path));
    expect(refusal).toContain(words);
    expectSilent(refusal);
    await untouched.check();
  });
  test.each([
    ['a folder', dir],
    ['a path that is not there', join(dir, 'nowhere')],
  ])('%s', async (_, at) => {
    expect(await refusalOf(() => loadCreditorsFile(database.db, at))).toContain('a file that cannot be read');
    await untouched.check();
  });
});

describe('a process', () => {
  /** Starts the API with an environment of its own and waits for its end. */
  const start = (environment: Record<string, string>) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ARREARS_HOME: dir, PORT: '0', ...environment },
      encoding: 'utf8',
      timeout: 30_000,
    });

  test('says all faults of its settings at once, no secret, and ends with 1', () => {
    const { status, stdout, stderr } = start(
      Object.assign({}, ...SETTINGS.map(([, environment]) => environment).reverse()),
    );
    expect(status).toBe(1);
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'PORT', 'LOG_LEVEL', 'ARREARS_EVENT_SECRETS'])
      expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expectSilent(stdout + stderr);
  });

  test('does not start with a bad creditors file', async () => {
    writeFileSync(path, CREDITORS.find(([name]) => name === 'a secret in it')?.[1] ?? '');
    const { status, stdout, stderr } = start({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      ARREARS_CREDITORS: path,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('/0/terms/password: not known')]);
    expectSilent(stdout + stderr);
    await untouched.check();
  });
});
