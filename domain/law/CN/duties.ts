/** Mainland China: what the gate does not judge, and who keeps it. */
import type { AnswerClock, Rule } from '../rule.ts';
import {
  CONSUMER_FINANCE,
  cards,
  civilCode,
  creditReporting,
  GUIDELINE,
  LIMITATION_RULES,
  origin,
  personalData,
  privateLending,
  readInFull,
  STANDARD,
} from './sources.ts';

const NOT_KEPT = 'not kept by the product yet';
const duty = (keptBy: string, clock?: AnswerClock): Pick<Rule, 'binds' | 'demand'> => ({
  binds: {},
  demand: { kind: 'duty', keptBy, ...(clock === undefined ? {} : { clock }) },
});
const IN_LIMITATION = duty('CN-SOL-05, which counts so (domain/law/CN/limitation.ts)');

const COMPLAINTS = origin(
  '银行业保险业消费投诉处理管理办法 (2020, articles not seen)',
  'an account of a news agency of 2020-01-17',
  'secondary',
  '2020-03-01',
);

/** Conduct, records and agencies. */
const CONDUCT: readonly Rule[] = [
  {
    ...origin(
      '治安管理处罚法 art. 42(5) of the text of 2012; revised with effect from 2026-01-01, new number not seen',
      'full text of 2012 in a public collection of laws (LawRefBook, 2025-04)',
      'general-knowledge',
      null,
    ),
    id: 'CN-FREQ-04',
    words: 'Messages that insult or threaten again and again are an offence against public security.',
    ...duty('CN-CONTENT-01 for what a text mentions, CN-FREQ-01 to CN-FREQ-03 for how often'),
  },
  {
    ...readInFull('刑法 art. 293-1', '2021-03-01'),
    id: 'CN-CRIM-01',
    words: 'To collect an unlawful debt by violence, by entering a home, or by stalking or harassing is a crime.',
    ...duty(`${NOT_KEPT}: how staff and agencies act is not seen here`),
  },
  {
    ...GUIDELINE,
    id: 'CN-VISIT-01',
    words: 'A visit is made by at least two collectors, who show who they are and enter a home only with consent.',
    ...duty(`${NOT_KEPT}: the product makes no visits`),
  },
  {
    ...GUIDELINE,
    id: 'CN-REC-01',
    words: 'Calls are recorded, and records of collection are true, complete and traceable, for at least five years.',
    clause: `${CONSUMER_FINANCE.clause} for the five years; ${GUIDELINE.clause} for the recording`,
    ...duty('facts, decisions and permits, which are never deleted; recordings belong to the telephone system'),
  },
  {
    ...cards('art. 68'),
    id: 'CN-REC-02',
    words: 'Records of the collection of cards are kept for at least two years.',
    ...duty('the five years of CN-REC-01'),
  },
  {
    ...STANDARD,
    id: 'CN-STAFF-01',
    words: 'Collectors are trained and examined before they begin, trained anew each year, and have no violent past.',
    source: `${STANDARD.source}; AFSA on the NIFA guideline of 2024`,
    ...duty(NOT_KEPT),
  },
  {
    ...STANDARD,
    id: 'CN-AGENCY-01',
    words: 'An agency is evaluated at least once a year and before its contract ends, and the result counts.',
    ...duty(NOT_KEPT),
  },
  {
    ...GUIDELINE,
    id: 'CN-AGENCY-02',
    words: 'The list of agencies is published, with terms of entry and exit and a yearly inspection.',
    ...duty(NOT_KEPT),
  },
  {
    ...origin(
      '商业银行互联网贷款管理暂行办法 (2020, article not verified)',
      'not seen',
      'general-knowledge',
      '2020-07-12',
    ),
    id: 'CN-AGENCY-03',
    words: 'No debt goes to an agency with a record of violent collection; one that is found out is dismissed.',
    ...duty(NOT_KEPT),
  },
];

/** Credit reports, limitation, estates. */
const CLAIMS: readonly Rule[] = [
  {
    ...creditReporting('arts 16, 32'),
    id: 'CN-CRED-03',
    words: 'An adverse entry is shown for five years from the day on which what it tells ended, then deleted.',
    ...duty('the bureau; shownUntil (domain/law/CN/credit-reports.ts) computes the day'),
  },
  {
    ...creditReporting('art. 25'),
    id: 'CN-CRED-04-REPLY',
    words: 'An objection to what was reported is verified and answered in writing within 20 days.',
    ...duty('the time of the task review-dispute', { of: 'dispute', days: 20 }),
  },
  {
    ...creditReporting('art. 41'),
    id: 'CN-CRED-05',
    words: 'A serious breach of CN-CRED-01 costs an institution 20 000 to 200 000 yuan, a person 10 000 to 50 000.',
    ...duty('CN-CRED-01'),
  },
  {
    ...origin('notice of the PBOC of 2025-12-22', 'press of 2025-12-23', 'secondary', '2025-12-22'),
    id: 'CN-CRED-06',
    words:
      'Overdue amounts of at most 10 000 yuan from 2020 to 2025 are not shown where they were repaid by 2026-03-31. ' +
      'The window is closed.',
    until: '2026-04-01',
    ...duty('the bureau, by itself'),
  },
  {
    ...civilCode('art. 188'),
    id: 'CN-SOL-01',
    words: 'A claim is barred three years after the creditor knew of the default and the debtor, and after 20 years.',
    ...IN_LIMITATION,
  },
  {
    ...civilCode('art. 189'),
    id: 'CN-SOL-02',
    words: 'For a debt in instalments the period runs from the end of the last instalment.',
    ...IN_LIMITATION,
  },
  {
    ...civilCode(`art. 195; ${LIMITATION_RULES} arts 8, 14`),
    id: 'CN-SOL-03',
    words:
      'A demand that has arrived, a part-payment, a plan, an acknowledgement or a suit restarts the period. A demand ' +
      'whose arrival is not proved restarts nothing.',
    ...IN_LIMITATION,
  },
  {
    ...civilCode('arts 201 to 203'),
    id: 'CN-SOL-06',
    words: 'The first day does not count; a last day that is a holiday moves to the next day that is none.',
    ...IN_LIMITATION,
  },
  {
    ...civilCode('art. 1161'),
    id: 'CN-DEATH-01',
    words: 'Heirs answer for a debt up to the value of what they inherit; who renounces does not answer at all.',
    ...duty('the policy `vulnerability`: after a death nothing is collected until a trained person has decided'),
  },
];

/** Interest, personal data, plans. */
const MONEY_AND_DATA: readonly Rule[] = [
  {
    ...privateLending('arts 25, 28, 29'),
    id: 'CN-RATE-01',
    words:
      'A private loan bears at most four times the one-year LPR of the day of its contract, default interest, ' +
      'penalties and fees included.',
    ...duty('not connected yet: rateCap (domain/law/CN/rate-cap.ts) computes it; the product charges nothing itself'),
  },
  {
    ...privateLending('art. 1(2)'),
    id: 'CN-RATE-02',
    words:
      'CN-RATE-01 does not bind licensed institutions, nor microloan, guarantee, pawn, leasing, factoring and local ' +
      'asset management companies and regional equity markets.',
    ...duty('rateCap (domain/law/CN/rate-cap.ts), which caps private lenders only'),
  },
  {
    ...origin('金规〔2025〕9号 §6 (text not seen)', 'a law firm’s commentary', 'secondary', '2025-10-01'),
    id: 'CN-RATE-03',
    words: 'The whole cost of a bank’s internet-assisted loan is read as at most 24 % a year.',
    ...duty(NOT_KEPT),
  },
  {
    ...personalData('art. 21'),
    id: 'CN-PI-01',
    words:
      'An agency gets data by a contract on purpose, term, method, kinds and safeguards, is supervised, returns or ' +
      'deletes them at its end, and passes nothing on without consent.',
    ...duty(`${NOT_KEPT}: it is the creditor’s contract with the agency`),
  },
  {
    ...personalData('arts 55, 56'),
    id: 'CN-PI-03',
    words:
      'An impact assessment comes before sensitive data, automated decisions and handing data over; it is kept for ' +
      'three years.',
    ...duty(NOT_KEPT),
  },
  {
    ...personalData('art. 24(3)'),
    id: 'CN-PI-04',
    words: 'A person may ask for the reasons of a decision made by automation alone, and may refuse such a decision.',
    ...duty('`arrears explain` for the reasons; a refusal is not kept by the product yet'),
  },
  {
    ...personalData('arts 15, 19, 28'),
    id: 'CN-PI-05',
    words: 'Consent can be withdrawn, and data are kept no longer than needed; accounts and locations are sensitive.',
    ...duty('the gate for withdrawn consents; the end of storage is not kept by the product yet'),
  },
  {
    ...COMPLAINTS,
    id: 'CN-COMPL-01',
    words: 'A complaint is decided within 15 days, a complicated one within 30, and at most 30 more once approved.',
    ...duty(`the time of the task review-complaint; longer times are ${NOT_KEPT}`, { of: 'complaint', days: 15 }),
  },
  {
    ...COMPLAINTS,
    id: 'CN-COMPL-02',
    words: 'A complaint is handled by people who have no direct interest in it.',
    ...duty('the closing of a complaint, which whoever is complained of cannot record'),
  },
  {
    ...cards('art. 70'),
    id: 'CN-HARD-01',
    words: 'A card debtor who is willing but unable may agree on instalments over at most five years.',
    source: 'not seen',
    confidence: 'general-knowledge',
    ...duty(NOT_KEPT),
  },
];

/** Rules that the gate does not ask, in the order of docs/law.md. */
export const DUTIES: readonly Rule[] = [...CONDUCT, ...CLAIMS, ...MONEY_AND_DATA];
