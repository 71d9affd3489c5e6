/** The configuration: all faults reported at once, no secret shown, working defaults. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../domain/channels.ts';
import { Problem } from '../domain/problems.ts';
import { plainAddress } from './address.ts';
import { readConfig, SETTINGS, showConfig } from './config.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrears-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const read = (environment: Record<string, string>) => readConfig({ ARREARS_HOME: join(dir, 'empty'), ...environment });
function faultsOf(environment: Record<string, string>): string {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof Problem && error.code === 'configuration-invalid') return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}
const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1iYW5rLW9ubHk=';

test('nothing set: defaults for one machine', () => {
  expect(read({})).toMatchObject({
    TEMPORAL_NAMESPACE: 'default',
    PORT: 7300,
    HOST: '127.0.0.1',
    home: join(dir, 'empty'),
    eventSecrets: new Map(),
  });
});

test('lanes: all of them, or those that are named; a lane that does not exist is a fault', () => {
  expect([...read({}).lanes]).toEqual([...CHANNELS]);
  expect([...read({ ARREARS_LANES: 'email, desk' }).lanes]).toEqual(['email', 'desk']);
  expect(faultsOf({ ARREARS_LANES: 'email,fax' })).toMatch(/ARREARS_LANES must be lanes with commas between: email,/);
});

test('an empty value is one that is left out', () => {
  expect(read({ DATABASE_URL: '', PORT: '' })).toMatchObject({ PORT: 7300 });
  expect(read({ DATABASE_URL: '' }).DATABASE_URL).toBeUndefined();
});

test('all faults stand in one sentence, each with its setting', () => {
  const words = faultsOf({
    DATABASE_URL: 'mysql://db/arrears',
    REDIS_URL: 'http://queue',
    TEMPORAL_ADDRESS: 'temporal',
    ARREARS_SWEEP_MS: '1',
    ARREARS_LEASE_SECONDS: '0',
    DATABASE_POOL_SIZE: 'many',
    SMTP_URL: 'mail',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    ARREARS_EVENT_SECRETS: 'bank=short',
  });
  expect(words).toMatch(/^The configuration has 10 fault/);
  for (const name of [
    'DATABASE_URL',
    'REDIS_URL',
    'TEMPORAL_ADDRESS',
    'ARREARS_SWEEP_MS',
    'ARREARS_LEASE_SECONDS',
    'DATABASE_POOL_SIZE',
    'SMTP_URL',
    'PORT',
    'LOG_LEVEL',
    'ARREARS_EVENT_SECRETS',
  ])
    expect(words).toContain(name);
});

test('a fault says what is right, in our words, and not what was given', () => {
  const words = faultsOf({ PORT: '73000', ARREARS_SWEEP_MS: '2.5', DATABASE_POOL_SIZE: 'many', LOG_LEVEL: 'loud' });
  expect(words).toBe(
    'The configuration has 4 fault(s): ARREARS_SWEEP_MS must be a whole number from 50 to 600000; ' +
      'DATABASE_POOL_SIZE must be a whole number from 2 to 200; PORT must be a whole number from 0 to 65535; ' +
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent',
  );
});

test('settings of other programs are none of ours', () => {
  expect(() => read({ PATH: '/bin', ARREARS_UNKNOWN: 'x' })).not.toThrow();
});

describe('secrets', () => {
  test('are read from pairs or from a file', () => {
    const expected = new Map([
      ['bank', SECRET],
      ['portal', SECRET],
    ]);
    expect(read({ ARREARS_EVENT_SECRETS: `bank=${SECRET}, portal=${SECRET}` }).eventSecrets).toEqual(expected);
    const path = join(dir, 'secrets');
    writeFileSync(path, `bank=${SECRET}\n\nportal=${SECRET}\n`);
    expect(read({ ARREARS_EVENT_SECRETS: `@${path}` }).eventSecrets).toEqual(expected);
  });

  test('of payment providers are one for each creditor', () => {
    const given = `@${join(dir, 'payers')}`;
    writeFileSync(join(dir, 'payers'), `test-payer/harbour=${SECRET}\ntest-payer/acme=${SECRET}\n`);
    const expected = new Map([
      ['test-payer/harbour', SECRET],
      ['test-payer/acme', SECRET],
    ]);
    expect(read({ ARREARS_PAYMENT_SECRETS: given }).paymentSecrets).toEqual(expected);
    for (const pair of ['test-payer', 'test-payer/', '/harbour', 'Test/harbour', 'a/b/harbour'])
      expect(faultsOf({ ARREARS_PAYMENT_SECRETS: `${pair}=${SECRET}` })).toContain('pair 1 must be provider/creditor');
    const twice = `test-payer/harbour=${SECRET},test-payer/harbour=${SECRET}`;
    expect(faultsOf({ ARREARS_PAYMENT_SECRETS: twice })).toContain('pair 2 names a provider and creditor that appears');
  });

  test.each([
    ['a secret alone', SECRET],
    ['no source', `=${SECRET}`],
    ['no secret', 'bank='],
    ['too short a secret', 'bank=whsec_c2hvcnQ='],
    ['a secret that is not base64', `bank=whsec_${'%'.repeat(32)}`],
    ['a source twice', `bank=${SECRET},bank=${SECRET}`],
    ['a file that is not there', `@${join(dir, 'nothing')}`],
    ['a folder', `@${dir}`],
  ])('%s is a fault, and no secret stands in it', (_, setting) => {
    const words = faultsOf({ ARREARS_EVENT_SECRETS: setting });
    expect(words).toContain('ARREARS_EVENT_SECRETS');
    for (const part of ['c2VjcmV0', 'c2hvcnQ', '%%%']) expect(words).not.toContain(part);
  });

  test('passwords stand neither in faults nor in what is shown', () => {
    const password = 'hunter2hunter2';
    expect(
      faultsOf({
        DATABASE_URL: `mysql://user:${password}@db/x`,
        REDIS_URL: `http://:${password}@q`,
        SMTP_URL: `x://u:${password}@m`,
      }),
    ).not.toContain(password);
    const config = read({
      DATABASE_URL: `postgres://user:${password}@db:5433/arrears`,
      REDIS_URL: `redis://:${password}@q:6379`,
      ARREARS_EVENT_SECRETS: `bank=${SECRET}`,
    });
    const shown = JSON.stringify(showConfig(config));
    expect(shown).not.toMatch(/hunter2|user|whsec/);
    expect(shown).toContain('db:5433/arrears');
  });

  test.each([
    ['postgres://u:p@host:5432/db', 'postgres://host:5432/db'],
    ['redis://:p@host', 'redis://host'],
    ['postgres://host/db?password=p', 'postgres://host/db'],
    ['user:p@nonsense', 'nonsense'],
  ])('%s is shown as %s', (url, shown) => expect(plainAddress(url)).toBe(shown));
});

describe('a stack that runs in this folder', () => {
  const home = join(dir, 'running');
  test('gives what the environment does not say', () => {
    writeRunFile(home, {
      pid: process.pid,
      environment: { DATABASE_URL: 'postgres://here/one', PORT: '0' },
      apiUrl: 'http://127.0.0.1:1',
    });
    expect(readConfig({ ARREARS_HOME: home })).toMatchObject({ DATABASE_URL: 'postgres://here/one', PORT: 0 });
    expect(readConfig({ ARREARS_HOME: home, DATABASE_URL: 'postgres://there/two' }).DATABASE_URL).toBe(
      'postgres://there/two',
    );
    removeRunFile(home);
    expect(readConfig({ ARREARS_HOME: home }).DATABASE_URL).toBeUndefined();
  });

  test('and one that is gone gives nothing', () => {
    writeRunFile(home, {
      pid: 2 ** 22 + 1,
      environment: { DATABASE_URL: 'postgres://here/one' },
      apiUrl: 'http://127.0.0.1:1',
    });
    expect(readConfig({ ARREARS_HOME: home }).DATABASE_URL).toBeUndefined();
  });
});

test('a creditors file is named in full: a child process may work in another folder', () => {
  expect(read({ ARREARS_CREDITORS: 'mine.json' }).ARREARS_CREDITORS).toBe(resolve('mine.json'));
  expect(read({ ARREARS_RULES: 'rules.json' }).ARREARS_RULES).toBe(resolve('rules.json'));
});

test('every setting says what it is for', () => {
  for (const [name, setting] of Object.entries(SETTINGS.shape))
    expect([name, setting.description ?? '']).toEqual([name, expect.stringMatching(/\.$/)]);
});

describe('the SMS gateway', () => {
  const secret = `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`;
  test('is given whole', () => {
    const { SMS_URL, SMS_SECRET } = readConfig({ SMS_URL: 'https://sms.example.com/v1', SMS_SECRET: secret });
    expect([SMS_URL, SMS_SECRET]).toEqual(['https://sms.example.com/v1', secret]);
    expect(readConfig({ SMS_URL: 'http://127.0.0.1:8080', SMS_SECRET: secret }).SMS_URL).toBe('http://127.0.0.1:8080');
  });
  test.each([
    [{ SMS_URL: 'https://sms.example.com' }, 'both or not at all'],
    [{ SMS_SECRET: secret }, 'both or not at all'],
    [{ SMS_URL: 'http://sms.example.com', SMS_SECRET: secret }, 'must begin with https://'],
    [{ SMS_URL: 'ftp://sms.example.com', SMS_SECRET: secret }, 'must be a URL that starts with http: or https:'],
    [{ SMS_URL: 'https://sms.example.com', SMS_SECRET: 'short' }, 'must be a secret of at least 24'],
  ])('%j is refused, and no secret repeated', (environment, words) => {
    let said = '';
    try {
      readConfig(environment);
    } catch (error) {
      said = JSON.stringify((error as { fields?: unknown }).fields ?? String(error)) + String(error);
    }
    expect(said).toContain(words);
    expect(said).not.toContain(secret);
  });
});
