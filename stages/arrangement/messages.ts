/** Asks for proof of a payment that was announced and not found. It thanks, and asks for no money. */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import {
  howToObject,
  listLines,
  nameAccount,
  openLetter,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

interface Words {
  subject(creditor: string): string;
  lead: string;
  heading: string;
  proof(l: LetterFacts): string;
  otherwise(l: LetterFacts): string;
}
const PROOF: Texts<Words> = {
  en: {
    subject: (creditor) => `A question from ${creditor}: please help us to find something`,
    lead: 'You told us that you have paid. Thank you. We have looked for the payment and have not found it yet.',
    heading: 'It is about',
    proof: ({ creditor }) =>
      `Please send us something that shows it: a receipt or a bank statement with the date, the amount and the account it went to. Answer this e-mail or call ${creditor.phone}. Payments come to ${creditor.payTo}; if yours went elsewhere, tell us and we help you to find it.`,
    otherwise: ({ creditor }) =>
      `If you have not paid yet, that is no reproach: tell us what you can manage, by answer or by telephone on ${creditor.phone}.`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}想请您协助核对一件事`,
    lead: '您曾告知我们已经付款，谢谢您。我们已经查找，但目前尚未找到该笔款项。',
    heading: '涉及账户',
    proof: ({ creditor }) =>
      `请将可以证明付款的材料发给我们，例如载有日期、金额和收款账户的收据或银行流水。您可回复本邮件或致电${creditor.phone}。我们的收款账户是：${creditor.payTo}。如款项汇往别处，请告诉我们，我们会协助您查找。`,
    otherwise: ({ creditor }) =>
      `如您尚未付款，也没有关系：请回复本邮件或致电${creditor.phone}，告诉我们您能承受的安排。`,
  },
};

const SMS: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({
    say: `thank you for telling us. Please send us what shows it, by answer to our e-mail or on ${phone}.`,
    brief: `thank you. Please call ${phone}.`,
  }),
  'zh-Hans': (phone) => ({
    say: `谢谢您告知我们。请将相关凭证发给我们，可回复我们的邮件或致电${phone}。`,
    brief: `谢谢您。请致电${phone}。`,
  }),
};

export function askForProof(l: LetterFacts, channel: WrittenChannel): Rendered {
  const { phone, name } = l.creditor;
  if (channel === 'sms') return writeSms(l, SMS[l.language](phone));
  const say = PROOF[l.language];
  return writeLetter(l, say.subject(name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.lead,
    listLines(
      say.heading,
      l.accounts.map((account) => nameAccount(account, l.language)),
    ),
    say.proof(l),
    l.barred ? null : say.otherwise(l),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}
