/** What the files of the pack share: whom federal law binds, where its texts were seen, and when it began. */
import type { Actor, Addressee, LegalCase } from '../case.ts';
import { holds, judgeConsent } from '../mechanisms/conditions.ts';
import type { Rule } from '../rule.ts';

/**
 * Debt collectors in the sense of 15 USC 1692a(6). A creditor that collects in its own name is none; one that uses a
 * name of its own invention is, and acts as `agency`.
 */
export const COLLECTORS: readonly Actor[] = ['agency', 'buyer', 'law-firm'];

/** Whom a collector may speak to of the debt: 15 USC 1692a(3), 1692c(d), 12 CFR 1006.6(a). */
export const CONSUMERS: readonly Addressee[] = ['debtor', 'joint-debtor', 'guarantor', 'spouse', 'executor'];

/** Everybody but the person's attorney. */
export const ALL_BUT_ATTORNEY: readonly Addressee[] = [...CONSUMERS, 'contact-person', 'third-party'];

/** Where texts were seen. */
export const SEEN = {
  code: 'US Code, text of April 2023',
  regulationF: 'Regulation F, text of 2026',
  regulationFQuoted: 'third parties that quote Regulation F',
  bureauAnswers: 'copies of the CFPB’s questions and answers on Regulation F',
  massachusetts: 'Code of Massachusetts Regulations, text of 2024',
  unchecked: 'not checked against a text',
} as const;

type Undated = Omit<Rule, 'from' | 'until'>;

/** A rule of Regulation F in the form that has held since 30 November 2021. */
export const regulationF = (rule: Undated): Rule => ({ ...rule, from: '2021-11-30', until: null });

/** A rule that has held for as long as the product goes back. */
export const longStanding = (rule: Undated): Rule => ({ ...rule, from: null, until: null });

/** Whether a consent of the scope is in force for the number or address of the act. */
export const hasConsent = (scope: string, legalCase: LegalCase): boolean =>
  judgeConsent({ kind: 'consent', scope }, legalCase) === null;

/** Whether the status holds for the debt at the moment of the act. */
export const hasStatus = (name: string, legalCase: LegalCase): boolean =>
  legalCase.statuses.some((status) => status.status === name && holds(status, legalCase));

/** Whether what is said, written or reported is known to carry the feature. */
export const carries = (feature: string, { intent }: LegalCase): boolean => intent.content?.includes(feature) ?? false;
