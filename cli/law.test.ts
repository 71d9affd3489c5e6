/** `arrears gate` and `arrears law`, in processes of their own, where nothing runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { GateCase } from '../domain/contracts/gate-case.ts';
import { ownRulesOf, RuleFile } from '../domain/contracts/rule-file.ts';
import { SHIPPED_RULES } from '../domain/law/house.ts';
import { PACKS } from '../domain/law/packs.ts';

const BIN = join(import.meta.dirname, 'bin.js');
const EXAMPLES = join(import.meta.dirname, '..', 'docs', 'examples');
const home = mkdtempSync(join(tmpdir(), 'arrears-law-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function arrears(words: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ARREARS_HOME: home, TZ: 'UTC' },
    encoding: 'utf8',
    cwd: home,
    input,
  });
  return { status, stdout, stderr };
}
const gate = (value: unknown, ...options: string[]) => arrears(['gate', '-', ...options], JSON.stringify(value));
const NIGHT = { law: ['UK'], zones: ['Europe/London'], at: '2026-06-20T22:30:00+01:00' };

describe('arrears gate', () => {
  test('judges the example: each verdict, its end and every reason', () => {
    const { status, stdout, stderr } = arrears(['gate', join(EXAMPLES, 'gate-case.json')]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      '0: wait until 2026-06-20T15:00:00+01:00',
      '  UK-WISH-01, hard: outside the hours that the person asked for; until 2026-06-20T15:00:00+01:00',
      '1: refuse',
      '  UK-BS-02, hard: a moratorium protects the person until 2026-07-30',
      '2: wait until 2026-07-02T00:00:00+01:00',
      '  UK-LOC-01, hard (default, unverified): 30 days after the notice letter-of-claim; until 2026-07-02T00:00:00+01:00',
      '3: wait until 2026-06-20T09:30:00+08:00',
      expect.stringMatching(/^ {2}TW-01, hard .*; until 2026-06-20T09:30:00\+08:00$/),
      '',
    ]);
  });

  test('answers a list by a list, a situation by one answer', () => {
    const refused = { ...NIGHT, addressee: 'spouse' };
    const { status, stdout } = gate([NIGHT, refused], '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        verdict: 'wait',
        until: '2026-06-21T08:00:00+01:00',
        reasons: [
          {
            rule: 'UK-TIME-01',
            kind: 'wait',
            severity: 'soft',
            unverified: false,
            code: 'night',
            words: 'it is night where the person lives',
            until: '2026-06-21T08:00:00+01:00',
            notice: null,
          },
        ],
        packs: [{ pack: 'UK', version: PACKS.UK.version }],
      },
      expect.objectContaining({ verdict: 'refuse', until: null }),
    ]);
    expect(JSON.parse(gate(NIGHT, '--json').stdout)).toMatchObject({ verdict: 'wait' });
    expect(gate({ ...NIGHT, act: 'terminate' }).stdout).toBe(
      '0: require default\n  UK-DN-01, hard: a default notice must be served first\n',
    );
    expect(gate([]).stdout).toBe('');
  });

  test("asks the lender's own rules besides", () => {
    const early = { ...NIGHT, at: '2026-06-20T08:30:00+01:00' };
    expect(gate(early).stdout).toBe('0: allow\n');
    const path = join(home, 'own.json');
    const hours = {
      id: 'HOUSE-TIME-01',
      words: 'Contact from 09:00 to 20:00.',
      demand: { kind: 'hours', hours: '09:00-20:00' },
    };
    const abroad = {
      ...hours,
      id: 'HOUSE-TIME-02',
      binds: { jurisdictions: ['TW'] },
      demand: { kind: 'hours', hours: '10:00-12:00' },
    };
    writeFileSync(path, JSON.stringify({ version: '2', rules: [hours, abroad] }));
    const { stdout } = gate(early, '--rules', path);
    expect(stdout).toBe(
      '0: wait until 2026-06-20T09:00:00+01:00\n' +
        '  HOUSE-TIME-01, hard: it is night where the person lives; until 2026-06-20T09:00:00+01:00\n',
    );
  });

  test('names the situation, the field, the reason and the remedy, and judges none', () => {
    const { status, stdout, stderr } = gate([
      NIGHT,
      { ...NIGHT, chanel: 'sms' },
      { law: ['UK'], zones: ['Mars/Base'] },
    ]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.split('\n')).toEqual([
      'Situation 2, field at: is missing',
      'Situation 2, field zones[0]: an IANA zone, such as Asia/Shanghai',
      'The file was refused. Situation 1, field chanel: not known; and 2 faults more.',
      expect.stringMatching(/^Correct it; nothing was judged\. docs\/gate-case\.schema\.json describes a situation/),
      '',
    ]);
    const told = JSON.parse(gate([NIGHT, { ...NIGHT, at: '2026-06-20' }], '--json').stdout);
    expect(told.problem).toMatchObject({
      code: 'file-refused',
      faults: [{ pointer: '/1/at', words: expect.stringContaining('offset') }],
    });
  });

  test.each([
    ['text that is not JSON', '{', /^The file of situations is not JSON\.\nCorrect it; nothing was judged/],
    ['no situation', '"a"', /Situation 0, field the whole: /],
    ['too many', `[${'0,'.repeat(10_000)}0]`, /^The file holds 10001 situations; at most 10000/],
  ])('refuses %s', (_, input, words) => {
    const { status, stdout, stderr } = arrears(['gate', '-'], input);
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringMatching(words)]);
  });

  test('refuses a file that is not there, and rules that it does not understand', () => {
    expect(arrears(['gate', 'none.json']).stderr).toMatch(/^There is no file none.json\./);
    const path = join(home, 'rules.json');
    writeFileSync(
      path,
      JSON.stringify({ version: '1', rules: [{ id: 'A', words: 'A rule', demand: { kind: 'magic' } }] }),
    );
    const { status, stderr } = gate(NIGHT, '--rules', path);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^The file was refused\. Rules, field rules\[0\]\.demand/),
    ]);
  });
});

test('the examples are what their contracts take', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'));
  for (const situation of read('gate-case.json')) expect(GateCase.safeParse(situation).success).toBe(true);
  expect(ownRulesOf(RuleFile.parse(read('rules.json')))).toEqual(SHIPPED_RULES);
});

describe('arrears law', () => {
  test('lists the packs with their versions, and each rule with how sure it is', () => {
    const { status, stdout } = arrears(['law', 'in', '--on', '2026-03-02']);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`IN  India, version ${PACKS.IN.version}, 7 rules on 2026-03-02`);
    expect(lines).toContain('  IN-TIME-01  hard, quoted, from 2022-08-12');
    expect(lines).toContain('  IN-SOL-01  hard, general-knowledge (default, unverified)');
    expect(stdout).not.toContain('IN-TIME-02');
    expect(arrears(['law', 'IN', '--on', '2026-07-01']).stdout).toContain('IN-TIME-02  soft, secondary');
  });

  test('lists every pack, as JSON when asked to', () => {
    const packs = JSON.parse(arrears(['law', '--json', '--on', '2026-11-29']).stdout);
    expect(packs.map(({ jurisdiction }: { jurisdiction: string }) => jurisdiction)).toEqual(Object.keys(PACKS));
    const uk = packs[3].rules.find(({ rule }: { rule: string }) => rule === 'UK-SOL-02');
    expect(uk).toMatchObject({ demand: 'duty', keptBy: 'UK-SOL-01 and UK-SOL-03, which count so', unverified: true });
  });

  test('names the jurisdictions that it knows, and refuses a day that is none', () => {
    expect(arrears(['law', 'FR'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'There is no law of "FR" here.\nOne of: CN, US, TW, UK, IN.\n',
    });
    expect(arrears(['law', 'UK', '--on', '2026-02-30'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--on "2026-02-30" is not a date that exists.'),
    });
  });
});
