/**
 * What a machine finds in a finished text, and whether that is what the step declares. A declared feature must be in
 * the text; a feature that is not declared must not be in it, names and addresses left out: a Ms Sue mentions no suit.
 */
import { askedOf, type Language, type LetterFacts } from '../../letter.ts';
import { showAmount } from '../../money.ts';
import { type Feature, mentionsWhen } from './features.ts';
import { withoutValues } from './values.ts';

type Find = (text: string, letter: LetterFacts) => boolean;

/** Units of a long name that an SMS keeps at least (stages/sms-parts.ts). */
const NAME_KEPT = 12;

const words =
  (patterns: Readonly<Record<Language, RegExp>>): Find =>
  (text, { language }) =>
    patterns[language].test(text);

/** How each feature that can be found is found. */
const FOUND = {
  name: (text, { personName }) => text.includes(personName),
  identity: (text, { creditor }) => text.includes(creditor.name.slice(0, NAME_KEPT).trimEnd()),
  'creditor-contact': (text, { creditor }) => text.includes(creditor.phone),
  amount: (text, { accounts }) =>
    accounts.some((account) =>
      [askedOf(account), account.promise?.minor ?? 0n, account.promise?.left ?? 0n].some(
        (minor) => minor > 0n && text.includes(showAmount(minor, account.currency)),
      ),
    ),
  'opt-out': (text) => text.includes('STOP'),
  debt: words({
    en: /\b(?:debts?|owe[ds]?|overdue|unpaid|arrears|balance|paid|pay(?:ments?)?)\b/i,
    'zh-Hans': /[欠债]|逾期|未付|付款|还款|余额|款项/,
  }),
  overdue: words({ en: /\b(?:overdue|unpaid|arrears|is due)\b/i, 'zh-Hans': /逾期|(?<!尚)未付|已到期/ }),
  'how-to-dispute': words({
    en: /\bsomething\b[^.]{0,12}\bis (?:wrong|not right)\b|\bwhat is wrong\b/i,
    'zh-Hans': /不符|有误|哪里不对/,
  }),
  'collection-disclosure': words({
    en: /attempt to collect a debt\b.*\binformation\b.*\bused for that/i,
    'zh-Hans': /催收债务.*信息.*用于该目的/,
  }),
  lawsuit: words({
    en: /\b(?:law ?suits?|sue[ds]?|suing|litigation|ask(?:ing|ed)? (?:a|the) court|a court (?:may|to order)|court (?:order|claim|proceedings|action)|legal (?:action|proceedings)|claim is filed|file a claim)\b/i,
    'zh-Hans': /起诉|诉讼|打官司|立案|请求法院|向法院|法院判/,
  }),
  'plan-asked': words({
    en: /\bwhat (?:you can|could you) manage\b|\bagree(?:ing)? with us\b|\ban arrangement\b|\bpay in parts\b|\bmore time:|\binstalments:|\bon which day will you pay\b/i,
    'zh-Hans': /您能承受|分期支付|延后支付|商定|达成(?:任何)?安排|哪一天付款/,
  }),
} as const satisfies Partial<Record<Feature, Find>>;

/** Features that can be found in a text; the others are the word of the step that declares them. */
export const DETECTABLE = Object.keys(FOUND) as (keyof typeof FOUND)[];

/** The features found in a text of these facts. */
export const detectedIn = (text: string, letter: LetterFacts): Feature[] =>
  DETECTABLE.filter((feature) => FOUND[feature](text, letter));

/** Where nothing is asked for, there is no amount to say. */
const isToBeSaid = (feature: Feature, { accounts }: LetterFacts): boolean =>
  feature !== 'amount' || accounts.some((account) => askedOf(account) > 0n);

/**
 * How a finished text differs from what its step declares; null when it does not. `said` is subject and body, `bare`
 * the same without the values of the letter.
 */
export function differenceFrom(
  mentions: readonly Feature[],
  said: string,
  letter: LetterFacts,
  bare = withoutValues(said, letter),
): string | null {
  const declared = mentionsWhen(letter, mentions);
  const lacks = DETECTABLE.filter(
    (feature) => declared.includes(feature) && isToBeSaid(feature, letter) && !FOUND[feature](said, letter),
  );
  if (lacks.length > 0) return `lacks what it declares: ${lacks.join(', ')}`;
  const more = DETECTABLE.filter((feature) => !declared.includes(feature) && FOUND[feature](bare, letter));
  return more.length > 0 ? `mentions what it does not declare: ${more.join(', ')}` : null;
}
