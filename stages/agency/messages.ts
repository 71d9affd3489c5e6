/** The notice before a placement: which agency, what amount, from when, where to complain. */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  listLines,
  makeOffer,
  openLetter,
  showDate,
  showTotal,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

type Named = LetterFacts & { agency: NonNullable<LetterFacts['agency']> };

interface Words {
  subject(l: Named): string;
  plan: string;
  /** The plan, about a debt that is barred. */
  barredPlan: string;
  notice(l: Named): string[];
}
/** "21:00" */
const showMinute = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

const NOTICE: Texts<Words> = {
  en: {
    subject: ({ creditor }) => `Notice about your account with ${creditor.name}`,
    plan: 'We plan to ask an agency to collect what is overdue. This will not happen if, before then, it is paid, you agree with us on a way to pay, or you tell us that something is wrong.',
    barredPlan:
      'We plan to ask an agency to collect what is overdue. This will not happen if, before then, it is paid or you tell us that something is wrong.',
    notice: (l) => [
      listLines('What we plan', [
        `Agency: ${l.agency.name}, ${l.agency.phone}`,
        `Amount: ${showTotal(l.accounts)}, for the accounts listed below`,
        `From: ${showDate(l.agency.from, 'en')} at the earliest`,
        `Complaints about the agency: ${l.agency.complaints}, or to us: ${l.creditor.complaints}`,
      ]),
      `The agency acts for ${l.creditor.name}; your contract stays with us. It gets only what it needs: your name, your language and how to reach you, the accounts with what is due and the last payment, and when we contacted you. It may record its calls. It must tell you who it is and for whom it acts. It must not threaten or insult you, contact you between ${showMinute(l.agency.hours.closes)} and ${showMinute(l.agency.hours.opens)}, speak of this to others, or pose as ${l.barred ? '' : 'a court or '}an authority. Tell us if it does.`,
    ],
  },
  'zh-Hans': {
    subject: ({ creditor }) => `关于您在${creditor.name}的账户的通知`,
    plan: '我们计划委托一家机构代为催收逾期款项。如果在此之前款项已付清，或您与我们商定了付款安排，或您告知我们有不符之处，则不会委托。',
    barredPlan: '我们计划委托一家机构代为催收逾期款项。如果在此之前款项已付清，或您告知我们有不符之处，则不会委托。',
    notice: (l) => [
      listLines('委托事项', [
        `受托机构：${l.agency.name}，${l.agency.phone}`,
        `金额：${showTotal(l.accounts)}（账户见下）`,
        `最早日期：${showDate(l.agency.from, 'zh-Hans')}`,
        `对受托机构的投诉：${l.agency.complaints}；也可向我们投诉：${l.creditor.complaints}`,
      ]),
      `受托机构代表${l.creditor.name}行事，您的合同相对方仍是我们。我们只提供必要的信息：您的姓名、语言和联系方式，相关账户的到期款项和最近一笔付款，以及我们与您联系的时间。该机构的通话可能会录音。该机构必须表明身份并说明受谁委托；不得威胁、侮辱您，不得在${showMinute(l.agency.hours.closes)}至次日${showMinute(l.agency.hours.opens)}之间联系您，不得向他人透露此事，不得冒充${l.barred ? '' : '法院或'}政府机关。如有此类行为，请告诉我们。`,
    ],
  },
};

const SMS: Texts<(l: Named) => SmsWords> = {
  en: ({ creditor: { phone }, agency: { from } }) => ({
    say: `we have a notice for you. Please call us on ${phone} before ${showDate(from, 'en')}.`,
    brief: `notice for you, please call ${phone}.`,
  }),
  'zh-Hans': ({ creditor: { phone }, agency: { from } }) => ({
    say: `我们有一份通知需告知您，请于${showDate(from, 'zh-Hans')}前致电${phone}。`,
    brief: `有通知，请致电${phone}。`,
  }),
};

/** Throws when no agency is known: nothing is sent and the account shows as stuck. */
export function agencyNotice(l: LetterFacts, channel: WrittenChannel): Rendered {
  const { agency } = l;
  if (agency === null) throw new Error('the notice has no agency to name');
  const named: Named = { ...l, agency };
  if (channel === 'sms') return writeSms(l, SMS[l.language](named));
  const { subject, plan, barredPlan, notice } = NOTICE[l.language];
  return writeLetter(l, subject(named), [
    ...openLetter(l),
    l.barred ? barredPlan : plan,
    ...notice(named),
    ...listAccounts(l),
    howToPay(l),
    makeOffer(l),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}
