/** Personal data that go to the buyer of a debt: 个人信息保护法 art. 23. */
import type { LegalCase } from '../case.ts';
import { judgeConsent, judgeNotice } from '../mechanisms/conditions.ts';
import type { RuleAnswer } from '../rule.ts';

/** Judges a sale: the person is told the recipient, purpose, method and kinds of data, and has consented to it. */
export const judgeSale = (legalCase: LegalCase): RuleAnswer | null =>
  judgeNotice({ kind: 'notice', notice: 'data-recipient', days: 0, since: 'sent' }, legalCase) ??
  judgeConsent({ kind: 'consent', scope: 'data-recipient' }, legalCase);
