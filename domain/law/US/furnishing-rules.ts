/** Reports to a credit bureau: Regulation F for collectors, the Fair Credit Reporting Act for every furnisher. */
import { addDays, localDate, startOfDay } from '../../time.ts';
import type { GivenNotice, LegalCase } from '../case.ts';
import { zoneOf } from '../mechanisms/conditions.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import { COLLECTORS, CONSUMERS, carries, hasStatus, longStanding, regulationF, SEEN } from './shared.ts';

/** Consecutive days, from the day after a letter was sent, in which it may come back. */
const RETURN_DAYS = 14;

/** Whether the person was spoken to about the debt, in person or by telephone. */
function hasSpoken({ at, debt, contacts }: LegalCase): boolean {
  return contacts.some(
    (contact) =>
      contact.at <= at &&
      contact.outcome === 'conversation' &&
      (contact.channel === 'call' || contact.channel === 'visit') &&
      CONSUMERS.includes(contact.addressee) &&
      contact.debts.includes(debt.id),
  );
}

const isWritten = ({ channel }: GivenNotice): boolean => channel !== 'call' && channel !== 'visit';

/** Any letter or electronic message about the debt that has not come back, and the days in which it may. */
function judgeFirstReport(legalCase: LegalCase): RuleAnswer | null {
  if (hasSpoken(legalCase)) return null;
  const zone = zoneOf(legalCase);
  const { at, debt } = legalCase;
  const written = legalCase.notices.filter(
    (notice) => notice.sentAt <= at && (notice.debt === null || notice.debt === debt.id) && isWritten(notice),
  );
  const ends = written
    .filter(({ returnedAt }) => returnedAt === null || returnedAt > at)
    .map(({ sentAt }) => startOfDay(addDays(localDate(sentAt, zone), RETURN_DAYS + 1), zone));
  if (ends.length === 0) {
    const words = `the person must be spoken to, or written to ${written.length > 0 ? 'again' : 'first'}`;
    return { kind: 'require', notice: 'validation', code: 'report-unannounced', words };
  }
  const until = Math.min(...ends);
  if (until <= at) return null;
  return { kind: 'wait', until, code: 'may-come-back', words: `a letter may come back for ${RETURN_DAYS} days` };
}

function judgeDisputeFlag(legalCase: LegalCase): RuleAnswer | null {
  const isDisputed = hasStatus('dispute', legalCase) || hasStatus('part-dispute', legalCase);
  if (!isDisputed || carries('dispute', legalCase)) return null;
  return { kind: 'refuse', code: 'dispute-unmarked', words: 'the record does not say that the debt is disputed' };
}

/** Reports, notices of reports, disputes of reports. */
export const FURNISHING_RULES: readonly Rule[] = [
  regulationF({
    id: 'US-FURN-01',
    words:
      'A collector reports a debt only after it spoke with the person, or wrote and waited 14 days for the letter to ' +
      'come back; after a return it begins again.',
    clause: '12 CFR 1006.30(a)(1) and comments 1 to 3',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'], actors: COLLECTORS },
    demand: { kind: 'judged', judge: judgeFirstReport },
  }),
  longStanding({
    id: 'US-FURN-02',
    words: 'A financial institution tells the person of negative information before it reports it or 30 days after.',
    clause: '15 USC 1681s-2(a)(7)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'], actors: ['creditor'] },
    demand: { kind: 'duty', keptBy: 'the stage bureau, whose notice must be served before the first record' },
  }),
  longStanding({
    id: 'US-FURN-03',
    words: 'A debt that the person disputes, wholly or in part, is reported only with the mark of the dispute.',
    clause: '15 USC 1681s-2(a)(3), 1692e(8)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'judged', judge: judgeDisputeFlag },
  }),
  longStanding({
    id: 'US-FURN-04',
    words:
      'Who reports a collection or a charge-off reports within 90 days in which month the delinquency commenced, and ' +
      'a transfer never makes it younger.',
    clause: '15 USC 1681s-2(a)(5)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'duty', keptBy: 'channels/bureau, whose every record of a delinquent debt carries the date' },
  }),
  longStanding({
    id: 'US-FURN-05',
    words:
      'A dispute that comes by a bureau or directly is investigated and answered within 30 days, or 45 when the person ' +
      'adds information; a frivolous one is answered within five business days.',
    clause: '15 USC 1681s-2(b), (a)(8)(E)-(F), 1681i(a)(1)-(3)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: {
      kind: 'duty',
      keptBy: 'the time of the task review-dispute; bureaus’ own inquiries are not read by the product yet',
      // 30 days, of which the day of receipt is the first.
      clock: { of: 'dispute', days: 29 },
    },
  }),
  longStanding({
    id: 'US-FURN-06',
    words:
      'A collection or a charge-off is reported for seven years from the 180th day after the delinquency commenced, a ' +
      'bankruptcy for ten.',
    clause: '15 USC 1681c(a), (b), (c)(1)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'duty', keptBy: 'not kept by the product yet; domain/law/US/furnishing.ts computes the last day' },
  }),
  longStanding({
    id: 'US-ID-THEFT',
    words: 'After a report of identity theft the debt is no longer reported.',
    clause: '15 USC 1681s-2(a)(6)(B)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['report'] },
    demand: { kind: 'status', status: 'identity-theft' },
  }),
  longStanding({
    id: 'US-ID-THEFT-02',
    words: 'A debt of which a bureau said that it came of identity theft is neither sold nor placed for collection.',
    clause: '15 USC 1681m(f)(1)',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['sell', 'place'] },
    demand: { kind: 'status', status: 'identity-theft' },
  }),
];
