/** `arrears record ACCOUNT FACT`: records any fact; the options come from its contract. */
import { Command } from 'commander';
import { isPersonKind, type WireKind } from '../../domain/contracts/event.ts';
import { nearest, suggest } from '../../domain/nearest.ts';
import { findAccount } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { factHelp, listFacts } from '../fact-help.ts';
import { type FactOptions, sendFact } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { exampleOf, FACT_KINDS, type Field, fieldsOf, isFactKind, placeOf } from '../fields.ts';
import { readChoice, readDate, readMoment, readMoney, readParts } from '../input.ts';

const HELP = new Set(['-h', '--help']);
type Typed = Readonly<Record<string, unknown>>;

/** `words` is everything behind `record`, as typed. */
export async function recordFact(words: readonly string[]): Promise<void> {
  const help = words.some((word) => HELP.has(word));
  const named = words.find(isFactKind);
  if (help) {
    process.stdout.write(named === undefined ? listFacts() : factHelp(named));
    return;
  }
  const [typed = '', fact = '', ...rest] = words;
  if (typed === '' || fact === '' || typed.startsWith('-') || fact.startsWith('-'))
    throw new UsageFault('ACCOUNT and FACT come first, then options.', 'npx arrears record --help lists the facts.');
  if (!isFactKind(fact))
    throw new UsageFault(
      `The fact "${fact}" is not known.`,
      `${suggest(fact, FACT_KINDS)} npx arrears record --help lists them.`,
    );
  const given = parseOptions(fact, rest);
  needFields(fact, given);
  const api = openApiClient();
  const account = await findAccount(api, typed, { person: isPersonKind(fact) });
  const facts = bodyOf(fact, given, account);
  await sendFact(api, account, fact, { facts, words: fact }, commonOf(fact, given));
}

/** Reads the options of one fact by a command of its own; the fault of a wrong option names the nearest right one. */
export function parseOptions(kind: WireKind, words: readonly string[]): Typed {
  refuseUnknown(kind, words);
  const command = new Command(`record ACCOUNT ${kind}`)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  for (const field of fieldsOf(kind)) {
    const flag = field.kind === 'flag' ? field.option : `${field.option} <${placeOf(field)}>`;
    if (field.kind === 'parts' || field.kind === 'dates')
      command.option(flag, '', (text: string, before: string[] = []) => [...before, text]);
    else command.option(flag);
  }
  if (!hasAt(kind)) command.option('--at <moment>');
  if (kind === 'payment') command.option('--yes');
  command
    .option('--as <name>')
    .option('--json')
    .parse([...words], { from: 'user' });
  return command.opts();
}

function refuseUnknown(kind: WireKind, words: readonly string[]): void {
  const known = [
    ...new Set([
      ...fieldsOf(kind).map((field) => field.option),
      '--at',
      '--as',
      '--json',
      ...(kind === 'payment' ? ['--yes'] : []),
    ]),
  ];
  const wrong = words
    .map((word) => word.split('=')[0] ?? '')
    .find((word) => word.startsWith('--') && !known.includes(word));
  if (wrong === undefined) return;
  const bare = (option: string) => option.slice(2);
  const near = nearest(bare(wrong), known.map(bare));
  throw new UsageFault(
    `The fact ${kind} takes no ${wrong}.`,
    near === null ? `It takes ${known.join(', ')}.` : `Did you mean --${near}?`,
  );
}

/** A fact with a moment of its own has no separate date. */
const hasAt = (kind: WireKind): boolean => fieldsOf(kind).some((field) => field.name === 'at');

function commonOf(kind: WireKind, given: Typed): FactOptions {
  const { as, at, json, yes } = given as FactOptions;
  return {
    ...(as === undefined ? {} : { as }),
    ...(at === undefined || hasAt(kind) ? {} : { at }),
    ...(yes === undefined ? {} : { yes }),
    json,
  };
}

function needFields(kind: WireKind, given: Typed): void {
  const missing = fieldsOf(kind).filter((field) => field.required && given[field.name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map((field) => `${field.option} ${placeOf(field)}`.trim()).join(', ');
  throw new UsageFault(`The fact ${kind} needs ${names}.`, `Like this: ${exampleOf(kind)}`);
}

/** The body of the fact, in the form of its contract. */
export function bodyOf(
  kind: WireKind,
  given: Typed,
  where: { currency: string; zone: string },
): Record<string, unknown> {
  const entries = fieldsOf(kind).flatMap((field) => {
    const value = given[field.name] ?? (field.kind === 'parts' ? [] : undefined);
    return value === undefined ? [] : [[field.name, valueFrom(field, value, where)] as const];
  });
  return Object.fromEntries(entries);
}

function valueFrom(field: Field, value: unknown, { currency, zone }: { currency: string; zone: string }): unknown {
  const text = String(value);
  switch (field.kind) {
    case 'money':
      return readMoney(text, currency, field.option);
    case 'parts':
      return readParts(value as string[], currency, field.option);
    case 'dates':
      return (value as string[]).map((date) => readDate(date, field.option));
    case 'date':
      return readDate(text, field.option);
    case 'moment':
      return readMoment(text, zone, field.option);
    case 'choice':
      return readChoice(text, field.choices, field.option);
    case 'whole':
      return /^\d{1,9}$/.test(text) ? Number(text) : text;
    case 'flag':
      return value === true;
    case 'text':
      return text;
  }
}
