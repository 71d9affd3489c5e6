/** Whom a collector may speak to, and what it must say and must not say: FDCPA and Regulation F. */
import type { LegalCase, PriorContact } from '../case.ts';
import { judgeContent } from '../mechanisms/conditions.ts';
import type { Rule, RuleAnswer } from '../rule.ts';
import {
  ALL_BUT_ATTORNEY,
  COLLECTORS,
  CONSUMERS,
  carries,
  hasConsent,
  longStanding,
  regulationF,
  SEEN,
} from './shared.ts';
import { firstCommunication } from './validation.ts';

const MAY_KNOW: readonly string[] = [...CONSUMERS, 'attorney'];

function judgeThirdParty(legalCase: LegalCase): RuleAnswer | null {
  const { addressee } = legalCase.intent;
  if (MAY_KNOW.includes(addressee) || hasConsent('third-party', legalCase)) return null;
  return { kind: 'refuse', code: 'addressee', words: `not about the debt with this addressee: ${addressee}` };
}

/** Once for each third party; a consent of scope `locate-again` stands for their request or for wrong information. */
function judgeLocateAgain(legalCase: LegalCase): RuleAnswer | null {
  const { at, intent, contacts } = legalCase;
  const isSame = ({ point }: PriorContact): boolean =>
    point === null || intent.point === null || point === intent.point;
  const hasSpoken = contacts.some(
    (contact) =>
      contact.direction === 'out' &&
      contact.purpose === 'locate' &&
      contact.at <= at &&
      !['not-connected', 'no-answer', 'bounced'].includes(contact.outcome) &&
      isSame(contact),
  );
  if (!hasSpoken || hasConsent('locate-again', legalCase)) return null;
  return { kind: 'refuse', code: 'located-before', words: 'this person has been asked before' };
}

/** A post is visible to others unless the text is known to be private. */
function judgeSocial(legalCase: LegalCase): RuleAnswer | null {
  if (carries('private', legalCase)) return null;
  return { kind: 'refuse', code: 'social-public', words: 'not where the public or the person’s contacts can see it' };
}

function judgeDisclosure(legalCase: LegalCase): RuleAnswer | null {
  const isLater = firstCommunication(legalCase) !== null;
  if (isLater && carries('collection-disclosure', legalCase)) return null;
  const required = isLater ? 'collector-disclosure' : 'collection-disclosure';
  return judgeContent({ kind: 'content', requires: [required] }, legalCase);
}

/** Who is spoken to, and what is said. */
export const PARTY_RULES: readonly Rule[] = [
  longStanding({
    id: 'US-ATTY-01',
    words:
      'When an attorney represents the person, a collector contacts the attorney only; end the status when the ' +
      'attorney does not reply in reasonable time or consents.',
    clause: '15 USC 1692c(a)(2), 1692b(6); 12 CFR 1006.6(b)(2)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      addressees: ALL_BUT_ATTORNEY,
      purposes: ['demand', 'notice', 'answer', 'information', 'locate'],
    },
    demand: { kind: 'status', status: 'attorney' },
  }),
  longStanding({
    id: 'US-CEASE-01',
    words:
      'After a written refusal to pay or a written request to cease, a collector sends only notices: of the end of ' +
      'its efforts, and of remedies that it may or will use.',
    clause: '15 USC 1692c(c); 12 CFR 1006.6(c)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      addressees: ALL_BUT_ATTORNEY,
      purposes: ['demand', 'answer', 'information', 'locate', 'opt-out'],
    },
    demand: { kind: 'status', status: 'cease', written: true },
  }),
  longStanding({
    id: 'US-3P-01',
    words:
      'A collector speaks of the debt only with those who owe it, their spouse, executor or attorney, unless the ' +
      'person agreed to another.',
    clause: '15 USC 1692c(b), (d); 12 CFR 1006.6(a), (d)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      purposes: ['demand', 'notice', 'answer', 'information', 'opt-out'],
    },
    demand: { kind: 'judged', consents: ['third-party'], judge: judgeThirdParty },
  }),
  longStanding({
    id: 'US-3P-02',
    words: 'Who asks a third party where a person is says who they are and nothing of a debt, and uses no postcard.',
    clause: '15 USC 1692b; 12 CFR 1006.10(b)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      purposes: ['locate'],
      addressees: ['contact-person', 'third-party'],
    },
    demand: {
      kind: 'content',
      requires: ['identity'],
      forbids: ['debt', 'amount', 'lawsuit', 'collection-disclosure', 'collector-disclosure', 'postcard'],
    },
  }),
  longStanding({
    id: 'US-3P-03',
    words: 'A third party is asked once where a person is, unless they ask for more or what they said was wrong.',
    clause: '15 USC 1692b(3); 12 CFR 1006.10(c)',
    source: SEEN.code,
    confidence: 'verbatim',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      purposes: ['locate'],
      addressees: ['contact-person', 'third-party'],
    },
    demand: { kind: 'judged', consents: ['locate-again'], judge: judgeLocateAgain },
  }),
  regulationF({
    id: 'US-SOCIAL-01',
    words: 'A collector writes on a social network only where neither the public nor the person’s contacts can see it.',
    clause: '12 CFR 1006.22(f)(4)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS, channels: ['social'] },
    demand: { kind: 'judged', judge: judgeSocial },
  }),
  regulationF({
    id: 'US-ID-01',
    words:
      'The first communication says that it is an attempt to collect a debt and that information will be used for ' +
      'that; each later one says that it is from a debt collector.',
    clause: '12 CFR 1006.14(g), 1006.18(e)',
    source: SEEN.regulationFQuoted,
    confidence: 'quoted',
    severity: 'hard',
    binds: {
      acts: ['contact'],
      actors: COLLECTORS,
      addressees: CONSUMERS,
      purposes: ['demand', 'notice', 'answer', 'information'],
    },
    demand: { kind: 'judged', judge: judgeDisclosure },
  }),
  longStanding({
    id: 'US-CONTENT-01',
    words:
      'No text threatens arrest or what is not meant, or looks as if a court, an authority or an attorney sent it.',
    clause: '15 USC 1692e(1)-(16)',
    source: 'third parties that quote the statute',
    confidence: 'quoted',
    severity: 'hard',
    binds: { acts: ['contact'], actors: COLLECTORS },
    demand: {
      kind: 'content',
      forbids: ['arrest', 'unmeant-threat', 'court-look', 'authority-look', 'attorney-look'],
    },
  }),
];
