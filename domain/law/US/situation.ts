/** What the vectors of the pack start from. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Expected, Vector } from '../vector.ts';

/** A validation notice of long ago: its period is over. */
export const VALIDATED = { notice: 'validation', sentAt: '2025-03-03T12:00:00-05:00' };

/** An agency calls a debtor in New York on a Wednesday at noon; what a vector is about differs. */
const BASE: GateCaseInput = {
  law: ['US'],
  regions: ['NY'],
  zones: ['America/New_York'],
  at: '2026-03-04T12:00:00-05:00',
  actor: 'agency',
  notices: [VALIDATED],
};

/** Vectors of a rule: what distinguishes each, how it differs from the base, and the answer. */
export const vectorsOf =
  (rule: string) =>
  (says: string, differs: Partial<GateCaseInput>, answer: Expected): Vector => ({
    rule,
    says,
    situation: { ...BASE, ...differs },
    answer,
  });
