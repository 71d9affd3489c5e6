/** What texts say to a person whose sheet of income and expenses counts, and to whom they may turn for free. */
import type { Language, LetterFacts } from '../domain/letter.ts';
import { showAmount } from '../domain/money.ts';

type Means = NonNullable<LetterFacts['means']>;
interface Words {
  /** In place of the sum that is to be paid now. */
  ask(amount: string): string;
  askNothing: string;
  /** In place of an offer. */
  offer(amount: string, phone: string): string;
  offerNothing: string;
  helpers(list: string): string;
  between: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    ask: (amount) => `We ask for no more than ${amount} a month for now.`,
    askNothing: 'We ask for no payment now.',
    offer: (amount, phone) =>
      `By what you told us of your income and expenses you can pay ${amount} a month. Answer this e-mail or call ${phone}, and we agree on the days. If it is too much, tell us what you can manage.`,
    offerNothing:
      'By what you told us of your income and expenses nothing is left to pay with. If that changes, tell us what you can manage.',
    helpers: (list) => `Others who help for free: ${list}.`,
    between: '; ',
  },
  'zh-Hans': {
    ask: (amount) => `目前每月最多只需支付${amount}。`,
    askNothing: '目前无需支付。',
    offer: (amount, phone) =>
      `根据您告知的收入和支出，您每月可支付${amount}。请回复本邮件或致电${phone}，与我们约定日期。如仍有困难，请告诉我们您能承受的安排。`,
    offerNothing: '根据您告知的收入和支出，目前没有余额可供支付。如有变化，请告诉我们您能承受的安排。',
    helpers: (list) => `其他免费提供帮助的机构：${list}。`,
    between: '；',
  },
};

const show = ({ minor, currency }: Means): string => showAmount(minor, currency);

/** "We ask for no more than £44.87 a month for now." */
export function askByMeans({ minor, currency }: Means, language: Language): string {
  const say = WORDS[language];
  return minor === 0n ? say.askNothing : say.ask(show({ minor, currency }));
}

/** What a person can pay by their sheet, and what to do when it is too much. */
export function offerByMeans(means: Means, { language, creditor }: LetterFacts): string {
  const say = WORDS[language];
  return means.minor === 0n ? say.offerNothing : say.offer(show(means), creditor.phone);
}

/** The organisations that the letter names, with number and site; null where it names none. */
export function nameHelpers({ helpers, language }: Pick<LetterFacts, 'helpers' | 'language'>): string | null {
  if (helpers.length === 0) return null;
  const say = WORDS[language];
  const named = helpers.map(({ name, number, source }) => [name, number, source].filter(Boolean).join(', '));
  return say.helpers(named.join(say.between));
}
