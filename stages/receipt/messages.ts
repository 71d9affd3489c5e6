/** One thank-you: nothing is overdue any more. It asks for nothing. */
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { listLines, nameAccount, openLetter, showDate, type Texts, writeLetter } from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

interface Words {
  subject(creditor: string): string;
  thanks: string;
  heading(on: string): string;
  received(amount: string, on: string): string;
  ended: string;
  questions(l: LetterFacts): string;
}
const THANKS: Texts<Words> = {
  en: {
    subject: (creditor) => `Thank you from ${creditor}`,
    thanks: 'Thank you. Nothing is overdue any more, and you need do nothing.',
    heading: (on) => `In order on ${on}`,
    received: (amount, on) => `last payment received: ${amount} on ${on}`,
    ended: 'Our reminders about it have ended. What falls due later stands in your statements as usual.',
    questions: ({ creditor }) =>
      `Questions, or something that is not right? Answer this e-mail or call ${creditor.phone}. Complaints: ${creditor.complaints}`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}感谢您`,
    thanks: '谢谢您。您的账户已没有逾期款项，您无需再做任何事。',
    heading: (on) => `截至${on}已正常的账户`,
    received: (amount, on) => `最近一笔付款：${on}，${amount}`,
    ended: '与此有关的提醒已经停止。今后到期的款项照常以账单为准。',
    questions: ({ creditor }) => `如有疑问或不符，请回复本邮件或致电${creditor.phone}。投诉：${creditor.complaints}`,
  },
};

const SMS: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `thank you, all is in order and you need do nothing. Questions: ${phone}.`,
    brief: `thank you. Questions: ${phone}.`,
  }),
  'zh-Hans': (phone) => ({ say: `谢谢您，一切已办妥，您无需再做任何事。如有疑问请致电${phone}。`, brief: `谢谢您。咨询：${phone}。` }),
};

export function thanks(l: LetterFacts, channel: 'email' | 'sms'): Rendered {
  const { phone, name } = l.creditor;
  if (channel === 'sms') return writeSms(l, SMS[l.language](phone));
  const say = THANKS[l.language];
  const lines = l.accounts.map((account) => {
    const named = nameAccount(account, l.language);
    const paid = account.lastPayment;
    return paid ? `${named}, ${say.received(showAmount(paid.minor, account.currency), showDate(paid.on, l.language))}` : named;
  });
  return writeLetter(l, say.subject(name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.thanks,
    listLines(say.heading(showDate(l.on, l.language)), lines),
    say.ended,
    say.questions(l),
  ]);
}
