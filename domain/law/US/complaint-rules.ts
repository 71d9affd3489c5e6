/** By when a complaint is answered that the consumer bureau passed on. No federal number of days binds all others. */
import type { Rule } from '../rule.ts';
import { longStanding } from './shared.ts';

const PASSED_ON = {
  clause: '12 USC 5534(b), Company Portal Manual of the CFPB, 8.1',
  source: 'an account that quotes the manual, and accounts of law firms',
  confidence: 'quoted',
  severity: 'hard',
  binds: {},
} as const;

/** Complaint rules, in the order of docs/law.md. */
export const COMPLAINT_RULES: readonly Rule[] = [
  longStanding({
    ...PASSED_ON,
    id: 'US-COMPL-01',
    words: 'A complaint that the consumer bureau passed on has its final response within 60 days.',
    demand: {
      kind: 'duty',
      keptBy: 'the time of the task review-complaint',
      clock: { of: 'complaint', days: 60, by: 'authority' },
    },
  }),
  longStanding({
    ...PASSED_ON,
    id: 'US-COMPL-02',
    words: 'A complaint that the consumer bureau passed on has a first response within 15 days.',
    demand: {
      kind: 'duty',
      keptBy: 'the time of the task review-complaint; the portal itself is not served by the product',
      clock: { of: 'acknowledgement', days: 15, by: 'authority' },
    },
  }),
];
