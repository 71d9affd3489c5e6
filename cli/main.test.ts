/** From the words of a command line to its exit code, in processes of their own, where nothing runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../platform/local/ports.ts';
import { bookFile } from '../tests/support/book-file.ts';

const BIN = join(import.meta.dirname, 'bin.js');
const home = mkdtempSync(join(tmpdir(), 'arrears-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Nothing listens there. */
const port = String(await freePort());
const PLAIN = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ARREARS_HOME: home, PORT: port };
function arrears(words: string, environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words.split(' ')], {
    env: { ...PLAIN, ...environment },
    encoding: 'utf8',
    cwd: home,
  });
  return { status, stdout, stderr };
}

describe('a command line that cannot be done', () => {
  test('where nothing runs it says so, and how to start', () => {
    expect(arrears('list')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Nothing runs here.\nStart it with: npx arrears dev\n',
    });
    const { status, stdout } = arrears('explain A-1 --json');
    expect([status, JSON.parse(stdout)]).toEqual([
      1,
      {
        problem: {
          code: 'nothing-runs-here',
          detail: 'Nothing runs here.',
          remedy: 'Start it with: npx arrears dev',
          retry: true,
        },
      },
    ]);
  });

  test('faults of the configuration are told together, without their values', () => {
    const { status, stdout, stderr } = arrears('list', {
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://root:secret@db/x',
      PORT: '99999',
    });
    expect([status, stdout]).toEqual([1, '']);
    for (const name of ['The configuration has 3 fault(s)', 'LOG_LEVEL', 'DATABASE_URL', 'PORT'])
      expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/secret|\n\s+at /);
  });

  test('a wrong command or option is told with the nearest right one', () => {
    expect(arrears('stcuk')).toEqual({
      status: 2,
      stdout: '',
      stderr: "Unknown command 'stcuk'.\nDid you mean stuck?\n",
    });
    const { status, stdout } = arrears('ladder --json --jsonn');
    expect([status, JSON.parse(stdout).problem]).toEqual([
      2,
      { code: 'usage', detail: "Unknown option '--jsonn'.", remedy: 'Did you mean --json?' },
    ]);
  });

  test('a file that is not there, and a database that does not answer', () => {
    const address = { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' };
    expect(arrears('import none.csv', address).stderr).toMatch(/^There is no file none.csv.\n/);
    writeFileSync(join(home, 'book.csv'), bookFile([{}]));
    const { status, stderr } = arrears('import book.csv', address);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^No Postgres answers at postgres:\/\/127.0.0.1:1\/x.\nCheck DATABASE_URL/),
    ]);
  });
});

test('the ladder needs nothing that runs', () => {
  const { status, stdout } = arrears('ladder --json');
  const stages = JSON.parse(stdout) as {
    stage: string;
    opensAt: number;
    steps: { step: string; channels: string[] }[];
  }[];
  expect(status).toBe(0);
  expect(stages.slice(0, 6).map((stage) => [stage.stage, stage.opensAt])).toEqual([
    ['reminder', 1],
    ['sms', 10],
    ['call', 16],
    ['agency', 31],
    ['bureau', 45],
    ['legal', 91],
  ]);
  expect(stages[0]?.steps[0]).toMatchObject({ step: 'email-1', channels: ['email', 'sms'] });
  expect(arrears('ladder').stdout).toContain('legal  Legal, from day 91');
});
