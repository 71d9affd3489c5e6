/**
 * Whether somebody who calls is the person: which questions are asked, and whether the answers fit what is known. What
 * is known is never shown; pure, keeps nothing.
 */

/** What may be asked, the strongest first. */
export const FACTORS = ['account-number', 'last-payment', 'address', 'email', 'phone', 'due-day', 'name'] as const;
/** One of FACTORS. */
export type Factor = (typeof FACTORS)[number];

/** The question of each, as it is read out, and what is typed of the answer. */
export const QUESTIONS: Readonly<Record<Factor, string>> = {
  'account-number': 'What are the last four characters of your account number?',
  'last-payment': 'What was the amount of your last payment? (a plain number: 1434.50)',
  address: 'What is your postal address? (as it stands on our letters; spaces, case and punctuation do not matter)',
  email: 'Which e-mail address do you use with us?',
  phone: 'Which telephone number do you use with us? (with the country code)',
  'due-day': 'On which day of the month do you pay? (1 to 31)',
  name: 'What is your full name?',
};

/** Answers that must fit. */
export const NEEDED = 2;
/** Tries of one caller. */
export const TRIES = 5;
/** Questions that are asked of one caller at most. */
const MOST_ASKED = 4;

/** What the caller was found by; it proves nothing. */
export const FOUND_BY = ['number', 'reference', 'name'] as const;
/** One of FOUND_BY. */
export type FoundBy = (typeof FOUND_BY)[number];

const SPENT: Readonly<Record<FoundBy, Factor>> = { number: 'phone', reference: 'account-number', name: 'name' };

/** The answers that are right for a person, by the question, each as `plainAnswer` writes it. */
export type Known = Readonly<Record<Factor, readonly string[]>>;
/** What the caller said. */
export type Answers = Readonly<Partial<Record<Factor, string>>>;

/** An answer without what speech leaves open: case, spaces, punctuation; amounts without zeros at their end. */
export function plainAnswer(factor: Factor, text: string): string {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  if (factor === 'email') return folded;
  if (factor === 'last-payment') return folded.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  if (factor === 'due-day') return folded.replace(/^0+/, '');
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  return factor === 'account-number' ? letters.slice(-4) : letters;
}

/** Which questions are asked: those that anybody whom it may be can answer, else the strongest. */
export function questionsFor(candidates: readonly Known[], foundBy: FoundBy): Factor[] {
  const open = FACTORS.filter((factor) => factor !== SPENT[foundBy]);
  const known = open.filter((factor) => candidates.some((known) => known[factor].length > 0));
  return (known.length < NEEDED ? open : known).slice(0, MOST_ASKED);
}

/** Whether at least NEEDED answers were given to what was asked, and all of them fit. */
export function fits(known: Known, asked: readonly Factor[], answers: Answers): boolean {
  let right = 0;
  let wrong = 0;
  for (const factor of asked) {
    const said = answers[factor];
    if (said === undefined) continue;
    const plain = plainAnswer(factor, said);
    if (plain !== '' && known[factor].includes(plain)) right += 1;
    else wrong += 1;
  }
  return wrong === 0 && right >= NEEDED;
}
