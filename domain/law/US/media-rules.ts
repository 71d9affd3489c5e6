/** By which media a person may be contacted: Regulation F for collectors, the TCPA for everybody. */
import { daysBetween, type Instant, localDate } from '../../time.ts';
import type { Consent, ContactChannel, ContactPurpose, LegalCase } from '../case.ts';
import { judgeNotice, zoneOf } from '../mechanisms/conditions.ts';
import { covers, isInForce } from '../mechanisms/in-force.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import { askedNotBy, isAnswerOwed, isConfirmationOwed, lastWritten } from './answers.ts';
import { COLLECTORS, longStanding, regulationF, SEEN } from './shared.ts';

const ELECTRONIC: readonly ContactChannel[] = ['sms', 'email', 'message', 'social'];
const ALL_BUT_OPT_OUT: readonly ContactPurpose[] = ['demand', 'notice', 'answer', 'information', 'locate'];
/** Days for which a text, a consent or a check of the number vouches for a number. */
const NUMBER_DAYS = 60;
/** Days that a creditor's notice leaves to opt out of an address being passed on. */
const EMAIL_DAYS = 35;

const refusal = (code: string, words: string): RuleAnswer => ({ kind: 'refuse', code, words });

function judgeAnswer(legalCase: LegalCase): RuleAnswer | null {
  const asked = askedNotBy(legalCase);
  if (asked === null || isAnswerOwed(legalCase, asked)) return null;
  return refusal('asked-channel', `the person asked for no contact by ${legalCase.intent.channel}`);
}

const judgeConfirmation = (legalCase: LegalCase): RuleAnswer | null =>
  isConfirmationOwed(legalCase) ? null : refusal('confirmed', 'there is no request that is not confirmed yet');

/** The consents of a scope that are in force for the number or address of the act. */
function consentsTo(scope: string, { at, intent, consents }: LegalCase): Consent[] {
  return consents.filter((consent) => consent.scope === scope && isInForce(consent, at) && covers(consent, intent));
}

/** A number is vouched for by a text of the person or a direct consent, fresh or with a fresh check of the number. */
function judgeNumber(legalCase: LegalCase): RuleAnswer | null {
  const zone = zoneOf(legalCase);
  const today = localDate(legalCase.at, zone);
  const isFresh = (moment: Instant): boolean => daysBetween(localDate(moment, zone), today) <= NUMBER_DAYS;
  const written = lastWritten(legalCase);
  const vouched = consentsTo('sms', legalCase).map(({ at }) => at);
  if (written !== null) vouched.push(written);
  if (vouched.some(isFresh)) return null;
  const isChecked = consentsTo('reassigned-check', legalCase).some(({ at }) => isFresh(at));
  if (vouched.length > 0 && isChecked) return null;
  return vouched.length > 0
    ? refusal('number-stale', 'the number has not been vouched for in 60 days: check whether it was reassigned')
    : refusal('number-unknown', 'the person neither texted from this number nor agreed to be texted at it');
}

/** An address is known by the person's own use or consent, a former collector's use, or the creditor's notice. */
function judgeAddress(legalCase: LegalCase): RuleAnswer | null {
  const isKnown =
    lastWritten(legalCase) !== null ||
    consentsTo('email', legalCase).length > 0 ||
    consentsTo('prior-collector-email', legalCase).length > 0;
  if (isKnown) return null;
  return judgeNotice({ kind: 'notice', notice: 'email-transfer', days: EMAIL_DAYS, since: 'sent' }, legalCase);
}

const COLLECTOR_RULES: readonly Rule[] = [
  regulationF({
    id: 'US-MEDIA-01',
    words: 'A collector does not use a medium that the person asked it not to use.',
    clause: '12 CFR 1006.14(h)(1)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: ['demand', 'information', 'locate'] },
    demand: { kind: 'preferences', of: 'channel' },
  }),
  regulationF({
    id: 'US-MEDIA-02',
    words: 'A notice does not go by a medium that the person refused either, a letter that the law requires excepted.',
    clause: '12 CFR 1006.14(h)(1), (h)(2)(iii)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      purposes: ['notice'],
      channels: ['call', 'visit', ...ELECTRONIC],
    },
    demand: { kind: 'preferences', of: 'channel' },
  }),
  regulationF({
    id: 'US-MEDIA-03',
    words: 'By a refused medium a collector answers once each time that the person uses it again.',
    clause: '12 CFR 1006.14(h)(2)(ii)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: ['answer'] },
    demand: { kind: 'judged', judge: judgeAnswer },
  }),
  regulationF({
    id: 'US-MEDIA-04',
    words: 'A request to stop using a medium is confirmed by it once.',
    clause: '12 CFR 1006.14(h)(2)(i)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, purposes: ['opt-out'] },
    demand: { kind: 'judged', judge: judgeConfirmation },
  }),
  regulationF({
    id: 'US-EOPT-01',
    words: 'Every e-mail, text and electronic message of a collector says plainly how to opt out.',
    clause: '12 CFR 1006.6(e)',
    source: SEEN.bureauAnswers,
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ELECTRONIC, purposes: ALL_BUT_OPT_OUT },
    demand: { kind: 'content', requires: ['opt-out'] },
  }),
  regulationF({
    id: 'US-SMS-01',
    words:
      'A collector texts only a number from which the person texted or at which the person agreed to be texted, and ' +
      'that was so used, agreed to or checked for reassignment within 60 days.',
    clause: '12 CFR 1006.6(d)(5)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'soft',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['sms'], purposes: ALL_BUT_OPT_OUT },
    demand: { kind: 'judged', consents: ['sms', 'reassigned-check'], judge: judgeNumber },
  }),
  regulationF({
    id: 'US-EMAIL-01',
    words:
      'A collector writes only to an e-mail address that the person used or agreed to, that a former collector used, ' +
      'or that the creditor passed on after a notice with 35 days to opt out.',
    clause: '12 CFR 1006.6(d)(4)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'soft',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['email'], purposes: ALL_BUT_OPT_OUT },
    demand: { kind: 'judged', consents: ['email', 'prior-collector-email'], judge: judgeAddress },
  }),
];

const TELEPHONE_RULES: readonly Rule[] = [
  longStanding({
    id: 'US-TCPA-01',
    words: 'A machine calls or texts only with the person’s prior consent.',
    clause: '47 USC 227(b)(1)(A)(iii), (B)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: { acts: ['contact'], channels: ['call', 'sms'], purposes: ALL_BUT_OPT_OUT, automated: true },
    demand: { kind: 'consent', scope: 'autodialler' },
  }),
  longStanding({
    id: 'US-TCPA-02',
    words: 'A machine no longer calls or texts a person who said stop, in whatever words.',
    clause: '47 CFR 64.1200(a)(10)',
    source: 'law firms on the orders of the Federal Communications Commission of 2025 and 2026',
    confidence: 'secondary',
    severity: 'hard',
    binds: { acts: ['contact'], channels: ['call', 'sms'], purposes: ALL_BUT_OPT_OUT, automated: true },
    demand: { kind: 'preferences', of: 'channel' },
  }),
  longStanding({
    id: 'US-TCPA-03',
    words:
      'The hours for telephone solicitations are not those of collection: a call that only collects sells nothing.',
    clause: '47 CFR 64.1200(c)(1)',
    source: SEEN.unchecked,
    confidence: 'general-knowledge',
    severity: 'soft',
    binds: { acts: ['contact'], channels: ['call', 'sms'] },
    demand: { kind: 'duty', keptBy: 'nothing to keep: no rule of this pack rests on those hours' },
  }),
];

/** Media, opt-outs, numbers and addresses. */
export const MEDIA_RULES: readonly Rule[] = [...COLLECTOR_RULES, ...TELEPHONE_RULES];
