/** India: banks, finance companies and those who recover for them. */
import type { LegalCase } from '../case.ts';
import { holds } from '../mechanisms/conditions.ts';
import type { Pack, Rule, RuleAnswer } from '../rule.ts';
import { judgeLimitation } from './limitation.ts';

const CIRCULAR = {
  clause: 'RBI circular of 2022-08-12 on recovery agents',
  source: 'newspapers that quote the circular',
  confidence: 'quoted',
  severity: 'hard',
  from: '2022-08-12',
  until: null,
} as const;
/** The draft was to take effect then; its final text was not seen. */
const DRAFT = {
  clause: 'RBI draft Second Amendment Directions of 2026-02-12, paras 453A ff.',
  source: 'the announcement of the draft and accounts of it; the final text was not seen',
  confidence: 'secondary',
  severity: 'soft',
  from: '2026-07-01',
  until: null,
} as const;

/** Times of a family in which it is let alone, as the draft lists them. */
const OCCASIONS = ['bereavement', 'wedding', 'festival'];
function judgeOccasion(legalCase: LegalCase): RuleAnswer | null {
  const { intent, statuses } = legalCase;
  if (intent.purpose === 'answer') return null;
  const occasion = statuses.find((status) => OCCASIONS.includes(status.status) && holds(status, legalCase));
  if (occasion === undefined) return null;
  return { kind: 'refuse', code: occasion.status, words: `the family is let alone: ${occasion.status}` };
}

const RULES: readonly Rule[] = [
  {
    ...CIRCULAR,
    id: 'IN-TIME-01',
    words: 'Calls about overdue loans only from 08:00 up to 19:00; microfinance has hours of its own.',
    binds: { acts: ['contact'], channels: ['call'], exceptProducts: ['microfinance'] },
    demand: { kind: 'hours', opens: 8 * 60, closes: 19 * 60 },
  },
  {
    id: 'IN-TIME-MFI',
    words: 'Contact about microfinance loans only from 09:00 up to 18:00.',
    clause: 'RBI directions on microfinance loans, recovery',
    source: 'general knowledge',
    confidence: 'general-knowledge',
    severity: 'hard',
    from: null,
    until: null,
    binds: { acts: ['contact'], products: ['microfinance'] },
    demand: { kind: 'hours', opens: 9 * 60, closes: 18 * 60 },
  },
  {
    ...DRAFT,
    id: 'IN-TIME-02',
    words: 'Contact and visits only from 08:00 up to 19:00.',
    binds: { acts: ['contact'], exceptProducts: ['microfinance'] },
    demand: { kind: 'hours', opens: 8 * 60, closes: 19 * 60 },
  },
  {
    ...DRAFT,
    id: 'IN-TIME-02-OCCASION',
    words: 'No contact in a bereavement, at a wedding or a festival of the family.',
    binds: { acts: ['contact'] },
    demand: { kind: 'judged', reads: OCCASIONS.map((name) => `status ${name}`), judge: judgeOccasion },
  },
  {
    ...DRAFT,
    id: 'IN-TIME-02-AGENT',
    words: 'Agents are certified and announced to the borrower, calls are recorded, and a desk hears grievances.',
    binds: { actors: ['agency', 'law-firm'] },
    demand: { kind: 'duty', keptBy: 'the lender and its agencies; not kept by the product yet' },
  },
  {
    ...CIRCULAR,
    id: 'IN-3P-01',
    words: 'Only those who owe may be contacted: no family, no referees, no friends.',
    binds: { acts: ['contact'] },
    demand: { kind: 'addressee', only: ['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'] },
  },
  {
    ...CIRCULAR,
    id: 'IN-CONTENT-01',
    words: 'No intimidation, humiliation, anonymous calls, false statements or unseemly messages.',
    binds: { acts: ['contact'] },
    demand: {
      kind: 'content',
      forbids: ['threat', 'humiliation', 'anonymous', 'false-statement', 'unseemly', 'false-authority'],
    },
  },
  {
    ...CIRCULAR,
    id: 'IN-OUT-01',
    words: 'The lender answers for its agents in full.',
    source: 'newspapers on the circular',
    confidence: 'secondary',
    binds: {},
    demand: { kind: 'duty', keptBy: 'the gate, which asks the same rules whoever acts; the contract with the agency' },
  },
  {
    id: 'IN-SOL-01',
    words: 'No claim after three years from the due date or from a signed acknowledgement.',
    clause: 'Limitation Act 1963 arts 19, 137, s 18',
    source: 'general knowledge',
    confidence: 'general-knowledge',
    severity: 'hard',
    from: null,
    until: null,
    binds: { acts: ['file-claim'] },
    demand: { kind: 'judged', judge: judgeLimitation },
  },
  {
    id: 'IN-COMPL-01',
    words: 'A complaint is answered within 30 days; after that the person may go to the ombudsman.',
    clause: 'Reserve Bank Integrated Ombudsman Scheme 2021 (clause not verified)',
    source: 'general knowledge',
    confidence: 'general-knowledge',
    severity: 'hard',
    from: '2021-11-12',
    until: null,
    binds: {},
    demand: {
      kind: 'duty',
      keptBy: 'the time of the task review-complaint',
      clock: { of: 'complaint', days: 30 },
    },
  },
];

/** India. */
export const IN: Pack = {
  name: 'IN',
  title: 'India',
  version: '2026-12-01',
  rules: RULES,
  notCovered: [
    'Persistent calling: the circular forbids it and names no number; a cap of the lender’s own holds.',
    'The final text of the amendment of 2026, and whom it binds besides banks and finance companies.',
    'Limitation that a part-payment restarts: the shorter period is counted.',
    'Notices before a report to a credit information company, and the law of the states.',
  ],
};
