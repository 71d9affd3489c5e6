/** Validation, disputes, required disclosures and time-barred debts: FDCPA and Regulation F. */
import { addDays, localDate, startOfDay } from '../../time.ts';
import type { ContactPurpose, LegalAct, LegalCase } from '../case.ts';
import { standingNotices, zoneOf } from '../mechanisms/conditions.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import { limitationOf } from './limitation.ts';
import { COLLECTORS, CONSUMERS, carries, hasConsent, longStanding, regulationF, SEEN } from './shared.ts';
import { firstCommunication, timelyInWriting, validationEndOf } from './validation.ts';

/** What collects, in the sense of 15 USC 1692g(b). */
const COLLECTING: readonly ContactPurpose[] = ['demand', 'information', 'locate'];
/** Days after the first communication for the validation notice. */
const VALIDATION_DAYS = 5;

function judgeValidation(legalCase: LegalCase): RuleAnswer | null {
  const first = firstCommunication(legalCase);
  if (first === null || standingNotices('validation', legalCase).length > 0) return null;
  const zone = zoneOf(legalCase);
  if (localDate(legalCase.at, zone) <= addDays(localDate(first, zone), VALIDATION_DAYS)) return null;
  return {
    kind: 'require',
    notice: 'validation',
    code: 'validation-late',
    words: `the validation notice was due ${VALIDATION_DAYS} days after the first communication`,
  };
}

/** What makes a person forget that there are 30 days to dispute. */
const OVERSHADOWING: readonly string[] = ['lawsuit', 'payment-deadline'];

function judgeOvershadowing(legalCase: LegalCase): RuleAnswer | null {
  const end = validationEndOf(legalCase);
  const zone = zoneOf(legalCase);
  if (end === null || localDate(legalCase.at, zone) > end) return null;
  const feature = OVERSHADOWING.find((feature) => carries(feature, legalCase));
  if (feature === undefined) return null;
  return {
    kind: 'wait',
    until: startOfDay(addDays(end, 1), zone),
    code: 'overshadowing',
    words: `no text that mentions ${feature} until the validation period is over (${end})`,
  };
}

/**
 * What the person may ask for in writing within the period, the notice that answers it, and the only act that it stops.
 */
const REQUESTS: readonly { readonly status: string; readonly notice: string; readonly stops?: LegalAct }[] = [
  { status: 'dispute', notice: 'verification' },
  // A demand is for the rest; a claim before a court is for the debt.
  { status: 'part-dispute', notice: 'verification', stops: 'file-claim' },
  { status: 'original-creditor-request', notice: 'original-creditor' },
];

function judgeRequests(legalCase: LegalCase): RuleAnswer | null {
  for (const { status, notice, stops } of REQUESTS) {
    if (stops !== undefined && stops !== legalCase.intent.act) continue;
    const request = timelyInWriting(status, legalCase);
    if (request === null) continue;
    if (standingNotices(notice, legalCase).some(({ sentAt }) => sentAt >= request.since)) continue;
    const words = `the collection stops until the person has been sent: ${notice}`;
    return { kind: 'require', notice, code: 'validation-dispute', words };
  }
  return null;
}

/** A validation notice that is not in the first communication goes electronically only with consent. */
function judgeDelivery(legalCase: LegalCase): RuleAnswer | null {
  if (!carries('validation', legalCase) || firstCommunication(legalCase) === null) return null;
  if (hasConsent('e-sign', legalCase)) return null;
  return { kind: 'refuse', code: 'no-e-sign', words: 'not electronically without consent to electronic records' };
}

function judgeLimitation(legalCase: LegalCase): RuleAnswer | null {
  const isSuit = legalCase.intent.act === 'file-claim' && !carries('proof-of-claim', legalCase);
  if (!isSuit && !carries('lawsuit', legalCase)) return null;
  const today = localDate(legalCase.at, zoneOf(legalCase));
  const limitation = limitationOf(legalCase, today);
  if (limitation.kind === 'unknown')
    return { kind: 'refuse', code: 'limitation-unknown', words: `no suit and no threat of one: ${limitation.words}` };
  if (today <= limitation.lastDay) return null;
  const words = `no suit and no threat of one: the time to sue ended on ${limitation.lastDay}`;
  return { kind: 'refuse', code: 'time-barred', words };
}

/** Validation, disputes, disclosures, limitation. */
export const NOTICE_RULES: readonly Rule[] = [
  longStanding({
    id: 'US-VAL-01',
    words: 'The validation notice is in the first communication or follows it within five days.',
    clause: '15 USC 1692g(a); 12 CFR 1006.34(a)(1)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, addressees: CONSUMERS, purposes: ['demand', 'information'] },
    demand: { kind: 'judged', judge: judgeValidation },
  }),
  regulationF({
    id: 'US-VAL-02',
    words:
      'The validation period ends 30 days after receipt, which may be assumed five days after the notice was provided; ' +
      'legal public holidays, Saturdays and Sundays do not count among the five.',
    clause: '12 CFR 1006.34(b)(5)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: { actors: COLLECTORS },
    demand: { kind: 'duty', keptBy: 'domain/law/US/validation.ts, from which US-VAL-03 and US-VAL-04 take the period' },
  }),
  longStanding({
    id: 'US-VAL-03',
    words: 'Within the validation period no text of a collector sets a deadline or speaks of a suit.',
    clause: '15 USC 1692g(b); 12 CFR 1006.38(b)(1)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, addressees: CONSUMERS },
    demand: { kind: 'judged', judge: judgeOvershadowing },
  }),
  longStanding({
    id: 'US-VAL-04',
    words:
      'After a written dispute, or a written request for the original creditor, within the validation period a ' +
      'collector stops collecting the debt until it has sent the verification or the answer; where only a part is ' +
      'disputed, it asks for the rest alone and files no claim.',
    clause: '15 USC 1692g(b); 12 CFR 1006.38(c), (d)(2)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact', 'file-claim'], actors: COLLECTORS, purposes: COLLECTING },
    demand: { kind: 'judged', judge: judgeRequests },
  }),
  regulationF({
    id: 'US-DELIV-01',
    words:
      'A validation notice that follows the first communication goes electronically only when the person agreed to ' +
      'electronic records.',
    clause: '12 CFR 1006.42(a), (b); 15 USC 7001(c)',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['email', 'sms', 'message', 'social'] },
    demand: { kind: 'judged', consents: ['e-sign'], judge: judgeDelivery },
  }),
  regulationF({
    id: 'US-SOL-01',
    words:
      'A collector neither sues on a time-barred debt nor threatens to; a proof of claim in bankruptcy is no suit.',
    clause: '12 CFR 1006.26(b); the period is state law',
    source: `${SEEN.regulationF}; the periods of the states unchecked`,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['contact', 'file-claim'], actors: COLLECTORS },
    demand: { kind: 'judged', judge: judgeLimitation },
  }),
  longStanding({
    id: 'US-SOL-02',
    words: 'A creditor does not sue either when the time to sue has passed or is not known.',
    clause: 'state law of limitation',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'soft',
    binds: { acts: ['file-claim'], actors: ['creditor'] },
    demand: { kind: 'judged', judge: judgeLimitation },
  }),
];
