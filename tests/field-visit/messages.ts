/** Announces a visit: who comes, and how to choose another day or none. */
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  makeOffer,
  openLetter,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../../stages/letter-parts.ts';

const WORDS: Texts<{ subject(creditor: string): string; lead(phone: string): string }> = {
  en: {
    subject: (creditor) => `A visit by ${creditor}: please read`,
    lead: (phone) =>
      `We could not reach you by telephone. One of our own staff would like to talk to you at your address in the next days, in the daytime. If another day suits you better, or if you want no visit, call ${phone} or answer this e-mail: that is enough.`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}的上门沟通安排：请阅读`,
    lead: (phone) =>
      `我们未能通过电话与您取得联系。我们的工作人员希望在近日白天到您的住址与您沟通。如您希望改日，或不希望上门，请致电${phone}或回复本邮件告知即可。`,
  },
};

export function announceVisit(l: LetterFacts): Rendered {
  const words = WORDS[l.language];
  return writeLetter(l, words.subject(l.creditor.name), [
    ...openLetter(l),
    words.lead(l.creditor.phone),
    ...listAccounts(l),
    howToPay(l),
    makeOffer(l),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}
