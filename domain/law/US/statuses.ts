/** Bankruptcy, military service, death; and the records that are kept. */
import type { LegalCase } from '../case.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import { ALL_BUT_ATTORNEY, COLLECTORS, carries, hasStatus, longStanding, regulationF, SEEN } from './shared.ts';

const refusal = (code: string, words: string): RuleAnswer => ({ kind: 'refuse', code, words });

function judgeSuitInBankruptcy(legalCase: LegalCase): RuleAnswer | null {
  if (!hasStatus('bankruptcy', legalCase) || carries('proof-of-claim', legalCase)) return null;
  return refusal('bankruptcy', 'not while this holds: bankruptcy; only a proof of claim may be filed');
}

function judgeReportInBankruptcy(legalCase: LegalCase): RuleAnswer | null {
  if (!hasStatus('bankruptcy', legalCase) || carries('bankruptcy', legalCase)) return null;
  return refusal('bankruptcy-unmarked', 'the record does not say that the person is in bankruptcy');
}

function judgeCharge(legalCase: LegalCase): RuleAnswer | null {
  if (!hasStatus('military-service', legalCase) || carries('within-6-percent', legalCase)) return null;
  return refusal('military-rate', 'the charge is not known to stay within six percent a year');
}

const BANKRUPTCY: readonly Rule[] = [
  longStanding({
    id: 'US-BK-01',
    words:
      'From the petition in bankruptcy nobody does anything to collect an earlier debt, until the case is closed or ' +
      'dismissed or the discharge is decided; for repeat filers the stay may end after 30 days.',
    clause: '11 USC 362(a)(6), (c)(2)-(3)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact', 'place', 'terminate', 'charge'],
      addressees: ALL_BUT_ATTORNEY,
      purposes: ['demand', 'notice', 'answer', 'information', 'locate'],
    },
    demand: { kind: 'status', status: 'bankruptcy' },
  }),
  longStanding({
    id: 'US-BK-02',
    words: 'During a bankruptcy no suit is filed, only a proof of claim.',
    clause: '11 USC 362(a)(1), 501',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['file-claim'] },
    demand: { kind: 'judged', judge: judgeSuitInBankruptcy },
  }),
  longStanding({
    id: 'US-BK-03',
    words: 'During a bankruptcy the debt is reported only with the mark of the bankruptcy.',
    clause: '15 USC 1681s-2(a)(1)',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'judged', judge: judgeReportInBankruptcy },
  }),
  longStanding({
    id: 'US-BK-04',
    words: 'After a discharge in bankruptcy nobody does anything to collect the discharged debt.',
    clause: '11 USC 524(a)(2)',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: {
      acts: ['contact', 'place', 'terminate', 'charge', 'file-claim'],
      addressees: ALL_BUT_ATTORNEY,
      purposes: ['demand', 'notice', 'information', 'locate'],
    },
    demand: { kind: 'status', status: 'bankruptcy-discharge' },
  }),
];

const PERSONS: readonly Rule[] = [
  longStanding({
    id: 'US-MIL-01',
    words:
      'During military service a debt from before it bears at most six percent a year, a mortgage for a year more; the ' +
      'excess is forgiven. The person asks for it up to 180 days after the service.',
    clause: '50 USC 3937',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['charge'] },
    demand: { kind: 'judged', judge: judgeCharge },
  }),
  longStanding({
    id: 'US-MIL-02',
    words:
      'A default judgment needs an affidavit on military service; a suit may be stayed for 90 days or more, and the ' +
      'time to sue does not run during service.',
    clause: '50 USC 3931(b), (d), 3936(a)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['file-claim'] },
    demand: { kind: 'duty', keptBy: 'not kept by the product yet: counsel files the affidavit' },
  }),
  longStanding({
    id: 'US-MIL-03',
    words: 'That a person used the rights of military service is by itself no ground for an adverse report.',
    clause: '50 USC 3919',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'duty', keptBy: 'channels/bureau, whose records say nothing of military service' },
  }),
  longStanding({
    id: 'US-DEC-01',
    words: 'After the person’s death a collector speaks with the spouse, the executor or the administrator.',
    clause: '12 CFR 1006.6(a)(1), (4) and comments',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, addressees: ['debtor'] },
    demand: { kind: 'status', status: 'deceased' },
  }),
];

const RECORDS: readonly Rule[] = [
  regulationF({
    id: 'US-REC-01',
    words:
      'Evidence of what was done is kept until three years after the last activity on a debt, a recorded call for ' +
      'three years from the call.',
    clause: '12 CFR 1006.100(a), (b)',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { actors: COLLECTORS },
    demand: {
      kind: 'duty',
      keptBy: 'the database, which never empties facts, effects and permits; the product records no calls',
    },
  }),
  longStanding({
    id: 'US-REC-02',
    words: 'Records of an adverse action on an account are kept for 25 months after its notice, of businesses for 12.',
    clause: '12 CFR 1002.12(b)(2)',
    source: 'a copy of Regulation B',
    confidence: 'verbatim',
    severity: 'hard',
    binds: { actors: ['creditor'] },
    demand: { kind: 'duty', keptBy: 'the database, which never empties facts, effects and permits' },
  }),
];

/** What a status of the person bars, and what is kept. */
export const STATUS_RULES: readonly Rule[] = [...BANKRUPTCY, ...PERSONS, ...RECORDS];
