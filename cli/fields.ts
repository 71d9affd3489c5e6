/** The contract of a fact as options of a command line. */
import { z } from 'zod';
import {
  ACCOUNT_CONTRACTS,
  ACCOUNT_KINDS,
  CalendarDay,
  isAccountKind,
  Moment,
  Money,
  NEEDS_NAME,
  PERSON_CONTRACTS,
  PERSON_KINDS,
  PromisePart,
  type WireKind,
} from '../domain/contracts/event.ts';
import { ACCOUNT_WORDS, type EventWords, PERSON_WORDS } from '../domain/contracts/event-words.ts';
import { plainAmount, type WireMoney } from '../domain/money.ts';

type FieldKind = 'money' | 'parts' | 'dates' | 'date' | 'moment' | 'choice' | 'flag' | 'whole' | 'text';
export interface Field {
  /** Its name in the contract. */
  name: string;
  /** `--reduce-by` */
  option: string;
  kind: FieldKind;
  choices: readonly string[];
  required: boolean;
  description: string;
}

/** Kinds that have a command of their own, since no options can say what they hold. */
const OF_FILES: ReadonlySet<WireKind> = new Set(['sheet-recorded']);
export const FACT_KINDS: readonly WireKind[] = [...ACCOUNT_KINDS, ...PERSON_KINDS].filter(
  (kind) => !OF_FILES.has(kind),
);
export const isFactKind = (kind: string): kind is WireKind => (FACT_KINDS as readonly string[]).includes(kind);
const contractOf = (kind: WireKind): z.ZodObject =>
  isAccountKind(kind) ? ACCOUNT_CONTRACTS[kind] : PERSON_CONTRACTS[kind];
export const wordsOf = (kind: WireKind): EventWords => (isAccountKind(kind) ? ACCOUNT_WORDS[kind] : PERSON_WORDS[kind]);
export const needsName = (kind: WireKind): boolean => NEEDS_NAME.has(kind);

export const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The fields of a fact, in the order of its contract. */
export function fieldsOf(kind: WireKind): Field[] {
  return Object.entries(contractOf(kind).shape).map(([name, schema]) => fieldOf(name, schema as z.ZodType));
}

function fieldOf(name: string, schema: z.ZodType): Field {
  const bare = unwrap(schema);
  return {
    name,
    option: optionOf(name),
    kind: kindOf(bare),
    choices: bare instanceof z.ZodEnum ? bare.options.map(String) : [],
    required: !schema.safeParse(undefined).success && !(bare instanceof z.ZodArray && schema.safeParse([]).success),
    description: describe(schema),
  };
}

/** Titles and descriptions of shared types belong to the type, not to the field. */
function describe(schema: z.ZodType): string {
  const { description = '', title } = schema.meta() ?? {};
  return title === undefined ? description : '';
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}

function kindOf(schema: z.ZodType): FieldKind {
  if (schema === Money) return 'money';
  if (schema === CalendarDay) return 'date';
  if (schema === Moment) return 'moment';
  if (schema instanceof z.ZodArray && schema.element === PromisePart) return 'parts';
  if (schema instanceof z.ZodArray && schema.element === CalendarDay) return 'dates';
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodBoolean || schema instanceof z.ZodLiteral) return 'flag';
  if (schema instanceof z.ZodNumber) return 'whole';
  return 'text';
}

const VALUES: Readonly<Record<FieldKind, string>> = {
  money: 'AMOUNT',
  parts: 'DATE=AMOUNT',
  dates: 'DATE',
  date: 'DATE',
  moment: 'MOMENT',
  choice: '',
  flag: '',
  whole: 'NUMBER',
  text: 'TEXT',
};
/** The value of the option as usage shows it: `AMOUNT`, `lender|agency`, or nothing. */
export const placeOf = ({ kind, choices }: Field): string => (kind === 'choice' ? choices.join('|') : VALUES[kind]);

/** `--amount AMOUNT [--via lender|agency]` */
export function usageOf(kind: WireKind): string {
  const words = fieldsOf(kind).map((field) => {
    const text = `${field.option} ${placeOf(field)}`.trim();
    return field.required ? text : `[${text}]`;
  });
  return [...words, ...(needsName(kind) ? ['--as NAME'] : [])].join(' ');
}

/** The example of the contract as a command line. */
export function exampleOf(kind: WireKind): string {
  const { example } = wordsOf(kind);
  const words = fieldsOf(kind).flatMap((field) =>
    field.name in example ? exampleWords(field, example[field.name]) : [],
  );
  const name = needsName(kind) ? ['--as', 'Ann'] : [];
  return ['npx arrears record harbour/A-1042', kind, ...words, ...name].join(' ');
}

function exampleWords({ option, kind }: Field, value: unknown): string[] {
  if (kind === 'flag') return value === true ? [option] : [];
  if (kind === 'money') return [option, amountText(value)];
  if (kind === 'parts')
    return z
      .array(PromisePart)
      .parse(value)
      .flatMap((part) => [option, `${part.on}=${amountText(part.amount)}`]);
  if (kind === 'dates')
    return z
      .array(CalendarDay)
      .parse(value)
      .flatMap((date) => [option, date]);
  const text = String(value);
  return [option, /[\s;]/.test(text) ? `"${text}"` : text];
}

function amountText(value: unknown): string {
  const { currency, minor }: WireMoney = Money.parse(value);
  return plainAmount(BigInt(minor), currency).replace(/\.0+$/, '');
}
