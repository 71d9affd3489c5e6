/**
 * The notice before the first record: creditor, account, overdue amount and days at a date, bureau, earliest date, how
 * to pay or object.
 */

import type { WrittenChannel } from '../../domain/channels.ts';
import { HISTORY_MONTHS } from '../../domain/contracts/bureau-record.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import {
  howToObject,
  howToPay,
  listAccounts,
  listLines,
  nameAccount,
  openLetter,
  showDate,
  showDays,
  type Texts,
  whereToFindHelp,
  writeLetter,
} from '../letter-parts.ts';
import { type SmsWords, writeSms } from '../sms-parts.ts';

type Named = LetterFacts & { bureau: NonNullable<LetterFacts['bureau']> };

interface Words {
  subject(l: Named): string;
  /** That to agree on a later payment stops no record; not said about a debt that is barred. */
  agreed: string;
  notice(l: Named): string[];
}
const NOTICE: Texts<Words> = {
  en: {
    subject: ({ creditor }) => `Notice about your account with ${creditor.name}`,
    agreed: 'Agreeing with us to pay later is welcome, but does not by itself stop the record. ',
    notice: (l) => [
      `You agreed that ${l.creditor.name} may report your account to a credit bureau. An account that is overdue is reported as such. We tell you before we do so for the first time.`,
      listLines('What we would report', [
        `To: ${l.bureau.name}`,
        `By: ${l.creditor.name}`,
        ...l.accounts.map(
          (account) =>
            `Account ${nameAccount(account, 'en')}: ${showAmount(account.overdue, account.currency)} overdue for ${showDays(account.dpd, 'en')} on ${showDate(l.on, 'en')}`,
        ),
        `Earliest date: ${showDate(l.bureau.earliest, 'en')}`,
      ]),
      `If nothing is overdue on that date, nothing overdue is reported. ${l.barred ? '' : NOTICE.en.agreed}After the first record the bureau hears from us every month until the account is closed, in good months too: once you have paid, the next record says so. Each record shows the status, what is overdue, the balance and the ${HISTORY_MONTHS} months before. Lenders who ask the bureau can see it. If a record is wrong you may have it corrected, by us or by the bureau; while you dispute the debt, a record says that you do.`,
    ],
  },
  'zh-Hans': {
    subject: ({ creditor }) => `关于您在${creditor.name}的账户的通知`,
    agreed: '欢迎与我们约定延后支付，但仅有约定并不会使报送停止。',
    notice: (l) => [
      `您曾同意${l.creditor.name}向征信机构报送您的账户信息。账户逾期时会如实报送。首次报送前，我们特此告知。`,
      listLines('拟报送内容', [
        `征信机构：${l.bureau.name}`,
        `报送方：${l.creditor.name}`,
        ...l.accounts.map(
          (account) =>
            `账户${nameAccount(account, 'zh-Hans')}：截至${showDate(l.on, 'zh-Hans')}，逾期${showAmount(account.overdue, account.currency)}，已逾期${showDays(account.dpd, 'zh-Hans')}`,
        ),
        `最早报送日期：${showDate(l.bureau.earliest, 'zh-Hans')}`,
      ]),
      `如届时已没有逾期款项，就不会报送逾期。${l.barred ? '' : NOTICE['zh-Hans'].agreed}首次报送后，我们每月都会报送（包括正常的月份），直到账户关闭；您付清后，下一次报送会注明。每次报送的内容包括账户状态、逾期金额、余额以及此前${HISTORY_MONTHS}个月的状况。向征信机构查询的贷款机构可以看到这些记录。记录如有错误，您可以要求我们或征信机构更正；您提出异议期间，记录会注明存在异议。`,
    ],
  },
};

const SMS: Texts<(l: Named) => SmsWords> = {
  en: ({ creditor: { phone }, bureau: { earliest } }) => ({
    say: `we have a notice for you. Please call us on ${phone} before ${showDate(earliest, 'en')}.`,
    brief: `notice for you, please call ${phone}.`,
  }),
  'zh-Hans': ({ creditor: { phone }, bureau: { earliest } }) => ({
    say: `我们有一份通知需告知您，请于${showDate(earliest, 'zh-Hans')}前致电${phone}。`,
    brief: `有通知，请致电${phone}。`,
  }),
};

/** Throws when no bureau is known: nothing is sent and the account shows as stuck. */
export function bureauNotice(l: LetterFacts, channel: WrittenChannel): Rendered {
  const { bureau } = l;
  if (bureau === null) throw new Error('the notice has no bureau to name');
  const named: Named = { ...l, bureau };
  if (channel === 'sms') return writeSms(l, SMS[l.language](named));
  const { subject, notice } = NOTICE[l.language];
  return writeLetter(l, subject(named), [
    ...openLetter(l),
    ...notice(named),
    ...listAccounts(l),
    howToPay(l),
    howToObject(l),
    whereToFindHelp(l),
  ]);
}
