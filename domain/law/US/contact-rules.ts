/** When, where and how often a collector may contact a person: FDCPA and Regulation F. */
import type { ContactPurpose, LegalCase, Outcome } from '../case.ts';
import { judgeHours } from '../mechanisms/hours.ts';
import { judgePreferences } from '../mechanisms/preferences.ts';
import type { HoursDemand, Rule, RuleAnswer } from '../rule.ts';
import { isAnswerOwed, isConfirmationOwed, lastWritten } from './answers.ts';
import { ALL_BUT_ATTORNEY, COLLECTORS, hasConsent, hasStatus, longStanding, regulationF, SEEN } from './shared.ts';

/** Contacts that answer nothing. */
const UNASKED: readonly ContactPurpose[] = ['demand', 'notice', 'information', 'locate'];
const HOURS: HoursDemand = { kind: 'hours', opens: 8 * 60, closes: 21 * 60, agreed: true };
/** Calls that reached the number. */
const CONNECTED: readonly Outcome[] = ['attempted', 'no-answer', 'voicemail', 'third-party', 'conversation', 'sent'];
const UNANSWERED: readonly Outcome[] = ['attempted', 'no-answer', 'voicemail'];

/** An answer that is owed may go at the hour and to the place at which it was asked for. */
function judgeAnswer(legalCase: LegalCase): RuleAnswer | null {
  const isOwed =
    legalCase.intent.purpose === 'opt-out'
      ? isConfirmationOwed(legalCase)
      : isAnswerOwed(legalCase, Number.NEGATIVE_INFINITY);
  if (isOwed) return null;
  return (
    judgePreferences({ kind: 'preferences', of: 'place' }, legalCase) ??
    judgeHours(HOURS, legalCase) ??
    judgePreferences({ kind: 'preferences', of: 'hours' }, legalCase)
  );
}

function judgeWorkplace(legalCase: LegalCase): RuleAnswer | null {
  if (legalCase.intent.place !== 'work' || !hasStatus('work-prohibited', legalCase)) return null;
  return { kind: 'refuse', code: 'work-prohibited', words: 'the employer does not allow such contacts' };
}

/** An address that the employer gave may be used when the person agreed to it or wrote from it. */
function judgeWorkEmail(legalCase: LegalCase): RuleAnswer | null {
  if (legalCase.intent.place !== 'work') return null;
  if (hasConsent('work-email', legalCase) || lastWritten(legalCase) !== null) return null;
  return { kind: 'refuse', code: 'work-email', words: 'not to an e-mail address that the employer gave' };
}

const TIME_AND_PLACE: readonly Rule[] = [
  longStanding({
    id: 'US-TIME-01',
    words: 'A collector contacts a person, by any medium, only from 08:00 up to 21:00 where the person is.',
    clause: '15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: UNASKED, addressees: ALL_BUT_ATTORNEY },
    demand: HOURS,
  }),
  longStanding({
    id: 'US-TIME-02',
    words: 'A collector keeps the hours that the person asked for.',
    clause: '15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: UNASKED, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'preferences', of: 'hours' },
  }),
  longStanding({
    id: 'US-TIME-03',
    words: 'Where it is not clear in which zone a person is, only hours that are lawful in every such zone are used.',
    clause: 'comment 6(b)(1)(i)-2 on 12 CFR 1006.6',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS },
    demand: { kind: 'duty', keptBy: 'US-TIME-01 and US-TIME-02, which ask every zone that the case names' },
  }),
  regulationF({
    id: 'US-TIME-04',
    words:
      'At an hour or a place that is not convenient a collector answers once each time that the person writes or ' +
      'calls, by the medium that the person used.',
    clause: 'comment 6(b)(1)-2 on 12 CFR 1006.6',
    source: SEEN.bureauAnswers,
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: ['answer', 'opt-out'], addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'judged', judge: judgeAnswer },
  }),
  longStanding({
    id: 'US-PLACE-01',
    words: 'A collector does not contact a person at work when the employer does not allow it.',
    clause: '15 USC 1692c(a)(3); 12 CFR 1006.6(b)(3)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'judged', judge: judgeWorkplace },
  }),
  longStanding({
    id: 'US-PLACE-02',
    words: 'A collector does not contact a person at a place that the person named as inconvenient.',
    clause: '15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(ii)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: UNASKED, addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'preferences', of: 'place' },
  }),
  regulationF({
    id: 'US-PLACE-03',
    words: 'A collector uses an e-mail address of the employer only when the person agreed to it or wrote from it.',
    clause: '12 CFR 1006.22(f)(3)',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['email'], addressees: ALL_BUT_ATTORNEY },
    demand: { kind: 'judged', consents: ['work-email'], judge: judgeWorkEmail },
  }),
];

const FREQUENCY: readonly Rule[] = [
  regulationF({
    id: 'US-FREQ-01',
    words: 'A collector calls about a debt at most seven times in seven consecutive days, all numbers together.',
    clause: '12 CFR 1006.14(b)(2)(i)(A), (b)(3)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'presumption',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'], addressees: ALL_BUT_ATTORNEY },
    demand: {
      kind: 'cap',
      counts: { channels: ['call'], outcomes: CONNECTED, addressees: ALL_BUT_ATTORNEY },
      per: 'debt',
      days: 7,
      most: 7,
      unlessConsent: 'further-calls',
    },
  }),
  regulationF({
    id: 'US-FREQ-02',
    words: 'After a telephone conversation about a debt a collector does not call about it until the eighth day.',
    clause: '12 CFR 1006.14(b)(2)(i)(B), (b)(3)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'presumption',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'], addressees: ALL_BUT_ATTORNEY },
    demand: {
      kind: 'cool-down',
      after: {
        channels: ['call'],
        outcomes: ['conversation'],
        addressees: ALL_BUT_ATTORNEY,
        directions: ['in', 'out'],
      },
      per: 'debt',
      days: 7,
      unlessConsent: 'further-calls',
    },
  }),
  regulationF({
    id: 'US-FREQ-03',
    words:
      'Calls that did not connect, calls to an attorney, and calls within seven days of the person’s direct consent ' +
      'do not count; the day of the consent is the first.',
    clause: '12 CFR 1006.14(b)(3)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'presumption',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'] },
    demand: { kind: 'duty', keptBy: 'the counting of US-FREQ-01 and US-FREQ-02' },
  }),
  regulationF({
    id: 'US-FREQ-04',
    words: 'Student loans that are serviced under one account number are one debt.',
    clause: '12 CFR 1006.14(b)(4)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'presumption',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'] },
    demand: { kind: 'duty', keptBy: 'the lender’s book, whose account is one debt: such loans must be one account' },
  }),
  regulationF({
    id: 'US-FREQ-05',
    words: 'Between an unanswered call and the next to the same person lie at least five minutes.',
    clause: '12 CFR 1006.14(a) and the comments on 14(b)(2)',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'soft',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'], addressees: ALL_BUT_ATTORNEY },
    demand: {
      kind: 'gap',
      after: { channels: ['call'], outcomes: UNANSWERED, addressees: ALL_BUT_ATTORNEY },
      per: 'person',
      minutes: 5,
    },
  }),
  regulationF({
    id: 'US-FREQ-06',
    words: 'A number is called at most six times a day about all debts together.',
    clause: '12 CFR 1006.14(a) and the comments on 14(b)(2)',
    source: SEEN.regulationF,
    confidence: 'verbatim',
    severity: 'soft',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['call'], addressees: ALL_BUT_ATTORNEY },
    demand: {
      kind: 'cap',
      counts: { channels: ['call'], outcomes: CONNECTED, addressees: ALL_BUT_ATTORNEY },
      per: 'point',
      days: 1,
      most: 6,
      unlessConsent: 'further-calls',
    },
  }),
];

/** Hours, places and frequency. */
export const CONTACT_RULES: readonly Rule[] = [...TIME_AND_PLACE, ...FREQUENCY];
