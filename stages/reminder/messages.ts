/**
 * Three reminders (friendly, clear, firm but decent) and the letter that a payment came back. Each itemises, makes an
 * offer, and says how to pay, object and find free help.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT } from '../../domain/standing.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  makeOffer,
  openLetter,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

interface Tone {
  /** A lock screen shows the subject: it names the creditor, nothing else. */
  subject(creditor: string): string;
  /** After who writes, before the accounts. */
  lead: string;
  /** After the offer, before how to object; null when nothing follows. */
  next: string | null;
}

const FIRST: Texts<Tone> = {
  en: {
    subject: (creditor) => `About your account with ${creditor}`,
    lead: 'Perhaps it slipped your attention, or your payment is on its way: we have not received everything that was due. This is a friendly reminder, with all you need to put it right.',
    next: null,
  },
  'zh-Hans': {
    subject: (creditor) => `关于您在${creditor}的账户`,
    lead: '也许您一时忘记，也许款项正在途中：到期的款项我们尚未全部收到。特此友好提醒，处理所需的内容都在下面。',
    next: null,
  },
};
const SECOND: Texts<Tone> = {
  en: {
    subject: (creditor) => `Your account with ${creditor}: please read`,
    lead: 'Part of your account is still unpaid. Please pay the amount below, agree with us on another way, or tell us what stands in the way.',
    next: 'If we hear nothing, we will contact you again: by e-mail, SMS or telephone.',
  },
  'zh-Hans': {
    subject: (creditor) => `您在${creditor}的账户：请阅读`,
    lead: '您的账户仍有款项未付。请支付下列金额，或与我们商定其他安排，或告诉我们您遇到了什么困难。',
    next: '如果没有收到您的回复，我们会再次通过邮件、短信或电话与您联系。',
  },
};
const THIRD: Texts<Tone> = {
  en: {
    subject: (creditor) => `Your account with ${creditor}: please answer`,
    lead: 'The amount below is still unpaid and nothing has been agreed about it. Please do not leave it open: pay it, agree with us on another way, or tell us why you cannot. Any answer is better than none, and an arrangement is still easy to make.',
    next: 'If we hear nothing, we will next try to reach you by SMS and telephone, to find a way together.',
  },
  'zh-Hans': {
    subject: (creditor) => `您在${creditor}的账户：请回复`,
    lead: '下列款项仍未支付，也尚未达成任何安排。请不要搁置：付款，或与我们商定其他安排，或告诉我们无法付款的原因。无论怎样答复都比不答复好，现在协商安排仍然很容易。',
    next: '如果没有收到您的回复，我们接下来会通过短信和电话与您联系，一起商量办法。',
  },
};
/** The letter's opening says what came back. */
const RETURNED: Texts<Tone> = {
  en: {
    subject: (creditor) => `News about your account with ${creditor}`,
    lead: `For ${COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT} days we take no further step beyond messages like this one. Please look whether there is enough in the account that you pay from, and pay again, or agree with us on another way.`,
    next: null,
  },
  'zh-Hans': {
    subject: (creditor) => `您在${creditor}的账户有新情况`,
    lead: `${COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT}天之内，除此类信息外我们不会采取进一步措施。请确认付款账户中余额是否足够并重新付款，或与我们商定其他安排。`,
    next: null,
  },
};

const SMS: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({ say: `we have a message for you. Please call us on ${phone}.`, brief: `please call ${phone}.` }),
  'zh-Hans': (phone) => ({ say: `我们有事与您联系，请致电${phone}。`, brief: `请致电${phone}。` }),
};

function remind(l: LetterFacts, channel: WrittenChannel, tones: Texts<Tone>): Rendered {
  const { phone, name } = l.creditor;
  if (channel === 'sms') return writeSms(l, SMS[l.language](phone));
  const { subject, lead, next } = tones[l.language];
  return writeLetter(l, subject(name), [
    ...openLetter(l),
    lead,
    ...listAccounts(l),
    howToPay(l),
    makeOffer(l),
    ...(next === null ? [] : [next]),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}

export function reminderFirst(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, FIRST);
}
export function reminderSecond(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, SECOND);
}
export function reminderThird(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, THIRD);
}
/** The first contact after a payment came back; `paymentReturned` of the letter says so. */
export function paymentReturned(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, RETURNED);
}
