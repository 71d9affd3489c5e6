/** The texts that the rules of mainland China stand in, and how each was seen. */
import type { CalendarDate } from '../../time.ts';
import type { Confidence, Rule } from '../rule.ts';

type Origin = Pick<Rule, 'clause' | 'source' | 'confidence' | 'severity' | 'from' | 'until'>;

/** A hard rule of a text that was seen as told, in force since a day; null = for as long as the product goes back. */
export const origin = (clause: string, source: string, confidence: Confidence, from: CalendarDate | null): Origin => ({
  clause,
  source,
  confidence,
  severity: 'hard',
  from,
  until: null,
});

/** A text that was read in full. */
export const readInFull = (clause: string, from: CalendarDate): Origin =>
  origin(clause, 'full text in a public collection of laws (LawRefBook, 2025-04)', 'verbatim', from);

export const civilCode = (articles: string): Origin => readInFull(`民法典 ${articles}`, '2021-01-01');
/** Rules of the Supreme People’s Court on limitation, revised in 2020. */
export const LIMITATION_RULES = '最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定';
/** Rules of the Supreme People’s Court on private loans, second revision of 2020. */
export const privateLending = (articles: string): Origin =>
  readInFull(`最高人民法院关于审理民间借贷案件适用法律若干问题的规定 ${articles}`, '2021-01-01');
export const personalData = (articles: string): Origin => readInFull(`个人信息保护法 ${articles}`, '2021-11-01');
export const creditReporting = (articles: string): Origin => readInFull(`征信业管理条例 ${articles}`, '2013-03-15');

/** Recommended standard for online consumer credit. Its text was not seen. */
export const STANDARD: Origin = origin(
  'GB/T 45251-2025 (clause not seen)',
  'press text of NIFA of 2025-03-13, reprinted',
  'secondary',
  '2025-02-28',
);
/** Guideline of the China Banking Association for its members. Its text was not seen. */
export const GUIDELINE: Origin = origin(
  '金融机构个人消费类贷款催收工作指引(试行) (article not seen)',
  'press of 2026-01-31 to 2026-02-04',
  'secondary',
  '2026-01-30',
);
export const cards = (article: string): Origin =>
  origin(`商业银行信用卡业务监督管理办法 ${article}`, 'pages of law firms that quote it', 'secondary', '2011-01-13');
export const CONSUMER_FINANCE: Origin = origin(
  '消费金融公司管理办法 (article not seen)',
  'public texts that quote it',
  'secondary',
  '2024-04-18',
);
