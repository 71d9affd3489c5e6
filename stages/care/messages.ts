/** To a person in hardship: who helps for free, and what comes next when a breathing space has ended. */
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
import { HELPING, writeSms } from '../sms-parts.ts';

interface Words {
  subject(creditor: string): string;
  lead: string;
  heading: string;
  next(l: LetterFacts): string;
}

const REFERRAL: Texts<Words> = {
  en: {
    subject: (creditor) => `From ${creditor}: free help, in confidence`,
    lead: 'Thank you for letting us know that things are difficult. This message asks for nothing. It says who helps with money worries for free.',
    heading: 'It is about',
    next: ({ creditor }) =>
      `They look at everything together with you, and speak to us for you if you wish: tell us on ${creditor.phone} or by answer to this e-mail, and we deal with them.`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}：可以求助的地方`,
    lead: '感谢您告知我们目前的困难。本邮件不要求您做任何事，只是告诉您哪里可以免费咨询财务问题。',
    heading: '涉及账户',
    next: ({ creditor }) =>
      `他们会与您一起全面梳理情况；如您愿意，也可以代您与我们沟通：请致电${creditor.phone}或回复本邮件告知我们。`,
  },
};

const ENDED: Texts<Words> = {
  en: {
    subject: (creditor) => `From ${creditor}: what comes next`,
    lead: 'The time in which nothing was asked of you has ended. We hope that it helped. You need do nothing today.',
    heading: 'It is about',
    next: ({ creditor }) =>
      `In a week at the earliest we write again as before. If you would like to agree on something until then, tell us what you can manage: answer this e-mail or call ${creditor.phone}. If you need more time to find a way to pay, say so: a trained person looks at it with you.`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}：接下来的安排`,
    lead: '此前不要求您付款的时间已经结束，希望对您有所帮助。今天您无需做任何事。',
    heading: '涉及账户',
    next: ({ creditor }) =>
      `最早一周之后，我们会照常与您联系。如您希望在此之前作出安排，请回复本邮件或致电${creditor.phone}，告诉我们您能承受的安排。如需更多时间，也请告诉我们：会有受过培训的专人与您一起处理。`,
  },
};

/** Who helps for free. It asks for nothing. */
export function nameHelp(l: LetterFacts): Rendered {
  const say = REFERRAL[l.language];
  return writeLetter(l, say.subject(l.creditor.name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.lead,
    whereToFindHelp(l),
    say.next(l),
    listAbout(l, say.heading),
    howToObject(l),
  ]);
}

/** After a breathing space, before any demand. */
export function sayWhatComesNext(l: LetterFacts, channel: WrittenChannel): Rendered {
  if (channel === 'sms') return writeSms(l, HELPING[l.language](l.creditor.phone));
  const say = ENDED[l.language];
  return writeLetter(l, say.subject(l.creditor.name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.lead,
    l.barred ? null : say.next(l),
    listAbout(l, say.heading),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}

const listAbout = (l: LetterFacts, heading: string): string =>
  listLines(
    heading,
    l.accounts.map((account) => nameAccount(account, l.language)),
  );
