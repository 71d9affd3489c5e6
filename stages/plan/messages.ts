/** What is said about a repayment plan: a copy of it, each payment before and after its date, its break and its end. */
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language, LetterAccount, LetterAgreement, LetterFacts, Rendered } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { weekday } from '../../domain/time.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  listLines,
  makeOffer,
  nameAccount,
  openLetter,
  showDate,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

type Agreed = LetterAccount & { readonly agreement: LetterAgreement };
/** Each account of these letters has a plan. */
const isAgreed = (account: LetterAccount): account is Agreed => account.agreement !== null;

/** What a message of this stage says for itself, between its opening and what every letter tells. */
interface Words {
  subject(creditor: string): string;
  lead: string;
  heading: string;
  /** null where only the account is to be named. */
  line(account: Shown): string | null;
  rest(l: LetterFacts): string;
}
/** An account as its lines say it. */
interface Shown {
  readonly account: string;
  readonly next: { readonly amount: string; readonly on: string; readonly until: string } | null;
  readonly agreedOn: string;
  readonly paid: string;
  readonly waived: string;
  readonly since: string;
}

const WEEKDAYS: Texts<readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  'zh-Hans': ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
};
const dayOf = (date: string, language: Language): string => {
  const name = WEEKDAYS[language][weekday(date) - 1] ?? '';
  return language === 'en' ? `${name}, ${showDate(date, language)}` : `${showDate(date, language)}（${name}）`;
};

function shown({ agreement, ...account }: Agreed, on: string, language: Language): Shown {
  const money = (minor: bigint) => showAmount(minor, account.currency);
  const { next, agreedOn, paid, waived, since } = agreement;
  return {
    account: nameAccount({ ...account, agreement }, language),
    next: next && {
      amount: money(next.minor),
      on: dayOf(next.on, language),
      until: showDate(next.until, language),
    },
    agreedOn: showDate(agreedOn, language),
    paid: money(paid),
    waived: money(waived),
    since: showDate(since ?? on, language),
  };
}

const lines = (l: LetterFacts, say: Words): string =>
  listLines(
    say.heading,
    l.accounts.map(
      (account) =>
        (isAgreed(account) && say.line(shown(account, l.on, l.language))) || nameAccount(account, l.language),
    ),
  );

const COPY: Texts<Omit<Words, 'heading' | 'line'> & { heading(account: string, on: string): string }> = {
  en: {
    subject: (creditor) => `Your copy of what you and ${creditor} agreed`,
    lead: 'Thank you. This is your copy of what was agreed; please keep it. While you keep to it, we ask for nothing else.',
    heading: (account, on) => `${account}, agreed on ${on}`,
    rest: ({ creditor }) =>
      `If this is not what you agreed to, or something changes for you, answer this e-mail or call ${creditor.phone}.`,
  },
  'zh-Hans': {
    subject: (creditor) => `您与${creditor}约定内容的副本`,
    lead: '谢谢您。以下是双方约定内容的副本，请妥善保存。您按约履行期间，我们不会另有要求。',
    heading: (account, on) => `${account}，${on}约定`,
    rest: ({ creditor }) => `如与您同意的内容不一致，或您的情况有变化，请回复本邮件或致电${creditor.phone}。`,
  },
};

/** The text as it was agreed, for each account. */
export function copyOfPlan(l: LetterFacts): Rendered {
  const say = COPY[l.language];
  return writeLetter(l, say.subject(l.creditor.name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.lead,
    ...l.accounts.map((account) => {
      if (!isAgreed(account)) return nameAccount(account, l.language);
      const { account: name, agreedOn } = shown(account, l.on, l.language);
      return `${say.heading(name, agreedOn)}\n\n${account.agreement.text}`;
    }),
    say.rest(l),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}

const COMING: Texts<Words> = {
  en: {
    subject: (creditor) => `A date that you and ${creditor} agreed`,
    lead: 'This is only so that you do not have to think of it: the next payment of your plan comes soon.',
    heading: 'Next payment',
    line: ({ account, next }) => next && `${account}: ${next.amount} on ${next.on}`,
    rest: ({ creditor }) =>
      `If you have paid it already, thank you. If you cannot pay it on that day, tell us before: answer this e-mail or call ${creditor.phone}.`,
  },
  'zh-Hans': {
    subject: (creditor) => `您与${creditor}约定的日期`,
    lead: '仅作提示，以免您遗忘：您的还款计划即将到下一期。',
    heading: '下一期付款',
    line: ({ account, next }) => next && `${account}：${next.on}，${next.amount}`,
    rest: ({ creditor }) => `如您已支付，谢谢您。如届时无法支付，请提前告诉我们：回复本邮件或致电${creditor.phone}。`,
  },
};

const MISSED: Texts<Words> = {
  en: {
    subject: (creditor) => `A question from ${creditor} about what we agreed`,
    lead: 'We have not seen the last payment of your plan yet. That can happen, and nothing is lost: it still counts if it comes in the next days.',
    heading: 'Still open',
    line: ({ account, next }) => next && `${account}: ${next.amount} of ${next.on}; it counts until ${next.until}`,
    rest: ({ creditor }) =>
      `If it is on its way, thank you. If you cannot pay it, call ${creditor.phone} or answer this e-mail: the plan can be changed, and it is best to do that before it ends.`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}就约定事项向您询问`,
    lead: '我们尚未看到您还款计划的最近一期款项。这种情况难免，并无影响：几日内到账仍然有效。',
    heading: '仍待支付',
    line: ({ account, next }) => next && `${account}：${next.on}的${next.amount}，至${next.until}当日付款仍有效`,
    rest: ({ creditor }) =>
      `如款项已在途中，谢谢您。如无法支付，请致电${creditor.phone}或回复本邮件：计划可以调整，最好在计划终止之前办理。`,
  },
};

const BROKEN: Texts<Words> = {
  en: {
    subject: (creditor) => `What you and ${creditor} agreed has ended`,
    lead: 'The payments of your plan did not come in time, so the plan is over. What you have paid counts. This is how things stand now; we ask you to look at it before anything else follows.',
    heading: 'The plan',
    line: ({ account, agreedOn, since, paid }) =>
      `${account}: agreed on ${agreedOn}, over since ${since}, paid under it ${paid}`,
    rest: ({ creditor }) =>
      `Call ${creditor.phone} or answer this e-mail if you want to go on in another way: we would rather find one with you.`,
  },
  'zh-Hans': {
    subject: (creditor) => `您与${creditor}的约定已终止`,
    lead: '您还款计划的款项未按时到账，计划已经终止。您已付的款项均予计入。目前的情况如下，在有其他步骤之前请您过目。',
    heading: '还款计划',
    line: ({ account, agreedOn, since, paid }) => `${account}：${agreedOn}约定，${since}起终止，其间已付${paid}`,
    rest: ({ creditor }) => `如您希望以其他方式继续，请致电${creditor.phone}或回复本邮件，我们愿意与您一起商量。`,
  },
};

const KEPT: Texts<Words> = {
  en: {
    subject: (creditor) => `Thank you from ${creditor}`,
    lead: 'Thank you. You have made every payment of your plan, and the plan is done.',
    heading: 'Paid as agreed',
    line: ({ account, paid, since }) => `${account}: ${paid}, complete on ${since}`,
    rest: ({ creditor }) =>
      `Questions, or something that is not right? Answer this e-mail or call ${creditor.phone}. Complaints: ${creditor.complaints}`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}感谢您`,
    lead: '谢谢您。您已付清还款计划的每一期，计划已经完成。',
    heading: '已按约付清',
    line: ({ account, paid, since }) => `${account}：${paid}，于${since}付清`,
    rest: ({ creditor }) => `如有疑问或不符，请回复本邮件或致电${creditor.phone}。投诉：${creditor.complaints}`,
  },
};

const CERTIFICATE: Texts<Words> = {
  en: {
    subject: (creditor) => `A certificate from ${creditor} for your records`,
    lead: 'Certificate of settlement. We confirm that the account below is settled in part: the agreed sum was paid, and the rest is waived. Nothing more is asked of you or of anybody who stands for it. Please keep this letter.',
    heading: 'Settled in part',
    line: ({ account, agreedOn, paid, waived, since }) =>
      `${account}: agreed on ${agreedOn}; paid ${paid}, complete on ${since}; waived ${waived}`,
    rest: ({ creditor }) =>
      `The account is closed as settled, not as paid in full. Questions, or something that is not right? Answer this e-mail or call ${creditor.phone}. Complaints: ${creditor.complaints}`,
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}为您出具的证明`,
    lead: '结清证明。兹证明下列账户已部分结清（协商结清）：约定款项已付清，其余部分予以减免。我们不再向您或为其提供担保的人提出任何要求。请妥善保存本函。',
    heading: '部分结清',
    line: ({ account, agreedOn, paid, waived, since }) =>
      `${account}：${agreedOn}约定；已付${paid}，于${since}付清；减免${waived}`,
    rest: ({ creditor }) =>
      `该账户以部分结清方式关闭，并非全额还清。如有疑问或不符，请回复本邮件或致电${creditor.phone}。投诉：${creditor.complaints}`,
  },
};

const SMS: Texts<Readonly<Record<'coming' | 'missed' | 'broken' | 'kept', (phone: string) => SmsWords>>> = {
  en: {
    coming: (phone) => ({
      say: `the next date that we agreed comes soon. If it does not suit you, please call ${phone} before.`,
      brief: `an agreed date comes. Info: ${phone}.`,
    }),
    missed: (phone) => ({
      say: `we have a question about what we agreed. Nothing is lost. Please call ${phone} in the next days.`,
      brief: `a question. Please call ${phone}.`,
    }),
    broken: (phone) => ({
      say: `what we agreed has ended. Please call ${phone}: we would like to find another way with you.`,
      brief: `news for you. Please call ${phone}.`,
    }),
    kept: (phone) => ({
      say: `thank you, everything was done as agreed. Questions: ${phone}.`,
      brief: `thank you. Questions: ${phone}.`,
    }),
  },
  'zh-Hans': {
    coming: (phone) => ({
      say: `双方约定的日期将近。如有不便，请提前致电${phone}。`,
      brief: `约定日期将近，咨询：${phone}。`,
    }),
    missed: (phone) => ({
      say: `就双方约定想向您询问，并无影响，请近日致电${phone}。`,
      brief: `就约定事项请致电${phone}。`,
    }),
    broken: (phone) => ({
      say: `双方的约定已终止。请致电${phone}，我们愿意与您另行商量。`,
      brief: `约定已终止，请致电${phone}。`,
    }),
    kept: (phone) => ({ say: `谢谢您，一切已按约完成。如有疑问请致电${phone}。`, brief: `谢谢您。咨询：${phone}。` }),
  },
};

type Name = keyof (typeof SMS)['en'];
const write = (l: LetterFacts, words: Texts<Words>, more: readonly (string | null)[]): Rendered => {
  const say = words[l.language];
  return writeLetter(l, say.subject(l.creditor.name), [
    ...openLetter({ ...l, paymentReturned: false }),
    say.lead,
    lines(l, say),
    ...more,
  ]);
};
const inBrief = (l: LetterFacts, name: Name): Rendered => writeSms(l, SMS[l.language][name](l.creditor.phone));

/** The next payment, some days before its date. */
export const paymentComing = (l: LetterFacts, channel: WrittenChannel): Rendered =>
  channel === 'sms'
    ? inBrief(l, 'coming')
    : write(l, COMING, [COMING[l.language].rest(l), payWhere(l), howToObject(l), whereToFindHelp(l)]);

/** A friendly word about a payment that did not come. */
export const paymentMissed = (l: LetterFacts, channel: WrittenChannel): Rendered =>
  channel === 'sms'
    ? inBrief(l, 'missed')
    : write(l, MISSED, [MISSED[l.language].rest(l), payWhere(l), howToObject(l), whereToFindHelp(l)]);

/** That the plan is over, and what is asked for now. */
export const planBroken = (l: LetterFacts, channel: WrittenChannel): Rendered =>
  channel === 'sms'
    ? inBrief(l, 'broken')
    : write(l, BROKEN, [
        ...listAccounts(l),
        howToPay(l),
        BROKEN[l.language].rest(l),
        makeOffer(l),
        howToObject(l),
        whereToFindHelp(l),
      ]);

/** Thanks for a plan that was kept. */
export const planKept = (l: LetterFacts, channel: WrittenChannel): Rendered =>
  channel === 'sms' ? inBrief(l, 'kept') : write(l, KEPT, [KEPT[l.language].rest(l)]);

/** The certificate of a settlement that was paid. */
export const certificate = (l: LetterFacts): Rendered => write(l, CERTIFICATE, [CERTIFICATE[l.language].rest(l)]);

const WHERE: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor, accounts }) =>
    listLines('How to pay', [
      `Where: ${creditor.payAt}`,
      `To: ${creditor.payTo}`,
      ...accounts.map(({ paymentReference }) => `Reference: ${paymentReference}`),
    ]),
  'zh-Hans': ({ creditor, accounts }) =>
    listLines('付款方式', [
      `付款渠道：${creditor.payAt}`,
      `收款账户：${creditor.payTo}`,
      ...accounts.map(({ paymentReference }) => `付款附言（编号）：${paymentReference}`),
    ]),
};
const payWhere = (l: LetterFacts): string => WHERE[l.language](l);
