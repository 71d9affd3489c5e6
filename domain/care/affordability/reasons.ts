/** What an answer about affordability says, in words of each language: the verdict and every reason. */
import { type ByLanguage, LANGUAGES, type Language } from '../../letter.ts';
import type { Verdict } from './sheet-facts.ts';

export { VERDICTS, type Verdict } from './sheet-facts.ts';

/** Verdicts in words. */
export const VERDICT_WORDS: Readonly<Record<Verdict, ByLanguage>> = {
  affordable: { en: 'something can be paid', 'zh-Hans': '有能力还款' },
  'nothing-left': { en: 'nothing is left to pay with', 'zh-Hans': '没有余额还款' },
  deficit: { en: 'the income does not cover what must be paid', 'zh-Hans': '收入不足以支付必要开支' },
  'not-plausible': { en: 'the sheet does not add up yet', 'zh-Hans': '表格尚不完整或有矛盾' },
};

/**
 * `missing`: not told, and nothing is answered without it. `contradiction`: cannot be so, unless it was asked about
 * and is. `question`: to be asked about; it changes no figure. `why`: how the answer came about.
 */
export type ReasonKind = 'missing' | 'contradiction' | 'question' | 'why';

/** In the words, `{name}` is filled in. */
interface Row extends ByLanguage {
  readonly kind: ReasonKind;
}

/** All reasons, in the order in which they are told. */
export const REASONS = {
  'income-missing': {
    kind: 'missing',
    en: 'No income is told. Ask for each kind; write 0 where there is none.',
    'zh-Hans': '未填写任何收入。请逐项询问；没有的填 0。',
  },
  'food-missing': {
    kind: 'missing',
    en: 'Nothing is told of food.',
    'zh-Hans': '未填写食品开支。',
  },
  'housing-missing': {
    kind: 'missing',
    en: 'Nothing is told of rent or a home loan. Write 0 for whoever lives without either.',
    'zh-Hans': '未填写房租或房贷。两者都没有的填 0。',
  },
  'utilities-missing': {
    kind: 'missing',
    en: 'Nothing is told of electricity, gas or water. Write 0 where the rent covers them.',
    'zh-Hans': '未填写水、电、燃气费。已包含在房租中的填 0。',
  },
  'priority-payment-missing': {
    kind: 'missing',
    en: 'Nothing is told of what is paid on priority debts: {debts}. They come first: agree it; write 0 where nothing is asked for now.',
    'zh-Hans': '未填写优先债务的还款：{debts}。优先债务须先安排：请先商定；目前无需还款的填 0。',
  },
  'balance-missing': {
    kind: 'missing',
    en: 'It is not told what is owed on: {debts}. No fair share can be reckoned without it.',
    'zh-Hans': '未填写欠款余额：{debts}。缺少余额无法计算应得份额。',
  },
  'food-zero': {
    kind: 'contradiction',
    en: 'Nothing is spent on food. Ask who provides it.',
    'zh-Hans': '食品开支为零。请询问由谁提供。',
  },
  'no-income': {
    kind: 'contradiction',
    en: 'There is no income, and {outgoings} a month is paid. Ask where it comes from.',
    'zh-Hans': '没有收入，但每月支出 {outgoings}。请询问资金来源。',
  },
  'outgoings-beyond-income': {
    kind: 'contradiction',
    en: 'Expenses and priority debts of {outgoings} a month are more than {percent} % of the income of {income}. Ask what they are paid from, and whether each amount has the right period.',
    'zh-Hans':
      '每月开支和优先债务 {outgoings}，超过收入 {income} 的 {percent} %。请询问用什么支付，并核对各项金额的周期。',
  },
  'children-without-costs': {
    kind: 'question',
    en: 'Children live in the household, and no cost of children is told. Ask whether any was forgotten.',
    'zh-Hans': '家中有子女，但未填写子女费用。请询问是否遗漏。',
  },
  'income-without-children': {
    kind: 'question',
    en: '{line}: it comes with children, and none is told. Ask who lives in the household.',
    'zh-Hans': '{line}：此项收入与子女有关，但未填写子女。请询问家庭成员。',
  },
  'below-guideline': {
    kind: 'question',
    en: '{line}: {amount} a month is less than the guideline of {bound}. Ask whether the household goes without; the figure stands.',
    'zh-Hans': '{line}：每月 {amount}，低于参考值 {bound}。请询问是否有所短缺；仍按所填金额计算。',
  },
  'above-guideline': {
    kind: 'question',
    en: '{line}: {amount} a month is more than the guideline of {bound}. Ask why; the figure stands.',
    'zh-Hans': '{line}：每月 {amount}，高于参考值 {bound}。请询问原因；仍按所填金额计算。',
  },
  'paid-on-nothing': {
    kind: 'question',
    en: 'Something is paid on debts on which nothing is owed: {debts}. Ask what is owed.',
    'zh-Hans': '余额为零的债务仍有还款：{debts}。请核对余额。',
  },
  explained: {
    kind: 'question',
    en: 'Asked about and so: {codes}.',
    'zh-Hans': '已询问并确认属实：{codes}。',
  },
  remainder: {
    kind: 'why',
    en: 'The income of {income} a month less expenses of {expenses} comes to {disposable}.',
    'zh-Hans': '每月收入 {income}，减去开支 {expenses}，为 {disposable}。',
  },
  'priority-first': {
    kind: 'why',
    en: 'Priority debts come first: {amount} a month.',
    'zh-Hans': '优先债务先还：每月 {amount}。',
  },
  deficit: {
    kind: 'why',
    en: '{amount} a month is lacking for expenses and priority debts. No payment is asked for.',
    'zh-Hans': '每月开支和优先债务尚缺 {amount}。不要求还款。',
  },
  'nothing-left': {
    kind: 'why',
    en: 'Nothing is left for other debts. No payment is asked for.',
    'zh-Hans': '没有余额可偿还其他债务。不要求还款。',
  },
  buffer: {
    kind: 'why',
    en: '{amount} a month is kept for the unexpected.',
    'zh-Hans': '每月留出 {amount} 应对意外开支。',
  },
  shared: {
    kind: 'why',
    en: '{amount} a month is shared out over debts of {owed} by what is owed on each: {share} is the share of this creditor.',
    'zh-Hans': '每月 {amount} 按各笔欠款余额在总额 {owed} 的债务间分配：本债权人应得 {share}。',
  },
  token: {
    kind: 'why',
    en: 'Less than {below} a month is there to share: each debt gets {amount} at most for now.',
    'zh-Hans': '每月可分配金额不足 {below}：目前每笔债务最多 {amount}。',
  },
  'share-too-small': {
    kind: 'why',
    en: 'The share of this creditor is less than the smallest unit of money. No payment is asked for.',
    'zh-Hans': '本债权人应得份额不足最小货币单位。不要求还款。',
  },
  'nothing-owed': {
    kind: 'why',
    en: 'Nothing is owed to this creditor. No payment is asked for.',
    'zh-Hans': '对本债权人没有欠款。不要求还款。',
  },
  'pays-more-than-left': {
    kind: 'why',
    en: '{amount} a month is paid on these debts now, more than there is: it cannot last.',
    'zh-Hans': '目前每月在这些债务上还款 {amount}，超过可用余额，难以持续。',
  },
  'more-than-paid': {
    kind: 'why',
    en: 'The offer is more than is paid to this creditor now. Nobody has to pay more than falls due: agree on no more than that.',
    'zh-Hans': '方案高于目前向本债权人的还款。无需支付超过到期应付的金额：协商金额不应超过该数。',
  },
  flagged: {
    kind: 'why',
    en: 'Flagged as vulnerable: looked at again sooner, and nothing presses for longer. Ask for no diagnosis and keep no papers.',
    'zh-Hans': '已标记为需要关怀：更早复查，不催促的时间更长。不询问病情，不留存材料。',
  },
} as const satisfies Record<string, Row>;

/** A code of the table. */
export type ReasonCode = keyof typeof REASONS;
/** All codes, in the order of the table. */
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

/** Contradictions, which the sheet may name as explained. */
export const CONTRADICTIONS = ['food-zero', 'no-income', 'outgoings-beyond-income'] as const;
/** One of CONTRADICTIONS. */
export type Contradiction = (typeof CONTRADICTIONS)[number];

/** A reason with its particulars filled in. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly code: ReasonCode;
  readonly words: ByLanguage;
}

/** A reason of the table; a particular is the same in every language, or has words of each. */
export function reasonOf(code: ReasonCode, particulars: Readonly<Record<string, string | ByLanguage>> = {}): Reason {
  const row: Row = REASONS[code];
  const inLanguage = (language: Language) =>
    row[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = particulars[name] ?? name;
      return typeof value === 'string' ? value : value[language];
    });
  const words = Object.fromEntries(LANGUAGES.map((language) => [language, inLanguage(language)])) as ByLanguage;
  return { kind: row.kind, code, words };
}
