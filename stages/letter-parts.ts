/**
 * The parts that e-mails share, in every language; the stages combine them. Pure functions from LetterFacts to text.
 */
import { count } from '../domain/count.ts';
import type { PromisePart } from '../domain/facts.ts';
import type { Feature } from '../domain/law/content/features.ts';
import {
  askedOf,
  type Language,
  type LetterAccount,
  type LetterFacts,
  type LetterRestart,
  type Rendered,
} from '../domain/letter.ts';
import { showAmount } from '../domain/money.ts';
import { type CalendarDate, weekday } from '../domain/time.ts';
import { askByMeans, nameHelpers, offerByMeans } from './means-parts.ts';

/** One text per language; the letter's language chooses. */
export type Texts<T> = Readonly<Record<Language, T>>;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
/** "5 March 2026" or "2026年3月5日". */
export function showDate(date: CalendarDate, language: Language): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return language === 'en' ? `${day} ${MONTHS[month - 1]} ${year}` : `${year}年${month}月${day}日`;
}

const WEEKDAYS: Texts<readonly string[]> = {
  en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
  'zh-Hans': [...'一二三四五六日'],
};
/** "Thursday, 5 March 2026" or "2026年3月5日（星期四）". */
export function showDayAndDate(date: CalendarDate, language: Language): string {
  const day = WEEKDAYS[language][weekday(date) - 1];
  return language === 'en' ? `${day}, ${showDate(date, 'en')}` : `${showDate(date, 'zh-Hans')}（星期${day}）`;
}

/** "1 day", "47 days" or "47天". */
export function showDays(days: number, language: Language): string {
  if (language === 'zh-Hans') return `${days}天`;
  return count(days, 'day');
}

/** The total asked for over all accounts, one amount per currency: "NT$ 1,434" or "NT$ 1,434 + $20". */
export function showTotal(accounts: readonly LetterAccount[]): string {
  const sums = new Map<string, bigint>();
  for (const account of accounts) sums.set(account.currency, (sums.get(account.currency) ?? 0n) + askedOf(account));
  return [...sums].map(([currency, minor]) => showAmount(minor, currency)).join(' + ');
}

const PRODUCT: Texts<Record<LetterAccount['product'], string>> = {
  en: { card: 'credit card', 'instalment-loan': 'instalment loan' },
  'zh-Hans': { card: '信用卡', 'instalment-loan': '分期贷款' },
};
const DUE: Texts<Record<LetterAccount['product'], (on: string) => string>> = {
  en: { card: (on) => `Minimum payment of ${on}`, 'instalment-loan': (on) => `Instalment of ${on}` },
  'zh-Hans': { card: (on) => `${on}到期的最低还款额`, 'instalment-loan': (on) => `${on}到期的分期款` },
};
const SEPARATOR: Texts<string> = { en: ': ', 'zh-Hans': '：' };

/** "A-1042 (credit card)" */
export function nameAccount({ number, product }: LetterAccount, language: Language): string {
  return language === 'en' ? `${number} (${PRODUCT.en[product]})` : `${number}（${PRODUCT['zh-Hans'][product]}）`;
}

/** A heading and its lines, as one paragraph. */
export function listLines(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => `  ${line}`)].join('\n');
}

const WHO: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor, personName }) =>
    `Dear ${personName},\n\nThis is the customer team of ${creditor.name}. We write for ${creditor.name} about your account there.`,
  'zh-Hans': ({ creditor, personName }) =>
    `${personName}，您好：\n\n我们是${creditor.name}客户服务组，代表${creditor.name}就您的账户与您联系。`,
};
const RETURNED: Texts<string> = {
  en: 'A payment that we had booked has come back to us unpaid, so what it had covered is open again. There can be many reasons for this; your bank can tell you which.',
  'zh-Hans':
    '我们此前入账的一笔款项已被退回，未能成功扣付，因此该笔款项所抵的欠款重新列为未付。退回的原因有多种，您可向付款银行查询。',
};

interface RestartWords {
  why: Readonly<Record<LetterRestart['cause'], string>>;
  forCreditor(creditor: string): string;
  forOwners(owners: string, creditor: string): string;
  check(creditor: string): string;
}
const RESTART: Texts<RestartWords> = {
  en: {
    why: {
      silence:
        'You have not heard from us about this for a long time. We write again because our books still show something open, and we have looked through them before writing.',
      owner:
        'Your account has a new owner. We write because the books still show something open, and we have looked through them before writing.',
    },
    forCreditor: (creditor) => `${creditor} holds the contract, and we write for nobody else.`,
    forOwners: (owners, creditor) =>
      `The account belongs to ${owners}. ${creditor} looks after it and writes to you on that behalf, and for nobody else.`,
    check: (creditor) =>
      `You need not take our word for it: call ${creditor}, or the lender with whom you made the contract, on a number that you know from your contract, your card or an earlier statement, and ask whether this letter is ours. We never ask you for a password or a code.`,
  },
  'zh-Hans': {
    why: {
      silence:
        '我们已有很长时间没有就此事与您联系。再次来信，是因为我们的账目上仍有未结清的事项，来信之前我们已重新核对。',
      owner: '您的账户已有新的债权人。此次来信，是因为账目上仍有未结清的事项，来信之前我们已重新核对。',
    },
    forCreditor: (creditor) => `合同的债权人是${creditor}，我们不代表其他任何人。`,
    forOwners: (owners, creditor) =>
      `该账户的债权人是${owners}，由${creditor}负责管理并代其与您联系，我们不代表其他任何人。`,
    check: (creditor) =>
      `如有疑虑，请拨打合同、卡片或以往账单上您熟悉的${creditor}或原贷款机构的电话，询问本函是否由我们发出。我们绝不会向您索要密码或验证码。`,
  },
};
const BETWEEN: Texts<string> = { en: ' and ', 'zh-Hans': '和' };

/** Why we write again, for whom, and how to check who we are. */
function explainRestart({ language, creditor }: LetterFacts, { cause, owners }: LetterRestart): string {
  const say = RESTART[language];
  const forWhom =
    owners.length === 0 ? say.forCreditor(creditor.name) : say.forOwners(owners.join(BETWEEN[language]), creditor.name);
  return [say.why[cause], forWhom, say.check(creditor.name)].join(language === 'en' ? ' ' : '');
}

/** Who writes for whom, why again where collecting begins again, and that a payment came back if one did. */
export function openLetter(l: LetterFacts): string[] {
  return [
    WHO[l.language](l),
    ...(l.restart ? [explainRestart(l, l.restart)] : []),
    ...(l.paymentReturned ? [RETURNED[l.language]] : []),
  ];
}

const SUM: Texts<(amount: string) => string> = {
  en: (amount) => `an amount of ${amount}`,
  'zh-Hans': (amount) => `金额${amount}`,
};
const AND: Texts<string> = { en: ', ', 'zh-Hans': '、' };

/** What is disputed of an account, without the amounts of its dues: "Instalment of 5 March 2026, an amount of $20". */
export function nameDisputed(
  { product, currency }: LetterAccount,
  { dues, minor }: NonNullable<LetterAccount['disputed']>,
  language: Language,
): string {
  const named = dues.map((on) => DUE[language][product](showDate(on, language)));
  return [...named, ...(minor > 0n ? [SUM[language](showAmount(minor, currency))] : [])].join(AND[language]);
}

interface AccountLines {
  overdue(amount: string, days: string): string;
  lastPayment(amount: string, on: string): string;
  balanceDue(amount: string): string;
  balanceKnown(amount: string): string;
}
const ACCOUNT: Texts<AccountLines> = {
  en: {
    overdue: (amount, days) => `Overdue: ${amount}, the oldest part for ${days}`,
    lastPayment: (amount, on) => `Last payment we have: ${amount} on ${on}`,
    balanceDue: (amount) => `Balance, now due as a whole: ${amount}`,
    balanceKnown: (amount) =>
      `Balance of the account: ${amount} (for your information; only the overdue amount is asked for)`,
  },
  'zh-Hans': {
    overdue: (amount, days) => `逾期金额：${amount}，最早一笔已逾期${days}`,
    lastPayment: (amount, on) => `我们收到的最近一笔付款：${on}，${amount}`,
    balanceDue: (amount) => `欠款余额（现已全部到期）：${amount}`,
    balanceKnown: (amount) => `账户余额：${amount}（仅供参考，目前只需支付逾期金额）`,
  },
};

/** One account: each due, what is overdue and for how long, the last payment, the balance. */
function itemise(account: LetterAccount, language: Language): string {
  const say = ACCOUNT[language];
  const money = (minor: bigint) => showAmount(minor, account.currency);
  return listLines(nameAccount(account, language), [
    ...account.dues.map(
      (due) => `${DUE[language][account.product](showDate(due.on, language))}${SEPARATOR[language]}${money(due.minor)}`,
    ),
    ...(account.overdue > 0n ? [say.overdue(money(account.overdue), showDays(account.dpd, language))] : []),
    ...(account.lastPayment
      ? [say.lastPayment(money(account.lastPayment.minor), showDate(account.lastPayment.on, language))]
      : []),
    account.balanceDue ? say.balanceDue(money(account.balance)) : say.balanceKnown(money(account.balance)),
  ]);
}

const TOTAL: Texts<(l: LetterFacts) => { state: string; ask: string }> = {
  en: (l) => ({
    state: `Under your contract with us this is unpaid on ${showDate(l.on, 'en')}:`,
    ask: `To pay now: ${showTotal(l.accounts)}`,
  }),
  'zh-Hans': (l) => ({
    state: `截至${showDate(l.on, 'zh-Hans')}，按照您与我们的合同，未付款项如下：`,
    ask: `现需支付：${showTotal(l.accounts)}`,
  }),
};

const DISPUTED: Texts<(account: string, what: string) => string> = {
  en: (account, what) =>
    `No amount above contains this part of ${account}: ${what}. You object to it, and we are looking into it; until you have our answer we do not ask for it.`,
  'zh-Hans': (account, what) =>
    `以上各项金额均不包含账户${account}的以下部分：${what}。您已提出异议，我们正在核查；在答复您之前，我们不会要求您支付该部分。`,
};

/** What is disputed of the accounts, a paragraph each. */
const listDisputed = ({ accounts, language }: LetterFacts): string[] =>
  accounts.flatMap((account) =>
    account.disputed
      ? [DISPUTED[language](nameAccount(account, language), nameDisputed(account, account.disputed, language))]
      : [],
  );

/** Every account itemised, the total asked for, and what it does not contain because it is disputed. */
export function listAccounts(l: LetterFacts): string[] {
  const { state, ask } = TOTAL[l.language](l);
  const asked = l.means === null ? ask : askByMeans(l.means, l.language);
  return [state, ...l.accounts.map((account) => itemise(account, l.language)), asked, ...listDisputed(l)];
}

const PAY: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor, accounts, means }) =>
    `${listLines('How to pay', [`Where: ${creditor.payAt}`, `To: ${creditor.payTo}`, ...accounts.map((account) => `Reference: ${reference(account, { accounts, means })}`)])}\nIf you have just paid, thank you: our letters have crossed, and you need do nothing.`,
  'zh-Hans': ({ creditor, accounts, means }) =>
    `${listLines('付款方式', [`付款渠道：${creditor.payAt}`, `收款账户：${creditor.payTo}`, ...accounts.map((account) => `付款附言（编号）：${reference(account, { accounts, means })}`)])}\n如您刚刚已付款，谢谢您，请忽略本函，无需再做任何事。`,
};
/** The reference; with its amount when there are several accounts and no sheet says what can be paid. */
const reference = (account: LetterAccount, { accounts, means }: Pick<LetterFacts, 'accounts' | 'means'>): string =>
  accounts.length === 1 || means !== null
    ? account.paymentReference
    : `${account.paymentReference} (${showAmount(askedOf(account), account.currency)})`;

/** Where to pay, to whom and with which reference. */
export function howToPay(l: LetterFacts): string {
  return PAY[l.language](l);
}

interface OfferWords {
  lead: string;
  instalments: string;
  deferral: string;
  part(amount: string, on: string): string;
  between: string;
  accept(l: LetterFacts): string;
  /** What to do when none of so many ways suits. */
  otherwise(count: number): string;
  ask(l: LetterFacts): string;
}
const OFFER: Texts<OfferWords> = {
  en: {
    lead: 'If you cannot pay it all at once, choose what suits you',
    instalments: 'Instalments',
    deferral: 'More time',
    part: (amount, on) => `${amount} by ${on}`,
    between: ', ',
    accept: ({ creditor }) =>
      `Answer this e-mail or call ${creditor.phone}. While you keep to what was agreed, we do not remind you.`,
    otherwise: (count) =>
      ` If ${count === 1 ? 'that does not suit you' : 'neither suits you'}, tell us what you can manage.`,
    ask: ({ creditor }) =>
      `If you cannot pay it all at once, answer this e-mail or call ${creditor.phone} and tell us what you can manage. A person will look for a way with you.`,
  },
  'zh-Hans': {
    lead: '如果您无法一次付清，可选择适合您的方式',
    instalments: '分期支付',
    deferral: '延后支付',
    part: (amount, on) => `不晚于${on}付${amount}`,
    between: '，',
    accept: ({ creditor }) => `请回复本邮件或致电${creditor.phone}告知您的选择。您按约付款期间，我们不再提醒。`,
    otherwise: (count) => `如${count === 1 ? '这种方式不' : '两种方式都不'}合适，请告诉我们您能承受的安排。`,
    ask: ({ creditor }) =>
      `如果您无法一次付清，请回复本邮件或致电${creditor.phone}，告诉我们您能承受的安排，我们会有专人与您一起商量。`,
  },
};

/** Instalments and (unless `instalmentsOnly`) a deferral; without an offer, whom to ask; null about a barred debt. */
export function makeOffer(l: LetterFacts, { instalmentsOnly = false } = {}): string | null {
  if (l.barred) return null;
  if (l.means !== null) return offerByMeans(l.means, l);
  const say = OFFER[l.language];
  const currency = l.accounts[0]?.currency;
  if (l.offer === null || currency === undefined) return say.ask(l);
  const show = ({ on, minor }: PromisePart) => say.part(showAmount(minor, currency), showDate(on, l.language));
  const { instalments, deferral } = l.offer;
  const line = (words: string, parts: readonly PromisePart[]): string[] =>
    parts.length === 0 ? [] : [`${words}${SEPARATOR[l.language]}${parts.map(show).join(say.between)}`];
  const lines = [
    ...line(say.instalments, instalments),
    ...line(say.deferral, instalmentsOnly || deferral === null ? [] : [deferral]),
  ];
  return lines.length === 0
    ? say.ask(l)
    : `${listLines(say.lead, lines)}\n${say.accept(l)}${say.otherwise(lines.length)}`;
}

const OBJECT: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor }) =>
    `If something is wrong (the amount, an account that is not yours, a payment that we have not booked), tell us: answer this e-mail, call ${creditor.phone} or write to ${creditor.address}. Send what shows it, if you have it. You may also ask for the contract and a statement. We look into it and do not ask for what you object to until you have our answer. Complaints: ${creditor.complaints}`,
  'zh-Hans': ({ creditor }) =>
    `如有不符（例如金额不对、账户并非您本人所有、您的付款未入账），请告诉我们：回复本邮件、致电${creditor.phone}，或来信至${creditor.address}，如有凭证请一并附上。您也可以要求查阅合同和对账单。我们会核查，在答复您之前不会要求您支付有异议的部分。投诉：${creditor.complaints}`,
};
/** How to object, and where to complain. */
export function howToObject(l: LetterFacts): string {
  return OBJECT[l.language](l);
}

const HELP: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor }) =>
    `Free help with money worries: ${creditor.freeHelp}. If illness, lost work or anything else makes it hard to pay, tell us: a trained person will look at it with you, and until then we do not press.`,
  'zh-Hans': ({ creditor }) =>
    `免费的财务困难咨询：${creditor.freeHelp}。如因疾病、失业或其他原因付款困难，请告诉我们：会有受过培训的专人与您一起处理，在此之前我们不会催促。`,
};
/** Where to find free help, and what we do in hardship. */
export function whereToFindHelp(l: LetterFacts): string {
  return [HELP[l.language](l), nameHelpers(l)].filter((part) => part !== null).join(l.language === 'en' ? ' ' : '');
}

const CLOSE: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor, personName }) =>
    `Kind regards\n${listLines(`Customer team, ${creditor.name}`, [creditor.phone, creditor.email, creditor.address])}\n\nIf you are not ${personName}, please tell us and delete this e-mail. To get no more e-mails from us, answer with STOP; we then use other ways to reach you.`,
  'zh-Hans': ({ creditor, personName }) =>
    `此致\n${listLines(`${creditor.name}客户服务组`, [creditor.phone, creditor.email, creditor.address])}\n\n如果您不是${personName}本人，请告知我们并删除本邮件。如不愿再收到我们的邮件，请回复STOP，此后我们会以其他方式联系您。`,
};

const COLLECTOR: Texts<string> = {
  en: 'This is an attempt to collect a debt. Any information obtained will be used for that purpose. This communication is from a debt collector.',
  'zh-Hans': '本函旨在催收债务，所获得的任何信息都将用于该目的。本函来自债务催收机构。',
};
/** That a collector writes, where a law has it say so; null where none does. */
export const sayCollector = ({ collector, language }: LetterFacts): string | null =>
  collector ? COLLECTOR[language] : null;

/** The finished letter: the paragraphs that are not null, separated by empty lines, and the closing. */
export function writeLetter(l: LetterFacts, subject: string, paragraphs: readonly (string | null)[]): Rendered {
  return {
    subject,
    body: [...paragraphs, sayCollector(l), CLOSE[l.language](l)].filter((part) => part !== null).join('\n\n'),
  };
}

/** What every e-mail mentions by its opening and closing. */
export const LETTER_MENTIONS: readonly Feature[] = ['name', 'identity', 'creditor-contact', 'opt-out'];
/** What an e-mail mentions that lists the accounts, says how to pay and object, and makes an offer. */
export const ASKING_MENTIONS: readonly Feature[] = [
  ...LETTER_MENTIONS,
  'debt',
  'overdue',
  'amount',
  'how-to-dispute',
  'plan-asked',
];
