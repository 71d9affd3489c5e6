/**
 * The last letter before a court is asked: pay by a date, what follows, how to object, free help. It must not look like
 * a court document.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { daysBetween } from '../../domain/time.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  makeOffer,
  openLetter,
  showDate,
  showDays,
  showTotal,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

type Dated = LetterFacts & { court: NonNullable<LetterFacts['court']> };

interface Words {
  subject(l: Dated): string;
  demand(l: Dated): string;
  follows(l: Dated): string;
}
const DEMAND: Texts<Words> = {
  en: {
    subject: ({ creditor }) => `Notice about your account with ${creditor.name}`,
    demand: (l) =>
      `Final demand. We ask you to pay ${showTotal(l.accounts)} by ${showDate(l.court.payBy, 'en')}, that is within ${showDays(daysBetween(l.on, l.court.payBy), 'en')} of this letter. This letter is from us, not from a court: no court has been asked yet.`,
    follows: (l) =>
      `What follows if nothing is paid or agreed by then: we check once more whether asking a court is right, and a second person must approve it. After that ${l.creditor.name} may ask a court to order payment. You would be heard, and could say there what speaks against it. A court may add costs. If before a claim is filed you pay, object, or agree with us on a way to pay and keep to it, we do not go on. You may take advice before you answer, for example from the free help named below.`,
  },
  'zh-Hans': {
    subject: ({ creditor }) => `关于您在${creditor.name}的账户的通知`,
    demand: (l) =>
      `最后催款通知。请您不晚于${showDate(l.court.payBy, 'zh-Hans')}（自本函之日起${showDays(daysBetween(l.on, l.court.payBy), 'zh-Hans')}内）支付${showTotal(l.accounts)}。本函由我们发出，并非法院文书；我们尚未向法院提出请求。`,
    follows: (l) =>
      `如届时既未付款也未达成安排：我们会再次审核提起诉讼是否适当，并须经另一位人员批准；之后${l.creditor.name}可能请求法院判令付款。您有权在法院陈述意见、提出抗辩。法院可能会判定由您承担费用。在正式起诉之前，只要您付款、提出异议，或与我们达成安排并按约履行，我们就不会继续。您可以先寻求咨询再答复，例如向下文所列的免费咨询机构求助。`,
  },
};

const SMS: Texts<(l: Dated) => SmsWords> = {
  en: ({ creditor: { phone }, court: { payBy } }) => ({
    say: `we have an important notice for you. Please call us on ${phone} by ${showDate(payBy, 'en')}.`,
    brief: `notice for you, please call ${phone}.`,
  }),
  'zh-Hans': ({ creditor: { phone }, court: { payBy } }) => ({
    say: `我们有一份重要通知需告知您，请不晚于${showDate(payBy, 'zh-Hans')}致电${phone}。`,
    brief: `有通知，请致电${phone}。`,
  }),
};

/** Throws without a date to pay by, and about a barred debt: nothing is sent and the account shows as stuck. */
export function finalDemand(l: LetterFacts, channel: WrittenChannel): Rendered {
  const { court } = l;
  if (court === null) throw new Error('the demand has no date to pay by');
  if (l.barred) throw new Error('no demand before court about a barred debt');
  const dated: Dated = { ...l, court };
  if (channel === 'sms') return writeSms(l, SMS[l.language](dated));
  const { subject, demand, follows } = DEMAND[l.language];
  return writeLetter(l, subject(dated), [
    ...openLetter(l),
    demand(dated),
    ...listAccounts(l),
    howToPay(l),
    makeOffer(l, { instalmentsOnly: true }),
    follows(dated),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}
