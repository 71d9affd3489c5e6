/** A test run gets its Redis server by itself, in a fixed order, and says what it installs before it does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findRedis, type Machine, thisMachine } from '../support/find-redis.ts';

interface Setting {
  path?: string;
  uid?: number;
  /** Programs on PATH, with what they print. */
  programs?: Record<string, string>;
  /** Programs that appear on PATH by a command. */
  installs?: Record<string, string>;
  /** Commands that fail, with what they print. */
  fails?: Record<string, string>;
}
const REDIS = { 'redis-server': 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64' };
const VALKEY = { 'valkey-server': 'Valkey server v=8.1.4 sha=00000000:0 malloc=libc bits=64' };
const APT = { 'apt-get': '' };
const UPDATE = 'apt-get update -qq';
const INSTALL = 'apt-get install -y --no-install-recommends redis-server';
const PASSWORD = 'sudo: a password is required';
const SAID = 'say: no Redis server on PATH; installing it: ';
const NEED = 'the tests need Redis 7 or later';
const BY_HAND = 'run apt-get install redis-server as root (macOS: brew install redis), or set REDIS_SERVER_PATH';
const LATER = 'get a later one (https://redis.io/downloads) and set REDIS_SERVER_PATH to it';

/** What is found on such a machine, or the error's sentence, and what was run and said before, in order. */
function outcome({ path, uid = 0, programs = {}, installs = {}, fails = {} }: Setting) {
  const there: Record<string, string> = { ...programs };
  const acts: string[] = [];
  const machine: Machine = {
    env: path === undefined ? {} : { REDIS_SERVER_PATH: path },
    uid,
    find: (program) => (program in there ? `/bin/${program}` : undefined),
    run: (program, args) => {
      const command = [program, ...args].join(' ');
      if (args[0] === '--version') return { status: 0, output: there[program.replace('/bin/', '')] ?? '' };
      acts.push(command);
      const failure = fails[command];
      if (failure !== undefined) return { status: 1, output: failure };
      if (command.includes('install') || command.includes(' add ')) Object.assign(there, installs);
      return { status: 0, output: '' };
    },
    logLine: (words) => acts.push(`say: ${words}`),
  };
  try {
    return { found: findRedis(machine), acts };
  } catch (error) {
    return { found: (error as Error).message, acts };
  }
}

describe('what is here is taken, and nothing is run', () => {
  test.each<[string, Setting, string]>([
    [
      'REDIS_SERVER_PATH before PATH',
      { path: '/opt/r7', programs: { ...REDIS, '/opt/r7': 'Redis server v=7.4.1' } },
      '/opt/r7',
    ],
    ['redis-server before valkey-server', { programs: { ...VALKEY, ...REDIS, ...APT } }, '/bin/redis-server'],
    ['valkey-server before an installation', { programs: { ...VALKEY, ...APT } }, '/bin/valkey-server'],
  ])('%s', (_, setting, server) => expect(outcome(setting)).toEqual({ found: server, acts: [] }));
});

describe('what is missing is installed, after saying so', () => {
  test.each<[string, Setting, string[]]>([
    ['apt-get as root', { programs: APT, installs: REDIS }, [`${SAID}${UPDATE}, then ${INSTALL}`, UPDATE, INSTALL]],
    [
      'apt-get by sudo that asks for no password',
      { uid: 1000, programs: APT, installs: REDIS },
      ['sudo -n true', `${SAID}sudo -n ${UPDATE}, then sudo -n ${INSTALL}`, `sudo -n ${UPDATE}`, `sudo -n ${INSTALL}`],
    ],
    [
      'brew where sudo asks for one',
      { uid: 1000, programs: { ...APT, brew: '' }, installs: REDIS, fails: { 'sudo -n true': PASSWORD } },
      ['sudo -n true', `${SAID}brew install redis`, 'brew install redis'],
    ],
    [
      'dnf as root',
      { programs: { brew: '', dnf: '' }, installs: VALKEY },
      [`${SAID}dnf install -y valkey`, 'dnf install -y valkey'],
    ],
    ['apk as root', { programs: { apk: '' }, installs: VALKEY }, [`${SAID}apk add valkey`, 'apk add valkey']],
    [
      'though the lists of apt-get are not all to be had',
      { programs: APT, installs: REDIS, fails: { [UPDATE]: 'E: a mirror is away' } },
      [`${SAID}${UPDATE}, then ${INSTALL}`, UPDATE, INSTALL],
    ],
  ])('%s', (_, setting, acts) => {
    const [server] = Object.keys(setting.installs ?? {});
    expect(outcome(setting)).toEqual({ found: `/bin/${server}`, acts });
  });
});

describe('an error names the remedy', () => {
  test.each<[string, Setting, string]>([
    ['nothing installs', {}, `${NEED}, and here none can be had without a password: ${BY_HAND}`],
    [
      'a password is asked for',
      { uid: 1000, programs: { ...APT, dnf: '', apk: '' }, fails: { 'sudo -n true': PASSWORD } },
      `${NEED}, and here none can be had without a password: ${BY_HAND}`,
    ],
    [
      'the installation fails',
      { programs: APT, fails: { [INSTALL]: 'Reading lists\nE: Unable to locate package redis-server\n' } },
      `${NEED}, and ${INSTALL} ended with 1 (E: Unable to locate package redis-server): ${BY_HAND}`,
    ],
    ['it installs elsewhere', { programs: APT }, `${NEED}, and what was installed is not on PATH: ${BY_HAND}`],
    [
      'the server is too old',
      { programs: { 'redis-server': 'Redis server v=6.0.16 sha=00000000:0' } },
      `${NEED}, and /bin/redis-server is 6.0.16: ${LATER}`,
    ],
    [
      'the installed server is too old',
      { programs: APT, installs: { 'redis-server': 'Redis server v=6.0.16' } },
      `${NEED}, and /bin/redis-server is 6.0.16: ${LATER}`,
    ],
    [
      'REDIS_SERVER_PATH is something else',
      { path: '/opt/none', programs: REDIS },
      `${NEED}, and /opt/none is no Redis server: ${LATER}`,
    ],
  ])('%s', (_, setting, sentence) => expect(outcome(setting).found).toBe(sentence));
});

test('with real programs: an apt-get that installs', () => {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-find-redis-'));
  try {
    const server = join(dir, 'redis-server');
    const asked = join(dir, 'asked');
    const version = join(dir, 'version');
    writeFileSync(version, `#!/bin/sh\necho '${REDIS['redis-server']}'\n`, { mode: 0o755 });
    const script = `#!/bin/sh\necho "$@" >> '${asked}'\n[ $1 = update ] || /bin/cp '${version}' '${server}'\n`;
    writeFileSync(join(dir, 'apt-get'), script, { mode: 0o755 });
    const said: string[] = [];
    const machine = { ...thisMachine({ PATH: dir }), uid: 0, logLine: (words: string) => void said.push(words) };
    expect([findRedis(machine), findRedis(machine)]).toEqual([server, server]);
    expect(readFileSync(asked, 'utf8')).toBe(`${UPDATE}\n${INSTALL}\n`.replaceAll('apt-get ', ''));
    expect(said).toHaveLength(1);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
