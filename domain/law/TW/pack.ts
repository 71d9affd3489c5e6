/** Taiwan. Thin: few texts were seen. */
import type { Addressee } from '../case.ts';
import type { Pack, Rule } from '../rule.ts';

const OUTSOURCING = '金融機構作業委託他人處理內部作業制度及程序辦法';
const CASH_CARDS = '金融機構辦理現金卡業務應注意事項';

type Origin = Pick<Rule, 'source' | 'confidence' | 'severity' | 'from' | 'until'>;
const ACCOUNT: Origin = {
  source: 'a law firm’s account of the article',
  confidence: 'secondary',
  severity: 'hard',
  from: null,
  until: null,
};
/** Seen verbatim in a text that has been amended since: unverified. */
const OLD_TEXT: Origin = { ...ACCOUNT, source: 'an old text in the laws of the banking supervisor' };

/** The debtor, and who owes or stands for them. */
const PARTIES: readonly Addressee[] = ['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney'];

const RULES: readonly Rule[] = [
  {
    ...ACCOUNT,
    id: 'TW-01',
    words: 'Contact only from 07:00 up to 22:00 where the person lives, unless the person agreed to other hours.',
    clause: `${OUTSOURCING} art. 14`,
    binds: { acts: ['contact'] },
    demand: { kind: 'hours', opens: 7 * 60, closes: 22 * 60, agreed: true },
  },
  {
    ...ACCOUNT,
    id: 'TW-01-THIRD',
    words: 'Nothing is collected through third parties, and they are not disturbed.',
    clause: `${OUTSOURCING} art. 14`,
    binds: { acts: ['contact'] },
    demand: { kind: 'addressee', only: PARTIES },
  },
  {
    ...ACCOUNT,
    id: 'TW-01-CONDUCT',
    words: 'No violence, threat or harassment; who visits shows who they are and their order, and records the visit.',
    clause: `${OUTSOURCING} art. 14`,
    binds: {},
    demand: { kind: 'duty', keptBy: 'not kept by the product yet: it makes no visits and does not hear calls' },
  },
  {
    ...OLD_TEXT,
    id: 'TW-02',
    words:
      'Before a debt is placed with an agency the person is told in writing: the agency, the amount, how long ' +
      'recordings are kept, the number for complaints, and how a collector must behave.',
    clause: `${OUTSOURCING} art. 16(5) to (7) (text of 2006)`,
    binds: { acts: ['place'] },
    demand: { kind: 'notice', notice: 'placement', days: 0, since: 'sent' },
  },
  {
    ...OLD_TEXT,
    id: 'TW-02-AGENCIES',
    words: 'Agencies are published, and get no data of persons who do not owe the debt.',
    clause: `${OUTSOURCING} art. 16(5) to (7) (text of 2006)`,
    binds: {},
    demand: { kind: 'duty', keptBy: 'not kept by the product yet' },
  },
  {
    ...OLD_TEXT,
    id: 'TW-03',
    words: 'Calls of collection are recorded, and the recordings kept for at least six months.',
    clause: `${CASH_CARDS} arts 19, 20 (text of 2005)`,
    binds: {},
    demand: { kind: 'duty', keptBy: 'the telephone system; not kept by the product' },
  },
  {
    ...OLD_TEXT,
    id: 'TW-03-TARGET',
    words: 'A debt of a cash card is collected only from the debtor and the guarantor, or from who stands for them.',
    clause: `${CASH_CARDS} arts 19, 20 (text of 2005)`,
    binds: { acts: ['contact'], purposes: ['demand'], products: ['cash-card'] },
    demand: { kind: 'addressee', only: ['debtor', 'guarantor', 'executor', 'attorney'] },
  },
  {
    id: 'TW-COMPL-01',
    words: 'A complaint is answered within 30 days; after that the person may ask for an ombudsman’s decision.',
    clause: '金融消費者保護法 art. 13 (not verified)',
    source: 'general knowledge',
    confidence: 'general-knowledge',
    severity: 'hard',
    from: null,
    until: null,
    binds: {},
    demand: {
      kind: 'duty',
      keptBy: 'the time of the task review-complaint',
      clock: { of: 'complaint', days: 30 },
    },
  },
];

/** Taiwan. */
export const TW: Pack = {
  name: 'TW',
  title: 'Taiwan',
  version: '2026-12-01',
  rules: RULES,
  notCovered: [
    'The pack is thin: one article by a law firm’s account, and texts of 2005 and 2006 that have been amended since.',
    'All rules but TW-03-TARGET bind every lender and agency here; art. 14 is about banks that outsource collection.',
    'How often a person may be contacted: no number was seen.',
    'That a contact person may be asked where the debtor is: refused here, as no text that allows it was seen.',
    'What the notice of TW-02 must contain is not checked; the gate asks that it was sent.',
    'Limitation, caps of interest, credit reports to the Joint Credit Information Center, negotiation of debts ' +
      '(消費者債務清理條例), personal data law, and of the law of financial consumers all but the time to answer a ' +
      'complaint are not covered.',
  ],
};
