/**
 * What a person is told who disputes or complains: that it came and by when it is answered; how it ended, what is owed,
 * what the credit file will show, what happens next and not before when, and where to go with it. It presses nobody.
 */
import {
  askedOf,
  type LetterAccount,
  type LetterAnswer,
  type LetterFacts,
  type Rendered,
} from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { listLines, nameAccount, openLetter, showDate, type Texts, writeLetter } from '../letter-parts.ts';

type Closing = NonNullable<LetterAnswer['closing']>;
type Outcome = Closing['outcome'];

interface Words {
  receiptSubject(creditor: string): string;
  outcomeSubject(creditor: string): string;
  accounts: string;
  came: Readonly<Record<LetterAnswer['about'], (on: string, reference: string) => string>>;
  by(on: string): string;
  soon: string;
  meanwhile: Readonly<Record<LetterAnswer['about'], string>>;
  send: string;
  ended: Readonly<Record<LetterAnswer['about'], (on: string, received: string, reference: string) => string>>;
  outcome: Readonly<Record<LetterAnswer['about'], Readonly<Record<Outcome, string>>>>;
  reason(words: string): string;
  reduced(amount: string): string;
  paid(amount: string): string;
  redress: Readonly<Record<Closing['redress'], string | null>>;
  owed: string;
  asked(account: string, amount: string, balance: string): string;
  nothingAsked(account: string, balance: string): string;
  record: {
    none(bureau: string): string;
    shows(bureau: string, late: string, balance: string): string;
    disputed: string;
    deleted(bureau: string): string;
  };
  rests(on: string): string;
  further(l: LetterFacts): string;
  ombudsman(names: string): string;
  ask(l: LetterFacts): string;
}

const WORDS: Texts<Words> = {
  en: {
    receiptSubject: (creditor) => `${creditor}: we have received what you told us`,
    outcomeSubject: (creditor) => `${creditor}: our answer to what you told us`,
    accounts: 'It is about',
    came: {
      dispute: (on, reference) =>
        `On ${on} you told us that you object to what our books say (reference ${reference}). We have it, and a person is looking into it.`,
      complaint: (on, reference) =>
        `On ${on} you complained to us (reference ${reference}). We have it, and a person who is not involved is looking into it.`,
    },
    by: (on) => `You will have our answer by ${on}.`,
    soon: 'You will have our answer as soon as we have looked into it.',
    meanwhile: {
      dispute: 'Until then we do not ask you to pay what you object to.',
      complaint: 'You need not pay anything for this, and it has no effect on how we treat you.',
    },
    send: 'If you have papers or pictures that show it, send them to us: PDF, JPEG, PNG or plain text.',
    ended: {
      dispute: (on, received, reference) =>
        `On ${received} you told us that you object to what our books say. We have looked into it. This is our answer of ${on} (reference ${reference}).`,
      complaint: (on, received, reference) =>
        `On ${received} you complained to us. We have looked into it. This is our answer of ${on} (reference ${reference}).`,
    },
    outcome: {
      dispute: {
        upheld: 'You are right. Our books are corrected.',
        part: 'You are right in part. Our books are corrected in that part; the rest stands.',
        rejected: 'We do not find a mistake. Our books stay as they are.',
      },
      complaint: {
        upheld: 'You are right, and we are sorry.',
        part: 'You are right in part, and we are sorry for it.',
        rejected: 'We do not find that something was done in a wrong way.',
      },
    },
    reason: (words) => `Why: ${words}`,
    reduced: (amount) => `Taken off what our books had shown: ${amount}.`,
    paid: (amount) => `You get ${amount} for it.`,
    redress: {
      none: null,
      apology: 'Please accept our apology.',
      corrected: 'We have put it right.',
      'fee-waived': 'We do not charge the fee that it was about.',
      compensation: null,
    },
    owed: 'What you owe now',
    asked: (account, amount, balance) => `${account}: ${amount} is asked for; everything owed: ${balance}`,
    nothingAsked: (account, balance) => `${account}: nothing is asked for; everything owed: ${balance}`,
    record: {
      none: (bureau) => `Credit file: we have reported nothing about this to ${bureau}.`,
      shows: (bureau, late, balance) =>
        `Credit file: our next monthly record to ${bureau} will show ${late} as late and ${balance} in all.`,
      disputed: 'It will also show that you object.',
      deleted: (bureau) => `Credit file: we ask ${bureau} to delete our records of it.`,
    },
    rests: (on) =>
      `Next: nothing before ${on}, so that you can read this first. After that we go on with what is left, and write to you again.`,
    further: ({ creditor }) =>
      `If you do not agree, tell us why: answer this, call ${creditor.phone} or write to ${creditor.address}. Another person will look at it. Complaints: ${creditor.complaints}`,
    ombudsman: (names) => `You may also go to ${names}. It costs you nothing.`,
    ask: ({ creditor }) => `If something here is not right, tell us: answer this or call ${creditor.phone}.`,
  },
  'zh-Hans': {
    receiptSubject: (creditor) => `${creditor}：我们已收到您的反映`,
    outcomeSubject: (creditor) => `${creditor}：对您所反映事项的答复`,
    accounts: '涉及账户',
    came: {
      dispute: (on, reference) => `您于${on}对我们的账目提出异议（编号：${reference}）。我们已经收到，正由专人核查。`,
      complaint: (on, reference) =>
        `您于${on}向我们提出投诉（编号：${reference}）。我们已经收到，正由与此事无关的人员核查。`,
    },
    by: (on) => `我们会在${on}之前答复您。`,
    soon: '核查完毕后，我们会尽快答复您。',
    meanwhile: {
      dispute: '在此之前，我们不会要求您支付有异议的款项。',
      complaint: '投诉不收取任何款项，也不会影响我们对待您的方式。',
    },
    send: '如您有可以说明情况的文件或照片，请发给我们（PDF、JPEG、PNG或纯文本）。',
    ended: {
      dispute: (on, received, reference) =>
        `您于${received}对我们的账目提出异议。我们已经核查，以下是我们于${on}作出的答复（编号：${reference}）。`,
      complaint: (on, received, reference) =>
        `您于${received}向我们提出投诉。我们已经核查，以下是我们于${on}作出的答复（编号：${reference}）。`,
    },
    outcome: {
      dispute: {
        upheld: '您的异议成立，账目已更正。',
        part: '您的异议部分成立，该部分账目已更正，其余部分不变。',
        rejected: '经核查未发现错误，账目维持不变。',
      },
      complaint: {
        upheld: '您的投诉成立，我们向您致歉。',
        part: '您的投诉部分成立，我们为此向您致歉。',
        rejected: '经核查，未发现我们的做法有不妥之处。',
      },
    },
    reason: (words) => `理由：${words}`,
    reduced: (amount) => `已从原账目中减去：${amount}。`,
    paid: (amount) => `为此付给您：${amount}。`,
    redress: {
      none: null,
      apology: '谨向您致歉。',
      corrected: '我们已经改正。',
      'fee-waived': '我们不收取所涉及的费用。',
      compensation: null,
    },
    owed: '目前的欠款情况',
    asked: (account, amount, balance) => `${account}：目前要求支付${amount}；全部欠款余额${balance}`,
    nothingAsked: (account, balance) => `${account}：目前没有要求支付的款项；全部欠款余额${balance}`,
    record: {
      none: (bureau) => `征信记录：我们没有就此向${bureau}报送任何信息。`,
      shows: (bureau, late, balance) =>
        `征信记录：我们下一次按月报送${bureau}的记录将显示迟付${late}，余额共${balance}。`,
      disputed: '记录中还会注明您有异议。',
      deleted: (bureau) => `征信记录：我们请${bureau}删除我们报送的有关记录。`,
    },
    rests: (on) =>
      `接下来：在${on}之前我们不会采取任何步骤，以便您先阅读本函。此后我们将就其余部分继续处理，并会再次致函。`,
    further: ({ creditor }) =>
      `如您不同意，请告诉我们理由：直接回复、致电${creditor.phone}，或来信至${creditor.address}，我们会由另一位人员处理。投诉：${creditor.complaints}`,
    ombudsman: (names) => `您也可以向以下机构反映，无需付费：${names}。`,
    ask: ({ creditor }) => `如内容有误，请告诉我们：直接回复或致电${creditor.phone}。`,
  },
};

/** Which accounts the letter is about. */
const accountLines = ({ language, accounts }: LetterFacts): string =>
  listLines(
    WORDS[language].accounts,
    accounts.map((account) => nameAccount(account, language)),
  );

const opening = (l: LetterFacts): string[] => openLetter({ ...l, paymentReturned: false, restart: null });
const join = (l: LetterFacts, sentences: readonly (string | null)[]): string =>
  sentences.filter((sentence) => sentence !== null).join(l.language === 'en' ? ' ' : '');

function receiptOf(l: LetterFacts, { about, receivedOn, reference, answerBy }: LetterAnswer): string {
  const say = WORDS[l.language];
  return join(l, [
    say.came[about](showDate(receivedOn, l.language), reference),
    answerBy === null ? say.soon : say.by(showDate(answerBy, l.language)),
    say.meanwhile[about],
  ]);
}

/** The paragraphs of a receipt, without opening and closing. */
export const receiptParts = (l: LetterFacts): string[] => [
  accountLines(l),
  ...l.answers.map((answer) => receiptOf(l, answer)),
  WORDS[l.language].send,
  // Where nothing is named, the letter says all the same what it is about.
  ...(l.answers.length === 0 ? [WORDS[l.language].meanwhile.dispute] : []),
  `${WORDS[l.language].ask(l)} ${complaintsOf(l)}`,
];

const COMPLAINTS: Texts<(where: string) => string> = {
  en: (where) => `Complaints: ${where}`,
  'zh-Hans': (where) => `投诉：${where}`,
};
const complaintsOf = ({ language, creditor }: LetterFacts): string => COMPLAINTS[language](creditor.complaints);

/** That it came, and by when it is answered. */
export const confirmReceipt = (l: LetterFacts): Rendered =>
  writeLetter(l, WORDS[l.language].receiptSubject(l.creditor.name), [...opening(l), ...receiptParts(l)]);

function outcomeOf(l: LetterFacts, { about, receivedOn, reference, closing }: LetterAnswer): string[] {
  if (closing === null) return [];
  const say = WORDS[l.language];
  const { outcome, reason, reduced, redress, paid, record, restsUntil } = closing;
  const got = [
    reduced === null ? null : say.reduced(showAmount(reduced.minor, reduced.currency)),
    say.redress[redress],
    paid === null ? null : say.paid(showAmount(paid.minor, paid.currency)),
  ].filter((sentence) => sentence !== null);
  const ended = say.ended[about](showDate(closing.on, l.language), showDate(receivedOn, l.language), reference);
  return [
    join(l, [ended, say.outcome[about][outcome]]),
    ...(reason === null ? [] : [say.reason(reason)]),
    ...(got.length === 0 ? [] : [join(l, got)]),
    ...(record === null ? [] : [recordOf(l, record)]),
    ...(restsUntil === null ? [] : [say.rests(showDate(restsUntil, l.language))]),
  ];
}

function recordOf(l: LetterFacts, record: NonNullable<Closing['record']>): string {
  const say = WORDS[l.language].record;
  const bureau = l.bureau?.name ?? record.bureau;
  if (record.shows === null) return record.deleted ? say.deleted(bureau) : say.none(bureau);
  const { late, balance, currency, disputed } = record.shows;
  return join(l, [
    say.shows(bureau, showAmount(late, currency), showAmount(balance, currency)),
    disputed ? say.disputed : null,
  ]);
}

function owedLine(account: LetterAccount, { language }: LetterFacts): string {
  const say = WORDS[language];
  const show = (minor: bigint) => showAmount(minor > 0n ? minor : 0n, account.currency);
  const asked = askedOf(account);
  const name = nameAccount(account, language);
  return asked > 0n
    ? say.asked(name, show(asked), show(account.balance))
    : say.nothingAsked(name, show(account.balance));
}

/** The paragraphs of an answer, without opening and closing. */
export const outcomeParts = (l: LetterFacts): string[] => [
  ...l.answers.flatMap((answer) => outcomeOf(l, answer)),
  listLines(
    WORDS[l.language].owed,
    l.accounts.map((account) => owedLine(account, l)),
  ),
  WORDS[l.language].further(l),
  ...(l.ombudsman === null ? [] : [WORDS[l.language].ombudsman(l.ombudsman)]),
  WORDS[l.language].ask(l),
];

/** How it ended. */
export const tellOutcome = (l: LetterFacts): Rendered =>
  writeLetter(l, WORDS[l.language].outcomeSubject(l.creditor.name), [...opening(l), ...outcomeParts(l)]);

/** The same on paper, for whoever writes it: nothing of e-mails. */
export const onPaper = (l: LetterFacts, tells: 'receipt' | 'outcome'): string =>
  [...opening(l), ...(tells === 'receipt' ? receiptParts(l) : outcomeParts(l)), SIGNED[l.language](l)].join('\n\n');

const SIGNED: Texts<(l: LetterFacts) => string> = {
  en: ({ creditor }) =>
    `Kind regards\n${listLines(`Customer team, ${creditor.name}`, [creditor.phone, creditor.address])}`,
  'zh-Hans': ({ creditor }) => `此致\n${listLines(`${creditor.name}客户服务组`, [creditor.phone, creditor.address])}`,
};
