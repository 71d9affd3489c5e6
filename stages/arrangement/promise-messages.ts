/**
 * About a person's own promise: before each of its days, and after the first that was broken. Neither asks for more.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language, LetterAccount, LetterFacts, Rendered } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import {
  howToObject,
  listLines,
  makeOffer,
  nameAccount,
  openLetter,
  showDayAndDate,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

interface Words {
  subject(creditor: string): string;
  lead: string;
  heading: string;
  next(l: LetterFacts): string;
  /** What else there is; never said about a barred debt. */
  otherwise(l: LetterFacts): string | null;
  sms(phone: string): SmsWords;
}

const REMINDER: Texts<Words> = {
  en: {
    subject: (creditor) => `A note from ${creditor}: the day that you named is near`,
    lead: 'You told us what you will pay, and when. Thank you. This is a note before the day, nothing more.',
    heading: 'What you told us',
    next: ({ creditor, accounts }) =>
      `If all is set, you need do nothing. Payments come to ${creditor.payTo} (${creditor.payAt}), reference ${references(accounts)}.`,
    otherwise: ({ creditor }) =>
      `If the day or the sum does not work any more, that is no reproach: answer this e-mail or call ${creditor.phone} before the day, and tell us what you can manage.`,
    sms: (phone) => ({
      say: `the day that you named is near. If all is set, you need do nothing; if something has changed, call us on ${phone}.`,
      brief: `your day is near: ${phone}.`,
    }),
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}：您约定的日子快到了`,
    lead: '您曾告知我们付款的日期和金额，谢谢您。这只是到期前的一次提示。',
    heading: '您告知的安排',
    next: ({ creditor, accounts }) =>
      `如已安排妥当，您无需再做任何事。收款账户：${creditor.payTo}（${creditor.payAt}），编号：${references(accounts)}。`,
    otherwise: ({ creditor }) =>
      `如日期或金额有变化，也没有关系：请在该日之前回复本邮件或致电${creditor.phone}，告诉我们您能承受的安排。`,
    sms: (phone) => ({
      say: `您约定的日子快到了。如已安排妥当，无需再做任何事；如有变化，请致电${phone}。`,
      brief: `您约定的日子快到了。咨询：${phone}。`,
    }),
  },
};

const MISSED: Texts<Words> = {
  en: {
    subject: (creditor) => `A question from ${creditor}: has something come between?`,
    lead: 'You told us what you would pay, and when. It has not reached us in full. Things come between, and we would like to know what happened.',
    heading: 'What you told us',
    next: ({ creditor }) =>
      `Answer this e-mail or call ${creditor.phone}. If you have just paid, thank you: our letters have crossed.`,
    otherwise: (l) => makeOffer(l),
    sms: (phone) => ({
      say: `has something come between since we spoke? Please call us on ${phone}: we look for another way with you.`,
      brief: `we can help, please call ${phone}.`,
    }),
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}想了解：是否遇到了什么情况`,
    lead: '您曾告知我们付款的日期和金额，但我们尚未足额收到。难免会有意外，我们想了解发生了什么。',
    heading: '您告知的安排',
    next: ({ creditor }) => `请回复本邮件或致电${creditor.phone}。如您刚刚已付款，谢谢您，请忽略本函。`,
    otherwise: (l) => makeOffer(l),
    sms: (phone) => ({
      say: `此前约定的日子已过，是否遇到了什么情况？请致电${phone}，我们与您一起想办法。`,
      brief: `是否遇到了什么情况？请致电${phone}。`,
    }),
  },
};

const PART: Texts<{ promised(amount: string, on: string): string; left(amount: string): string; between: string }> = {
  en: {
    promised: (amount, on) => `${amount} by ${on}`,
    left: (amount) => `${amount} of it still to come`,
    between: ', ',
  },
  'zh-Hans': {
    promised: (amount, on) => `不晚于${on}付${amount}`,
    left: (amount) => `其中尚有${amount}未到`,
    between: '，',
  },
};

const references = (accounts: readonly LetterAccount[]): string =>
  accounts.map((account) => account.paymentReference).join(', ');

/** "A-1042 (credit card): NT$ 1,434 by Thursday, 5 March 2026, NT$ 434 of it still to come". */
function showPromise(account: LetterAccount, language: Language): string {
  const name = nameAccount(account, language);
  if (account.promise === null) return name;
  const { on, minor, left } = account.promise;
  const say = PART[language];
  const show = (sum: bigint) => showAmount(sum, account.currency);
  const parts = [
    say.promised(show(minor), showDayAndDate(on, language)),
    ...(left < minor ? [say.left(show(left))] : []),
  ];
  return `${name}${language === 'en' ? ': ' : '：'}${parts.join(say.between)}`;
}

const letterOf =
  (texts: Texts<Words>) =>
  (l: LetterFacts, channel: WrittenChannel): Rendered => {
    const say = texts[l.language];
    if (channel === 'sms') return writeSms(l, say.sms(l.creditor.phone));
    return writeLetter(l, say.subject(l.creditor.name), [
      ...openLetter({ ...l, paymentReturned: false }),
      say.lead,
      listLines(
        say.heading,
        l.accounts.map((account) => showPromise(account, l.language)),
      ),
      say.next(l),
      l.barred ? null : say.otherwise(l),
      howToObject(l),
      whereToFindHelp(l),
    ]);
  };

/** Before a promised day: the sum, the day, and what to do when it does not work any more. */
export const remindOfPromise = letterOf(REMINDER);
/** After a promise that was broken: what happened, and which other ways there are. */
export const askWhatHappened = letterOf(MISSED);
