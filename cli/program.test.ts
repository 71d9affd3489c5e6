/** Every command line that a sentence of ours names is one that the program takes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { parseOptions } from './commands/record-fact.ts';
import { fieldsOf, isFactKind } from './fields.ts';
import { buildProgram } from './program.ts';

/** The program with commands that only say that they ran. */
function quietProgram(ran: (name: string, command: Command) => void): Command {
  const program = buildProgram();
  for (const command of program.commands.flatMap((outer) => [outer, ...outer.commands]))
    command
      .action((...given: unknown[]) => ran(command.name(), given.at(-1) as Command))
      .configureOutput({ writeErr: () => undefined });
  return program;
}

/** Parses a command line as the program would; throws what a person would be told. */
function parseLine(line: string): string {
  let name = '';
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  quietProgram((ran, command) => {
    name = ran;
    const [, fact = '', ...rest] = command.args;
    if (ran === 'record' && !isFactKind(fact)) throw new Error(`unknown fact ${fact}`);
    if (ran === 'record' && isFactKind(fact)) parseOptions(fact, rest);
  }).parse(words.slice(2), { from: 'user' });
  return name;
}

const SAMPLES: Readonly<Record<string, string>> = {
  account: 'harbour/A-1042',
  effect: '01978c3e-5f00-7000-8000-00000000a001',
  file: '01978c3e-5f00-7000-8000-00000000a002',
  placement: '01978c3e-5f00-7000-8000-00000000a003',
  task: '12',
  lane: 'sms',
};
const SOURCES = [
  'domain',
  'engine',
  'db',
  'api',
  'channels',
  'stages',
  'platform',
  'docs',
  'cli',
  'README.md',
  'CHANGELOG.md',
];
const ROOT = join(import.meta.dirname, '..');

function filesBelow(path: string): string[] {
  const full = join(ROOT, path);
  if (/\.\w+$/.test(path)) return path.endsWith('.test.ts') ? [] : [full];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|md)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(full, name));
}

/** What follows `npx arrears ` in our texts, to the end of the line, with the placeholders filled in. */
function mentions(): string[] {
  const files = SOURCES.filter((path) => existsSync(join(ROOT, path))).flatMap(filesBelow);
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/npx arrears ([^\n`']*)/g)].map(([, words = '']) => words),
  );
  return [
    ...new Set(found.map((words) => words.replace(/\$?\{(\w+)\}/g, (whole, name: string) => SAMPLES[name] ?? whole))),
  ];
}

const COMMANDS = new Map(buildProgram().commands.map((command) => [command.name(), command]));

describe('command lines', () => {
  test('every remedy of what is stuck is taken as it is written', () => {
    const source = readFileSync(join(ROOT, 'engine/operate/find-stuck.ts'), 'utf8');
    const remedies = /const REMEDIES[^{]*\{\n([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
    const lines = [
      ...remedies.matchAll(/npx arrears [a-z-]+(?: (?:--[a-z]+|\{\w+\}|[A-Z]+|[a-z]+-acknowledged|add|sent))*/g),
    ].map(([line]) => line);
    const parsed = lines.map((line) => parseLine(line.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLES[name] ?? '')));
    const commands = [
      'dev',
      'retry',
      'outcome',
      'tasks',
      'record',
      'release',
      'explain',
      'import',
      'creditor',
      'restart',
      'contact-files',
      'work',
    ];
    expect(new Set(parsed)).toEqual(new Set(commands));
    expect(lines).toContain('npx arrears retry {effect} --found sent');
    expect(lines).toContain('npx arrears retry {file} --as NAME');
    expect(lines).toContain('npx arrears record {account} recall-acknowledged --placement {placement}');
  });

  test('every text of ours names commands that there are, with options that they take', () => {
    const lines = mentions();
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const [, name = '', rest = ''] = /^([\w-]+)(.*)$/.exec(line) ?? [];
      if (!COMMANDS.has(name)) expect([line, /^(-|\.|[A-Z$]|$)/.test(line)]).toEqual([line, true]);
      else
        for (const option of optionsIn(rest))
          expect([line, option, knownOptions(name, rest)]).toEqual([line, option, expect.arrayContaining([option])]);
    }
  });

  test.each([
    ['list --stag call', "unknown option '--stag'\n(Did you mean --stage?)"],
    ['explian A-1', "unknown command 'explian'\n(Did you mean explain?)"],
    ['explain', "missing required argument 'account'"],
    ['hold A-1 --reason x', "required option '--until <date>' not specified"],
    ['list --limit many', 'A whole number from 1 to 1000000 is needed.'],
    ['pay A-1 1 434', 'too many arguments'],
  ])('arrears %s is refused', (line, words) => expect(() => parseLine(`npx arrears ${line}`)).toThrow(words));

  test('everything that the design names is there', () =>
    expect([...COMMANDS.keys()]).toEqual(
      expect.arrayContaining(
        'dev demo import pay record tasks outcome list explain ladder stuck retry hold release approve agency-return bureau-answer check gate law'.split(
          ' ',
        ),
      ),
    ));

  test('every command but help answers in JSON when asked to', () => {
    for (const [name, command] of [...COMMANDS, ...innerCommands()])
      if (name !== 'record')
        expect([name, command.options.some((option) => option.long === '--json')]).toEqual([name, true]);
  });
});

/** Commands within commands. */
const innerCommands = (): [string, Command][] =>
  [...COMMANDS.values()].flatMap(({ commands }) => commands.map((inner): [string, Command] => [inner.name(), inner]));

const optionsIn = (text: string): string[] =>
  [...(text.split(/[;,.]? npx arrears /)[0] ?? '').matchAll(/(?<=^|\s|\[)--[a-z-]+/g)].map(([option]) => option);
/** `record` has the options of the fact that it names. */
function knownOptions(name: string, rest: string): string[] {
  const command = COMMANDS.get(name);
  const own = [command, ...(command?.commands ?? [])].flatMap(
    (each) => each?.options.map(({ long }) => long ?? '') ?? [],
  );
  const fact = rest.split(' ').find(isFactKind);
  const ofFact = fact === undefined ? [] : [...fieldsOf(fact).map(({ option }) => option), '--at'];
  return [...own, ...(name === 'record' ? [...ofFact, '--as', '--json'] : []), '--help'];
}
