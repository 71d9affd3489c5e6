/** Rules of the United Kingdom about contact: hours, wishes, third parties, visits, texts, and who is let alone. */
import type { LegalCase } from '../case.ts';
import { holds } from '../mechanisms/conditions.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import { judgeMoratorium } from './breathing-space.ts';
import { PURSUIT, pursues } from './pursuit.ts';

const OPEN = { from: null, until: null } as const;
const CONTACT_GUIDE = 'FCA Handbook, CONC 7.9 and 7.11, and MCOB 13.5';
const ARREARS_GUIDE = 'FCA Handbook, CONC 7.2, 7.3 and 7.10';
const SAME_ADDRESSEES = ['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'] as const;

/** Refused while the status holds and the act pursues the debt. */
const pauseOf = (name: string, words: string) => ({
  kind: 'judged' as const,
  reads: [`status ${name}`],
  judge: (legalCase: LegalCase): RuleAnswer | null =>
    pursues(legalCase.intent) && legalCase.statuses.some((status) => status.status === name && holds(status, legalCase))
      ? { kind: 'refuse', code: name, words }
      : null,
});

/** Others than the person may be asked where the person is, by a text that is known not to show the debt. */
function judgeThirdParty({ intent: { addressee, purpose, content } }: LegalCase): RuleAnswer | null {
  if ((SAME_ADDRESSEES as readonly string[]).includes(addressee)) return null;
  const tells = content === null || content.some((feature) => DEBT_FEATURES.includes(feature));
  if (purpose === 'locate' && !tells) return null;
  return { kind: 'refuse', code: 'third-party', words: `the debt must not become known to others: ${addressee}` };
}
/** What shows a reader that there is a debt. */
const DEBT_FEATURES = ['debt', 'amount', 'overdue', 'lawsuit'];

/** Contact rules, in the order of docs/law.md. */
export const CONTACT_RULES: readonly Rule[] = [
  {
    ...OPEN,
    id: 'UK-TIME-01',
    words:
      'Contact only from 08:00 up to 21:00 where the person lives: the rule names no hours, these are those of mortgages.',
    clause: 'CONC 7.9.4R; hours from MCOB 13.5.4G',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'soft',
    binds: { acts: ['contact'] },
    demand: { kind: 'hours', opens: 8 * 60, closes: 21 * 60, agreed: true },
  },
  {
    ...OPEN,
    id: 'UK-WISH-01',
    words: 'Contact only within the hours that the person asked for, as those who work at night do.',
    clause: 'CONC 7.9.4R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'hours' },
  },
  {
    ...OPEN,
    id: 'UK-WISH-02',
    words: 'No contact by a channel that the person asked not to be used.',
    clause: 'CONC 7.9.4R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'channel' },
  },
  {
    ...OPEN,
    id: 'UK-WISH-03',
    words: 'No contact at a place where the person asked not to be contacted.',
    clause: 'CONC 7.9.4R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'place' },
  },
  {
    ...OPEN,
    id: 'UK-FREQ-01',
    words: 'At most three demands to a person in seven days: a prudent number of this pack, no rule names any.',
    clause: 'CONC 7.9; Consumer Duty',
    source: 'general knowledge',
    confidence: 'general-knowledge',
    severity: 'soft',
    binds: { acts: ['contact'], purposes: ['demand'] },
    demand: { kind: 'cap', counts: { purposes: ['demand'] }, per: 'person', days: 7, most: 3 },
  },
  {
    ...OPEN,
    id: 'UK-3P-01',
    words: 'Nobody but the debtors, a guarantor, an executor or a representative may learn of the debt.',
    clause: 'CONC 7.9.6R to 7.9.8G',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: {
      kind: 'judged',
      reads: DEBT_FEATURES.map((feature) => `content ${feature}`),
      judge: judgeThirdParty,
    },
  },
  {
    ...OPEN,
    id: 'UK-3P-02',
    words: 'The debt is discussed only once the identity is established; no mass demands to people of one name.',
    clause: 'CONC 7.9.10R, 7.9.11G',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'duty', keptBy: 'the script of a call, which checks the identity before it mentions a debt' },
  },
  {
    ...OPEN,
    id: 'UK-VISIT-01',
    words: 'A visit is announced first.',
    clause: 'CONC 7.9.12R to 7.9.14R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], channels: ['visit'] },
    demand: { kind: 'notice', notice: 'visit', days: 0, since: 'sent' },
  },
  {
    ...OPEN,
    id: 'UK-VISIT-02',
    words: 'No visit to a person who is known or suspected to be particularly vulnerable.',
    clause: 'CONC 7.9.12R to 7.9.14R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], channels: ['visit'] },
    demand: { kind: 'status', status: 'vulnerable' },
  },
  {
    ...OPEN,
    id: 'UK-VISIT-03',
    words: 'A visitor tells purpose and outcome, threatens nobody, and enters or meets elsewhere only with consent.',
    clause: 'CONC 7.9.12R to 7.9.14R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], channels: ['visit'] },
    demand: { kind: 'duty', keptBy: 'the visitor; not kept by the product, which has no visits yet' },
  },
  {
    ...OPEN,
    id: 'UK-CONTENT-01',
    words:
      'No pretext, no borrowed authority, nothing that looks like a court’s, no step that cannot or will not follow.',
    clause: 'CONC 7.9.2R, 7.9.3G, 7.11.1R to 7.11.9R',
    source: CONTACT_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'content', forbids: ['pretext', 'false-authority', 'court-look', 'unintended-step'] },
  },
  {
    ...OPEN,
    id: 'UK-FORB-01',
    words: 'Who is in arrears gets forbearance: affordable proposals are considered, interest may be waived.',
    clause: 'CONC 7.3.4R, 7.3.5G, as before November 2024',
    source: ARREARS_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {},
    demand: {
      kind: 'duty',
      keptBy: 'hardship, which stops what presses, and the offers of a call; what is affordable a person decides',
    },
  },
  {
    ...OPEN,
    id: 'UK-FORB-02',
    words: 'No pressure to pay at once or unreasonably fast, to borrow, or to sell the home.',
    clause: 'CONC 7.3.10R',
    source: ARREARS_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'content', forbids: ['pay-at-once', 'borrow-to-pay', 'sell-home'] },
  },
  {
    ...OPEN,
    id: 'UK-VULN-01',
    words: 'The lender has policies for arrears and for people who are particularly vulnerable, and keeps to them.',
    clause: 'CONC 7.2.1R',
    source: ARREARS_GUIDE,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {},
    demand: { kind: 'duty', keptBy: 'the lender; not kept by the product' },
  },
  {
    ...OPEN,
    id: 'UK-VULN-02',
    words: 'Nothing presses while the person seems unable to decide about the debt.',
    clause: 'CONC 7.10',
    source: 'an adviser’s account of the chapter',
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: PURSUIT },
    demand: pauseOf('incapacity', 'the person seems unable to decide about the debt'),
  },
  {
    ...OPEN,
    id: 'UK-DISP-01',
    words: 'Nothing presses until what the person disputes has been investigated.',
    clause: 'CONC 7.14',
    source: 'FCA Handbook, the rule without its number; an adviser’s account of the chapter',
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: PURSUIT },
    demand: pauseOf('dispute', 'what the person disputes has not been investigated'),
  },
  {
    ...OPEN,
    id: 'UK-DISP-02',
    words: 'Nothing presses while a part of the debt is disputed: the rule speaks of the debt, not of its rest.',
    clause: 'CONC 7.14',
    source:
      'FCA Handbook, the rule without its number; an adviser’s account of the chapter; the reading is the pack’s own',
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: PURSUIT },
    demand: pauseOf('part-dispute', 'the part that the person disputes has not been investigated'),
  },
  {
    ...OPEN,
    id: 'UK-BS-02',
    words: 'No contact in a moratorium but answers, notices that law requires, and contact with the adviser.',
    clause: 'SI 2020/1311 reg. 11',
    source: 'legislation.gov.uk, draft of the instrument',
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      purposes: ['demand', 'information', 'locate'],
      addressees: ['debtor', 'joint-debtor', 'guarantor', 'spouse', 'executor', 'contact-person', 'third-party'],
    },
    demand: {
      kind: 'judged',
      reads: ['status breathing-space', 'status mental-health-crisis'],
      judge: judgeMoratorium,
    },
  },
];
