/** Plain information: interest, what may follow, rights, scams, help. No amount, no due date, no way to pay. */
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { listLines, nameAccount, type Texts, whereToFindHelp, writeLetter } from '../letter-parts.ts';

interface Part {
  heading: string;
  lines: readonly string[];
}
interface Words {
  subject(creditor: string): string;
  lead(l: LetterFacts): string;
  accounts: string;
  /** What the contract adds, and what a hold on the person leaves of it. */
  charges: Readonly<Record<LetterFacts['charges'], Part>>;
  parts(l: LetterFacts): readonly Part[];
}

const STATEMENT: Texts<string> = {
  en: 'You may ask us at any time for a statement that shows each of them.',
  'zh-Hans': '您可以随时向我们索取逐项列明的对账单。',
};

const WORDS: Texts<Words> = {
  en: {
    subject: (creditor) => `Good to know: how accounts with ${creditor} work`,
    lead: ({ creditor, personName }) =>
      `Dear ${personName},\n\nThis is the customer team of ${creditor.name}. We write for ${creditor.name} to explain, in plain words, what matters when a payment is late. This message asks for nothing, and you need not answer it.`,
    accounts: 'It is about',
    charges: {
      go: {
        heading: 'Interest and fees',
        lines: [
          'On what is late, interest and fees may be added; your contract says which, and from when.',
          STATEMENT.en,
        ],
      },
      cap: {
        heading: 'Interest and fees',
        lines: ['In your situation the law limits interest and fees. No more than that is added.', STATEMENT.en],
      },
      stop: {
        heading: 'Interest and fees',
        lines: ['In your situation the law lets no interest and no fees be added.', STATEMENT.en],
      },
    },
    parts: ({ creditor }) => [
      {
        heading: 'What may follow if nothing is agreed',
        lines: [
          'We write and call, within lawful hours and not often.',
          'Later an agency may act for us, the payment history may be reported, or the matter may be decided by law. We tell you before each of these.',
        ],
      },
      {
        heading: 'Your rights',
        lines: [
          'You may object, ask for the contract, and choose how we reach you.',
          `You may complain: ${creditor.complaints}.`,
          'Nobody may threaten or insult you, or talk about it with people around you.',
        ],
      },
      {
        heading: 'Beware of scams',
        lines: [
          'We never ask for a password or a code from your telephone, and never ask you to pay to a private person.',
          'Whoever promises to erase records or settle everything for a fee up front is not from us.',
          `If in doubt, end the call and ring us: ${creditor.phone}.`,
        ],
      },
    ],
  },
  'zh-Hans': {
    subject: (creditor) => `${creditor}账户小知识`,
    lead: ({ creditor, personName }) =>
      `${personName}，您好：\n\n我们是${creditor.name}客户服务组，代表${creditor.name}向您说明没有按时付款时需要了解的事项。本邮件不要求您做任何事，也无需回复。`,
    accounts: '涉及账户',
    charges: {
      go: {
        heading: '利息和费用',
        lines: ['未按时支付的部分可能产生利息和费用，具体项目和起算时间以合同为准。', STATEMENT['zh-Hans']],
      },
      cap: {
        heading: '利息和费用',
        lines: ['在您目前的情况下，法律限制利息和费用，我们收取的不会超出该限制。', STATEMENT['zh-Hans']],
      },
      stop: {
        heading: '利息和费用',
        lines: ['在您目前的情况下，依法不收取利息和费用。', STATEMENT['zh-Hans']],
      },
    },
    parts: ({ creditor }) => [
      {
        heading: '如果一直没有付款',
        lines: [
          '我们会在合法时段内联系您，次数不多。',
          '之后可能由受托机构联系您，还款记录可能报送征信机构，也可能通过法律途径解决。每一步之前我们都会告知您。',
        ],
      },
      {
        heading: '您的权利',
        lines: [
          '您可以提出异议、查阅合同，并选择我们联系您的方式。',
          `您可以投诉：${creditor.complaints}。`,
          '任何人都不得威胁、侮辱您，也不得向您身边的人谈及此事。',
        ],
      },
      {
        heading: '谨防诈骗',
        lines: [
          '我们绝不会索要密码或手机验证码，也绝不会要求您向个人转账。',
          '凡是声称先交费即可删除记录或代办一切的，都与我们无关。',
          `如有疑问，请挂断电话并致电${creditor.phone}核实。`,
        ],
      },
    ],
  },
};

/** The same words for everybody, with the accounts that they are about; of interest, what a hold leaves. */
export function explainArrears(l: LetterFacts): Rendered {
  const words = WORDS[l.language];
  return writeLetter(l, words.subject(l.creditor.name), [
    words.lead(l),
    listLines(
      words.accounts,
      l.accounts.map((account) => nameAccount(account, l.language)),
    ),
    ...[words.charges[l.charges], ...words.parts(l)].map(({ heading, lines }) => listLines(heading, lines)),
    whereToFindHelp(l),
  ]);
}
