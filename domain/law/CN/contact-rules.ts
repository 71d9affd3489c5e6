/** Mainland China: contacts. */
import type { ContactPurpose, Outcome } from '../case.ts';
import type { HoursDemand, Rule } from '../rule.ts';
import { judgeContactPerson, judgeIdentity, judgeReach, judgeSpouse, OUT_OF_REACH, SECRETS } from './addressees.ts';
import { CONSUMER_FINANCE, cards, civilCode, GUIDELINE, STANDARD } from './sources.ts';

const HOURS: HoursDemand = { kind: 'hours', opens: 8 * 60, closes: 22 * 60, agreed: true };
/** What the lender begins, as against what it answers. */
const OWN_PURPOSES: readonly ContactPurpose[] = ['demand', 'notice', 'information', 'locate'];
/** A call of which nothing more is known may have been either. */
const UNANSWERED: readonly Outcome[] = ['attempted', 'not-connected', 'no-answer', 'voicemail'];
const SPOKEN: readonly Outcome[] = ['attempted', 'conversation'];

/** Rules of contacts, in the order of docs/law.md. */
export const CONTACT_RULES: readonly Rule[] = [
  {
    ...STANDARD,
    id: 'CN-TIME-01',
    words: 'Contact only from 08:00 up to 22:00 where the person lives, unless the parties agreed on other hours.',
    binds: { acts: ['contact'] },
    demand: HOURS,
  },
  {
    ...GUIDELINE,
    id: 'CN-TIME-02',
    words: 'No call, visit or message from 22:00 to 08:00 without the person’s consent.',
    binds: { acts: ['contact'], actors: ['creditor', 'agency'] },
    demand: HOURS,
  },
  {
    ...STANDARD,
    id: 'CN-FREQ-01',
    words: 'At most three answered calls to a debtor on a calendar day, those of a machine and of agencies included.',
    binds: { acts: ['contact'], channels: ['call'], purposes: OWN_PURPOSES },
    demand: { kind: 'cap', counts: { channels: ['call'], outcomes: SPOKEN }, per: 'person', days: 1, most: 3 },
  },
  {
    ...GUIDELINE,
    id: 'CN-FREQ-02',
    words: 'At most six unanswered calls to a number on a calendar day.',
    severity: 'soft',
    binds: { acts: ['contact'], channels: ['call'], purposes: OWN_PURPOSES },
    demand: { kind: 'cap', counts: { channels: ['call'], outcomes: UNANSWERED }, per: 'point', days: 1, most: 6 },
  },
  {
    ...civilCode('art. 1033(1)'),
    id: 'CN-FREQ-03',
    words:
      'Nobody’s peace is disturbed by messages: at most three written messages a day. The law names no number; this ' +
      'one is the pack’s own.',
    confidence: 'general-knowledge',
    severity: 'soft',
    binds: { acts: ['contact'], channels: ['sms', 'email', 'message', 'social'], purposes: OWN_PURPOSES },
    demand: {
      kind: 'cap',
      counts: { channels: ['sms', 'email', 'message', 'social'], purposes: OWN_PURPOSES },
      per: 'person',
      days: 1,
      most: 3,
    },
  },
  {
    ...STANDARD,
    id: 'CN-TARGET-01',
    words:
      'Only the debtor is asked to pay, and a joint debtor or guarantor as law and contract allow. An executor or ' +
      'attorney stands for the debtor; CN-TARGET-05 is about spouses.',
    binds: { acts: ['contact'], purposes: ['demand'] },
    demand: {
      kind: 'addressee',
      only: ['debtor', 'joint-debtor', 'guarantor', 'spouse', 'executor', 'attorney'],
    },
  },
  {
    ...STANDARD,
    id: 'CN-TARGET-02',
    words:
      'A contact person is addressed only while the debtor cannot be reached, has died or lacks capacity. Three ' +
      'failed contacts in a row, or an invalid number, count as out of reach.',
    binds: { acts: ['contact'], addressees: ['contact-person'] },
    demand: { kind: 'judged', reads: OUT_OF_REACH, judge: judgeReach },
  },
  {
    ...GUIDELINE,
    id: 'CN-TARGET-03',
    words:
      'A contact person is asked for the way to the debtor or to pass a message on, and learns nothing of the debt.',
    binds: { acts: ['contact'], addressees: ['contact-person'] },
    demand: { kind: 'judged', reads: SECRETS, judge: judgeContactPerson },
  },
  {
    ...STANDARD,
    id: 'CN-TARGET-04',
    words: 'A contact person who has refused is never contacted again.',
    binds: { acts: ['contact'], addressees: ['contact-person'] },
    demand: { kind: 'status', status: 'contact-person-refused' },
  },
  {
    ...GUIDELINE,
    id: 'CN-TARGET-05',
    clause: `${GUIDELINE.clause}; 民法典 art. 1064`,
    words: 'A spouse is addressed only where it is proved that the debt is one of both spouses.',
    binds: { acts: ['contact'], addressees: ['spouse'] },
    demand: { kind: 'judged', reads: ['spousal-debt'], judge: judgeSpouse },
  },
  {
    ...CONSUMER_FINANCE,
    id: 'CN-TARGET-06',
    words: 'Third parties who have nothing to do with the debt are not contacted about it.',
    binds: { acts: ['contact'] },
    demand: {
      kind: 'addressee',
      only: ['debtor', 'joint-debtor', 'guarantor', 'spouse', 'executor', 'attorney', 'contact-person'],
    },
  },
  {
    ...cards('art. 68'),
    id: 'CN-TARGET-07',
    words: 'A card debt is collected only from the cardholder and the guarantor, or from who stands for them.',
    binds: { acts: ['contact'], purposes: ['demand'], products: ['card'] },
    demand: { kind: 'addressee', only: ['debtor', 'guarantor', 'executor', 'attorney'] },
  },
  {
    ...GUIDELINE,
    id: 'CN-ID-01',
    words: 'The first contact says which institution it is from; nobody poses as a court, the police or an authority.',
    binds: { acts: ['contact'] },
    demand: { kind: 'judged', reads: ['identity', 'poses-as-authority'], judge: judgeIdentity },
  },
  {
    ...GUIDELINE,
    id: 'CN-CONTENT-01',
    words:
      'No text threatens, insults or deceives, reveals what is private, or leads the person to repay by borrowing ' +
      'elsewhere.',
    binds: { acts: ['contact'] },
    demand: { kind: 'content', forbids: ['threat', 'insult', 'deceit', 'private-data', 'borrow-to-repay'] },
  },
  {
    ...cards('art. 69'),
    id: 'CN-CONTENT-02',
    words:
      'A letter that demands a card debt shows name and balance, reason and legal basis, rights and duties, how to ' +
      'ask, dispute and submit evidence, how to reach the issuer, and its seal.',
    binds: { acts: ['contact'], channels: ['letter'], purposes: ['demand'], products: ['card'] },
    demand: {
      kind: 'content',
      requires: ['name', 'amount', 'legal-basis', 'rights-and-duties', 'how-to-dispute', 'creditor-contact', 'seal'],
    },
  },
];
