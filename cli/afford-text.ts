/** What an income and expense sheet comes to, as JSON and as text in either language. */
import type { Affordability } from '../domain/care/affordability/assess.ts';
import {
  HELP_GAPS,
  HELP_ORGANISATIONS,
  type HelpKind,
  type HelpOrganisation,
} from '../domain/care/affordability/help-organisations.ts';
import { VERDICT_WORDS } from '../domain/care/affordability/reasons.ts';
import type { Sheet, Sums } from '../domain/care/affordability/sheet.ts';
import { GROUP_WORDS, lineIn } from '../domain/care/affordability/sheet-lines.ts';
import { wireAmount } from '../domain/contracts/answer.ts';
import { isUnverified } from '../domain/law/rule.ts';
import type { ByLanguage, Language } from '../domain/letter.ts';
import type { WireMoney } from '../domain/money.ts';
import { paint, plain, showMoney, table, wrap } from './print.ts';

type AffordAnswer = ReturnType<typeof affordAnswer>;

/** The answer as JSON; words in one language. */
export function affordAnswer(sheet: Sheet, result: Affordability, language: Language) {
  const { country, currency, on, adults, children, flagged } = sheet;
  const money = (minor: bigint) => wireAmount(currency, minor);
  const { verdict, sums, offer, reasons, reviewOn, breathingSpaceUntil } = result;
  return {
    country,
    on,
    currency,
    household: { adults, children },
    vulnerable: flagged,
    verdict,
    words: VERDICT_WORDS[verdict][language],
    monthly: Object.fromEntries(Object.entries(sums).map(([name, minor]) => [name, money(minor)])) as Record<
      keyof Sums,
      WireMoney
    >,
    reasons: reasons.map(({ kind, code, words }) => ({ kind, code, words: words[language] })),
    offer: offer && {
      form: offer.form,
      amount: money(offer.minor),
      all: money(offer.total),
      months: offer.months,
      shares: offer.shares.map(({ debt, balance, pays, offered }) => ({
        debt: debt.id,
        line: debt.line,
        words: lineIn(country, debt.line).words[language],
        ours: debt.ours,
        balance: money(balance),
        pays: pays === null ? null : money(pays),
        offered: money(offered),
      })),
    },
    reviewOn,
    breathingSpaceUntil,
    help: HELP_ORGANISATIONS[country].map((organisation) => helpAnswer(organisation, language)),
    helpLacks: HELP_GAPS[country]?.[language] ?? null,
  };
}
const helpAnswer = ({ does, ...organisation }: HelpOrganisation, language: Language) => ({
  ...organisation,
  does: does[language],
  unverified: isUnverified(organisation),
});

const LABELS = {
  disposable: { en: 'Income less expenses', 'zh-Hans': '收入减开支' },
  priorityDebts: { en: 'Paid on priority debts', 'zh-Hans': '优先债务还款' },
  left: { en: 'Left for other debts', 'zh-Hans': '可用于其他债务' },
  buffer: { en: 'Kept for the unexpected', 'zh-Hans': '应急预留' },
  available: { en: 'Available for all other debts', 'zh-Hans': '可分配金额' },
  month: { en: 'a month', 'zh-Hans': '每月' },
  offer: { en: 'Offer', 'zh-Hans': '还款方案' },
  token: { en: 'Token offer', 'zh-Hans': '象征性还款方案' },
  debt: { en: 'debt', 'zh-Hans': '债务' },
  owed: { en: 'owed', 'zh-Hans': '余额' },
  paid: { en: 'paid now', 'zh-Hans': '目前还款' },
  offered: { en: 'offered', 'zh-Hans': '方案' },
  ours: { en: 'ours', 'zh-Hans': '本债权人' },
  help: { en: 'Free help', 'zh-Hans': '免费帮助' },
  unverified: { en: 'unverified', 'zh-Hans': '未核实' },
} as const satisfies Record<string, ByLanguage>;
const REASON_KINDS = {
  missing: { en: 'missing', 'zh-Hans': '缺失' },
  contradiction: { en: 'contradiction', 'zh-Hans': '矛盾' },
  question: { en: 'question', 'zh-Hans': '待询问' },
  why: { en: '', 'zh-Hans': '' },
} as const satisfies Record<string, ByLanguage>;
const HELP_KINDS: Readonly<Record<HelpKind, ByLanguage>> = {
  advice: { en: 'debt advice', 'zh-Hans': '债务咨询' },
  'legal-aid': { en: 'legal aid', 'zh-Hans': '法律援助' },
  complaint: { en: 'complaints, no advice', 'zh-Hans': '投诉（不提供咨询）' },
};

/** The answer as text. */
export function affordText(result: AffordAnswer, language: Language): string {
  const { country, on, verdict, words, reasons } = result;
  const colon = language === 'en' ? ': ' : '：';
  const head = `${country}, ${on}: ${paint(verdict === 'affordable' ? 'bold' : 'red', verdict)}, ${words}`;
  const told = reasons.map(({ kind, words: reason }) => {
    const lead = REASON_KINDS[kind][language];
    return wrap(plain(lead === '' ? reason : `${lead}${colon}${reason}`), '  ');
  });
  return [
    [head, ...told].join('\n'),
    monthlyText(result, language),
    offerText(result, language),
    nextText(result, language),
    helpText(result, language),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What is left is no figure to name while the sheet does not add up. */
function monthlyText({ monthly, currency, verdict }: AffordAnswer, language: Language): string {
  const names =
    verdict === 'not-plausible' ? [] : (['disposable', 'priorityDebts', 'left', 'buffer', 'available'] as const);
  const groups = ['income', 'essential', 'priority', 'flexible'] as const;
  const rows = [
    ...groups.map((name) => ({ what: GROUP_WORDS[name][language], amount: monthly[name] })),
    ...names.map((name) => ({ what: LABELS[name][language], amount: monthly[name] })),
  ];
  return table(
    [
      { title: `${currency} ${LABELS.month[language]}`, of: ({ what }) => what },
      { title: '', of: ({ amount }) => showMoney(amount), right: true },
    ],
    rows,
  );
}

function offerText({ offer }: AffordAnswer, language: Language): string {
  if (offer === null) return '';
  const label = LABELS[offer.form === 'token' ? 'token' : 'offer'][language];
  const amount = showMoney(offer.amount);
  const head = language === 'en' ? `${label}: ${amount} a month` : `${label}：每月 ${amount}`;
  const months =
    language === 'en'
      ? `; paid in ${offer.months} months if no interest is added`
      : `；不计利息约 ${offer.months} 个月还清`;
  const rows = table(
    [
      { title: `  ${LABELS.debt[language]}`, of: ({ debt, words }) => `  ${debt}, ${words}` },
      { title: LABELS.owed[language], of: ({ balance }) => showMoney(balance), right: true },
      { title: LABELS.paid[language], of: ({ pays }) => showMoney(pays), right: true },
      { title: LABELS.offered[language], of: ({ offered }) => showMoney(offered), right: true },
      { title: '', of: ({ ours }) => (ours ? LABELS.ours[language] : '') },
    ],
    offer.shares,
  );
  return `${paint('bold', head)}${months}\n${rows}`;
}

function nextText({ reviewOn, breathingSpaceUntil }: AffordAnswer, language: Language): string {
  const review = language === 'en' ? `Look at it again by ${reviewOn}.` : `请于 ${reviewOn} 前复查。`;
  if (breathingSpaceUntil === null) return review;
  const quiet =
    language === 'en'
      ? `Let nothing press until ${breathingSpaceUntil}: a breathing space of the lender’s own, no moratorium of law. Begin it with: npx arrears afford record ACCOUNT FILE --as NAME`
      : `${breathingSpaceUntil} 前不催促：这是贷款机构自行给予的宽限，并非法定暂缓。开始宽限：npx arrears afford record ACCOUNT FILE --as NAME`;
  return `${wrap(quiet, '')}\n${review}`;
}

function helpText({ help, helpLacks }: AffordAnswer, language: Language): string {
  const [semicolon, stop] = language === 'en' ? ['; ', '. '] : ['；', '。'];
  const rows = help.map(({ name, kind, number, source, unverified, does }) => [
    [name, number].filter(Boolean).join(', '),
    `${[source, HELP_KINDS[kind][language], ...(unverified ? [LABELS.unverified[language]] : [])].join(semicolon)}${stop}${does}`,
  ]);
  const lines = rows.flatMap(([who = '', what = '']) => [`  ${plain(who)}`, wrap(plain(what), '    ')]);
  return [paint('bold', LABELS.help[language]), ...lines, ...(helpLacks === null ? [] : [wrap(helpLacks, '  ')])].join(
    '\n',
  );
}
