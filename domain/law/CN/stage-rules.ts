/** Mainland China: credit reports, claims, guarantees, sales. */
import type { Rule } from '../rule.ts';
import { judgeDisputedReport } from './credit-reports.ts';
import { BARRED_CONTENTS, judgeLimitation } from './limitation.ts';
import { judgeSale } from './sale.ts';
import { civilCode, creditReporting, LIMITATION_RULES, personalData } from './sources.ts';

/** Rules of stages, in the order of docs/law.md. */
export const STAGE_RULES: readonly Rule[] = [
  {
    ...creditReporting('art. 15'),
    id: 'CN-CRED-01',
    words: 'An adverse report needs a notice to the person before it. The law fixes no days between them.',
    binds: { acts: ['report'] },
    demand: { kind: 'notice', notice: 'adverse-report', days: 0, since: 'sent' },
  },
  {
    ...creditReporting('art. 29(2)'),
    id: 'CN-CRED-02',
    words: 'A report to the PBOC’s credit database needs the person’s prior written consent.',
    binds: { acts: ['report'] },
    demand: { kind: 'consent', scope: 'credit-report' },
  },
  {
    ...creditReporting('art. 25'),
    id: 'CN-CRED-04',
    words: 'What is disputed is marked so in a report.',
    binds: { acts: ['report'] },
    demand: { kind: 'judged', reads: ['dispute', 'part-dispute', 'dispute-mark'], judge: judgeDisputedReport },
  },
  {
    ...civilCode(`art. 546; ${LIMITATION_RULES} art. 17`),
    id: 'CN-SOL-04',
    words: 'The buyer of a debt asks for nothing before the notice of assignment has reached the debtor.',
    binds: { acts: ['contact', 'file-claim'], actors: ['buyer'], purposes: ['demand'] },
    demand: { kind: 'notice', notice: 'assignment', days: 0, since: 'delivered' },
  },
  {
    ...civilCode(`arts 192, 193; ${LIMITATION_RULES} art. 19`),
    id: 'CN-SOL-05',
    words:
      'About a debt that is barred no claim is filed, and no text mentions a lawsuit, asks for an acknowledgement or ' +
      'offers a plan: to sign one may waive the defence. The law leaves the defence to the debtor; to keep away from ' +
      'it is the pack’s own caution.',
    severity: 'soft',
    binds: { acts: ['contact', 'file-claim'] },
    demand: { kind: 'judged', reads: BARRED_CONTENTS, judge: judgeLimitation },
  },
  {
    ...civilCode('arts 692, 693'),
    id: 'CN-GUAR-01',
    words:
      'A guarantor is asked for nothing once the guarantee period has ended: as agreed, or six months from the due ' +
      'date. Nothing suspends, restarts or extends it.',
    binds: { acts: ['contact', 'file-claim'], addressees: ['guarantor'], purposes: ['demand'] },
    demand: { kind: 'status', status: 'guarantee-ended' },
  },
  {
    ...personalData('art. 23'),
    id: 'CN-PI-02',
    words:
      'Before a debt is sold the person is told who receives which data, why and how, and consents to it separately. ' +
      'Whether another basis of art. 13 is enough is for counsel.',
    binds: { acts: ['sell'] },
    demand: { kind: 'judged', reads: ['data-recipient'], consents: ['data-recipient'], judge: judgeSale },
  },
];
