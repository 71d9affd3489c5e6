/**
 * Three reminders and the letter that a payment came back. Each itemises, makes an offer, and says how to pay, object
 * and find free help. Its tone follows what has happened (domain/tone.ts), what comes next follows the step.
 */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { LetterFacts, Rendered, Tone } from '../../domain/letter.ts';
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
import { HELPING, type SmsWords, writeSms } from '../sms-parts.ts';

interface Opening {
  /** A lock screen shows the subject: it names the creditor, nothing else. */
  subject(creditor: string): string;
  /** After who writes, before the accounts. */
  lead: string;
}
/** After the offer, before how to object. */
type Next = Texts<string>;

const OPENINGS: Readonly<Record<Tone, Texts<Opening>>> = {
  'after-hardship': {
    en: {
      subject: (creditor) => `Your account with ${creditor}: we are here to help`,
      lead: 'We know that things may have been hard. Part of your account is still open, and nobody expects you to settle it all at once: tell us what you can manage, and we will look for a way together with you.',
    },
    'zh-Hans': {
      subject: (creditor) => `您在${creditor}的账户：我们愿意协助`,
      lead: '我们了解，您可能经历了一段艰难的时期。您的账户仍有未结清的款项，不必一次处理完毕：请告诉我们您能承担多少，我们会与您一起想办法。',
    },
  },
  'thanks-for-part': {
    en: {
      subject: (creditor) => `Thank you: about your account with ${creditor}`,
      lead: 'Thank you for what you have paid since we last wrote. A part is still open. It is listed below, with all you need to pay the rest or to agree with us on a way.',
    },
    'zh-Hans': {
      subject: (creditor) => `谢谢您：关于您在${creditor}的账户`,
      lead: '感谢您在我们上次来信之后的付款。仍有部分款项未付，明细列在下面，并附有支付余款或与我们商定安排所需的信息。',
    },
  },
  plain: {
    en: {
      subject: (creditor) => `About your account with ${creditor}`,
      lead: 'Perhaps it slipped your attention, or your payment is on its way: we have not received everything that was due. This is a friendly reminder, with all you need to put it right.',
    },
    'zh-Hans': {
      subject: (creditor) => `关于您在${creditor}的账户`,
      lead: '也许您一时忘记，也许款项正在途中：到期的款项我们尚未全部收到。特此友好提醒，处理所需的内容都在下面。',
    },
  },
  repeat: {
    en: {
      subject: (creditor) => `Your account with ${creditor}: please read`,
      lead: 'Part of your account is still unpaid. Please pay the amount below, agree with us on another way, or tell us what stands in the way.',
    },
    'zh-Hans': {
      subject: (creditor) => `您在${creditor}的账户：请阅读`,
      lead: '您的账户仍有款项未付。请支付下列金额，或与我们商定其他安排，或告诉我们您遇到了什么困难。',
    },
  },
  firm: {
    en: {
      subject: (creditor) => `Your account with ${creditor}: please answer`,
      lead: 'The amount below is still unpaid and nothing has been agreed about it. Please do not leave it open: pay it, agree with us on another way, or tell us why you cannot. Any answer is better than none, and an arrangement is still easy to make.',
    },
    'zh-Hans': {
      subject: (creditor) => `您在${creditor}的账户：请回复`,
      lead: '下列款项仍未支付，也尚未达成任何安排。请不要搁置：付款，或与我们商定其他安排，或告诉我们无法付款的原因。无论怎样答复都比不答复好，现在协商安排仍然很容易。',
    },
  },
};
const NEXT_MESSAGE: Next = {
  en: 'If we hear nothing, we will contact you again: by e-mail, SMS or telephone.',
  'zh-Hans': '如果没有收到您的回复，我们会再次通过邮件、短信或电话与您联系。',
};
const NEXT_CALL: Next = {
  en: 'If we hear nothing, we will next try to reach you by SMS and telephone, to find a way together.',
  'zh-Hans': '如果没有收到您的回复，我们接下来会通过短信和电话与您联系，一起商量办法。',
};
/** The letter's opening says what came back. */
const RETURNED: Texts<Opening> = {
  en: {
    subject: (creditor) => `News about your account with ${creditor}`,
    lead: `For ${COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT} days we take no further step beyond messages like this one. Please look whether there is enough in the account that you pay from, and pay again, or agree with us on another way.`,
  },
  'zh-Hans': {
    subject: (creditor) => `您在${creditor}的账户有新情况`,
    lead: `${COOLING_OFF_DAYS_AFTER_RETURNED_PAYMENT}天之内，除此类信息外我们不会采取进一步措施。请确认付款账户中余额是否足够并重新付款，或与我们商定其他安排。`,
  },
};

/** About a debt that is barred: nothing is asked for but what is due, and no arrangement. */
const BARRED: Texts<string> = {
  en: 'Part of your account is still unpaid. If you want to pay it, all you need is below. If something is wrong, please tell us.',
  'zh-Hans': '您的账户仍有款项未付。如您愿意付款，所需信息都在下面；如有不符，请告诉我们。',
};

const SMS: Texts<(phone: string) => SmsWords> = {
  en: (phone) => ({ say: `we have a message for you. Please call us on ${phone}.`, brief: `please call ${phone}.` }),
  'zh-Hans': (phone) => ({ say: `我们有事与您联系，请致电${phone}。`, brief: `请致电${phone}。` }),
};

interface Reminder {
  opening: Texts<Opening>;
  /** What follows if we hear nothing; null when nothing does. */
  next: Next | null;
}

function remind(l: LetterFacts, channel: WrittenChannel, { opening, next }: Reminder): Rendered {
  const { phone, name } = l.creditor;
  if (channel === 'sms') return writeSms(l, (isSoft(l) ? HELPING : SMS)[l.language](phone));
  const { subject, lead } = opening[l.language];
  return writeLetter(l, subject(name), [
    ...openLetter(l),
    l.barred ? BARRED[l.language] : lead,
    ...listAccounts(l),
    howToPay(l),
    makeOffer(l),
    l.barred || isSoft(l) || next === null ? null : next[l.language],
    howToObject(l),
    whereToFindHelp(l),
  ]);
}

const isSoft = ({ tone }: LetterFacts): boolean => tone === 'after-hardship';

export function reminderFirst(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, { opening: OPENINGS[l.tone], next: null });
}
export function reminderSecond(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, { opening: OPENINGS[l.tone], next: NEXT_MESSAGE });
}
export function reminderThird(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, { opening: OPENINGS[l.tone], next: NEXT_CALL });
}
/** The first contact after a payment came back; `paymentReturned` of the letter says so. */
export function paymentReturned(l: LetterFacts, channel: WrittenChannel): Rendered {
  return remind(l, channel, { opening: RETURNED, next: null });
}
