/** Help for `record`: each fact with its fields and an example. */
import { ACCOUNT_KINDS, PERSON_KINDS, type WireKind } from '../domain/contracts/event.ts';
import { exampleOf, type Field, fieldsOf, needsName, placeOf, usageOf, wordsOf } from './fields.ts';
import { pairs, wrap } from './print.ts';

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;

function entry(kind: WireKind): string {
  return [`  ${kind}`, wrap(firstSentence(wordsOf(kind).does), '      '), `      ${exampleOf(kind)}`].join('\n');
}

/** The help of all facts. */
export function listFacts(): string {
  return `${[
    'Usage: arrears record ACCOUNT FACT [options]',
    'Every fact takes --at MOMENT (when it happened; now when left out), --as NAME (who says so) and --json.\nnpx arrears record ACCOUNT FACT --help tells all about one fact.',
    'Facts of an account:',
    ...ACCOUNT_KINDS.map(entry),
    'Facts of a person, which touch all their accounts (ACCOUNT is one of them, or creditor/person:number):',
    ...PERSON_KINDS.map(entry),
  ].join('\n\n')}\n`;
}

function fieldWords(field: Field): string {
  return [
    field.required ? 'needed' : 'optional',
    field.kind === 'parts' ? 'again for each date' : '',
    field.description,
  ]
    .filter(Boolean)
    .join('; ');
}

/** The help of one fact. */
export function factHelp(kind: WireKind): string {
  const fields = fieldsOf(kind).map(
    (field) => [`  ${field.option} ${placeOf(field)}`.trimEnd(), fieldWords(field)] as const,
  );
  const at = fields.some(([name]) => name.startsWith('  --at '))
    ? []
    : [['  --at MOMENT', 'optional; when it happened, now when left out'] as const];
  const yes = kind === 'payment' ? [['  --yes', 'the amount is right, however far above what is owed'] as const] : [];
  const common = [
    ...at,
    ...yes,
    ['  --as NAME', needsName(kind) ? 'needed; who says so' : 'optional; who says so'] as const,
    ['  --json', 'answer with one JSON document'] as const,
  ];
  const paragraphs = [
    `Usage: arrears record ACCOUNT ${kind} ${usageOf(kind)}`,
    wrap(wordsOf(kind).does, ''),
    pairs([...fields, ...common]),
    `Example:\n  ${exampleOf(kind)}`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}
