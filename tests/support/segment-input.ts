/** An account as conditions of segments read it, for tests. */
import { BLANK_ACCOUNT, type SegmentInput } from '../../domain/contracts/segment-input.ts';

export const segmentInput = (over: Partial<SegmentInput> = {}): SegmentInput => ({
  ...BLANK_ACCOUNT,
  currency: 'TWD',
  asked: 1434,
  balance: 41_000,
  dpd: 5,
  debtAgeDays: 900,
  delinquencies: 2,
  ...over,
});
