/** docs/adding-a-stage.md says what is true: its diff is the folder tests/field-visit/, and it applies. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'adding-a-stage.md'), 'utf8');
const [stageDiff = '', channelDiff = ''] = [...page.matchAll(/```diff\n([\s\S]*?)```/g)].map(
  (match) => match[1] as string,
);

/** Added lines of a diff, by file. */
function added(diff: string): Map<string, string[]> {
  const files = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of diff.split('\n')) {
    const file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1];
    if (file !== undefined) {
      current = [];
      files.set(file, current);
    } else if (line.startsWith('+')) current.push(line.slice(1));
  }
  return files;
}

describe('the diff of the field visit', () => {
  const files = added(stageDiff);
  test('is the folder, a line in the ladder with its import, and nothing else', () => {
    const folder = readdirSync(join(ROOT, 'tests', 'field-visit')).sort();
    expect([...files.keys()].sort()).toEqual([
      ...folder.map((file) => `stages/field-visit/${file}`),
      'stages/index.ts',
    ]);
    for (const file of folder) {
      expect(`${files.get(`stages/field-visit/${file}`)?.join('\n')}\n`).toBe(
        readFileSync(join(ROOT, 'tests', 'field-visit', file), 'utf8'),
      );
    }
    expect(files.get('stages/index.ts')).toEqual([
      "import { fieldVisit } from './field-visit/stage.ts';",
      '  fieldVisit, // announced, then a task for own staff',
    ]);
    expect(stageDiff).not.toMatch(/^-[^-]/m);
  });
  test('applies to the ladder as it is', () => {
    const copy = mkdtempSync(join(tmpdir(), 'arrears-diff-'));
    try {
      cpSync(join(ROOT, 'stages'), join(copy, 'stages'), { recursive: true });
      writeFileSync(join(copy, 'stage.diff'), stageDiff);
      const options = { cwd: copy, env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() } };
      execFileSync('git', ['apply', '--check', 'stage.diff'], options);
      execFileSync('git', ['apply', 'stage.diff'], options);
      expect(existsSync(join(copy, 'stages', 'field-visit', 'stage.ts'))).toBe(true);
      expect(readFileSync(join(copy, 'stages', 'index.ts'), 'utf8')).toMatch(/call,.*\n {2}fieldVisit,.*\n {2}agency,/);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

describe('the lines of the agency channel', () => {
  test('stand in the files that they name', () => {
    const files = added(channelDiff);
    expect(files.size).toBe(3);
    for (const [file, lines] of files) {
      const text = readFileSync(join(ROOT, file), 'utf8').split('\n');
      for (const line of lines) expect(text).toContain(line);
    }
  });
  test('and its new files are there', () => {
    const named = [...page.matchAll(/^\| `(channels\/agency\/[^`]+)`/gm)].map((match) => match[1] as string);
    expect(named).toHaveLength(5);
    for (const file of named) expect(existsSync(join(ROOT, file))).toBe(true);
  });
});
