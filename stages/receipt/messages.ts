/** One thank-you: nothing is overdue any more. It asks for nothing. */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language, LetterAccount, LetterFacts, Rendered } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { listLines, nameAccount, openLetter, showDate, type Texts, writeLetter } from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

interface Words {
  subject(creditor: string): string;
  thanks: string;
  heading(on: string): string;
  received(amount: string, on: string): string;
  line(account: string, paid: string | null): string;
  ended: string;
  questions(l: LetterFacts): string;
}
const THANKS: Texts<Words> = {
  en: {
    subject: (creditor) => `Thank you from ${creditor}`,
    thanks: 'Thank you. Nothing is overdue any more, and you need do nothing.',
    heading: (on) => `Nothing overdue on ${on}`,
    received: (amount, on) => `last payment received: ${amount} on ${on}`,
    line: (account, paid) => (paid === null ? account : `${account}, ${paid}`),
    ended: 'Our reminders about it have ended. What falls due later stands in your statements as usual.',
    questions: ({ creditor }) =>
      `Questions, or something that is not right? Answer this e-mail or call ${creditor.phone}. Complaints: ${creditor.complaints}`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}感谢您`,
    thanks: '谢谢您。您的账户已没有逾期款项，您无需再做任何事。',
    heading: (on) => `截至${on}没有逾期款项的账户`,
    received: (amount, on) => `最近一笔付款：${on}，${amount}`,
    line: (account, paid) => (paid === null ? account : `${account}，${paid}`),
    ended: '与此有关的提醒已经停止。今后到期的款项照常以账单为准。',
    questions: ({ creditor }) => `如有疑问或不符，请回复本邮件或致电${creditor.phone}。投诉：${creditor.complaints}`,
  },
};

const SMS: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `thank you, we have what we needed. Questions: ${phone}.`,
    brief: `thank you. Questions: ${phone}.`,
  }),
  'zh-Hans': (phone) => ({ say: `谢谢您，我们已收悉。如有疑问请致电${phone}。`, brief: `谢谢您。咨询：${phone}。` }),
};

function showAccount(account: LetterAccount, language: Language): string {
  const say = THANKS[language];
  const { lastPayment: paid, currency } = account;
  return say.line(
    nameAccount(account, language),
    paid && say.received(showAmount(paid.minor, currency), showDate(paid.on, language)),
  );
}

export function thanks(l: LetterFacts, channel: WrittenChannel): Rendered {
  const { phone, name } = l.creditor;
  if (channel === 'sms') return writeSms(l, SMS[l.language](phone));
  const say = THANKS[l.language];
  return writeLetter(l, say.subject(name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.thanks,
    listLines(
      say.heading(showDate(l.on, l.language)),
      l.accounts.map((account) => showAccount(account, l.language)),
    ),
    say.ended,
    say.questions(l),
  ]);
}
