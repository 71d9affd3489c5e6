/** `arrears lint-text` as a person and a script meet it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const BIN = join(import.meta.dirname, '../bin.js');
function run(words: readonly string[], input?: string | Buffer) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}
function file(text: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'arrears-lint-')), 'text.txt');
  writeFileSync(path, text);
  return path;
}

describe('arrears lint-text', () => {
  test('a text without a forbidden phrase', () => {
    const { status, stdout } = run(['lint-text', file('Dear Ms Lin,\nthis is a friendly reminder.\n')]);
    expect(stdout).toContain('No forbidden phrase was found.');
    expect(status).toBe(0);
  });
  test('what was found, where, and which rules it breaks; both languages when none is named', () => {
    const { status, stdout } = run(['lint-text', '-'], 'Hello.\nThis is your last chance. 请立即还款。\n');
    expect(stdout).toContain('2:14  false-urgency  last chance  (CN-CONTENT-01, US-CONTENT-01, UK-FORB-02)');
    expect(stdout).toContain('2:28  false-urgency  立即还款');
    expect(stdout).toContain('2 forbidden phrases.');
    expect(status).toBe(1);
  });
  test('as JSON, in one language', () => {
    const { status, stdout } = run(['lint-text', '-', '--language', 'en', '--json'], 'Shame on you. 请立即还款。');
    expect(JSON.parse(stdout)).toEqual({
      findings: [
        {
          kind: 'shaming',
          phrase: 'Shame on you',
          at: 0,
          rules: ['CN-CONTENT-01', 'TW-01-CONDUCT', 'IN-CONTENT-01'],
          language: 'en',
          line: 1,
          column: 1,
        },
      ],
    });
    expect(status).toBe(1);
  });
  test.each([
    ['a language that is not known', ['--language', 'fr'], 'Hello.', 'Allowed choices are en, zh-Hans.', 2],
    ['bytes that are no UTF-8', [], Buffer.from([0xff, 0xfe, 0x41]), 'The text is not UTF-8.', 1],
  ])('%s', (_, options, input, words, code) => {
    const { status, stderr, stdout } = run(['lint-text', '-', ...options], input);
    expect(stderr + stdout).toContain(words);
    expect(status).toBe(code);
  });
});
