/** The documents against the house: links, commands, settings, scripts, sizes, and the statements that can be checked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { fieldsOf } from '../../cli/fields.ts';
import { buildProgram } from '../../cli/program.ts';
import { parseBookRow } from '../../domain/contracts/book-row.ts';
import { isAccountKind, isPersonKind, type WireKind } from '../../domain/contracts/event.ts';
import { EFFECT_EVENTS, EFFECT_STATES, nextState } from '../../domain/effects.ts';
import { INVARIANTS } from '../../domain/invariants.ts';
import { productsOf } from '../../domain/products.ts';
import { SETTINGS } from '../../platform/config.ts';
import { LADDER } from '../../stages/index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const PAGES = [
  'README.md',
  'README.zh-Hans.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];
const PACKAGE = JSON.parse(text('package.json')) as {
  version: string;
  license: string;
  scripts: Record<string, string>;
};
const rowsOf = (page: string, heading: string) =>
  (text(page).split(heading)[1] ?? '')
    .split('\n\n')
    .find((block) => block.startsWith('|'))
    ?.trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ) ?? [];

const COMMANDS = new Map<string, Command>(buildProgram().commands.map((command) => [command.name(), command]));
/** Options of the fact that is recorded: they are the fields of its contract. */
function factOptions(rest: string): string[] {
  const kind = rest.split(/\s+/).find((word): word is WireKind => isAccountKind(word) || isPersonKind(word));
  return ['--at', '--as', '--json', ...(kind === undefined ? [] : fieldsOf(kind).map((field) => field.option))];
}
/** Uses of the command line that it would not take: `npx arrears ...` and `arrears ...` in backquotes. */
function wrongCommands(content: string): string[] {
  return [...content.matchAll(/(?:npx |`)arrears ([a-z][a-z-]*)([^\n`#|]*)/g)].flatMap(
    ([whole, name = '', rest = '']) => {
      const outer = COMMANDS.get(name);
      const command = outer?.commands.find((inner) => inner.name() === rest.trim().split(' ')[0]) ?? outer;
      const options = [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([option]) => option);
      const known = [
        '--help',
        ...(command?.options ?? []).map((option) => option.long),
        ...(name === 'record' ? factOptions(rest) : []),
      ];
      return command && options.every((option) => known.includes(option)) ? [] : [whole];
    },
  );
}

test('the search for wrong commands finds them', () => {
  expect(
    wrongCommands('`arrears nothing`, npx arrears list --colour red, npx arrears list --json, `arrears check`'),
  ).toEqual(['`arrears nothing', 'npx arrears list --colour red, npx arrears list --json, ']);
  expect(PAGES.filter((page) => /npx arrears|`arrears /.test(text(page))).length).toBeGreaterThan(4);
});

test('what the code tells people to type exists', () => {
  const folders = [
    'activities',
    'api',
    'channels',
    'cli',
    'db',
    'demo',
    'domain',
    'engine',
    'platform',
    'stages',
    'workers',
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap((file) =>
      /(?<!\.test)\.ts$/.test(file) ? [`${folder}/${file}`] : [],
    ),
  );
  // What is filled in at run time stands for one word.
  const wrong = files.flatMap((file) =>
    wrongCommands(text(file).replace(/\$\{[^}]*\}/g, 'X')).map((words) => `${file}: ${words}`),
  );
  expect(wrong).toEqual([]);
});

describe.each(PAGES)('%s', (page) => {
  const content = text(page);

  test('links lead to files and headings that are there', () => {
    const links = [...content.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replace(/\s+/g, '-');
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(ROOT, file))) return true;
      return (
        anchor !== undefined &&
        ![...text(file).matchAll(/^#+ (.+)$/gm)].some(([, heading = '']) => slug(heading) === anchor)
      );
    });
    expect(broken).toEqual([]);
  });

  test('commands and their options exist', () => expect(wrongCommands(content)).toEqual([]));

  test('scripts of npm exist', () => {
    const named = [...content.matchAll(/npm run ([a-z:-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in PACKAGE.scripts))).toEqual([]);
  });

  test('settings that are named exist', () => {
    const named = [...content.matchAll(/\b((?:ARREARS|TEMPORAL|DATABASE|REDIS|SMTP)_[A-Z_]+)\b/g)].map(
      ([, name = '']) => name,
    );
    const others = ['REDIS_SERVER_PATH', 'REDIS_PASSWORD'];
    expect(named.filter((name) => !(name in SETTINGS.shape) && !others.includes(name))).toEqual([]);
  });

  test('no path of one machine, no host of one, nothing left over', () => {
    expect(
      content.match(/(?<![\w./])\/(?:home|work|root|Users|tmp)\/\S*|localhost:\d|\bTODO\b|\bFIXME\b|\blorem\b/gi) ?? [],
    ).toEqual([]);
  });

  test('files of the house that are named exist', () => {
    const named = [
      ...content.matchAll(
        /`((?:activities|api|channels|cli|db|demo|docs|domain|platform|stages|tests|workers|workflows)\/[\w./-]*)`/g,
      ),
    ].map(([, path = '']) => path);
    // Of docs/adding-a-stage.md some files are the example's.
    const missing = named.filter((path) => !existsSync(join(ROOT, path)) && !path.includes('field-visit'));
    expect(missing).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const page = 'docs/architecture.md';
  test('is at most 200 lines', () => {
    expect(text(page).trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  test('the life of an effect is that of domain/effects.ts', () => {
    const shown = Object.fromEntries(
      rowsOf(page, '## Effects').map(([state = '', , next = '']) => [
        state,
        EFFECT_STATES.filter((state) => new RegExp(`\\b${state}\\b`).test(next)),
      ]),
    );
    const real = Object.fromEntries(
      EFFECT_STATES.map((state) => [
        state,
        EFFECT_STATES.filter(
          (next) => next !== state && EFFECT_EVENTS.some((happened) => nextState(state, happened) === next),
        ),
      ]),
    );
    expect(shown).toEqual(real);
  });

  test('the folders are those of the house', () => {
    const folders = rowsOf(page, '## Folders').map(([folder = '']) => folder.replaceAll('`', '').replace(/\/$/, ''));
    const real = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules|docs|coverage)/.test(entry.name))
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual(real.sort());
  });
});

describe('docs/reliability.md', () => {
  test('the invariants are those that check asks', () => {
    const named = rowsOf('docs/reliability.md', '## The invariants').map(([name = '']) => name.replaceAll('`', ''));
    expect(named).toEqual([...INVARIANTS].sort((a, b) => named.indexOf(a) - named.indexOf(b)));
    expect(named).toHaveLength(INVARIANTS.length);
  });
});

describe('docs/ladder.md', () => {
  test('the ladder is that of stages/index.ts', () => {
    const stages = rowsOf('docs/ladder.md', '# The ladder').map(([stage = '', opens = '']) => [
      /\[(\w+)\]/.exec(stage)?.[1],
      Number.parseInt(opens, 10),
    ]);
    expect(stages).toEqual(
      LADDER.filter(({ kind }) => kind === 'contact' || kind === 'escalation').map(({ name, opensAt }) => [
        name,
        opensAt,
      ]),
    );
  });
});

describe('README.zh-Hans.md', () => {
  const codeOf = (page: string) =>
    [...text(page).matchAll(/```\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
      block.split('\n').map((line) => line.replace(/\s+# .*/, '')),
    );
  const linksOf = (page: string) =>
    [...text(page).matchAll(/\]\(([^)]+)\)/g)].flatMap(([, link = '']) => (/^README/.test(link) ? [] : [link]));
  test('has the commands and links of README.md', () => {
    expect(codeOf('README.zh-Hans.md')).toEqual(codeOf('README.md'));
    expect(linksOf('README.zh-Hans.md').sort()).toEqual(linksOf('README.md').sort());
    const headings = (page: string) => text(page).match(/^#+ /gm);
    expect(headings('README.zh-Hans.md')).toEqual(headings('README.md'));
  });
});

describe('book.example.csv', () => {
  test('is the row that README.md imports and docs/import-format.md explains', () => {
    const [header, row = ''] = text('book.example.csv').split('\n');
    expect(text('docs/import-format.md')).toContain(`\n${header}\n`);
    const parsed = parseBookRow(row.split(','), {
      creditorOf: () => ({
        id: '1',
        code: 'harbour',
        zone: 'Asia/Taipei',
        currency: 'TWD',
        today: '2026-11-28',
        products: productsOf({}),
      }),
      stages: LADDER.map((stage) => stage.name),
    });
    expect(Array.isArray(parsed) ? parsed : parsed.dues).toEqual([{ on: '2026-11-20', minor: 143_400n }]);
  });
});

describe('docs/glossary.md', () => {
  const rows = rowsOf('docs/glossary.md', '# Glossary');
  const words = rows.map(([word = '']) => word.toLowerCase());

  test('each word once, in order, with one sentence and its Chinese term', () => {
    expect(words).toEqual([...new Set(words)].sort((a, b) => (a < b ? -1 : 1)));
    for (const [word, chinese = '', meaning = ''] of rows) {
      expect([word, /\p{Script=Han}/u.test(chinese)]).toEqual([word, true]);
      expect([word, /^[A-Z"0-9].*\.$/.test(meaning) && !/\. [A-Z]/.test(meaning)]).toEqual([word, true]);
    }
  });

  const needed = `due dpd cure episode fact stage step ladder effect permit policy promise placement recall nudge evaluation lane claim lease sweep gate
    situation standing occurrence purpose duty cycle dispatch surprise unknown`;
  test.each(needed.split(/\s+/))('explains %s', (word) => {
    expect(words).toContain(word);
  });
  test('explains only what the field does not', () => expect(words.length).toBeLessThanOrEqual(80));

  test('every state of an effect and every policy with a word of its own can be looked up', () => {
    for (const state of EFFECT_STATES)
      if (!['sent', 'claimed', 'failed'].includes(state)) expect(words).toContain(state.replace('-', ' '));
    for (const word of ['hold', 'promise', 'cooling off', 'announced payment', 'vulnerability', 'placement'])
      expect(words).toContain(word);
  });
});

test('the licence is Apache 2.0, whole, and the one that package.json names', () => {
  expect(PACKAGE.license).toBe('Apache-2.0');
  const licence = text('LICENSE');
  expect(licence).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004/);
  for (const part of ['9. Accepting Warranty', 'END OF TERMS AND CONDITIONS', 'limitations under the License.'])
    expect(licence).toContain(part);
});

test('the newest version of the changelog is the one of package.json', () => {
  expect(/^## (\S+)/m.exec(text('CHANGELOG.md'))?.[1]).toBe(PACKAGE.version);
});
