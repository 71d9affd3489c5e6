/**
 * Reads the text of a reply for signs of danger, distress and hardship. It finds words, not what they mean: a sign
 * keeps the person safe at once, and a person reads every reply.
 */
import { simplified } from '../law/content/simplified.ts';
import { IDIOMS, LEXICON, REPLY_SIGNS, type ReplySign } from './reply-lexicon.ts';

/** Stands between sentences, and for an idiom: no phrase goes over it. */
const BREAK = '|';
/** In a phrase: up to so many other words. */
const ANY = '*';
const MOST_BETWEEN = 2;

type Tokens = readonly string[];

/** One form of each letter, none that cannot be seen. Dots in a row are a pause within a sentence. */
const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\.{2,}/g, ' ');

/** Words in small letters without apostrophes. Signs that end a sentence become breaks. */
function wordsOf(text: string): string[] {
  const plain = normal(text)
    .toLowerCase()
    .replace(/['’‘`´]/g, '');
  return plain.match(/[\p{L}\p{N}]+|[.!?;\n]+/gu)?.map((token) => (/[.!?;\n]/.test(token) ? BREAK : token)) ?? [];
}

/** Letters without blanks and signs, simplified. Signs that end a sentence become breaks. */
function lettersOf(text: string): string {
  const plain = simplified(normal(text));
  return plain.replace(/[。！？；.!?;\n]+/gu, BREAK).replace(/[^\p{L}\p{N}|]/gu, '');
}

/** Where the phrase ends that begins at `at`; null when it does not stand there. */
function endOf(phrase: Tokens, words: Tokens, at: number): number | null {
  const [first, ...rest] = phrase;
  if (first === undefined) return at;
  if (first !== ANY) return words[at] === first ? endOf(rest, words, at + 1) : null;
  for (let skipped = 0; skipped <= MOST_BETWEEN; skipped += 1) {
    const end = endOf(rest, words, at + skipped);
    if (end !== null) return end;
    if (words[at + skipped] === BREAK) return null;
  }
  return null;
}

const split = (phrases: readonly string[]): Tokens[] => phrases.map((phrase) => phrase.split(' '));
const ENGLISH_IDIOMS = split(IDIOMS.english);
const SIGNS = REPLY_SIGNS.map((sign) => ({
  sign,
  english: split(LEXICON[sign].english),
  chinese: LEXICON[sign].chinese,
}));

/** The words with each idiom as one break. */
function withoutIdioms(words: Tokens): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const ends = ENGLISH_IDIOMS.map((idiom) => endOf(idiom, words, at) ?? at);
    const end = Math.max(at, ...ends);
    kept.push(end > at ? BREAK : (words[at] as string));
    at = Math.max(end, at + 1);
  }
  return kept;
}

/** What the text holds signs of, the gravest first. */
export function readReply(text: string): ReplySign[] {
  const words = withoutIdioms(wordsOf(text));
  const letters = IDIOMS.chinese.reduce((left, idiom) => left.replaceAll(idiom, BREAK), lettersOf(text));
  return SIGNS.filter(
    ({ english, chinese }) =>
      chinese.some((phrase) => letters.includes(phrase)) ||
      english.some((phrase) => words.some((_, at) => endOf(phrase, words, at) !== null)),
  ).map(({ sign }) => sign);
}
