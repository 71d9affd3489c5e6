/**
 * Whose money a bank line is: by the account that its references name, and by name and amount. Pure. Names live in
 * memory only while a line is matched.
 */
import type { BankLine } from './bank-line.ts';

/** What came in, and from whom. */
type Paid = Pick<BankLine, 'minor' | 'currency' | 'counterparty'>;

/** An account that a line may be for. */
export interface Payee {
  /** Id of the account. */
  readonly account: string;
  /** Id of the person who owes it. */
  readonly person: string;
  readonly currency: string;
  /** Keys of the names of all who have part in the account (`nameKeys`). */
  readonly names: ReadonlySet<string>;
  /** Amounts that somebody who pays this account may pay: what is asked, each due, the balance, what was promised. */
  readonly amounts: ReadonlySet<bigint>;
}

/** Why a person must look at a line. */
export const REVIEW_REASONS = {
  'several-accounts': 'it names several accounts',
  'other-payer': 'it names an account, but payer and amount fit another',
  'name-only': 'it names no account; the payer has the name of persons who owe',
  'nobody-known': 'it names no account and nobody who is known',
  'other-currency': 'the account that it names is in another currency',
  'unknown-return': 'it takes back money of which no line is known',
  'other-parts': 'its booking was told in other parts before: it may be the same money',
  'taken-back': 'a person took its allocation back',
} as const;
/** One of REVIEW_REASONS. */
export type ReviewReason = keyof typeof REVIEW_REASONS;

/** How a line was matched: the account is named, or a name and an amount fit only one. */
export type MatchedBy = 'reference' | 'name-and-amount';

/** What becomes of money that came in. */
export type Match =
  | { readonly kind: 'matched'; readonly payee: Payee; readonly by: MatchedBy }
  | { readonly kind: 'review'; readonly reason: ReviewReason; readonly candidates: readonly Payee[] };

/** Most candidates of a line: of a name that more have, none is one. */
export const MOST_CANDIDATES = 20;
/** Shortest word of a reference or text that is looked up as the number of an account. */
const SHORTEST_NUMBER = 4;

/** Words of references and text that may be the number of an account, each also in capitals. */
export function numbersIn({ references, text }: Pick<BankLine, 'references' | 'text'>): string[] {
  const found = new Set<string>();
  const add = (word: string): void => {
    if (word.length < SHORTEST_NUMBER || word.length > 64) return;
    found.add(word).add(word.toUpperCase());
  };
  for (const written of [...references, text]) {
    add(written.replace(/\s+/g, ''));
    for (const word of written.split(/[\s,;:()[\]"'#]+/)) {
      const bare = word.replace(/^[./+-]+|[./+-]+$/g, '');
      add(bare);
      for (const part of bare.split(/[/+.]/)) add(part);
    }
  }
  return [...found];
}

/** Marks of a name, and blanks, that say nothing about whose it is. */
export const NAME_MARKS = " .,'’·-_/()";
const MARKS = /[\s.,'’·\-_/()]+/u;
/** Words of a name of which every order is compared. */
const MOST_WORDS = 6;

/**
 * Keys of a name: its words in small letters without marks, begun at each word in turn, since banks write surnames
 * first or last. Two names are alike when they share a key.
 */
export function nameKeys(name: string): string[] {
  const words = name.normalize('NFKC').toLowerCase().split(MARKS).filter(Boolean).slice(0, MOST_WORDS);
  return words.length === 0
    ? []
    : [...new Set(words.map((_, first) => [...words.slice(first), ...words.slice(0, first)].join('')))];
}

/** Whether the payer's name decides about a line: no account is named, or one that payer and amount do not fit. */
export function needsName({ minor, currency, counterparty }: Paid, named: readonly Payee[]): boolean {
  if (counterparty === null) return false;
  const [only, another] = named.filter((payee) => payee.currency === currency);
  if (only === undefined) return named.length === 0;
  return another === undefined && !isPaidBy(only, counterparty) && !only.amounts.has(minor);
}

/**
 * Matches money that came in. `named`: accounts whose number the line has; `alike`: accounts of persons who have the
 * payer's name.
 */
export function matchLine(
  { minor, currency, counterparty }: Paid,
  named: readonly Payee[],
  alike: readonly Payee[],
): Match {
  const fitting = named.filter((payee) => payee.currency === currency);
  const [only] = fitting;
  if (only === undefined) {
    if (named.length > 0) return review('other-currency', []);
    return byName(
      minor,
      alike.filter((payee) => payee.currency === currency),
    );
  }
  if (fitting.length > 1) return review('several-accounts', fitting);
  if (isPaidBy(only, counterparty) || only.amounts.has(minor)) return { kind: 'matched', payee: only, by: 'reference' };
  // Whoever pays may be anybody, but a slip in the reference must not give one debtor's money to another.
  const other = byName(
    minor,
    alike.filter((payee) => payee.currency === currency),
  );
  if (other.kind === 'matched') return review('other-payer', [only, other.payee]);
  return { kind: 'matched', payee: only, by: 'reference' };
}

/** Whether the payer is known not to be somebody else: no name is told, or one with part in the account. */
const isPaidBy = ({ names }: Payee, payer: string | null): boolean =>
  payer === null || nameKeys(payer).some((key) => names.has(key));

function byName(minor: bigint, alike: readonly Payee[]): Match {
  if (alike.length === 0 || alike.length > MOST_CANDIDATES) return review('nobody-known', []);
  const [exact, another] = alike.filter(({ amounts }) => amounts.has(minor));
  const isOnePerson = alike.every(({ person }) => person === alike[0]?.person);
  return exact !== undefined && another === undefined && isOnePerson
    ? { kind: 'matched', payee: exact, by: 'name-and-amount' }
    : review('name-only', alike);
}

const review = (reason: ReviewReason, candidates: readonly Payee[]): Match => ({
  kind: 'review',
  reason,
  candidates: candidates.slice(0, MOST_CANDIDATES),
});
