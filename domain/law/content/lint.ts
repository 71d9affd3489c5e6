/** Finds phrases in a text that no law on collection allows: a check of words, not of what they mean in their place. */
import type { Language } from '../../letter.ts';
import { PHRASE_KINDS, type PhraseKind, type Phrases, RULES_OF_KIND } from './phrase-kinds.ts';
import { ENGLISH } from './phrases-en.ts';
import { CHINESE } from './phrases-zh.ts';
import { simplified } from './simplified.ts';

/** A phrase that was found. */
export interface PhraseFinding {
  readonly kind: PhraseKind;
  /** As it stands in the text. */
  readonly phrase: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** The rules of law that it breaks, where they bind. */
  readonly rules: readonly string[];
}

interface Pattern {
  readonly kind: PhraseKind;
  readonly pattern: RegExp;
}
const compile = (phrases: Phrases): Pattern[] =>
  PHRASE_KINDS.flatMap((kind) => phrases[kind].map((source) => ({ kind, pattern: new RegExp(source, 'g') })));

/** All patterns as one: most texts have none, and one search is several times faster than a hundred. */
const anyOf = (phrases: Phrases): RegExp => new RegExp(Object.values(phrases).flat().join('|'));

interface Lexicon {
  readonly patterns: readonly Pattern[];
  readonly any: RegExp;
  /** The text in the form that patterns expect, unit by unit in the same place. */
  normal(text: string): string;
  /** Ends the words before a phrase that says that it is not so: "we will never tell your employer". */
  readonly denial: RegExp;
}

const PRONOUN = '\\b(?:we|i|you|they|he|she|it|our|this|your|pay|answer|reply)\\b';
const LEXICONS: Readonly<Record<Language, Lexicon>> = {
  en: {
    patterns: compile(ENGLISH),
    any: anyOf(ENGLISH),
    normal: (text) =>
      text
        .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
        .replace(/[’‘]/g, "'")
        .replace(/\s/g, ' '),
    denial: new RegExp(
      `(?:\\b(?:not|never|nobody|nothing|nor|without|cannot|no \\w+)\\b|n't\\b)(?:(?!${PRONOUN})[^.;:!?,]){0,40}$`,
    ),
  },
  'zh-Hans': {
    patterns: compile(CHINESE),
    any: anyOf(CHINESE),
    normal: simplified,
    denial:
      /(?:不会|不得|不能|不应|不可|绝不|决不|从不|从未|禁止|切勿|请勿|严禁|不要|不必|无需|不需要|没有|并非|不是|并不|无权|而不)(?:(?!我们|就|将|还|付|则|你|您|要)[^，。；！？、]){0,8}$/,
  },
};

/** Whether the words before a phrase say that it is not so. */
const isDenied = (before: string, denial: RegExp): boolean => denial.test(before.slice(-60));

/** The forbidden phrases of a text, in their order; each place of a kind once. Empty: none was found. */
export function lintText(text: string, language: Language): PhraseFinding[] {
  const { patterns, any, normal, denial } = LEXICONS[language];
  const plain = normal(text);
  if (!any.test(plain)) return [];
  const found: PhraseFinding[] = [];
  for (const { kind, pattern } of patterns)
    for (const match of plain.matchAll(pattern)) {
      const at = match.index;
      if (isDenied(plain.slice(0, at), denial)) continue;
      const phrase = text.slice(at, at + match[0].length);
      if (!found.some((other) => other.kind === kind && overlaps(other, at, phrase)))
        found.push({ kind, phrase, at, rules: RULES_OF_KIND[kind] });
    }
  return found.sort((a, b) => a.at - b.at);
}

const overlaps = ({ at, phrase }: PhraseFinding, other: number, { length }: string): boolean =>
  other < at + phrase.length && at < other + length;
